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
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/tags"
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
	r.until(t, "the words", func() bool { return slices.Equal(r.tags.Shown(), r.grid.Selected()) })
}

// within are the widgets of a type that are to be seen within root.
func within[W fyne.CanvasObject](root fyne.CanvasObject) (found []W) {
	for _, o := range kittest.Visible(root) {
		if w, ok := o.(W); ok {
			found = append(found, w)
		}
	}
	return found
}

// only is the one widget of a type that is to be seen within root.
func only[W fyne.CanvasObject](t *testing.T, root fyne.CanvasObject) W {
	t.Helper()
	found := within[W](root)
	if len(found) != 1 {
		t.Fatalf("%d of %T", len(found), *new(W))
	}
	return found[0]
}

// tagEntry is where tags are typed in the details.
func (r *rig) tagEntry(t *testing.T) *tags.Entry {
	t.Helper()
	return only[*tags.Entry](t, r.tags.Root())
}

// captionField is where the caption is written in the details.
func (r *rig) captionField(t *testing.T) *tags.CaptionField {
	t.Helper()
	return only[*tags.CaptionField](t, r.tags.Root())
}

// tagOffers are the completions on offer below the field of tags in the details.
func (r *rig) tagOffers() (labels []string) {
	for _, row := range within[*kit.OfferRow](r.tags.Root()) {
		labels = append(labels, row.Label.Text)
	}
	return labels
}

// inSheet is the text field of the sheet in front, which has the keyboard.
func (r *rig) inSheet(t *testing.T) *tags.Entry {
	t.Helper()
	e, ok := r.win.Canvas().Focused().(*tags.Entry)
	if !ok {
		t.Fatalf("%T has the keyboard", r.win.Canvas().Focused())
	}
	return e
}

func (r *rig) chipsShown() []string {
	var labels []string
	for _, c := range within[*kit.ChipView](r.tags.Root()) {
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

func (r *rig) chip(t *testing.T, label string) *kit.ChipView {
	t.Helper()
	for _, c := range within[*kit.ChipView](r.tags.Root()) {
		if strings.HasPrefix(c.Label.Text, label) {
			return c
		}
	}
	t.Fatalf("no chip %q among %q", label, r.chipsShown())
	return nil
}

// offersImport reports whether the details offer to import what the files say.
func (r *rig) offersImport() bool {
	for _, l := range within[*kit.Line](r.tags.Root()) {
		if strings.HasSuffix(l.Text, "Import…") {
			return true
		}
	}
	return false
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
func cross(c *kit.ChipView) { c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(c.Size().Width-4, 8)}) }

func TestTagsOfOnePhoto(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.waitTags(t)
	r.choose(t, 3)
	if got := r.chipsShown(); !slices.Equal(got, []string{"Bella", "animals/dogs", "vacation"}) {
		t.Fatalf("chips %q", got)
	}
	if r.chip(t, "Bella").Quiet || !r.chip(t, "vacation").Quiet || !r.offersImport() {
		t.Error("the file's word looks as the owner's, or isn't offered")
	}
	entry := r.tagEntry(t)
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
	r.waitSearching(t)
	if r.search.At().Text != "tag:animals/dogs" {
		t.Errorf("a click on a tag asks %q", r.search.At().Text)
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
	b.OnTiles = func(context.Context, library.Scope, library.Sort) ([]library.Tile, error) {
		return tilesOf(ids...), nil
	}
	r := newRig(t, b)
	before := b.asks()
	r.grid.SelectAll()
	r.until(t, "the words", func() bool { return len(r.tags.Shown()) == 5000 })
	if n := b.asks() - before; n != 1 {
		t.Errorf("%d calls", n)
	}
	if n := len(r.chipsShown()); n != 60 {
		t.Errorf("%d chips", n)
	}
	if more := only[*kit.ChipFace](t, r.tags.Root()); more.Label.Text != "and 141 more" {
		t.Errorf("%q behind them", more.Label.Text)
	}
}

func TestCompletionOfTags(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.waitTags(t)
	r.choose(t, 1)
	entry := r.tagEntry(t)
	r.win.Canvas().Focus(entry)
	test.Type(entry, "do")
	if offers := r.tagOffers(); !entry.AcceptsTab() || len(offers) != 3 || offers[0] != "animals/dogs" {
		t.Fatalf("offers %q", offers)
	}
	entry.TypedKey(key(fyne.KeyTab))
	r.until(t, "the first one", func() bool { return b.of(1) == "animals/dogs" })
	test.Type(entry, "be")
	entry.TypedKey(key(fyne.KeyDown))
	entry.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the chosen one", func() bool { return b.of(1) == "animals/dogs|Bella" })
	test.Type(entry, "be")
	entry.TypedKey(key(fyne.KeyReturn))
	r.until(t, "what was typed", func() bool { return b.of(1) == "animals/dogs|Bella|be" })
	test.Type(entry, "ann")
	entry.TypedKey(key(fyne.KeyEscape))
	if len(r.tagOffers()) != 0 || entry.Text != "ann" {
		t.Errorf("Esc leaves %q, list %q", entry.Text, r.tagOffers())
	}
	entry.TypedKey(key(fyne.KeyEscape))
	entry.TypedKey(key(fyne.KeyEscape))
	if entry.Text != "" || r.win.Canvas().Focused() != fyne.Focusable(r.grid) {
		t.Errorf("Esc leaves %q, and %T has the keyboard", entry.Text, r.win.Canvas().Focused())
	}
	r.win.Canvas().Focus(entry)
	entry.TypedKey(key(fyne.KeyDown))
	if offers := r.tagOffers(); len(offers) != 3 || offers[0] != "be" {
		t.Errorf("recent tags %q", offers)
	}
}

func TestCaptions(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.choose(t, 3)
	c := r.captionField(t)
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
	c := r.captionField(t)
	r.win.Canvas().Focus(c)
	c.SetText("At the")
	asked := b.asks()
	b.notify(service.Event{Kind: service.TagsChanged})
	r.until(t, "the words anew", func() bool { return b.asks() > asked && r.queueEmpty() })
	if c.Text != "At the" || len(b.labels()) != 0 {
		t.Errorf("caption %q, done %q", c.Text, b.labels())
	}
}

func TestUndoOfWords(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.choose(t, 1)
	r.tags.TagPhotos(r.tags.Shown(), []library.Tag{tag("sea")}, nil)
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

	entry := r.tagEntry(t)
	r.win.Canvas().Focus(entry)
	test.Type(entry, "x")
	entry.TypedShortcut(&fyne.ShortcutUndo{})
	if entry.Text != "" || b.of(1) != "sea" {
		t.Errorf("a text field leaves %q, the tags are %q", entry.Text, b.of(1))
	}
	entry.TypedShortcut(redoKeys()[0])
	entry.TypedShortcut(&fyne.ShortcutUndo{})
	r.captionField(t).TypedShortcut(&fyne.ShortcutUndo{}) // nothing is written there
	r.until(t, "the undo from a field", func() bool { return b.of(1) == "" })
	r.box().TypedShortcut(redoKeys()[0])
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
	r.until(t, "the sheet", func() bool { return len(r.sheets) == 1 && len(within[*kit.ChipView](r.sheets[0].Pop)) == 4 })
	entry := r.inSheet(t)
	test.Type(entry, "beach, dog")
	entry.TypedKey(key(fyne.KeyTab))
	if entry.Text != "beach, animals/dogs, " {
		t.Errorf("Tab gives %q", entry.Text)
	}
	test.Type(entry, "ann")
	entry.TypedKey(key(fyne.KeyReturn))
	r.until(t, "the tags", func() bool { return b.of(2) == "Bella|person:Anna|beach|animals/dogs|ann" })
	if len(r.sheets) != 0 || len(b.labels()) != 1 {
		t.Errorf("sheet open, or %q done", b.labels())
	}
	if r.win.Canvas().Focused() != fyne.Focusable(r.grid) {
		t.Errorf("%T has the keyboard", r.win.Canvas().Focused())
	}
	r.TypedRune('t')
	r.inSheet(t).TypedKey(key(fyne.KeyEscape))
	if len(r.sheets) != 0 || len(b.labels()) != 1 {
		t.Error("Esc doesn't leave")
	}
}

func TestTagSheetInTheViewer(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.view(2)
	r.viewer.TypedRune('t')
	if len(r.sheets) != 1 {
		t.Fatal("no sheet")
	}
	test.Type(r.inSheet(t), "sea")
	r.inSheet(t).TypedKey(key(fyne.KeyReturn))
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
	r.tags.TagPhotos(r.tags.Shown(), []library.Tag{tag("sea")}, nil)
	r.until(t, "the sentence", func() bool { return r.said() == "The disk is full." })
}

// TestANewTagIsOfferedBeforeANewPerson: what nobody is called so yet is a tag first.
func TestANewTagIsOfferedBeforeANewPerson(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.choose(t, 1)
	entry := r.tagEntry(t)
	r.win.Canvas().Focus(entry)
	test.Type(entry, "sport")
	if offers := r.tagOffers(); !slices.Equal(offers, []string{"Create tag “sport”", "sport"}) {
		t.Fatalf("offered %q", offers)
	}
	entry.TypedKey(key(fyne.KeyTab))
	r.until(t, "the tag", func() bool { return b.of(1) == "sport" })
}

func TestEscapeLosesNoCaption(t *testing.T) {
	b := taggedFolder()
	r := newRig(t, b)
	r.choose(t, 1)
	c := r.captionField(t)
	r.win.Canvas().Focus(c)
	test.Type(c, "At the sea")
	c.TypedKey(key(fyne.KeyEscape))
	if c.Text != "" || r.offered() != "Save it" || b.caption(1) != "" {
		t.Fatalf("the field has %q, offered %q, saved %q", c.Text, r.offered(), b.caption(1))
	}
	r.tapOffer(t)
	r.until(t, "the caption", func() bool { return b.caption(1) == "At the sea" })
}
