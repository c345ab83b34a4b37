package ui

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
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
	r.tags.Rename(tag("animals/dogs"))
	e := r.inSheet(t)
	if e.Text != "animals/dogs" || e.SelectedText() != e.Text {
		t.Errorf("begins with %q, %q selected", e.Text, e.SelectedText())
	}
	test.Type(e, "dog")
	e.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the name", func() bool { return b.of(3) == "Bella|dog" && len(r.sheets) == 0 })
	r.until(t, "the name at the side", func() bool {
		return slices.ContainsFunc(r.side.Rows(), func(row sidebar.Row) bool { return row.Tag == tag("dog") })
	})
	r.tags.Merge(tag("dog"))
	e = r.inSheet(t)
	e.TypedKey(key(fyne.KeyReturn))
	if len(r.sheets) != 1 {
		t.Fatal("merged into nothing")
	}
	test.Type(e, "bel")
	e.TypedKey(key(fyne.KeyTab))
	if e.Text != "Bella" || len(r.sheets) != 1 {
		t.Errorf("Tab gives %q", e.Text)
	}
	e.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the merge", func() bool { return b.of(3) == "Bella" && len(r.sheets) == 0 })
	r.changes.Undo()
	r.until(t, "the undo", func() bool { return b.of(3) == "Bella|dog" })
	r.tags.Remove(tag("Bella"))
	r.until(t, "it to go", func() bool { return b.of(3) == "dog" && b.of(2) == "person:Anna" })
}

func TestImportSheet(t *testing.T) {
	b := taggedFolder()
	b.offers = []library.ImportOffer{
		{Source: library.OfferKeywords, Tag: tag("vacation"), Photos: 1},
		{Source: library.OfferFolders, Tag: tag("Pictures"), Photos: 3, Sample: "/home/ann/Pictures"},
	}
	r := newRig(t, b)
	r.tags.OpenImport()
	confirm := func(text string) *kit.Button { return kittest.Button(t, r.sheets[0].Pop, text) }
	r.until(t, "the offers", func() bool { return slices.Contains(r.seen(), "Import 1 tag") })
	list := r.win.Canvas().Focused()
	list.TypedKey(key(fyne.KeySpace)) // the heading
	if !confirm("Import").Disabled() {
		t.Error("nothing can be imported")
	}
	list.TypedKey(key(fyne.KeySpace))
	for range 3 {
		list.TypedKey(key(fyne.KeyDown))
	}
	list.TypedKey(key(fyne.KeySpace))
	if confirm("Import 2 tags").Disabled() {
		t.Error("what is chosen can't be imported")
	}
	list.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the import", func() bool { return b.of(1) == "vacation|Pictures" && len(r.sheets) == 0 })
	r.changes.Undo()
	r.until(t, "the undo", func() bool { return b.of(1) == "" })

	b.offers = nil
	r.tags.OpenImport()
	r.until(t, "a sentence", func() bool {
		return kittest.Says(r.sheets[0].Pop, "The files and folders say nothing that isn’t yours already.")
	})
	r.Escape()
	if len(r.sheets) != 0 {
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
	test.Type(r.tagEntry(t), "tag 99")
	if n := len(r.tagOffers()); n != kit.MostOffers {
		t.Errorf("%d offers", n)
	}
}

func TestRecentTagsAreRemembered(t *testing.T) {
	b := taggedFolder()
	b.state.RecentTags = []string{"sea", "person:Anna"}
	r := newRig(t, b)
	r.tags.Used([]library.Tag{tag("Bella")})
	r.Close()
	if got := b.saved.RecentTags; !slices.Equal(got, []string{"Bella", "sea", "person:Anna"}) {
		t.Errorf("saved %q", got)
	}
}
