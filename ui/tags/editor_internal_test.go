package tags

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"descry/app/service"
	"descry/library"
	"descry/ui/tagname"
)

// pictures are tags of a library.
var pictures = []library.TagCount{
	{Tag: tag("animals/dogs"), Photos: 1}, {Tag: person("Anna"), Photos: 1}, {Tag: tag("Bella"), Photos: 2}, {Tag: tag("vacation"), Photos: 1},
}

func offerLabels(offers []tagname.Offer) []string {
	var labels []string
	for _, o := range offers {
		labels = append(labels, o.Label+"|"+o.Note)
	}
	return labels
}

// TestANewTagIsOfferedBeforeANewPerson: what nobody is called so yet is a tag first.
func TestANewTagIsOfferedBeforeANewPerson(t *testing.T) {
	s := newShell(t, &fakeBackend{}, pictures...)
	s.choose(1)
	f := s.panel.field
	s.Focus(f.entry)
	test.Type(f.entry, "sport")
	if offers := offerLabels(f.offers); !slices.Equal(offers, []string{"Create tag “sport”|", "sport|… as a person"}) || !f.offers[1].Pale {
		t.Fatalf("offered %q", offers)
	}
	f.entry.TypedKey(key(fyne.KeyTab))
	s.called(t, "tag [1] +sport -")
}

func TestCompletion(t *testing.T) {
	s := newShell(t, &fakeBackend{}, pictures...)
	s.choose(1)
	f := s.panel.field
	s.Focus(f.entry)
	test.Type(f.entry, "do")
	if !f.entry.AcceptsTab() || len(f.offers) != 3 || f.offers[0].Tag != tag("animals/dogs") {
		t.Fatalf("offers %+v", f.offers)
	}
	f.entry.TypedKey(key(fyne.KeyTab))
	test.Type(f.entry, "bella,") // a comma ends it, and it is spelt as the library does
	s.called(t, "tag [1] +animals/dogs -", "tag [1] +Bella -")
	test.Type(f.entry, "ann")
	f.entry.TypedKey(key(fyne.KeyEscape))
	if f.open() || f.entry.Text != "ann" {
		t.Errorf("Esc leaves %q, list %v", f.entry.Text, f.offers)
	}
	f.entry.TypedKey(key(fyne.KeyEscape))
	if f.entry.Text != "" || len(s.asked) != 0 {
		t.Errorf("Esc leaves %q, and asked %q", f.entry.Text, s.asked)
	}
	f.entry.TypedKey(key(fyne.KeyEscape))
	if !slices.Equal(s.asked, []string{"leave"}) {
		t.Errorf("asked %q", s.asked)
	}
	s.Focus(f.entry)
	f.entry.TypedKey(key(fyne.KeyDown))
	if len(f.offers) != 2 || f.offers[0].Tag != tag("Bella") || f.offers[1].Tag != tag("animals/dogs") {
		t.Errorf("recent tags %+v", f.offers)
	}
}

// TestOffersCloseAfterAClickCouldCome: the list outlives the focus for a click on it.
func TestOffersCloseAfterAClickCouldCome(t *testing.T) {
	s := newShell(t, &fakeBackend{}, pictures...)
	s.choose(1)
	f := s.panel.field
	s.Focus(f.entry)
	test.Type(f.entry, "do")
	s.win.Canvas().Unfocus()
	if !f.open() {
		t.Error("a click on the list comes too late")
	}
	s.clock.Elapse(1 << 40)
	if f.open() {
		t.Error("the list stays")
	}
}

func TestChips(t *testing.T) {
	b := &fakeBackend{said: service.Tagging{Tags: []library.TagShare{
		{Tag: tag("Bella"), Photos: 2, Own: 2}, {Tag: tag("sea"), Photos: 1, Own: 0}, {Tag: person("Anna"), Photos: 2, Own: 2},
	}}}
	s := newShell(t, b)
	s.choose(3, 2)
	if s.summary != "2 photos share “Bella”" || !s.panel.offer.Visible() || !s.panel.who.Visible() {
		t.Errorf("heading %q, import offered %v, people %v", s.summary, s.panel.offer.Visible(), s.panel.who.Visible())
	}
	bella, sea := s.panel.tags.chips[0], s.panel.tags.chips[1]
	if bella.Quiet || bella.Partial || !sea.Quiet || !sea.Partial || s.panel.people.chips[0].Label.Text != "Anna" {
		t.Errorf("chips %q and %q", bella.Label.Text, sea.Label.Text)
	}
	bella.Edit()
	if !slices.Equal(s.asked, []string{"Bella"}) {
		t.Errorf("a click on a tag shows %q", s.asked)
	}
	sea.Edit()
	bella.Tapped(&fyne.PointEvent{Position: fyne.NewPos(bella.Size().Width-4, 8)})
	s.called(t, "tag [3 2] +sea -", "tag [3 2] + -Bella")
	s.Wait([]library.PhotoID{9})
	sea.Edit() // still of others
	test.Type(s.panel.field.entry, "lake,")
	s.called(t, "tag [9] +lake -")
}

func TestManyTagsAreSummedUp(t *testing.T) {
	b := &fakeBackend{}
	for i := range 200 {
		b.said.Tags = append(b.said.Tags, library.TagShare{Tag: tag(fmt.Sprint("tag ", i)), Photos: 1, Own: 1})
	}
	s := newShell(t, b)
	s.choose(1)
	if n := len(s.panel.tags.root.Objects); n != mostChips+1 {
		t.Errorf("%d chips", n)
	}
}

func TestCaption(t *testing.T) {
	b := &fakeBackend{said: service.Tagging{Caption: "At the sea", Own: true}}
	s := newShell(t, b)
	s.closed = true
	s.chosen = []library.PhotoID{3}
	s.WriteCaption()
	c := s.panel.caption
	if s.closed || c.Text != "At the sea" || s.win.Canvas().Focused() != fyne.Focusable(c) {
		t.Fatalf("caption %q, %T has the keyboard", c.Text, s.win.Canvas().Focused())
	}
	c.SetText("At the lake")
	c.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	s.called(t, "caption [3] At the lake")
	c.SetText("")
	s.Hide()
	s.called(t, "no caption [3]")
	s.choose(4)
	c.SetText("Lost")
	c.TypedKey(key(fyne.KeyEscape))
	if c.Text != "At the sea" || !slices.Equal(s.said, []string{"The caption was not saved. Save it"}) {
		t.Fatalf("the field has %q, said %q", c.Text, s.said)
	}
	s.offered()
	s.called(t, "caption [4] Lost")
}

func TestCaptionHints(t *testing.T) {
	for _, tt := range []struct {
		photos int
		said   service.Tagging
		want   string
	}{
		{1, service.Tagging{}, "Add a caption; Ctrl+Enter saves"},
		{2, service.Tagging{}, "Add a caption to all of them; Ctrl+Enter saves"},
		{2, service.Tagging{Mixed: true}, "Mixed captions"},
		{1, service.Tagging{Caption: " At the sea "}, "At the sea"},
		{1, service.Tagging{Caption: "At the sea", Own: true}, "Add a caption; Ctrl+Enter saves"},
	} {
		if got := captionHint(tt.photos, tt.said); got != tt.want {
			t.Errorf("%+v of %d: %q, want %q", tt.said, tt.photos, got, tt.want)
		}
	}
}

func TestSheetAddsToChosenPhotos(t *testing.T) {
	s := newShell(t, &fakeBackend{}, pictures...)
	s.AskForTags()
	if s.sheet != nil || !slices.Equal(s.said, []string{"Select photos first; then they can be tagged."}) {
		t.Fatalf("with nothing chosen it says %q", s.said)
	}
	s.chosen = []library.PhotoID{3, 2}
	s.AskForTags()
	f := s.sheet.field
	if s.win.Canvas().Focused() != fyne.Focusable(f.entry) {
		t.Fatalf("%T has the keyboard", s.win.Canvas().Focused())
	}
	test.Type(f.entry, "beach, dog")
	f.entry.TypedKey(key(fyne.KeyTab))
	if f.entry.Text != "beach, animals/dogs, " {
		t.Errorf("Tab gives %q", f.entry.Text)
	}
	f.entry.TypedKey(key(fyne.KeyReturn))
	s.called(t, "tag [3 2] +beach|animals/dogs -")
	if s.sheet != nil || len(s.sheets) != 0 {
		t.Error("it stays open")
	}
}

func TestRenameSaysWhatComes(t *testing.T) {
	s := newShell(t, &fakeBackend{}, pictures...)
	r := s.openRename(tag("vacation"), "Rename", "vacation")
	if r.outcome.Visible() || r.confirm.Text != "Rename" {
		t.Errorf("at first %q, %q", r.outcome.Words.Text, r.confirm.Text)
	}
	r.field.entry.SetText("bella")
	if r.outcome.Words.Text != "Merges with “Bella”, 2 photos." || r.confirm.Text != "Merge" {
		t.Errorf("then %q, %q", r.outcome.Words.Text, r.confirm.Text)
	}
	r.person.SetChecked(true)
	if r.outcome.Visible() || r.confirm.Text != "Rename" {
		t.Errorf("as a person %q, %q", r.outcome.Words.Text, r.confirm.Text)
	}
	s.b.fail = errDisk
	r.field.entry.TypedKey(key(fyne.KeyReturn))
	s.called(t, "rename vacation to person:bella")
	s.until(t, "the sentence", func() bool { return r.outcome.Words.Text == "The disk is full." })
	if len(s.sheets) != 1 || r.confirm.Disabled() {
		t.Error("it can't be tried again")
	}
}

func TestImportSheet(t *testing.T) {
	b := &fakeBackend{offers: []library.ImportOffer{
		{Source: library.OfferKeywords, Tag: tag("vacation"), Photos: 1},
		{Source: library.OfferFolders, Tag: tag("Pictures"), Photos: 3, Sample: "/home/ann/Pictures"},
	}}
	s := newShell(t, b)
	s.OpenImport()
	s.OpenImport()
	if len(s.sheets) != 1 {
		t.Errorf("%d sheets", len(s.sheets))
	}
	i := s.importing
	s.until(t, "the offers", func() bool { return len(i.model.rows) == 4 })
	if i.confirm.Text != "Import 1 tag" || s.win.Canvas().Focused() != fyne.Focusable(i.list) {
		t.Errorf("button %q, %T has the keyboard", i.confirm.Text, s.win.Canvas().Focused())
	}
	i.list.TypedKey(key(fyne.KeySpace)) // the heading
	if !i.confirm.Disabled() {
		t.Error("nothing can be imported")
	}
	i.list.TypedKey(key(fyne.KeySpace))
	i.toggle(3)
	if i.confirm.Text != "Import 2 tags" {
		t.Errorf("button %q", i.confirm.Text)
	}
	i.list.TypedKey(key(fyne.KeyReturn))
	s.called(t, "import 2")
	s.until(t, "it to close", func() bool { return s.importing == nil })
}
