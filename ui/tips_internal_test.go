package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"descry/ui/kit"
)

// told is what the tips say now, "" nothing.
func (r *rig) told() string {
	for _, layer := range r.tips.Layers {
		if len(layer.Objects) > 0 {
			return r.tips.Text.Text
		}
	}
	return ""
}

func TestIconsSayWhatTheyDo(t *testing.T) {
	r := newRig(t, oneFolder())
	b := r.menuButton(t)
	b.MouseIn(&desktop.MouseEvent{})
	if r.told() != "" {
		t.Error("it is told at once")
	}
	r.clock.elapse(kit.TipPause)
	r.queue.pump()
	if r.told() != "More" {
		t.Errorf("the pointer on … is told %q", r.told())
	}
	label, canvas := r.tips.Label, r.win.Canvas().Size()
	if x := label.Position().X; x < 0 || x+label.Size().Width > canvas.Width || label.Position().Y <= b.Position().Y {
		t.Errorf("it stands at %v, %v", label.Position(), label.Size())
	}
	b.MouseOut()
	if r.told() != "" {
		t.Error("it stays when the pointer has gone")
	}
	size := r.sizeSlider(t)
	size.MouseIn(&desktop.MouseEvent{})
	size.MouseOut()
	r.clock.elapse(kit.TipPause)
	r.queue.pump()
	if r.told() != "" {
		t.Error("what the pointer passed by is told")
	}
	b.MouseIn(&desktop.MouseEvent{})
	test.Tap(b)
	r.clock.elapse(kit.TipPause)
	r.queue.pump()
	if r.told() != "" {
		t.Error("it comes over the menu that was opened")
	}
}

// TestTipsShowInFrontOfSheets: what is in front takes the pointer, so the words have to
// be part of it.
func TestTipsShowInFrontOfSheets(t *testing.T) {
	r := newRig(t, oneFolder())
	about := kit.NewIconButton(r, nil, "What it does", func() {})
	s := r.openSheet("Title", fyne.NewSize(300, 0), container.NewHBox(about))
	about.MouseIn(&desktop.MouseEvent{})
	r.clock.elapse(kit.TipPause)
	r.queue.pump()
	if len(s.Tips.Objects) != 1 || r.told() != "What it does" {
		t.Errorf("the sheet's layer holds %d, told %q", len(s.Tips.Objects), r.told())
	}
	r.closeSheet(s)
	if r.told() != "" || len(r.tips.Layers) != 1 {
		t.Error("it stays when the sheet has gone")
	}
}

// TestEveryIconHasATip walks the window for buttons that are an icon only.
func TestEveryIconHasATip(t *testing.T) {
	r := newRig(t, taggedFolder())
	found := 0
	for _, root := range []fyne.CanvasObject{r.content, r.models.Object(), r.learn.Object()} {
		walk(root, func(o fyne.CanvasObject) {
			if b, ok := o.(*kit.Button); ok && b.Icon != nil && b.Text == "" && b.IconPlacement == widget.ButtonIconLeadingText { // a drop-down gets its word later
				found++
				if b.Hint == "" {
					t.Errorf("nothing says what the icon %s does", b.Icon.Name())
				}
			}
		})
	}
	steps := 0
	walk(r.viewer, func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && strings.HasSuffix(b.Hint, "photo (Left)") || ok && strings.HasSuffix(b.Hint, "photo (Right)") {
			steps++
		}
	})
	if steps != 2 {
		t.Errorf("%d icons of the viewer tell what they do", steps)
	}
	if found < 8 {
		t.Errorf("only %d icons found", found)
	}
}

// walk visits o and all within it, hidden or not.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			walk(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			walk(child, visit)
		}
	}
}

// TestMenusNameTheKeys that do the same.
func TestMenusNameTheKeys(t *testing.T) {
	known := map[string]bool{}
	for _, b := range bindings() {
		for k := range strings.FieldsSeq(b.Keys) {
			known[k] = true
		}
	}
	r := newRig(t, oneFolder())
	r.grid.Select(2)
	named := 0
	check := func(items []*fyne.MenuItem) {
		for _, item := range items {
			if hint, ok := item.Shortcut.(kit.KeyHint); ok {
				named++
				if !known[string(hint)] {
					t.Errorf("%q names %q, which is no key", item.Label, hint)
				}
			}
		}
	}
	check(r.onePhotoMenu(2))
	if named < 8 {
		t.Errorf("a photo's menu names %d keys", named)
	}
	var texts []string
	for _, item := range kit.WithKeys([]*fyne.MenuItem{kit.MenuItem("Sidebar", "Ctrl+B", nil), fyne.NewMenuItem("A longer label", nil)}) {
		texts = append(texts, item.Label)
	}
	if !strings.HasPrefix(texts[0], "Sidebar  ") || !strings.HasSuffix(texts[0], "Ctrl+B") || texts[1] != "A longer label" {
		t.Errorf("drawn as %q", texts)
	}
	size := kit.CurrentTheme().Size("text")
	if w := fyne.MeasureText(strings.TrimSuffix(texts[0], "Ctrl+B"), size, fyne.TextStyle{}).Width; w < fyne.MeasureText(texts[1], size, fyne.TextStyle{}).Width+kit.HintGap-3 {
		t.Error("the keys stand within the labels")
	}
}
