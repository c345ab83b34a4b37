package cataloguetest

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"descry/library"
	"descry/library/annotation"
)

// Store is a catalogue that gives out and takes in all annotations.
type Store interface {
	library.Catalogue
	annotation.RecordStore
}

// RunRecords holds a store whose catalogues are Stores to the contract of annotation.RecordStore.
func RunRecords(t *testing.T, open Open) {
	for _, c := range recordCases {
		t.Run(c.name, func(t *testing.T) { c.run(t, open) })
	}
}

// records opens an empty catalogue that must be sound when the test ends.
func (open Open) records(t *testing.T) Store {
	t.Helper()
	s, _ := open.empty(t)
	store, ok := s.(Store)
	if !ok {
		t.Fatalf("%T is no annotation.Store", s)
	}
	return store
}

// recordCases are all of RunRecords.
var recordCases = []testCase{
	{"Records", testRecords},
	{"AnnotationsWaitForTheirPhotos", testAnnotationsWaitForTheirPhotos},
	{"MergeAnnotations", testMergeAnnotations},
	{"ReplaceAnnotations", testReplaceAnnotations},
	{"AnnotationsOfRandomCatalogues", testAnnotationsOfRandomCatalogues},
	{"UnknownRecordsAreKept", testUnknownRecordsAreKept},
	{"AnnotationsByPath", testAnnotationsByPath},
	{"FolderRecords", testFolderRecords},
	{"RecordsThatCantBeApplied", testRecordsThatCantBeApplied},
	{"ManyRecords", testManyRecords},
}

// Records are all records of a catalogue but those of the kinds left out, line by line.
func Records(t testing.TB, s annotation.RecordStore, without ...string) string {
	t.Helper()
	var lines []string
	err := s.Records(t.Context(), func(r annotation.Record) error {
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

// Parsed reads records, a line each.
func Parsed(t testing.TB, text string) iter.Seq2[annotation.Record, error] {
	t.Helper()
	return func(yield func(annotation.Record, error) bool) {
		for i, line := range strings.Split(text, "\n") {
			if line == "" {
				continue
			}
			r, err := annotation.Parse([]byte(line))
			r.Line = i + 1
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// take applies records. take checks that CompareRecords told the changes before, and that
// nothing is left to change.
func take(t testing.TB, s Store, text string, o annotation.Options) annotation.Difference {
	t.Helper()
	told, err := s.CompareRecords(t.Context(), Parsed(t, text), o)
	if err != nil {
		t.Fatal(err)
	}
	done, err := s.ApplyRecords(t.Context(), Parsed(t, text), o)
	if err != nil {
		t.Fatal(err)
	}
	if changes(told) != changes(done) {
		t.Errorf("told\n%s\nand did\n%s", changes(told), changes(done))
	}
	left, err := s.CompareRecords(t.Context(), Parsed(t, text), o)
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
func changes(d annotation.Difference) string {
	var b strings.Builder
	for _, k := range d.Kinds {
		fmt.Fprintf(&b, "%s +%d ~%d -%d\n", k.Kind, k.Added, k.Changed, k.TakenBack)
	}
	fmt.Fprintf(&b, "photos %d, waiting %d, by path %d", d.Photos, d.Waiting, d.ByPath)
	return b.String()
}

var (
	merge   = annotation.Options{Mode: annotation.Merge}
	replace = annotation.Options{Mode: annotation.Replace}
)

// PetPhotos have keywords in their files, some of them odd.
func PetPhotos() []library.Photo {
	return []library.Photo{
		Described("a/1.jpg", "", "", nil, "animals/dogs", "sea"),
		Described("a/caf\xe9 \"2\"\n.jpg", "", "a dog on the sofa", []string{"Ann"}, "animals/cats", "???"),
		Described("b/3.jpg", "", "", []string{"Ann", "Ben"}),
		Described("b/4.jpg", "title", "", nil),
		Described("b/5.jpg", "", "", nil),
		Described("b/6.jpg", "", "", nil)}
}

// oddPets is a catalogue of PetPhotos.
func (open Open) oddPets(t *testing.T) Store {
	t.Helper()
	s := open.records(t)
	Written(t, s, PetPhotos()...)
	return s
}

// annotateEverything makes annotations of each kind, with names and texts of many sorts.
func annotateEverything(t testing.TB, s Store) {
	t.Helper()
	ctx := t.Context()
	Edit(t, s, library.Edit{
		Tags: []library.TagEdit{
			Say(1, Tag("Animals/Dogs/Bella 🐕"), library.Yes), Say(1, Tag("sea"), library.No), Say(2, Tag("???"), library.No),
			Say(2, Person("ann"), library.No), Say(3, Person("אנה \"בן\""), library.Yes), Say(5, Tag("a  b\nc"), library.Yes), Say(6, Tag("cats"), library.No)},
		Captions: []library.CaptionEdit{{Photo: 1, Text: Text("two\nlines \"quoted\" \u2028 <b> &")}, {Photo: 2, Text: Text("")}},
		Named:    []library.NamedEdit{{Tag: Tag("animals/dogs/bella 🐕"), Noun: Text("dog")}, {Tag: Person("Nobody"), Noun: Text("")}},
	})
	Edit(t, s, library.Edit{Spelled: []library.SpellEdit{{Tag: Tag("ANIMALS")}}})
	_, err1 := s.EditFeedback(ctx, "A dog  asleep", []library.FeedbackEdit{{Photo: 1, Label: library.Yes}, {Photo: 4, Label: library.No}})
	_, err2 := s.SaveSearch(ctx, library.SavedSearch{Name: "Best of \"Norway\"", Query: "in:\"caf\xe9\" dogs", Strictness: -0.25})
	err := errors.Join(err1, err2,
		s.SetFeedback(ctx, "a cat", []library.PhotoID{1}, library.No),
		s.RejectSuggestions(ctx, Tag("Cats"), []library.PhotoID{1, 2}), s.RejectSuggestions(ctx, Person("Ben"), []library.PhotoID{6}),
		s.SetFolderPaused(ctx, AddFolder(t, s, "/mnt/caf\xe9"), true))
	if err != nil {
		t.Fatal(err)
	}
}

func testRecords(t *testing.T, open Open) {
	s := open.oddPets(t)
	annotateEverything(t, s)
	hash := func(n int) string { return string(Photo(n).Hash) }
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
	sameLines(t, "records", Records(t, s), strings.Join(want, "\n"))
}

// Annotations come to a catalogue without photos, wait there, and are all found again when the
// photos are, wherever the photos lie.
func testAnnotationsWaitForTheirPhotos(t *testing.T, open Open) {
	from, to := open.oddPets(t), open.records(t)
	annotateEverything(t, from)
	records := Records(t, from, annotation.Folder)
	d := take(t, to, records, replace)
	Equal(t, "difference", changes(d), "search +1 ~0 -0\nnamed +2 ~0 -0\ntag +5 ~0 -0\nperson +2 ~0 -0\ncaption +2 ~0 -0\nanswer +3 ~0 -0\nrejected +3 ~0 -0\nphotos 6, waiting 6, by path 0")
	sameLines(t, "while they wait", Records(t, to, annotation.Folder), records)
	Equal(t, "nothing counts yet", TagList(t, to), "")
	if n, err := to.Totals(t.Context(), ""); err != nil || n.Photos != 0 {
		t.Errorf("%d photos, %v", n.Photos, err)
	}
	CheckClean(t, to)
	Written(t, to, PetPhotos()...)
	sameLines(t, "when they are found", Records(t, to, annotation.Folder), records)
	Equal(t, "tags", TagList(t, to), TagList(t, from))
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

// Merging takes no annotation back that no record is about.
func testMergeAnnotations(t *testing.T, open Open) {
	s := open.oddPets(t)
	Edit(t, s, library.Edit{
		Tags:     []library.TagEdit{Say(1, Tag("mine"), library.Yes), Say(1, Tag("sea"), library.Yes), Say(2, Tag("fog"), library.No)},
		Captions: []library.CaptionEdit{{Photo: 1, Text: Text("mine")}, {Photo: 3, Text: Text("old")}}})
	one := string(Photo(0).Hash)
	d := take(t, s, strings.Join([]string{
		`{"kind":"tag","photo":"` + one + `","name":"Sea","say":"no"}`,
		`{"kind":"tag","photo":"` + one + `","name":"new","say":"no"}`,
		`{"kind":"tag","photo":"` + string(Photo(1).Hash) + `","name":"fog","say":""}`,
		`{"kind":"tag","photo":"` + string(Photo(1).Hash) + `","name":"never","say":""}`,
		`{"kind":"caption","photo":"` + one + `","text":"theirs "}`,
		`{"kind":"caption","photo":"` + string(Photo(2).Hash) + `","text":null}`,
		`{"kind":"spelling","person":false,"name":"MINE"}`,
		`{"kind":"spelling","person":false,"name":"unknown"}`,
	}, "\n"), merge)
	Equal(t, "difference", changes(d), "tag +1 ~1 -1\ncaption +0 ~1 -1\nspelling +0 ~1 -0\nphotos 3, waiting 0, by path 0")
	Equal(t, "said", AnnotationDump(t, s), "caption \"theirs\" 1\nno new 1\nno sea 1\nyes MINE 1")
	twice := fmt.Sprintf("{\"kind\":\"tag\",\"photo\":%q,\"name\":\"New\",\"say\":\"yes\"}\n{\"kind\":\"tag\",\"photo\":%q,\"name\":\"new\",\"say\":\"no\"}", one, one)
	for range 2 { // the last word counts
		if _, err := s.ApplyRecords(t.Context(), Parsed(t, twice), merge); err != nil {
			t.Fatal(err)
		}
		Equal(t, "said twice", AnnotationDump(t, s), "caption \"theirs\" 1\nno new 1\nno sea 1\nyes MINE 1")
	}
}

// Replacing leaves only the annotations of the records, and the folders.
func testReplaceAnnotations(t *testing.T, open Open) {
	from, to := open.oddPets(t), open.oddPets(t)
	annotateEverything(t, to)
	Edit(t, from, Statements(Say(1, Tag("sea"), library.Yes), Say(4, Tag("Cats"), library.Yes)))
	if err := from.RejectSuggestions(t.Context(), Tag("cats"), []library.PhotoID{2}); err != nil {
		t.Fatal(err)
	}
	d := take(t, to, Records(t, from), replace)
	Equal(t, "difference", changes(d), "search +0 ~0 -1\nnamed +0 ~0 -2\ntag +1 ~1 -4\nperson +0 ~0 -2\ncaption +0 ~0 -2\n"+
		"answer +0 ~0 -3\nrejected +0 ~0 -2\nspelling +0 ~1 -0\nphotos 6, waiting 0, by path 0")
	sameLines(t, "records", Records(t, to, annotation.Folder), Records(t, from, annotation.Folder))
	if folders, err := to.Folders(t.Context(), ""); err != nil || len(folders) != 2 {
		t.Errorf("folders %+v, %v", folders, err)
	}
}

// AnnotateSomething makes two of the changes that the user may make, of all kinds.
func AnnotateSomething(t *testing.T, rng *rand.Rand, s Store) {
	t.Helper()
	RandomChange(t, rng, s)
	photo := library.PhotoID(1 + rng.IntN(6))
	var err error
	switch rng.IntN(4) {
	case 0:
		err = s.SetFeedback(t.Context(), Pick(rng, []string{"a dog", "A  Dog", "cat"}), []library.PhotoID{photo}, library.Label(rng.IntN(3)))
	case 1:
		err = s.RejectSuggestions(t.Context(), Pick(rng, RandomTags), []library.PhotoID{photo})
	case 2:
		list, err := s.SavedSearches(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 2 {
			err = s.DeleteSearch(t.Context(), list[rng.IntN(3)].ID)
		} else {
			_, err = s.SaveSearch(t.Context(), library.SavedSearch{Name: Pick(rng, []string{"A", "a", "b", "C"}), Query: fmt.Sprint(rng.IntN(5))})
		}
		if err != nil && !errors.Is(err, library.ErrNameTaken) {
			t.Fatal(err)
		}
	case 3:
		err = s.WithdrawRejections(t.Context(), Pick(rng, RandomTags), []library.PhotoID{photo})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Replacing the annotations of one random catalogue by those of another makes the two equal.
func testAnnotationsOfRandomCatalogues(t *testing.T, open Open) {
	for seed := range uint64(8) {
		rng := rand.New(rand.NewPCG(seed, 9))
		from, to := open.oddPets(t), open.oddPets(t)
		for range 40 {
			AnnotateSomething(t, rng, from)
			AnnotateSomething(t, rng, to)
		}
		want := Records(t, from)
		take(t, to, want, replace)
		sameLines(t, fmt.Sprint("replaced, seed ", seed), Records(t, to), want)
		CheckClean(t, to)
		if t.Failed() {
			t.FailNow()
		}
	}
}

// UnknownRecords are records that this version doesn't know, or knows in part, in the order in
// which a catalogue of PetPhotos gives them out.
func UnknownRecords() string {
	one, nowhere := string(Photo(0).Hash), strings.Repeat("0f", 32)
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
	return strings.Join(unknown, "\n")
}

// Unknown records and fields are kept byte by byte, and go only when withdrawn.
func testUnknownRecordsAreKept(t *testing.T, open Open) {
	s := open.oddPets(t)
	one, text := string(Photo(0).Hash), UnknownRecords()
	for range 2 {
		take(t, s, text, merge)
		sameLines(t, "kept", Records(t, s, annotation.Folder), strings.ReplaceAll(text, `"sure" : 0.50`, `"sure" : 0.50`))
	}
	take(t, s, `{"kind":"tag","photo":"`+one+`","name":"boat","say":"yes"}`, merge)
	sameLines(t, "records that don't speak of them", Records(t, s, annotation.Folder), text)
	other := open.records(t)
	take(t, other, Records(t, s), replace)
	sameLines(t, "in another catalogue", Records(t, other, annotation.Folder), text)

	Edit(t, s, Statements(Say(1, Tag("boat"), library.No)))
	if got := Records(t, s); strings.Contains(got, "sure") {
		t.Errorf("what was said in other words is left:\n%s", got)
	}
	Edit(t, s, Statements(Say(1, Tag("boat"), library.Yes)))
	d := take(t, s, `{"kind":"tag","photo":"`+one+`","name":"boat","say":"yes"}`, replace)
	Equal(t, "difference", changes2(d), "album +0 ~0 -1, photo +0 ~0 -1, rating +0 ~0 -2, tag +0 ~1 -1")
	sameLines(t, "replaced", Records(t, s, annotation.Folder, annotation.Photo), `{"kind":"tag","photo":"`+one+`","name":"boat","say":"yes"}`+"\n"+text[strings.LastIndexByte(text, '\n')+1:])
}

func changes2(d annotation.Difference) string {
	var list []string
	for _, k := range d.Kinds {
		list = append(list, fmt.Sprintf("%s +%d ~%d -%d", k.Kind, k.Added, k.Changed, k.TakenBack))
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// A file that another program changed is found by its path, with ByPath.
func testAnnotationsByPath(t *testing.T, open Open) {
	s := open.oddPets(t)
	old := strings.Repeat("0f", 32)
	text := `{"kind":"photo","photo":"` + old + `","paths":["/elsewhere/1.jpg","/home/Pictures/a/1.jpg"],"bytes":7}
{"kind":"tag","photo":"` + old + `","name":"boat","say":"yes"}
{"kind":"photo","photo":"` + string(Photo(2).Hash) + `","paths":["/home/Pictures/a/1.jpg"]}
{"kind":"tag","photo":"` + string(Photo(2).Hash) + `","name":"car","say":"yes"}`
	d := take(t, s, text, annotation.Options{ByPath: true})
	Equal(t, "difference", changes(d), "tag +2 ~0 -0\nphotos 2, waiting 0, by path 1")
	Equal(t, "said", AnnotationDump(t, s), "yes boat 1\nyes car 3")
	d = take(t, s, text, merge)
	Equal(t, "without being asked", changes(d), "tag +1 ~0 -0\nphotos 1, waiting 1, by path 0")
}

// Folders are added where they can be. A folder that no record names stays.
func testFolderRecords(t *testing.T, open Open) {
	s := open.oddPets(t)
	AddFolder(t, s, "/mnt/a/b")
	take(t, s, `{"kind":"folder","path":"/home/Pictures/a","say":"yes"}
{"kind":"folder","path":"C:\\Photos","say":"yes"}
{"kind":"folder","path":"relative","say":"yes"}
{"kind":"folder","path":"/mnt/a","paused":true,"say":"yes"}
{"kind":"folder","path":"/mnt/a/c","say":"yes"}
{"kind":"folder","path":"/new","say":"yes"}`, replace)
	sameLines(t, "folders", Records(t, s), `{"kind":"folder","path":"/home/Pictures","paused":false,"say":"yes"}
{"kind":"folder","path":"/mnt/a","paused":true,"say":"yes"}
{"kind":"folder","path":"/new","paused":false,"say":"yes"}`)
	take(t, s, `{"kind":"folder","path":"/new","say":""}
{"kind":"folder","path":"/mnt/a","paused":false,"say":"yes"}`, merge)
	sameLines(t, "folders", Records(t, s), `{"kind":"folder","path":"/home/Pictures","paused":false,"say":"yes"}
{"kind":"folder","path":"/mnt/a","paused":false,"say":"yes"}`)
}

func testRecordsThatCantBeApplied(t *testing.T, open Open) {
	s := open.oddPets(t)
	photo := `"photo":"` + string(Photo(0).Hash) + `"`
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
		_, err := s.CompareRecords(t.Context(), Parsed(t, text), merge)
		_, err2 := s.ApplyRecords(t.Context(), Parsed(t, text), merge)
		for _, err := range []error{err, err2} {
			var wrong *annotation.RecordError
			if !errors.As(err, &wrong) || wrong.Line != 2 || want != nil && !errors.Is(err, want) || !strings.HasPrefix(wrong.Error(), "line 2 (") {
				t.Errorf("%.60s: %v", line, err)
			}
		}
	}
	broken := errors.New("the file ends here")
	cut := func(yield func(annotation.Record, error) bool) { yield(annotation.Record{}, broken) }
	if _, err := s.ApplyRecords(t.Context(), cut, replace); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	Equal(t, "said", AnnotationDump(t, s), "")
}

// Much is written in steps, and told of meanwhile.
func testManyRecords(t *testing.T, open Open) {
	s := open.oddPets(t)
	var lines []string
	for i := range 2500 {
		lines = append(lines, fmt.Sprintf(`{"kind":"tag","photo":"%064x","name":"many","say":"yes"}`, i))
	}
	var told []int
	text := strings.Join(lines, "\n")
	d, err := s.ApplyRecords(t.Context(), Parsed(t, text), annotation.Options{Progress: func(done int) { told = append(told, done) }})
	if err != nil || d.Photos != 2500 || d.Waiting != 2500 || !slices.Equal(told, []int{1000, 2000}) {
		t.Errorf("%+v, told %v, %v", d, told, err)
	}
	if d, err := s.CompareRecords(t.Context(), Parsed(t, text), merge); err != nil || !d.Empty() {
		t.Errorf("left: %+v, %v", d, err)
	}
	if d, err := s.ApplyRecords(t.Context(), Parsed(t, ""), replace); err != nil || d.Kinds[0].TakenBack != 2500 {
		t.Errorf("%+v, %v", d, err)
	}
}
