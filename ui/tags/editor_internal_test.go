package tags

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/service"
	"descry/library"
)

// pictures are tags of a library.
var pictures = []library.TagCount{
	{Tag: tag("animals/dogs"), Photos: 1}, {Tag: person("Anna"), Photos: 1}, {Tag: tag("Bella"), Photos: 2}, {Tag: tag("vacation"), Photos: 1},
}

// Placeholders of the fields for tags.
const (
	tagHint   = "Add a tag"
	sheetHint = "Tags, with commas between them"
)

// TestANewTagIsOfferedBeforeANewPerson: what nobody is called so yet is a tag first.
func TestANewTagIsOfferedBeforeANewPerson(t *testing.T) {
	s := newShell(t, &fakeBackend{}, pictures...)
	s.choose(1)
	s.see.Fill(tagHint, "sport")
	if offers := s.see.Offered(); !slices.Equal(offers, []string{"Create tag “sport”", "sport|… as a person"}) || !s.panel.field.offers[1].Pale {
		t.Fatalf("offered %q", offers)
	}
	s.see.Press(fyne.KeyTab)
	s.called(t, "tag [1] +sport -")
}

func TestCompletion(t *testing.T) {
	s := newShell(t, &fakeBackend{}, pictures...)
	s.choose(1)
	s.see.Fill(tagHint, "do")
	if offers := s.see.Offered(); !s.win.Canvas().Focused().(fyne.Tabbable).AcceptsTab() || len(offers) != 3 || !strings.HasPrefix(offers[0], "animals/dogs") {
		t.Fatalf("offers %q", offers)
	}
	s.see.Press(fyne.KeyTab)
	s.see.Type("bella,") // a comma ends it, and it is spelt as the library does
	s.called(t, "tag [1] +animals/dogs -", "tag [1] +Bella -")
	s.see.Type("ann")
	s.see.Press(fyne.KeyEscape)
	if offers := s.see.Offered(); len(offers) > 0 || !s.see.Says("ann") {
		t.Errorf("Esc leaves %q, list %q", s.see.Texts(), offers)
	}
	s.see.Press(fyne.KeyEscape)
	if s.see.Says("ann") || len(s.asked) != 0 {
		t.Errorf("Esc leaves %q, and asked %q", s.see.Texts(), s.asked)
	}
	s.see.Press(fyne.KeyEscape)
	if !slices.Equal(s.asked, []string{"leave"}) {
		t.Errorf("asked %q", s.asked)
	}
	s.see.Tap(tagHint)
	s.see.Press(fyne.KeyDown)
	if offers := s.see.Offered(); len(offers) != 2 || !strings.HasPrefix(offers[0], "Bella") || !strings.HasPrefix(offers[1], "animals/dogs") {
		t.Errorf("recent tags %q", offers)
	}
}

// TestOffersCloseAfterAClickCouldCome: the list outlives the focus for a click on it.
func TestOffersCloseAfterAClickCouldCome(t *testing.T) {
	s := newShell(t, &fakeBackend{}, pictures...)
	s.choose(1)
	s.see.Fill(tagHint, "do")
	s.win.Canvas().Unfocus()
	if len(s.see.Offered()) == 0 {
		t.Error("a click on the list comes too late")
	}
	s.clock.Elapse(1 << 40)
	if len(s.see.Offered()) > 0 {
		t.Error("the list stays")
	}
}

func TestChips(t *testing.T) {
	b := &fakeBackend{said: service.Tagging{Tags: []library.TagShare{
		{Tag: tag("Bella"), Photos: 2, Own: 2}, {Tag: tag("sea"), Photos: 1, Own: 0}, {Tag: person("Anna"), Photos: 2, Own: 2},
	}}}
	s := newShell(t, b)
	s.choose(3, 2)
	if s.summary != "2 photos share “Bella”" || !s.see.Says("Outlined tags are the file’s. Import…") || !s.see.Says("People") {
		t.Errorf("heading %q above %q", s.summary, s.see.Texts())
	}
	bella, sea := s.panel.tags.chips[0], s.panel.tags.chips[1]
	if bella.Quiet || bella.Partial || !sea.Quiet || !sea.Partial || !s.see.Says("Anna") {
		t.Errorf("chips %q", s.see.Texts())
	}
	s.see.Tap("Bella")
	if !slices.Equal(s.asked, []string{"Bella"}) {
		t.Errorf("a click on a tag shows %q", s.asked)
	}
	s.see.Tap("sea · 1 of 2")
	s.see.Part("Bella", "sea · 1 of 2", "Anna", "Tags", "People").TapIcon(fynetheme.CancelIcon())
	s.called(t, "tag [3 2] +sea -", "tag [3 2] + -Bella")
	s.Wait([]library.PhotoID{9})
	s.see.Tap("sea · 1 of 2") // still of others
	s.see.Fill(tagHint, "lake,")
	s.called(t, "tag [9] +lake -")
}

func TestManyTagsAreSummedUp(t *testing.T) {
	b := &fakeBackend{}
	for i := range 200 {
		b.said.Tags = append(b.said.Tags, library.TagShare{Tag: tag(fmt.Sprint("tag ", i)), Photos: 1, Own: 1})
	}
	s := newShell(t, b)
	s.choose(1)
	chips := 0
	for _, text := range s.see.Texts() {
		if strings.HasPrefix(text, "tag ") {
			chips++
		}
	}
	if chips != mostChips || !s.see.Says("and 140 more") {
		t.Errorf("%d chips, then %q", chips, s.see.Texts())
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
	if got := s.see.Front().Keyboard(); got != sheetHint {
		t.Fatalf("%q has the keyboard", got)
	}
	s.see.Type("beach, dog")
	s.see.Press(fyne.KeyTab)
	if !s.see.Front().Says("beach, animals/dogs, ") {
		t.Errorf("Tab gives %q", s.see.Front().Texts())
	}
	s.see.Press(fyne.KeyReturn)
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
	sheet := s.see.Front()
	s.until(t, "the offers", func() bool { return sheet.Says("vacation") && sheet.Says("Pictures") })
	if !sheet.Has("Import 1 tag") || s.win.Canvas().Focused() != fyne.Focusable(s.importing.list) {
		t.Errorf("the sheet says %q, %T has the keyboard", sheet.Texts(), s.win.Canvas().Focused())
	}
	s.see.Press(fyne.KeySpace) // the heading
	if sheet.Usable("Import") {
		t.Error("nothing can be imported")
	}
	s.see.Press(fyne.KeySpace)
	sheet.Tap("Pictures")
	if !sheet.Has("Import 2 tags") {
		t.Errorf("the sheet says %q", sheet.Texts())
	}
	s.Focus(s.importing.list)
	s.see.Press(fyne.KeyReturn)
	s.called(t, "import 2")
	s.until(t, "it to close", func() bool { return s.importing == nil })
}
