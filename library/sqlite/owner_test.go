package sqlite_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

func tag(name string) library.Tag    { return library.Tag{Name: name} }
func person(name string) library.Tag { return library.Tag{Person: true, Name: name} }

func say(photo library.PhotoID, t library.Tag, say library.Say) library.TagEdit {
	return library.TagEdit{Photo: photo, Tag: t, Say: say}
}

func text(s string) *string { return &s }

// edit applies an edit and returns what undoes it.
func edit(t testing.TB, s *sqlite.Store, e library.Edit) library.Edit {
	t.Helper()
	undo, err := s.ApplyEdit(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	return undo
}

func statements(edits ...library.TagEdit) library.Edit { return library.Edit{Tags: edits} }

// ownerDump is all that the owner says, line by line.
func ownerDump(t testing.TB, s *sqlite.Store) string {
	t.Helper()
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	names := map[library.Say]string{library.Yes: "yes", library.No: "no"}
	err := errors.Join(
		s.Statements(t.Context(), func(e library.TagEdit) { add("%s %s %d", names[e.Say], show(e.Tag), e.Photo) }),
		s.Captions(t.Context(), func(id library.PhotoID, text string) { add("caption %q %d", text, id) }),
		s.AllFeedback(t.Context(), func(f library.Feedback) { add("%v answer %q %d", f.Good, f.Description, f.Photo) }))
	things, err2 := s.NamedThings(t.Context())
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

// tagList is what Tags says: name, photos, the owner's, their No's, what it is.
func tagList(t testing.TB, s *sqlite.Store) string {
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
func with(t testing.TB, s *sqlite.Store, tests ...library.Test) string {
	t.Helper()
	var ids []library.PhotoID
	err := s.PhotosIn(t.Context(), library.Scope{}, filterOf(tests...), func(id library.PhotoID) { ids = append(ids, id) })
	if err != nil {
		t.Fatal(err)
	}
	return strings.Trim(fmt.Sprint(ids), "[]")
}

func equal(t testing.TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
	}
}

// pets is a library of six photos, some of which bring words of their own.
func pets(t *testing.T) *sqlite.Store {
	t.Helper()
	s, _ := newStore(t)
	written(t, s,
		said("a/1.jpg", "", "", nil, "animals/dogs", "sea"),
		said("a/2.jpg", "", "a dog on the sofa", []string{"Ann"}, "animals/cats"),
		said("b/3.jpg", "", "", []string{"Ann", "Ben"}),
		said("b/4.jpg", "title", "", nil),
		said("b/5.jpg", "", "", nil),
		said("b/6.jpg", "", "", nil))
	return s
}

// What the owner says counts everywhere at once, a No more than the file.
func TestStatementsCount(t *testing.T) {
	s := pets(t)
	edit(t, s, statements(say(5, tag("Bella"), library.Yes), say(1, tag("bélla"), library.Yes), say(2, person("ann"), library.No),
		say(1, tag(" SEA "), library.No), say(1, tag("animals|dogs"), library.Yes), say(6, tag("cats"), library.No), say(99, tag("x"), library.Yes)))
	equal(t, "statements", ownerDump(t, s), strings.Join([]string{
		"no @Ann 2", "no cats 6", "no sea 1", "yes Bella 1", "yes Bella 5", "yes animals/dogs 1"}, "\n"))
	equal(t, "tags", tagList(t, s), "animals:2/0/0 animals/cats:1/0/0 animals/dogs:1/1/0 @Ann:1/0/1 Bella:2/2/0 @Ben:1/0/0")
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
		equal(t, fmt.Sprintf("%+v", c.test), with(t, s, c.test), c.want)
	}
	equal(t, "bella", mentioned(t, s, "bella", 9).String(), "1!* 5!*")
	equal(t, "sea", mentioned(t, s, "sea", 9).String(), "")
	equal(t, "ann", mentioned(t, s, "ann", 9).String(), "3!*")
	values, err := s.FacetValues(t.Context(), library.FacetTag, "", 9)
	if err != nil || fmt.Sprint(values) != "[{Bella 2} {animals 2} {animals/cats 1} {animals/dogs 1}]" {
		t.Errorf("facets %v, %v", values, err)
	}
}

func TestUndoRestores(t *testing.T) {
	s := pets(t)
	before, tags := ownerDump(t, s), tagList(t, s)
	undo := edit(t, s, library.Edit{
		Tags:     []library.TagEdit{say(1, tag("sea"), library.No), say(2, tag("Rex"), library.Yes), say(2, tag("rex"), library.No)},
		Captions: []library.CaptionEdit{{Photo: 2, Text: text("")}, {Photo: 2, Text: text(" Rex sleeps ")}, {Photo: 3, Text: text("x")}},
		Named:    []library.NamedEdit{{Tag: tag("REX"), Noun: text("dog")}},
	})
	equal(t, "after", ownerDump(t, s), "caption \"Rex sleeps\" 2\ncaption \"x\" 3\nnamed Rex \"dog\" []\nno Rex 2\nno sea 1")
	redo := edit(t, s, undo)
	equal(t, "undone", ownerDump(t, s)+tagList(t, s), before+tags)
	edit(t, s, redo)
	equal(t, "redone", ownerDump(t, s), "caption \"Rex sleeps\" 2\ncaption \"x\" 3\nnamed Rex \"dog\" []\nno Rex 2\nno sea 1")
}

// What is said by somebody else between a change and its undo stays, whether that is
// for the first photo or for all of them.
func TestUndoLeavesAloneWhatWasSaidSince(t *testing.T) {
	s := pets(t)
	undo := edit(t, s, library.Edit{
		Tags:     []library.TagEdit{say(1, tag("trip"), library.Yes), say(2, tag("trip"), library.Yes), say(3, tag("gone"), library.Yes)},
		Captions: []library.CaptionEdit{{Photo: 2, Text: text("mine")}, {Photo: 3, Text: text("mine")}},
		Named:    []library.NamedEdit{{Tag: tag("Rex"), Noun: text("dog")}, {Tag: tag("Bella"), Noun: text("cat")}},
		Spelled:  []library.SpellEdit{{Tag: tag("SEA")}},
	})
	edit(t, s, library.Edit{
		Tags:     []library.TagEdit{say(1, tag("trip"), library.No), say(3, tag("gone"), library.Unsaid)},
		Captions: []library.CaptionEdit{{Photo: 3, Text: text("theirs")}},
		Named:    []library.NamedEdit{{Tag: tag("Bella")}},
		Spelled:  []library.SpellEdit{{Tag: tag("Sea")}},
	})
	tags := tagList(t, s)
	redo := edit(t, s, undo)
	equal(t, "undone", ownerDump(t, s), "caption \"theirs\" 3\nno trip 1")
	edit(t, s, library.Edit{Captions: []library.CaptionEdit{{Photo: 2, Text: text("later")}}})
	edit(t, s, redo)
	equal(t, "redone", ownerDump(t, s), "caption \"later\" 2\ncaption \"theirs\" 3\nnamed Rex \"dog\" []\nno trip 1\nyes trip 2")
	equal(t, "spelled", tagList(t, s), tags)
}

func TestOwnCaptions(t *testing.T) {
	s := pets(t)
	edit(t, s, library.Edit{Captions: []library.CaptionEdit{{Photo: 2, Text: text("")}, {Photo: 5, Text: text("Bella asleep")}, {Photo: 77, Text: text("x")}}})
	equal(t, "has:caption", with(t, s, library.HasTest{Fact: library.HasCaption}), "4 5")
	equal(t, "sofa", mentioned(t, s, "sofa", 9).String(), "")
	equal(t, "asleep", mentioned(t, s, "asleep", 9).String(), "5*")
	for id, want := range map[library.PhotoID]string{2: "", 5: "Bella asleep"} {
		p, err := s.Photo(t.Context(), id)
		if err != nil || p.OwnCaption == nil || p.CaptionShown() != want {
			t.Errorf("photo %d: %q, %v", id, p.CaptionShown(), err)
		}
	}
	edit(t, s, library.Edit{Captions: []library.CaptionEdit{{Photo: 2}}})
	if p, err := s.Photo(t.Context(), 2); err != nil || p.OwnCaption != nil || p.CaptionShown() != "a dog on the sofa" {
		t.Errorf("back to the file's: %q, %v", p.CaptionShown(), err)
	}
	equal(t, "sofa", mentioned(t, s, "sofa", 9).String(), "2*")
}

func TestTagPhotos(t *testing.T) {
	s := pets(t)
	photos := []library.PhotoID{1, 2, 3, 3, 88}
	undo, err := s.TagPhotos(t.Context(), photos, []library.Tag{tag("trip"), person("Ann")}, []library.Tag{tag("sea"), tag("unknown")})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "tagged", tagList(t, s), "animals:2/0/0 animals/cats:1/0/0 animals/dogs:1/0/0 @Ann:3/3/0 @Ben:1/0/0 trip:3/3/0")
	shares, err := s.TagShares(t.Context(), photos)
	want := "[{{true Ann} 3 3} {{false trip} 3 3} {{false animals/cats} 1 0} {{false animals/dogs} 1 0} {{true Ben} 1 0}]"
	if err != nil || fmt.Sprint(shares) != want {
		t.Errorf("shares %v, %v", shares, err)
	}
	if _, err := s.TagPhotos(t.Context(), photos, nil, []library.Tag{tag("trip"), person("ann")}); err != nil {
		t.Fatal(err)
	}
	equal(t, "removed", ownerDump(t, s), "no @Ann 2\nno @Ann 3\nno sea 1")
	edit(t, s, undo) // but for what was said since
	equal(t, "undone", ownerDump(t, s), "no @Ann 2\nno @Ann 3")
	if shares, err := s.TagShares(t.Context(), nil); err != nil || len(shares) > 0 {
		t.Errorf("no photos have %v, %v", shares, err)
	}
}

func TestNamesWithoutWords(t *testing.T) {
	s := pets(t)
	for _, name := range []string{"", " ", "/", "|/|", "???", "\xff", "\x00"} {
		for what, try := range map[string]func() error{
			"edit": func() error {
				_, err := s.ApplyEdit(t.Context(), statements(say(1, tag(name), library.Yes)))
				return err
			},
			"tag": func() error {
				_, err := s.TagPhotos(t.Context(), []library.PhotoID{1}, []library.Tag{tag(name)}, nil)
				return err
			},
			"name": func() error {
				_, err := s.ApplyEdit(t.Context(), library.Edit{Named: []library.NamedEdit{{Tag: person(name), Noun: text("x")}}})
				return err
			},
			"rename": func() error { _, err := s.RenameTag(t.Context(), tag("sea"), tag(name)); return err },
		} {
			if err := try(); !errors.Is(err, library.ErrNoName) {
				t.Errorf("%s %q: %v", what, name, err)
			}
		}
	}
	if _, err := s.ApplyEdit(t.Context(), statements(say(1, tag("x"), 7))); err == nil {
		t.Error("an unknown statement was accepted")
	}
	equal(t, "nothing was written", ownerDump(t, s), "")
}

func TestFeedback(t *testing.T) {
	s := pets(t)
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
	must(s.SetFeedback(ctx, "A DOG", []library.PhotoID{5}, library.Unsaid))
	list, err := s.FeedbackOn(ctx, "A CAFE at night")
	want := "[{A Café at night 1 true} {a cafe AT night 2 false} {a cafe at night 3 false}]"
	if err != nil || fmt.Sprint(list) != want {
		t.Errorf("feedback %v, %v", list, err)
	}
	apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "a/2.jpg")}})
	equal(t, "all", ownerDump(t, s), "false answer \"a cafe at night\" 3\ntrue answer \"A Café at night\" 1\ntrue answer \"a dog\" 4")
	if list, err := s.FeedbackOn(ctx, "nothing"); err != nil || len(list) > 0 {
		t.Errorf("%v, %v", list, err)
	}
	undo, err := s.EditFeedback(ctx, "a dog", []library.FeedbackEdit{{Photo: 4, Say: library.No}, {Photo: 1, Say: library.Yes}, {Photo: 2, Say: library.Yes}, {Photo: 99, Say: library.Yes}})
	must(err)
	must(s.SetFeedback(ctx, "A dog", []library.PhotoID{2}, library.No)) // since
	redo, err := s.EditFeedback(ctx, "a dog", undo)
	must(err)
	on := func() string {
		said, err := s.FeedbackOn(ctx, "a dog")
		must(err)
		return fmt.Sprint(said)
	}
	equal(t, "undone", on(), "[{A dog 2 false} {a dog 4 true}]")
	_, err = s.EditFeedback(ctx, "a dog", redo)
	must(err)
	equal(t, "redone", on(), "[{A dog 2 false} {a dog 1 true} {a dog 4 false}]")
	if err := s.SetFeedback(ctx, " ", []library.PhotoID{1}, library.Yes); err == nil {
		t.Error("an empty description was accepted")
	}
}

// Names and captions that nobody writes are refused before they fill the catalogue,
// and change nothing.
func TestLongNamesAndCaptions(t *testing.T) {
	s := pets(t)
	before := ownerDump(t, s) + tagList(t, s)
	longest := tag(strings.Repeat("é", 1024))
	edit(t, s, edit(t, s, statements(say(1, longest, library.Yes))))
	deep := tag(strings.Repeat("a/", 600) + "b")
	long := text(strings.Repeat("é", 100_001))
	for name, c := range map[string]struct{ err, want error }{
		"a long tag":    {second(s.TagPhotos(t.Context(), []library.PhotoID{1}, []library.Tag{tag("x"), tag(longest.Name + "x")}, nil)), library.ErrLongName},
		"many levels":   {second(s.ApplyEdit(t.Context(), statements(say(1, deep, library.No)))), library.ErrLongName},
		"a long person": {second(s.RenameTag(t.Context(), person("Ann"), person(longest.Name+"x"))), library.ErrLongName},
		"levels below":  {second(s.RenameTag(t.Context(), tag("animals"), longest)), library.ErrLongName},
		"a thing":       {second(s.ApplyEdit(t.Context(), library.Edit{Named: []library.NamedEdit{{Tag: deep, Noun: text("")}}})), library.ErrLongName},
		"a caption":     {second(s.ApplyEdit(t.Context(), library.Edit{Captions: []library.CaptionEdit{{Photo: 1, Text: long}}})), library.ErrLongCaption},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	equal(t, "what is said", ownerDump(t, s)+tagList(t, s), before)
}
