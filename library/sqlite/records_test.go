package sqlite_test

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/library"
	"descry/library/cataloguetest"
	"descry/library/sqlite"
	"descry/library/words"
)

// recordsOf are all records of a catalogue but those of the kinds left out, line by
// line.
func recordsOf(t testing.TB, s *sqlite.Store, without ...string) string {
	t.Helper()
	var lines []string
	err := s.Records(t.Context(), func(r words.Record) error {
		if !slices.Contains(without, r.Kind) {
			lines = append(lines, string(r.Append(nil)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// parsed reads records, a line each.
func parsed(t testing.TB, text string) iter.Seq2[words.Record, error] {
	t.Helper()
	return func(yield func(words.Record, error) bool) {
		for i, line := range strings.Split(text, "\n") {
			if line == "" {
				continue
			}
			r, err := words.Parse([]byte(line))
			r.Line = i + 1
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// take applies records and checks that it was told before what that changes, and that
// nothing is left to change.
func take(t testing.TB, s *sqlite.Store, text string, o words.Options) words.Difference {
	t.Helper()
	told, err := s.CompareRecords(t.Context(), parsed(t, text), o)
	if err != nil {
		t.Fatal(err)
	}
	done, err := s.ApplyRecords(t.Context(), parsed(t, text), o)
	if err != nil {
		t.Fatal(err)
	}
	if changes(told) != changes(done) {
		t.Errorf("told\n%s\nand did\n%s", changes(told), changes(done))
	}
	left, err := s.CompareRecords(t.Context(), parsed(t, text), o)
	if err != nil || !left.Empty() {
		t.Errorf("it is left to do\n%s, %v", changes(left), err)
	}
	return done
}

// sameLines shows the lines in which two texts differ.
func sameLines(t testing.TB, what, got, want string) {
	t.Helper()
	if got == want {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	t.Errorf("%s: too many are\n%s\nmissing are\n%s", what, strings.Join(slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) }), "\n"),
		strings.Join(slices.DeleteFunc(slices.Clone(b), func(s string) bool { return slices.Contains(a, s) }), "\n"))
}

// changes are a difference as a text.
func changes(d words.Difference) string {
	var b strings.Builder
	for _, k := range d.Kinds {
		fmt.Fprintf(&b, "%s +%d ~%d -%d\n", k.Kind, k.Added, k.Changed, k.TakenBack)
	}
	fmt.Fprintf(&b, "photos %d, waiting %d, by path %d", d.Photos, d.Waiting, d.ByPath)
	return b.String()
}

var (
	merge   = words.Options{Mode: words.Merge}
	replace = words.Options{Mode: words.Replace}
)

// petPhotos bring words of their own, some of them odd.
func petPhotos() []library.Photo {
	return []library.Photo{
		tagLabels("a/1.jpg", "", "", nil, "animals/dogs", "sea"),
		tagLabels("a/caf\xe9 \"2\"\n.jpg", "", "a dog on the sofa", []string{"Ann"}, "animals/cats", "???"),
		tagLabels("b/3.jpg", "", "", []string{"Ann", "Ben"}),
		tagLabels("b/4.jpg", "title", "", nil),
		tagLabels("b/5.jpg", "", "", nil),
		tagLabels("b/6.jpg", "", "", nil)}
}

func oddPets(t *testing.T) *sqlite.Store {
	t.Helper()
	s, _ := newStore(t)
	written(t, s, petPhotos()...)
	return s
}

// sayEverything says something of each kind, in names and words of many sorts.
func sayEverything(t testing.TB, s *sqlite.Store) {
	t.Helper()
	ctx := t.Context()
	edit(t, s, library.Edit{
		Tags: []library.TagEdit{
			say(1, tag("Animals/Dogs/Bella 🐕"), library.Yes), say(1, tag("sea"), library.No), say(2, tag("???"), library.No),
			say(2, person("ann"), library.No), say(3, person("אנה \"בן\""), library.Yes), say(5, tag("a  b\nc"), library.Yes), say(6, tag("cats"), library.No)},
		Captions: []library.CaptionEdit{{Photo: 1, Text: text("two\nlines \"quoted\" \u2028 <b> &")}, {Photo: 2, Text: text("")}},
		Named:    []library.NamedEdit{{Tag: tag("animals/dogs/bella 🐕"), Noun: text("dog")}, {Tag: person("Nobody"), Noun: text("")}},
	})
	edit(t, s, library.Edit{Spelled: []library.SpellEdit{{Tag: tag("ANIMALS")}}})
	_, err1 := s.EditFeedback(ctx, "A dog  asleep", []library.FeedbackEdit{{Photo: 1, Label: library.Yes}, {Photo: 4, Label: library.No}})
	_, err2 := s.SaveSearch(ctx, library.SavedSearch{Name: "Best of \"Norway\"", Query: "in:\"caf\xe9\" dogs", Strictness: -0.25})
	err := errors.Join(err1, err2,
		s.SetFeedback(ctx, "a cat", []library.PhotoID{1}, library.No),
		s.RejectSuggestions(ctx, tag("Cats"), []library.PhotoID{1, 2}), s.RejectSuggestions(ctx, person("Ben"), []library.PhotoID{6}),
		s.SetFolderPaused(ctx, addFolder(t, s, "/mnt/caf\xe9"), true))
	if err != nil {
		t.Fatal(err)
	}
}

func TestRecords(t *testing.T) {
	s := oddPets(t)
	sayEverything(t, s)
	hash := func(n int) string { return string(testPhoto(n).Hash) }
	want := []string{
		`{"kind":"folder","path":"/home/Pictures","paused":false,"say":"yes"}`,
		`{"kind":"folder","path":{"base64":"L21udC9jYWbp"},"paused":true,"say":"yes"}`,
		`{"kind":"search","name":"Best of \"Norway\"","query":{"base64":"aW46ImNhZukiIGRvZ3M="},"strictness":-0.25,"added":1714557600000000000,"say":"yes"}`,
		`{"kind":"named","person":false,"name":"animals/dogs/Bella 🐕","noun":"dog","say":"yes"}`,
		`{"kind":"named","person":true,"name":"Nobody","noun":"","say":"yes"}`,
	}
	about := map[int][]string{
		1: {`{"kind":"photo","photo":"%s","paths":["/home/Pictures/a/1.jpg"]}`,
			`{"kind":"tag","photo":"%s","name":"animals/dogs/Bella 🐕","say":"yes"}`, `{"kind":"tag","photo":"%s","name":"sea","say":"no"}`,
			`{"kind":"caption","photo":"%s","text":"two\nlines \"quoted\" \u2028 <b> &"}`,
			`{"kind":"answer","photo":"%s","description":"a cat","say":"no"}`, `{"kind":"answer","photo":"%s","description":"A dog asleep","say":"yes"}`,
			`{"kind":"rejected","photo":"%s","person":false,"name":"cats","say":"yes"}`},
		2: {`{"kind":"photo","photo":"%s","paths":[{"base64":"L2hvbWUvUGljdHVyZXMvYS9jYWbpICIyIgouanBn"}]}`,
			`{"kind":"tag","photo":"%s","name":"???","say":"no"}`, `{"kind":"person","photo":"%s","name":"Ann","say":"no"}`,
			`{"kind":"caption","photo":"%s","text":""}`, `{"kind":"rejected","photo":"%s","person":false,"name":"cats","say":"yes"}`},
		3: {`{"kind":"photo","photo":"%s","paths":["/home/Pictures/b/3.jpg"]}`, `{"kind":"person","photo":"%s","name":"אנה \"בן\"","say":"yes"}`},
		4: {`{"kind":"photo","photo":"%s","paths":["/home/Pictures/b/4.jpg"]}`, `{"kind":"answer","photo":"%s","description":"A dog asleep","say":"no"}`},
		5: {`{"kind":"photo","photo":"%s","paths":["/home/Pictures/b/5.jpg"]}`, `{"kind":"tag","photo":"%s","name":"a b c","say":"yes"}`},
		6: {`{"kind":"photo","photo":"%s","paths":["/home/Pictures/b/6.jpg"]}`, `{"kind":"tag","photo":"%s","name":"cats","say":"no"}`,
			`{"kind":"rejected","photo":"%s","person":true,"name":"Ben","say":"yes"}`},
	}
	order := []int{1, 2, 3, 4, 5, 6}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(hash(a-1), hash(b-1)) })
	for _, n := range order {
		for _, line := range about[n] {
			want = append(want, fmt.Sprintf(line, hash(n-1)))
		}
	}
	for _, line := range []string{`false,"name":"???"`, `false,"name":"a b c"`, `false,"name":"ANIMALS"`, `false,"name":"animals/dogs"`,
		`false,"name":"animals/dogs/Bella 🐕"`, `false,"name":"cats"`, `false,"name":"sea"`, `true,"name":"Ann"`, `true,"name":"Ben"`,
		`true,"name":"Nobody"`, `true,"name":"אנה \"בן\""`} {
		want = append(want, `{"kind":"spelling","person":`+line+"}")
	}
	sameLines(t, "records", recordsOf(t, s), strings.Join(want, "\n"))
}

// Words come to a catalogue that knows no photo, wait there, and are all found again
// when the photos are, wherever they lie.
func TestWordsWaitForTheirPhotos(t *testing.T) {
	from, to := oddPets(t), func() *sqlite.Store { s, _ := newStore(t); return s }()
	sayEverything(t, from)
	records := recordsOf(t, from, words.Folder)
	d := take(t, to, records, replace)
	equal(t, "difference", changes(d), "search +1 ~0 -0\nnamed +2 ~0 -0\ntag +5 ~0 -0\nperson +2 ~0 -0\ncaption +2 ~0 -0\nanswer +3 ~0 -0\nrejected +3 ~0 -0\nphotos 6, waiting 6, by path 0")
	sameLines(t, "while they wait", recordsOf(t, to, words.Folder), records)
	equal(t, "nothing counts yet", tagList(t, to), "")
	if n, err := to.Totals(t.Context(), ""); err != nil || n.Photos != 0 {
		t.Errorf("%d photos, %v", n.Photos, err)
	}
	checkClean(t, to)
	written(t, to, petPhotos()...)
	sameLines(t, "when they are found", recordsOf(t, to, words.Folder), records)
	equal(t, "tags", tagList(t, to), tagList(t, from))
	for id := library.PhotoID(1); id <= 6; id++ {
		a, err1 := from.Photo(t.Context(), id)
		other, _, err2 := to.PhotoByHash(t.Context(), a.Hash, "")
		b, err3 := to.Photo(t.Context(), other)
		b.ID, b.Files[0].ID, b.Files[0].Folder = a.ID, a.Files[0].ID, a.Files[0].Folder
		if err := errors.Join(err1, err2, err3); err != nil || fmt.Sprintf("%+v", b) == "" || b.Width != 3 || b.Title != a.Title || !b.FileDate.Equal(a.FileDate) {
			t.Errorf("photo %d is %+v, was %+v, %v", id, b, a, err)
		}
	}
}

// Merging takes nothing back of which the records don't speak.
func TestMergeWords(t *testing.T) {
	s := oddPets(t)
	edit(t, s, library.Edit{
		Tags:     []library.TagEdit{say(1, tag("mine"), library.Yes), say(1, tag("sea"), library.Yes), say(2, tag("fog"), library.No)},
		Captions: []library.CaptionEdit{{Photo: 1, Text: text("mine")}, {Photo: 3, Text: text("old")}}})
	one := string(testPhoto(0).Hash)
	d := take(t, s, strings.Join([]string{
		`{"kind":"tag","photo":"` + one + `","name":"Sea","say":"no"}`,
		`{"kind":"tag","photo":"` + one + `","name":"new","say":"no"}`,
		`{"kind":"tag","photo":"` + string(testPhoto(1).Hash) + `","name":"fog","say":""}`,
		`{"kind":"tag","photo":"` + string(testPhoto(1).Hash) + `","name":"never","say":""}`,
		`{"kind":"caption","photo":"` + one + `","text":"theirs "}`,
		`{"kind":"caption","photo":"` + string(testPhoto(2).Hash) + `","text":null}`,
		`{"kind":"spelling","person":false,"name":"MINE"}`,
		`{"kind":"spelling","person":false,"name":"unknown"}`,
	}, "\n"), merge)
	equal(t, "difference", changes(d), "tag +1 ~1 -1\ncaption +0 ~1 -1\nspelling +0 ~1 -0\nphotos 3, waiting 0, by path 0")
	equal(t, "said", ownerDump(t, s), "caption \"theirs\" 1\nno new 1\nno sea 1\nyes MINE 1")
	twice := fmt.Sprintf("{\"kind\":\"tag\",\"photo\":%q,\"name\":\"New\",\"say\":\"yes\"}\n{\"kind\":\"tag\",\"photo\":%q,\"name\":\"new\",\"say\":\"no\"}", one, one)
	for range 2 { // the last word counts
		if _, err := s.ApplyRecords(t.Context(), parsed(t, twice), merge); err != nil {
			t.Fatal(err)
		}
		equal(t, "said twice", ownerDump(t, s), "caption \"theirs\" 1\nno new 1\nno sea 1\nyes MINE 1")
	}
}

// Replacing leaves nothing but what the records say, and the folders.
func TestReplaceWords(t *testing.T) {
	from, to := oddPets(t), oddPets(t)
	sayEverything(t, to)
	edit(t, from, statements(say(1, tag("sea"), library.Yes), say(4, tag("Cats"), library.Yes)))
	if err := from.RejectSuggestions(t.Context(), tag("cats"), []library.PhotoID{2}); err != nil {
		t.Fatal(err)
	}
	d := take(t, to, recordsOf(t, from), replace)
	equal(t, "difference", changes(d), "search +0 ~0 -1\nnamed +0 ~0 -2\ntag +1 ~1 -4\nperson +0 ~0 -2\ncaption +0 ~0 -2\n"+
		"answer +0 ~0 -3\nrejected +0 ~0 -2\nspelling +0 ~1 -0\nphotos 6, waiting 0, by path 0")
	sameLines(t, "records", recordsOf(t, to, words.Folder), recordsOf(t, from, words.Folder))
	if folders, err := to.Folders(t.Context(), ""); err != nil || len(folders) != 2 {
		t.Errorf("folders %+v, %v", folders, err)
	}
}

// moreChanges says other things than randomChange does.
func moreChanges(t *testing.T, rng *rand.Rand, s *sqlite.Store) {
	t.Helper()
	photo := library.PhotoID(1 + rng.IntN(6))
	var err error
	switch rng.IntN(4) {
	case 0:
		err = s.SetFeedback(t.Context(), cataloguetest.Pick(rng, []string{"a dog", "A  Dog", "cat"}), []library.PhotoID{photo}, library.Label(rng.IntN(3)))
	case 1:
		err = s.RejectSuggestions(t.Context(), cataloguetest.Pick(rng, cataloguetest.RandomTags), []library.PhotoID{photo})
	case 2:
		list, err := s.SavedSearches(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 2 {
			err = s.DeleteSearch(t.Context(), list[rng.IntN(3)].ID)
		} else {
			_, err = s.SaveSearch(t.Context(), library.SavedSearch{Name: cataloguetest.Pick(rng, []string{"A", "a", "b", "C"}), Query: fmt.Sprint(rng.IntN(5))})
		}
		if err != nil && !errors.Is(err, library.ErrNameTaken) {
			t.Fatal(err)
		}
	case 3:
		err = s.WithdrawRejections(t.Context(), cataloguetest.Pick(rng, cataloguetest.RandomTags), []library.PhotoID{photo})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever was said in two catalogues, replacing the words of one by those of the other
// makes them the same, and so do the changes of one that were recorded meanwhile.
func TestWordsOfRandomCatalogues(t *testing.T) {
	for seed := range uint64(8) {
		rng := rand.New(rand.NewPCG(seed, 9))
		from, to := oddPets(t), oddPets(t)
		for range 40 {
			randomChange(t, rng, from)
			moreChanges(t, rng, from)
			randomChange(t, rng, to)
			moreChanges(t, rng, to)
		}
		want := recordsOf(t, from)
		take(t, to, want, replace)
		sameLines(t, fmt.Sprint("replaced, seed ", seed), recordsOf(t, to), want)
		checkClean(t, to)
		changes, err := sqlite.UserChanges(t.Context(), from)
		if err != nil {
			t.Fatal(err)
		}
		fresh, _ := newStore(t)
		written(t, fresh, petPhotos()...)
		if _, err := fresh.ApplyRecords(t.Context(), parsed(t, strings.Join(changes, "\n")), merge); err != nil {
			t.Fatal(err)
		}
		sameLines(t, fmt.Sprint("from the changes, seed ", seed), recordsOf(t, fresh), want)
		if t.Failed() {
			t.FailNow()
		}
	}
}

// What this version doesn't know goes through it byte by byte, and goes only when told.
func TestUnknownRecordsAreKept(t *testing.T) {
	s := oddPets(t)
	one, nowhere := string(testPhoto(0).Hash), strings.Repeat("0f", 32)
	unknown := []string{
		`{"kind":"album","name":"\u0041", "photos":[]}`,
		`{"kind":"photo","photo":"` + nowhere + `","pixels":"3 x 2"}`,
		`{"kind":"rating","photo":"` + nowhere + `","stars":5.0}`,
		`{"kind":"tag","photo":"` + nowhere + `","name":"sea","say":"perhaps"}`,
		`{"kind":"photo","photo":"` + one + `","paths":["/home/Pictures/a/1.jpg"]}`,
		`{"kind":"tag","photo":"` + one + `","name":"boat","say":"yes","sure" : 0.50,"by":{"x":[ 1]}}`,
		`{"kind":"rating","photo":"` + one + `","stars":3}`,
		`{"kind":"spelling","person":false,"name":"boat"}`,
	}
	if one < nowhere {
		unknown = slices.Concat(unknown[:1], unknown[4:7], unknown[1:4], unknown[7:])
	}
	text := strings.Join(unknown, "\n")
	for range 2 {
		take(t, s, text, merge)
		sameLines(t, "kept", recordsOf(t, s, words.Folder), strings.ReplaceAll(text, `"sure" : 0.50`, `"sure" : 0.50`))
	}
	take(t, s, `{"kind":"tag","photo":"`+one+`","name":"boat","say":"yes"}`, merge)
	sameLines(t, "records that don't speak of them", recordsOf(t, s, words.Folder), text)
	other, _ := newStore(t)
	take(t, other, recordsOf(t, s), replace)
	sameLines(t, "in another catalogue", recordsOf(t, other, words.Folder), text)

	changes, err := sqlite.UserChanges(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	edit(t, s, statements(say(1, tag("boat"), library.No)))
	if got := recordsOf(t, s); strings.Contains(got, "sure") {
		t.Errorf("what was said in other words is left:\n%s", got)
	}
	edit(t, s, statements(say(1, tag("boat"), library.Yes)))
	d := take(t, s, `{"kind":"tag","photo":"`+one+`","name":"boat","say":"yes"}`, replace)
	equal(t, "difference", changes2(d), "album +0 ~0 -1, photo +0 ~0 -1, rating +0 ~0 -2, tag +0 ~1 -1")
	sameLines(t, "replaced", recordsOf(t, s, words.Folder, words.Photo), `{"kind":"tag","photo":"`+one+`","name":"boat","say":"yes"}`+"\n"+unknown[7])
	all, err := sqlite.UserChanges(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	for list, want := range map[*[]string]string{&changes: text, &all: recordsOf(t, s, words.Folder)} {
		again, _ := newStore(t)
		written(t, again, petPhotos()...)
		if _, err := again.ApplyRecords(t.Context(), parsed(t, strings.Join(*list, "\n")), merge); err != nil {
			t.Fatal(err)
		}
		sameLines(t, "from the changes", recordsOf(t, again, words.Folder), want)
	}
}

func changes2(d words.Difference) string {
	var list []string
	for _, k := range d.Kinds {
		list = append(list, fmt.Sprintf("%s +%d ~%d -%d", k.Kind, k.Added, k.Changed, k.TakenBack))
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// A file that another program changed is found by its path, if asked for.
func TestWordsByPath(t *testing.T) {
	s := oddPets(t)
	old := strings.Repeat("0f", 32)
	text := `{"kind":"photo","photo":"` + old + `","paths":["/elsewhere/1.jpg","/home/Pictures/a/1.jpg"],"bytes":7}
{"kind":"tag","photo":"` + old + `","name":"boat","say":"yes"}
{"kind":"photo","photo":"` + string(testPhoto(2).Hash) + `","paths":["/home/Pictures/a/1.jpg"]}
{"kind":"tag","photo":"` + string(testPhoto(2).Hash) + `","name":"car","say":"yes"}`
	d := take(t, s, text, words.Options{ByPath: true})
	equal(t, "difference", changes(d), "tag +2 ~0 -0\nphotos 2, waiting 0, by path 1")
	equal(t, "said", ownerDump(t, s), "yes boat 1\nyes car 3")
	d = take(t, s, text, merge)
	equal(t, "without being asked", changes(d), "tag +1 ~0 -0\nphotos 1, waiting 1, by path 0")
}

// Folders are added where they can be, and none goes for not being named.
func TestWordsOfFolders(t *testing.T) {
	s := oddPets(t)
	addFolder(t, s, "/mnt/a/b")
	take(t, s, `{"kind":"folder","path":"/home/Pictures/a","say":"yes"}
{"kind":"folder","path":"C:\\Photos","say":"yes"}
{"kind":"folder","path":"relative","say":"yes"}
{"kind":"folder","path":"/mnt/a","paused":true,"say":"yes"}
{"kind":"folder","path":"/mnt/a/c","say":"yes"}
{"kind":"folder","path":"/new","say":"yes"}`, replace)
	sameLines(t, "folders", recordsOf(t, s), `{"kind":"folder","path":"/home/Pictures","paused":false,"say":"yes"}
{"kind":"folder","path":"/mnt/a","paused":true,"say":"yes"}
{"kind":"folder","path":"/new","paused":false,"say":"yes"}`)
	take(t, s, `{"kind":"folder","path":"/new","say":""}
{"kind":"folder","path":"/mnt/a","paused":false,"say":"yes"}`, merge)
	sameLines(t, "folders", recordsOf(t, s), `{"kind":"folder","path":"/home/Pictures","paused":false,"say":"yes"}
{"kind":"folder","path":"/mnt/a","paused":false,"say":"yes"}`)
}

func TestRecordsThatCantBeApplied(t *testing.T) {
	s := oddPets(t)
	photo := `"photo":"` + string(testPhoto(0).Hash) + `"`
	for line, want := range map[string]error{
		`{"kind":"tag",` + photo + `,"name":" / ","say":"yes"}`:                               library.ErrNoName,
		`{"kind":"tag",` + photo + `,"name":"` + strings.Repeat("x", 1025) + `","say":"yes"}`: library.ErrLongName,
		`{"kind":"caption",` + photo + `,"text":"` + strings.Repeat("x", 100_001) + `"}`:      library.ErrLongCaption,
		`{"kind":"answer",` + photo + `,"description":" ","say":"yes"}`:                       nil,
		`{"kind":"search","name":" ","say":"yes"}`:                                            nil,
		`{"kind":"folder","path":"","say":"yes"}`:                                             nil,
		`{"kind":"withdrawn","record":"{}"}`:                                                  nil,
		`{"kind":"withdrawn","record":"{\"kind\":\"withdrawn\",\"record\":\"x\"}"}`:           nil,
	} {
		text := "\n" + line
		_, err := s.CompareRecords(t.Context(), parsed(t, text), merge)
		_, err2 := s.ApplyRecords(t.Context(), parsed(t, text), merge)
		for _, err := range []error{err, err2} {
			var wrong *words.RecordError
			if !errors.As(err, &wrong) || wrong.Line != 2 || want != nil && !errors.Is(err, want) || !strings.HasPrefix(wrong.Error(), "line 2 (") {
				t.Errorf("%.60s: %v", line, err)
			}
		}
	}
	broken := errors.New("the file ends here")
	cut := func(yield func(words.Record, error) bool) { yield(words.Record{}, broken) }
	if _, err := s.ApplyRecords(t.Context(), cut, replace); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	equal(t, "said", ownerDump(t, s), "")
	path := filepath.Join(t.TempDir(), "catalogue.db")
	openStore(t, path, sqlite.Options{})
	closed := openStore(t, path, sqlite.Options{ReadOnly: true})
	if _, err := closed.ApplyRecords(t.Context(), parsed(t, ""), merge); !errors.Is(err, library.ErrReadOnly) {
		t.Errorf("read-only: %v", err)
	}
}

// Much is written in steps, and told of meanwhile.
func TestManyWords(t *testing.T) {
	s := oddPets(t)
	var lines []string
	for i := range 2500 {
		lines = append(lines, fmt.Sprintf(`{"kind":"tag","photo":"%064x","name":"many","say":"yes"}`, i))
	}
	var told []int
	text := strings.Join(lines, "\n")
	d, err := s.ApplyRecords(t.Context(), parsed(t, text), words.Options{Progress: func(done int) { told = append(told, done) }})
	if err != nil || d.Photos != 2500 || d.Waiting != 2500 || !slices.Equal(told, []int{1000, 2000}) {
		t.Errorf("%+v, told %v, %v", d, told, err)
	}
	if d, err := s.CompareRecords(t.Context(), parsed(t, text), merge); err != nil || !d.Empty() {
		t.Errorf("left: %+v, %v", d, err)
	}
	if d, err := s.ApplyRecords(t.Context(), parsed(t, ""), replace); err != nil || d.Kinds[0].TakenBack != 2500 {
		t.Errorf("%+v, %v", d, err)
	}
}
