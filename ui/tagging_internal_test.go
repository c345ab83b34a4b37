package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"descry/app/service"
	"descry/library"
)

// taggedFolder is oneFolder with words about its photos and the details open.
func taggedFolder() *fakeBackend {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800, DetailsShown: true, SidebarShown: true, SidebarWidth: 220}
	b.status = func() service.Status { return service.Status{Photos: 3} }
	b.own = map[library.PhotoID][]library.Tag{3: {tag("Bella"), tag("animals/dogs")}, 2: {tag("Bella"), person("Anna")}}
	b.filed = map[library.PhotoID][]library.Tag{3: {tag("vacation")}}
	b.captions = map[library.PhotoID]string{3: "At the sea"}
	return b
}

// choose selects photos and waits for what is said about them.
func (r *rig) choose(t *testing.T, ids ...library.PhotoID) {
	t.Helper()
	r.grid.Select(ids...)
	r.until(t, "the words", func() bool { return slices.Equal(r.words.ids, r.grid.Selected()) })
}

func (r *rig) chipsShown() []string {
	var labels []string
	for _, c := range append(slices.Clone(r.words.tags.chips), r.words.people.chips...) {
		labels = append(labels, c.Label.Text)
	}
	return labels
}

func (r *rig) waitTags(t *testing.T) {
	t.Helper()
	r.until(t, "the tags at the side", func() bool {
		rows := r.side.Rows()
		return len(r.side.KnownTags()) > 0 && rows[1].Untagged && !rows[1].Uncounted
	})
}

func (r *rig) chip(t *testing.T, label string) *tagChip {
	t.Helper()
	for _, c := range append(slices.Clone(r.words.tags.chips), r.words.people.chips...) {
		if strings.HasPrefix(c.Label.Text, label) {
			return c
		}
	}
	t.Fatalf("no chip %q among %q", label, r.chipsShown())
	return nil
}

// press is a shortcut that reaches the window: no text field has the keyboard.
func (r *rig) press(t *testing.T, s fyne.Shortcut) {
	t.Helper()
	for _, b := range r.bindings {
		for _, known := range b.shortcuts {
			if known.ShortcutName() == s.ShortcutName() {
				r.command(b)
				return
			}
		}
	}
	t.Fatalf("nothing is bound to %s", s.ShortcutName())
}

// cross clicks a chip's ×.
func cross(c *tagChip) { c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(c.Size().Width-4, 8)}) }

func TestTagsOfOnePhoto(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.waitTags(t)
	r.choose(t, 3)
	if got := r.chipsShown(); !slices.Equal(got, []string{"Bella", "animals/dogs", "vacation"}) {
		t.Fatalf("chips %q", got)
	}
	if r.chip(t, "Bella").Quiet || !r.chip(t, "vacation").Quiet || !r.words.offer.Visible() {
		t.Error("the file's word looks as the owner's, or isn't offered")
	}
	entry := r.words.field.entry
	r.win.Canvas().Focus(entry)
	test.Type(entry, "beach, person:Bo,")
	r.until(t, "the tags", func() bool { return b.of(3) == "Bella|animals/dogs|beach|person:Bo" })
	r.until(t, "the chips", func() bool { return len(r.chipsShown()) == 5 })
	if entry.Text != "" && strings.TrimSpace(entry.Text) != "" {
		t.Errorf("%q is left", entry.Text)
	}
	cross(r.chip(t, "beach"))
	r.until(t, "it to go", func() bool { return b.of(3) == "Bella|animals/dogs|person:Bo" })
	r.chip(t, "animals/dogs").Edit()
	r.waitKind(t, searching)
	if r.nav.at.Text != "tag:animals/dogs" {
		t.Errorf("a click on a tag asks %q", r.nav.at.Text)
	}
}

func TestTagsOfSeveralPhotos(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.choose(t, 3, 2, 1)
	if got := r.detailsHeading(); got != "3 photos, 2 share “Bella”" {
		t.Errorf("heading %q", got)
	}
	r.chip(t, "Bella · 2 of 3").Edit()
	r.until(t, "all to have it", func() bool { return b.of(1) == "Bella" })
	r.until(t, "the chip", func() bool { return r.chip(t, "Bella").Label.Text == "Bella" })
	if r.detailsHeading() != "3 photos share “Bella”" || r.said() != "Tagged 3 photos: Bella" || r.offered() != "Undo" {
		t.Errorf("heading %q, status %q, %q", r.detailsHeading(), r.said(), r.offered())
	}
	cross(r.chip(t, "Bella"))
	r.until(t, "none to have it", func() bool { return b.of(1)+b.of(2)+b.of(3) == "person:Annaanimals/dogs" })
}

func TestManyPhotosAreOneCall(t *testing.T) {
	b := taggedFolder()
	var ids []library.PhotoID
	for i := range 5000 {
		ids = append(ids, library.PhotoID(5000-i))
		b.own[library.PhotoID(i+1)] = []library.Tag{tag(fmt.Sprint("tag ", i%200))}
	}
	b.tiles = func(context.Context, library.Scope, library.Sort) ([]library.Tile, error) {
		return tilesOf(ids...), nil
	}
	r := newRig(t, b)
	before := b.asks()
	r.grid.SelectAll()
	r.until(t, "the words", func() bool { return len(r.words.ids) == 5000 })
	if n := b.asks() - before; n != 1 {
		t.Errorf("%d calls", n)
	}
	if n := len(r.words.tags.root.Objects); n != mostChips+1 {
		t.Errorf("%d chips", n)
	}
}

func TestCompletionOfTags(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.waitTags(t)
	r.choose(t, 1)
	f := r.words.field
	r.win.Canvas().Focus(f.entry)
	test.Type(f.entry, "do")
	if !f.entry.AcceptsTab() || len(f.offers) != 3 || f.offers[0].Tag != tag("animals/dogs") {
		t.Fatalf("offers %+v", f.offers)
	}
	f.entry.TypedKey(key(fyne.KeyTab))
	r.until(t, "the first one", func() bool { return b.of(1) == "animals/dogs" })
	test.Type(f.entry, "be")
	f.entry.TypedKey(key(fyne.KeyDown))
	f.entry.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the chosen one", func() bool { return b.of(1) == "animals/dogs|Bella" })
	test.Type(f.entry, "be")
	f.entry.TypedKey(key(fyne.KeyReturn))
	r.until(t, "what was typed", func() bool { return b.of(1) == "animals/dogs|Bella|be" })
	test.Type(f.entry, "ann")
	f.entry.TypedKey(key(fyne.KeyEscape))
	if f.open() || f.entry.Text != "ann" {
		t.Errorf("Esc leaves %q, list %v", f.entry.Text, f.offers)
	}
	f.entry.TypedKey(key(fyne.KeyEscape))
	f.entry.TypedKey(key(fyne.KeyEscape))
	if f.entry.Text != "" || r.win.Canvas().Focused() != fyne.Focusable(r.grid) {
		t.Errorf("Esc leaves %q, and %T has the keyboard", f.entry.Text, r.win.Canvas().Focused())
	}
	r.win.Canvas().Focus(f.entry)
	f.entry.TypedKey(key(fyne.KeyDown))
	if len(f.offers) != 3 || f.offers[0].Tag != tag("be") {
		t.Errorf("recent tags %+v", f.offers)
	}
}

func TestCaptions(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.choose(t, 3)
	c := r.words.caption
	if c.Text != "At the sea" {
		t.Fatalf("caption %q", c.Text)
	}
	r.win.Canvas().Focus(c)
	test.Type(c, "!")
	c.TypedKey(key(fyne.KeyEscape))
	if c.Text != "At the sea" || len(b.labels()) != 0 {
		t.Errorf("Esc leaves %q, done %q", c.Text, b.labels())
	}
	c.SetText("At the lake")
	c.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	r.until(t, "the caption", func() bool { return b.caption(3) == "At the lake" })
	r.win.Canvas().Focus(c)
	c.SetText("At the pond")
	r.choose(t, 2) // goes on to another photo
	r.until(t, "the caption", func() bool { return b.caption(3) == "At the pond" })
	if c.Text != "" || b.caption(2) != "" {
		t.Errorf("the other photo got %q, saved %q", c.Text, b.caption(2))
	}
	r.choose(t, 3, 2)
	if c.Text != "" || c.PlaceHolder != "Mixed captions" {
		t.Errorf("several: %q, %q", c.Text, c.PlaceHolder)
	}
	r.win.Canvas().Focus(c)
	c.SetText("Both")
	r.win.Canvas().Focus(r.grid)
	r.until(t, "both captions", func() bool { return b.caption(3) == "Both" && b.caption(2) == "Both" })
	r.until(t, "the text to be known", func() bool { return c.PlaceHolder == "Add a caption to all of them; Ctrl+Enter saves" })
	r.win.Canvas().Focus(c)
	c.SetText("")
	r.Close() // what is written isn't lost
	if b.caption(3) != "" || len(b.labels()) != 4 {
		t.Errorf("after the window closed: %q, %q", b.caption(3), b.labels())
	}
}

func TestTypingACaptionOutlivesChanges(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.choose(t, 3)
	r.win.Canvas().Focus(r.words.caption)
	r.words.caption.SetText("At the")
	asked := b.asks()
	b.notify(service.Event{Kind: service.TagsChanged})
	r.until(t, "the words anew", func() bool { return b.asks() > asked && r.queueEmpty() })
	if r.words.caption.Text != "At the" || len(b.labels()) != 0 {
		t.Errorf("caption %q, done %q", r.words.caption.Text, b.labels())
	}
}

func TestUndoOfWords(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.choose(t, 1)
	r.tagPhotos(r.words.ids, []library.Tag{tag("sea")}, nil)
	r.until(t, "the tag", func() bool { return r.offered() != "" && b.of(1) == "sea" })
	r.tapOffer(t)
	r.until(t, "the undo", func() bool { return b.of(1) == "" && r.said() == "Undid: “Tagged 1 photo: sea”" })
	r.until(t, "the chips", func() bool { return len(r.chipsShown()) == 0 })
	r.press(t, &fyne.ShortcutRedo{})
	r.until(t, "the redo", func() bool { return b.of(1) == "sea" })
	r.press(t, &fyne.ShortcutUndo{})
	r.until(t, "the undo", func() bool { return b.of(1) == "" })
	r.press(t, redoKeys()[0])
	r.until(t, "the other redo", func() bool { return b.of(1) == "sea" })

	r.win.Canvas().Focus(r.words.field.entry)
	test.Type(r.words.field.entry, "x")
	r.words.field.entry.TypedShortcut(&fyne.ShortcutUndo{})
	if r.words.field.entry.Text != "" || b.of(1) != "sea" {
		t.Errorf("a text field leaves %q, the tags are %q", r.words.field.entry.Text, b.of(1))
	}
	r.words.field.entry.TypedShortcut(redoKeys()[0])
	r.words.field.entry.TypedShortcut(&fyne.ShortcutUndo{})
	r.words.caption.TypedShortcut(&fyne.ShortcutUndo{}) // nothing is written there
	r.until(t, "the undo from a field", func() bool { return b.of(1) == "" })
	r.box.TypedShortcut(redoKeys()[0])
	r.until(t, "the redo from a field", func() bool { return b.of(1) == "sea" })
	r.press(t, &fyne.ShortcutUndo{})
	r.press(t, &fyne.ShortcutUndo{})
	r.until(t, "the end", func() bool { return r.said() == "There is nothing to undo." })
	if b.of(1) != "" || len(b.fakeHistory.undone) != 1 {
		t.Errorf("tags %q, %d undone", b.of(1), len(b.fakeHistory.undone))
	}
}

func TestTagSheet(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.waitTags(t)
	r.win.Canvas().Focus(r.grid)
	r.choose(t, 3, 2)
	r.TypedRune('t')
	r.until(t, "the sheet", func() bool { return r.tagSheet != nil && len(r.tagSheet.tags.chips) == 3 })
	f := r.tagSheet.field
	if r.win.Canvas().Focused() != fyne.Focusable(f.entry) {
		t.Fatalf("%T has the keyboard", r.win.Canvas().Focused())
	}
	test.Type(f.entry, "beach, dog")
	f.entry.TypedKey(key(fyne.KeyTab))
	if f.entry.Text != "beach, animals/dogs, " {
		t.Errorf("Tab gives %q", f.entry.Text)
	}
	test.Type(f.entry, "ann")
	f.entry.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the tags", func() bool { return b.of(2) == "Bella|person:Anna|beach|animals/dogs|ann" })
	if r.tagSheet != nil || len(r.sheets) != 0 || len(b.labels()) != 1 {
		t.Errorf("sheet open, or %q done", b.labels())
	}
	if r.win.Canvas().Focused() != fyne.Focusable(r.grid) {
		t.Errorf("%T has the keyboard", r.win.Canvas().Focused())
	}
	r.TypedRune('t')
	r.tagSheet.field.entry.TypedKey(key(fyne.KeyEscape))
	if r.tagSheet != nil || len(b.labels()) != 1 {
		t.Error("Esc doesn't leave")
	}
}

func TestTagSheetInTheViewer(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.view(2)
	r.viewer.TypedRune('t')
	if r.tagSheet == nil {
		t.Fatal("no sheet")
	}
	test.Type(r.tagSheet.field.entry, "sea")
	r.tagSheet.field.entry.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the tag", func() bool { return b.of(2) == "Bella|person:Anna|sea" })
	if !r.zones.viewing || r.win.Canvas().Focused() != fyne.Focusable(r.viewer) {
		t.Errorf("viewing %v, %T has the keyboard", r.zones.viewing, r.win.Canvas().Focused())
	}
	r.press(t, &fyne.ShortcutUndo{})
	r.until(t, "the undo", func() bool { return b.of(2) == "Bella|person:Anna" })
}

func TestFailureIsSaid(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.choose(t, 1)
	b.fakeTags.mu.Lock()
	b.fakeTags.fail = errors.New("the disk is full")
	b.fakeTags.mu.Unlock()
	r.tagPhotos(r.words.ids, []library.Tag{tag("sea")}, nil)
	r.until(t, "the sentence", func() bool { return r.said() == "The disk is full." })
}

// TestANewTagIsOfferedBeforeANewPerson: what nobody is called so yet is a tag first.
func TestANewTagIsOfferedBeforeANewPerson(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.choose(t, 1)
	r.win.Canvas().Focus(r.words.field.entry)
	test.Type(r.words.field.entry, "sport")
	offers := offerLabels(r.words.field.offers)
	if len(offers) != 2 || offers[0] != "Create tag “sport”|" || offers[1] != "sport|… as a person" || !r.words.field.offers[1].Pale {
		t.Fatalf("offered %q", offers)
	}
	r.words.field.entry.TypedKey(key(fyne.KeyTab))
	r.until(t, "the tag", func() bool { return b.of(1) == "sport" })
}

func TestEscapeLosesNoCaption(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.choose(t, 1)
	c := r.words.caption
	r.win.Canvas().Focus(c)
	test.Type(c, "At the sea")
	c.TypedKey(key(fyne.KeyEscape))
	if c.Text != "" || r.offered() != "Save it" || b.caption(1) != "" {
		t.Fatalf("the field has %q, offered %q, saved %q", c.Text, r.offered(), b.caption(1))
	}
	r.tapOffer(t)
	r.until(t, "the caption", func() bool { return b.caption(1) == "At the sea" })
}
