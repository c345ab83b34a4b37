package ui

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/library"
	"descry/ui/kit"
	"descry/ui/sidebar"
)

func (r *rig) rowOf(t *testing.T, name string) int {
	t.Helper()
	i := slices.IndexFunc(r.side.Rows(), func(row sidebar.Row) bool { return row.Name == name })
	if i < 0 {
		t.Fatalf("no row %q among %q", name, drawn(r.side.Rows()))
	}
	return i
}

// stateOf is what a row of the side says below its name.
func (r *rig) stateOf(t *testing.T, name string) string {
	t.Helper()
	return r.side.Rows()[r.rowOf(t, name)].State
}

func TestRenameSheet(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.waitTags(t)
	r.renameTag(tag("animals/dogs"))
	e := r.win.Canvas().Focused().(*tagEntry)
	if e.Text != "animals/dogs" || e.SelectedText() != e.Text {
		t.Errorf("begins with %q, %q selected", e.Text, e.SelectedText())
	}
	test.Type(e, "dog")
	e.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the name", func() bool { return b.of(3) == "Bella|dog" && len(r.sheets) == 0 })
	r.until(t, "the name at the side", func() bool {
		return slices.ContainsFunc(r.side.Rows(), func(row sidebar.Row) bool { return row.Tag == tag("dog") })
	})
	r.mergeTag(tag("dog"))
	e = r.win.Canvas().Focused().(*tagEntry)
	e.TypedKey(key(fyne.KeyReturn))
	if len(r.sheets) != 1 {
		t.Fatal("merged into nothing")
	}
	test.Type(e, "bel")
	e.TypedKey(key(fyne.KeyTab))
	if e.Text != "Bella" || e.field.w.sheets[0] == nil {
		t.Errorf("Tab gives %q", e.Text)
	}
	e.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the merge", func() bool { return b.of(3) == "Bella" && len(r.sheets) == 0 })
	r.undo()
	r.until(t, "the undo", func() bool { return b.of(3) == "Bella|dog" })
	r.removeTag(tag("Bella"))
	r.until(t, "it to go", func() bool { return b.of(3) == "dog" && b.of(2) == "person:Anna" })
}

func TestRenameSaysWhatComes(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.waitTags(t)
	s := r.openRename(tag("vacation"), "Rename", "vacation")
	if s.outcome.Visible() || s.confirm.Text != "Rename" {
		t.Errorf("at first %q, %q", s.outcome.Words.Text, s.confirm.Text)
	}
	s.field.entry.SetText("bella")
	if s.outcome.Words.Text != "Merges with “Bella”, 2 photos." || s.confirm.Text != "Merge" {
		t.Errorf("then %q, %q", s.outcome.Words.Text, s.confirm.Text)
	}
	s.person.SetChecked(true)
	if s.outcome.Visible() || s.confirm.Text != "Rename" {
		t.Errorf("as a person %q, %q", s.outcome.Words.Text, s.confirm.Text)
	}
}

func TestImportSheet(t *testing.T) {
	b := taggedFolder()
	b.offers = []library.ImportOffer{
		{Source: library.OfferKeywords, Tag: tag("vacation"), Photos: 1},
		{Source: library.OfferFolders, Tag: tag("Pictures"), Photos: 3, Sample: "/home/ann/Pictures"},
	}
	r := newRig(t, b)
	r.openImport()
	r.until(t, "the offers", func() bool { return len(r.importSheet.model.rows) == 4 })
	s := r.importSheet
	if s.confirm.Text != "Import 1 tag" || r.win.Canvas().Focused() != fyne.Focusable(s.list) {
		t.Errorf("button %q, %T has the keyboard", s.confirm.Text, r.win.Canvas().Focused())
	}
	s.list.TypedKey(key(fyne.KeySpace)) // the heading
	if !s.confirm.Disabled() {
		t.Error("nothing can be imported")
	}
	s.list.TypedKey(key(fyne.KeySpace))
	s.toggle(3)
	if s.confirm.Text != "Import 2 tags" {
		t.Errorf("button %q", s.confirm.Text)
	}
	s.list.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the import", func() bool { return b.of(1) == "vacation|Pictures" && r.importSheet == nil })
	r.undo()
	r.until(t, "the undo", func() bool { return b.of(1) == "" })

	b.offers = nil
	r.openImport()
	r.until(t, "a sentence", func() bool {
		return r.importSheet.about.Words.Text == "The files and folders say nothing that isn’t yours already."
	})
	r.Escape()
	if r.importSheet != nil {
		t.Error("Esc doesn't close it")
	}
}

func TestTenThousandTags(t *testing.T) {
	b := taggedFolder()
	for i := range 10000 {
		b.extra = append(b.extra, library.TagCount{Tag: tag(fmt.Sprintf("level %d/tag %d", i%300, i)), Photos: i})
	}
	r := newRig(t, b)
	r.waitTags(t)
	r.side.Toggle(r.rowOf(t, "Tags"))
	if n := len(r.side.Rows()); n < 10000 {
		t.Errorf("%d rows", n)
	}
	r.choose(t, 1)
	test.Type(r.words.field.entry, "tag 99")
	if n := len(r.words.field.offers); n != kit.MostOffers {
		t.Errorf("%d offers", n)
	}
}

func TestRecentTagsAreRemembered(t *testing.T) {
	b := taggedFolder()
	b.state.RecentTags = []string{"sea", "person:Anna"}
	r := newRig(t, b)
	r.usedTags([]library.Tag{tag("Bella")})
	r.Close()
	if got := b.saved.RecentTags; !slices.Equal(got, []string{"Bella", "sea", "person:Anna"}) {
		t.Errorf("saved %q", got)
	}
}
