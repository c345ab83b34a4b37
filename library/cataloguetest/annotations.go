package cataloguetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"descry/library"
)

// Tag is a tag of a name.
func Tag(name string) library.Tag { return library.Tag{Name: name} }

// Person is a person of a name.
func Person(name string) library.Tag { return library.Tag{Person: true, Name: name} }

// Say is a statement about a photo.
func Say(photo library.PhotoID, t library.Tag, say library.Label) library.TagEdit {
	return library.TagEdit{Photo: photo, Tag: t, Label: say}
}

// Text is a caption in the form of edits.
func Text(s string) *string { return &s }

// Edit applies an edit and returns what undoes it.
func Edit(t testing.TB, s library.Catalogue, e library.Edit) library.Edit {
	t.Helper()
	undo, err := s.ApplyEdit(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return undo
}

// Statements are an edit of tags alone.
func Statements(edits ...library.TagEdit) library.Edit { return library.Edit{Tags: edits} }

// AnnotationDump is all annotations, line by line.
func AnnotationDump(t testing.TB, s library.Catalogue) string {
	t.Helper()
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	names := map[library.Label]string{library.Yes: "yes", library.No: "no"}
	err := errors.Join(
		s.Statements(t.Context(), func(e library.TagEdit) { add("%s %s %d", names[e.Label], show(e.Tag), e.Photo) }),
		s.Captions(t.Context(), func(id library.PhotoID, text string) { add("caption %q %d", text, id) }),
		s.AllFeedback(t.Context(), func(f library.Feedback) { add("%v answer %q %d", f.Good, f.Description, f.Photo) }))
	things, err2 := s.NamedConcepts(t.Context())
	for _, n := range things {
		add("named %s %q %v", show(n.Tag), n.Noun, n.Photos)
	}
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func show(t library.Tag) string {
	if t.Person {
		return "@" + t.Name
	}
	return t.Name
}

// TagList is the result of Tags: name, photos, the user's labels Yes and No, the noun.
func TagList(t testing.TB, s library.Catalogue) string {
	t.Helper()
	list, err := s.Tags(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, n := range list {
		word := fmt.Sprintf("%s:%d/%d/%d", show(n.Tag), n.Photos, n.Own, n.Not)
		if n.Named {
			word += "=" + n.Noun
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// with lists the photos that a filter finds.
func with(t testing.TB, s library.Catalogue, tests ...library.Test) string {
	t.Helper()
	var ids []library.PhotoID
	err := s.PhotosIn(t.Context(), library.Scope{}, FilterOf(tests...), func(id library.PhotoID) { ids = append(ids, id) })
	if err != nil {
		t.Fatal(err)
	}
	return strings.Trim(fmt.Sprint(ids), "[]")
}

// pets is a library of six photos, some of whose files have keywords.
func pets(t *testing.T, open Open) library.Catalogue {
	t.Helper()
	s, _ := open.empty(t)
	Written(t, s,
		Described("a/1.jpg", "", "", nil, "animals/dogs", "sea"),
		Described("a/2.jpg", "", "a dog on the sofa", []string{"Ann"}, "animals/cats"),
		Described("b/3.jpg", "", "", []string{"Ann", "Ben"}),
		Described("b/4.jpg", "title", "", nil),
		Described("b/5.jpg", "", "", nil),
		Described("b/6.jpg", "", "", nil))
	return s
}

// Labels count everywhere at once. A No outweighs the file's keyword.
func testStatementsCount(t *testing.T, open Open) {
	s := pets(t, open)
	Edit(t, s, Statements(Say(5, Tag("Bella"), library.Yes), Say(1, Tag("bélla"), library.Yes), Say(2, Person("ann"), library.No),
		Say(1, Tag(" SEA "), library.No), Say(1, Tag("animals|dogs"), library.Yes), Say(6, Tag("cats"), library.No), Say(99, Tag("x"), library.Yes)))
	Equal(t, "statements", AnnotationDump(t, s), strings.Join([]string{
		"no @Ann 2", "no cats 6", "no sea 1", "yes Bella 1", "yes Bella 5", "yes animals/dogs 1"}, "\n"))
	Equal(t, "tags", TagList(t, s), "animals:2/0/0 animals/cats:1/0/0 animals/dogs:1/1/0 @Ann:1/0/1 Bella:2/2/0 @Ben:1/0/0")
	for _, c := range []struct {
		test library.Test
		want string
	}{
		{library.TagTest{Name: "bella"}, "1 5"},
		{library.TagTest{Name: "sea"}, ""},
		{library.TagTest{Name: "dogs"}, "1"},
		{library.PersonTest{Name: "ann"}, "3"},
		{library.HasTest{Fact: library.HasTag}, "1 2 5"},
		{library.HasTest{Fact: library.HasPerson}, "3"},
	} {
		Equal(t, fmt.Sprintf("%+v", c.test), with(t, s, c.test), c.want)
	}
	Equal(t, "bella", Mentioned(t, s, "bella", 9).String(), "1!* 5!*")
	Equal(t, "sea", Mentioned(t, s, "sea", 9).String(), "")
	Equal(t, "ann", Mentioned(t, s, "ann", 9).String(), "3!*")
	values, err := s.FacetValues(t.Context(), library.FacetTag, "", 9)
	if err != nil || fmt.Sprint(values) != "[{Bella 2} {animals 2} {animals/cats 1} {animals/dogs 1}]" {
		t.Errorf("facets %v, %v", values, err)
	}
}

func testUndoRestores(t *testing.T, open Open) {
	s := pets(t, open)
	before, tags := AnnotationDump(t, s), TagList(t, s)
	undo := Edit(t, s, library.Edit{
		Tags:     []library.TagEdit{Say(1, Tag("sea"), library.No), Say(2, Tag("Rex"), library.Yes), Say(2, Tag("rex"), library.No)},
		Captions: []library.CaptionEdit{{Photo: 2, Text: Text("")}, {Photo: 2, Text: Text(" Rex sleeps ")}, {Photo: 3, Text: Text("x")}},
		Named:    []library.NamedEdit{{Tag: Tag("REX"), Noun: Text("dog")}},
	})
	Equal(t, "after", AnnotationDump(t, s), "caption \"Rex sleeps\" 2\ncaption \"x\" 3\nnamed Rex \"dog\" []\nno Rex 2\nno sea 1")
	redo := Edit(t, s, undo)
	Equal(t, "undone", AnnotationDump(t, s)+TagList(t, s), before+tags)
	Edit(t, s, redo)
	Equal(t, "redone", AnnotationDump(t, s), "caption \"Rex sleeps\" 2\ncaption \"x\" 3\nnamed Rex \"dog\" []\nno Rex 2\nno sea 1")
}

// Labels that somebody else gives between a change and its undo stay, on the first photo or on
// all photos.
func testUndoLeavesLaterLabels(t *testing.T, open Open) {
	s := pets(t, open)
	undo := Edit(t, s, library.Edit{
		Tags:     []library.TagEdit{Say(1, Tag("trip"), library.Yes), Say(2, Tag("trip"), library.Yes), Say(3, Tag("gone"), library.Yes)},
		Captions: []library.CaptionEdit{{Photo: 2, Text: Text("mine")}, {Photo: 3, Text: Text("mine")}},
		Named:    []library.NamedEdit{{Tag: Tag("Rex"), Noun: Text("dog")}, {Tag: Tag("Bella"), Noun: Text("cat")}},
		Spelled:  []library.SpellEdit{{Tag: Tag("SEA")}},
	})
	Edit(t, s, library.Edit{
		Tags:     []library.TagEdit{Say(1, Tag("trip"), library.No), Say(3, Tag("gone"), library.Unlabelled)},
		Captions: []library.CaptionEdit{{Photo: 3, Text: Text("theirs")}},
		Named:    []library.NamedEdit{{Tag: Tag("Bella")}},
		Spelled:  []library.SpellEdit{{Tag: Tag("Sea")}},
	})
	tags := TagList(t, s)
	redo := Edit(t, s, undo)
	Equal(t, "undone", AnnotationDump(t, s), "caption \"theirs\" 3\nno trip 1")
	Edit(t, s, library.Edit{Captions: []library.CaptionEdit{{Photo: 2, Text: Text("later")}}})
	Edit(t, s, redo)
	Equal(t, "redone", AnnotationDump(t, s), "caption \"later\" 2\ncaption \"theirs\" 3\nnamed Rex \"dog\" []\nno trip 1\nyes trip 2")
	Equal(t, "spelled", TagList(t, s), tags)
}

func testOwnCaptions(t *testing.T, open Open) {
	s := pets(t, open)
	Edit(t, s, library.Edit{Captions: []library.CaptionEdit{{Photo: 2, Text: Text("")}, {Photo: 5, Text: Text("Bella asleep")}, {Photo: 77, Text: Text("x")}}})
	Equal(t, "has:caption", with(t, s, library.HasTest{Fact: library.HasCaption}), "4 5")
	Equal(t, "sofa", Mentioned(t, s, "sofa", 9).String(), "")
	Equal(t, "asleep", Mentioned(t, s, "asleep", 9).String(), "5*")
	for id, want := range map[library.PhotoID]string{2: "", 5: "Bella asleep"} {
		p, err := s.Photo(t.Context(), id)
		if err != nil || p.OwnCaption == nil || p.CaptionShown() != want {
			t.Errorf("photo %d: %q, %v", id, p.CaptionShown(), err)
		}
	}
	Edit(t, s, library.Edit{Captions: []library.CaptionEdit{{Photo: 2}}})
	if p, err := s.Photo(t.Context(), 2); err != nil || p.OwnCaption != nil || p.CaptionShown() != "a dog on the sofa" {
		t.Errorf("back to the file's: %q, %v", p.CaptionShown(), err)
	}
	Equal(t, "sofa", Mentioned(t, s, "sofa", 9).String(), "2*")
}

// An edit of very many labels that is stopped has written a part. The undo it returns takes
// the part back.
func testStoppedEdits(t *testing.T, open Open) {
	var photos []library.PhotoID
	var files []library.ScannedFile
	for n := range 60 {
		photos, files = append(photos, library.PhotoID(n+1)), append(files, File(Name(n), n))
	}
	var tags []library.Tag
	var many library.Edit
	for n := range 200 {
		tags = append(tags, Tag(fmt.Sprint("level/tag ", n)))
		for _, photo := range photos {
			many.Tags = append(many.Tags, Say(photo, tags[n], library.Yes))
		}
	}
	for name, do := range map[string]func(context.Context, library.Catalogue) (library.Edit, error){
		"ApplyEdit": func(ctx context.Context, s library.Catalogue) (library.Edit, error) { return s.ApplyEdit(ctx, many) },
		"TagPhotos": func(ctx context.Context, s library.Catalogue) (library.Edit, error) {
			return s.TagPhotos(ctx, photos, tags, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := open.empty(t)
			Scan(t, s, AddFolder(t, s, "/a"), files...)
			CommitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
				return library.IndexedPhoto{File: f, Photo: Photo(int(f.Size) - 1000)}
			})
			Edit(t, s, Statements(Say(1, tags[0], library.No), Say(60, tags[199], library.Yes), Say(2, Tag("other"), library.Yes)))
			before := AnnotationDump(t, s)
			ctx, stop := context.WithCancel(t.Context())
			told := 0
			undo, err := do(library.WithProgress(ctx, func(done, all int) {
				if told++; done < 1 || done > all {
					t.Errorf("%d of %d are done", done, all)
				}
				stop()
			}), s)
			if !errors.Is(err, context.Canceled) || told != 1 {
				t.Errorf("%v after %d steps", err, told)
			}
			if AnnotationDump(t, s) == before {
				t.Error("nothing was written")
			}
			Edit(t, s, undo)
			Equal(t, "taken back", AnnotationDump(t, s), before)
		})
	}
}

// Captions come in the order of the ids, of photos that are there. A file's caption counts
// where the user wrote none. A caption of "" is a caption.
func testCaptionsOf(t *testing.T, open Open) {
	s := pets(t, open)
	Edit(t, s, library.Edit{Captions: []library.CaptionEdit{{Photo: 4, Text: Text("")}, {Photo: 1, Text: Text("mine")}}})
	for _, test := range []struct {
		photos []library.PhotoID
		want   []library.CaptionOf
	}{
		{nil, nil},
		{[]library.PhotoID{77}, nil},
		{[]library.PhotoID{2, 4, 77, 1, 3}, []library.CaptionOf{{Photo: 2, Text: "a dog on the sofa"}, {Photo: 4, Own: true}, {Photo: 1, Text: "mine", Own: true}, {Photo: 3}}},
	} {
		got, err := s.CaptionsOf(t.Context(), test.photos)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("captions of %v are %+v, want %+v, %v", test.photos, got, test.want, err)
		}
	}
}

func testTagPhotos(t *testing.T, open Open) {
	s := pets(t, open)
	photos := []library.PhotoID{1, 2, 3, 3, 88}
	undo, err := s.TagPhotos(t.Context(), photos, []library.Tag{Tag("trip"), Person("Ann")}, []library.Tag{Tag("sea"), Tag("unknown")})
	if err != nil {
		t.Fatal(err)
	}
	Equal(t, "tagged", TagList(t, s), "animals:2/0/0 animals/cats:1/0/0 animals/dogs:1/0/0 @Ann:3/3/0 @Ben:1/0/0 trip:3/3/0")
	shares, err := s.TagShares(t.Context(), photos)
	want := "[{{true Ann} 3 3} {{false trip} 3 3} {{false animals/cats} 1 0} {{false animals/dogs} 1 0} {{true Ben} 1 0}]"
	if err != nil || fmt.Sprint(shares) != want {
		t.Errorf("shares %v, %v", shares, err)
	}
	if _, err := s.TagPhotos(t.Context(), photos, nil, []library.Tag{Tag("trip"), Person("ann")}); err != nil {
		t.Fatal(err)
	}
	Equal(t, "removed", AnnotationDump(t, s), "no @Ann 2\nno @Ann 3\nno sea 1")
	Edit(t, s, undo) // but for later labels
	Equal(t, "undone", AnnotationDump(t, s), "no @Ann 2\nno @Ann 3")
	if shares, err := s.TagShares(t.Context(), nil); err != nil || len(shares) > 0 {
		t.Errorf("no photos have %v, %v", shares, err)
	}
}

func testNamesWithoutWords(t *testing.T, open Open) {
	s := pets(t, open)
	for _, name := range []string{"", " ", "/", "|/|", "???", "\xff", "\x00"} {
		for what, try := range map[string]func() error{
			"edit": func() error {
				_, err := s.ApplyEdit(t.Context(), Statements(Say(1, Tag(name), library.Yes)))
				return err
			},
			"tag": func() error {
				_, err := s.TagPhotos(t.Context(), []library.PhotoID{1}, []library.Tag{Tag(name)}, nil)
				return err
			},
			"name": func() error {
				_, err := s.ApplyEdit(t.Context(), library.Edit{Named: []library.NamedEdit{{Tag: Person(name), Noun: Text("x")}}})
				return err
			},
			"rename": func() error { _, err := s.RenameTag(t.Context(), Tag("sea"), Tag(name)); return err },
		} {
			if err := try(); !errors.Is(err, library.ErrNoName) {
				t.Errorf("%s %q: %v", what, name, err)
			}
		}
	}
	if _, err := s.ApplyEdit(t.Context(), Statements(Say(1, Tag("x"), 7))); err == nil {
		t.Error("an unknown statement was accepted")
	}
	Equal(t, "nothing was written", AnnotationDump(t, s), "")
}

func testFeedback(t *testing.T, open Open) {
	s := pets(t, open)
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.SetFeedback(ctx, " A Café\tat  night", []library.PhotoID{3, 1, 1, 99}, library.Yes))
	must(s.SetFeedback(ctx, "a cafe AT night ", []library.PhotoID{2}, library.No))
	must(s.SetFeedback(ctx, "a cafe at night", []library.PhotoID{3}, library.No))
	must(s.SetFeedback(ctx, "a dog", []library.PhotoID{4, 5}, library.Yes))
	must(s.SetFeedback(ctx, "A DOG", []library.PhotoID{5}, library.Unlabelled))
	list, err := s.FeedbackOn(ctx, "A CAFE at night")
	want := "[{A Café at night 1 true} {a cafe AT night 2 false} {a cafe at night 3 false}]"
	if err != nil || fmt.Sprint(list) != want {
		t.Errorf("feedback %v, %v", list, err)
	}
	apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "a/2.jpg")}})
	Equal(t, "all", AnnotationDump(t, s), "false answer \"a cafe at night\" 3\ntrue answer \"A Café at night\" 1\ntrue answer \"a dog\" 4")
	if list, err := s.FeedbackOn(ctx, "nothing"); err != nil || len(list) > 0 {
		t.Errorf("%v, %v", list, err)
	}
	undo, err := s.EditFeedback(ctx, "a dog", []library.FeedbackEdit{{Photo: 4, Label: library.No}, {Photo: 1, Label: library.Yes}, {Photo: 2, Label: library.Yes}, {Photo: 99, Label: library.Yes}})
	must(err)
	must(s.SetFeedback(ctx, "A dog", []library.PhotoID{2}, library.No)) // since
	redo, err := s.EditFeedback(ctx, "a dog", undo)
	must(err)
	on := func() string {
		said, err := s.FeedbackOn(ctx, "a dog")
		must(err)
		return fmt.Sprint(said)
	}
	Equal(t, "undone", on(), "[{A dog 2 false} {a dog 4 true}]")
	_, err = s.EditFeedback(ctx, "a dog", redo)
	must(err)
	Equal(t, "redone", on(), "[{A dog 2 false} {a dog 1 true} {a dog 4 false}]")
	if err := s.SetFeedback(ctx, " ", []library.PhotoID{1}, library.Yes); err == nil {
		t.Error("an empty description was accepted")
	}
}

// Names and captions that are far too long are refused before they fill the catalogue, and
// change nothing.
func testLongNamesAndCaptions(t *testing.T, open Open) {
	s := pets(t, open)
	before := AnnotationDump(t, s) + TagList(t, s)
	longest := Tag(strings.Repeat("é", 1024))
	Edit(t, s, Edit(t, s, Statements(Say(1, longest, library.Yes))))
	deep := Tag(strings.Repeat("a/", 600) + "b")
	long := Text(strings.Repeat("é", 100_001))
	for name, c := range map[string]struct{ err, want error }{
		"a long tag":    {second(s.TagPhotos(t.Context(), []library.PhotoID{1}, []library.Tag{Tag("x"), Tag(longest.Name + "x")}, nil)), library.ErrLongName},
		"many levels":   {second(s.ApplyEdit(t.Context(), Statements(Say(1, deep, library.No)))), library.ErrLongName},
		"a long person": {second(s.RenameTag(t.Context(), Person("Ann"), Person(longest.Name+"x"))), library.ErrLongName},
		"levels below":  {second(s.RenameTag(t.Context(), Tag("animals"), longest)), library.ErrLongName},
		"a thing":       {second(s.ApplyEdit(t.Context(), library.Edit{Named: []library.NamedEdit{{Tag: deep, Noun: Text("")}}})), library.ErrLongName},
		"a caption":     {second(s.ApplyEdit(t.Context(), library.Edit{Captions: []library.CaptionEdit{{Photo: 1, Text: long}}})), library.ErrLongCaption},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	Equal(t, "what is said", AnnotationDump(t, s)+TagList(t, s), before)
}

// RandomTags are spelled in several ways, on several levels.
var RandomTags = []library.Tag{Tag("animals"), Tag("Animals/Dogs"), Tag("animals/dogs/Bella"), Tag("ANIMALS"), Tag("Bélla"), Tag("bella"),
	Tag("sea"), Tag("dogs"), Tag("Dogs/Bella"), Tag("x/y/z"), Person("Ann"), Person("ann"), Person("Bella")}

// randomEdit labels several photos.
func randomEdit(rng *rand.Rand) (e library.Edit) {
	photo := func() library.PhotoID { return library.PhotoID(1 + rng.IntN(7)) }
	for range rng.IntN(5) {
		e.Tags = append(e.Tags, Say(photo(), Pick(rng, RandomTags), library.Label(rng.IntN(3))))
	}
	for range rng.IntN(3) {
		e.Captions = append(e.Captions, library.CaptionEdit{Photo: photo(), Text: Pick(rng, []*string{nil, Text(""), Text("a"), Text("a dog")})})
	}
	if rng.IntN(3) == 0 {
		e.Named = append(e.Named, library.NamedEdit{Tag: Pick(rng, RandomTags), Noun: Pick(rng, []*string{nil, Text(""), Text("dog")})})
	}
	if rng.IntN(3) == 0 {
		e.Spelled = append(e.Spelled, library.SpellEdit{Tag: Pick(rng, RandomTags)})
	}
	return e
}

// RandomChange makes one of the changes that the user may make, and returns the edit that
// undoes the change.
func RandomChange(t *testing.T, rng *rand.Rand, s library.Catalogue) (undo library.Edit, what string) {
	t.Helper()
	var err error
	a, b := Pick(rng, RandomTags), Pick(rng, RandomTags)
	switch rng.IntN(5) {
	case 0:
		what = fmt.Sprint("rename ", a, b)
		undo, err = s.RenameTag(t.Context(), a, b)
	case 1:
		what = fmt.Sprint("remove ", a)
		undo, err = s.RemoveTag(t.Context(), a)
	case 2:
		photos := []library.PhotoID{library.PhotoID(1 + rng.IntN(6)), library.PhotoID(1 + rng.IntN(8))}
		what = fmt.Sprint("tag ", photos, a, b)
		undo, err = s.TagPhotos(t.Context(), photos, []library.Tag{a}, []library.Tag{b})
	default:
		e := randomEdit(rng)
		what = fmt.Sprintf("edit %+v", e)
		undo, err = s.ApplyEdit(t.Context(), e)
	}
	if err != nil && !errors.Is(err, library.ErrNotFound) {
		t.Fatalf("%s: %v", what, err)
	}
	return undo, what
}

// Undoing changes of all kinds step by step gives the state before each.
func testUndoOfRandomChanges(t *testing.T, open Open) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 7))
		s := pets(t, open)
		type step struct {
			before string
			undo   library.Edit
			what   string
		}
		var steps []step
		state := func() string { return AnnotationDump(t, s) + "\n" + TagList(t, s) }
		for range 25 {
			one := step{before: state()}
			one.undo, one.what = RandomChange(t, rng, s)
			steps = append(steps, one)
		}
		CheckClean(t, s)
		for i := len(steps) - 1; i >= 0; i-- {
			after := state()
			redo := Edit(t, s, steps[i].undo)
			Equal(t, "undone: "+steps[i].what, state(), steps[i].before)
			Edit(t, s, redo)
			Equal(t, "redone: "+steps[i].what, state(), after)
			Edit(t, s, steps[i].undo)
			if t.Failed() {
				t.FailNow()
			}
		}
		CheckClean(t, s)
	}
}
