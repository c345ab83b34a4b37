package query

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/ui/kit"
	"descry/ui/theme"
)

// selectionBar stands in the place of the result line while photos are selected, with their
// number and buttons. The bar is as high as the line, so that the photos keep still.
type selectionBar struct {
	root    *fyne.Container // holds the line in whose place the bar stands
	line    fyne.CanvasObject
	bar     *kit.Panel
	row     *fyne.Container
	count   *kit.Line
	tag     *kit.Button
	similar *kit.Button
	copy    *kit.Button
	close   *kit.Button
}

// selectionActions are what the bar's buttons do with the selected photos.
type selectionActions struct {
	tag, similar, copyPaths, deselect func()
}

// newSelectionBar makes a bar for the place of line.
func newSelectionBar(keys kit.KeySink, line fyne.CanvasObject, do selectionActions) *selectionBar {
	b := &selectionBar{line: line, count: kit.NewLine("")}
	b.count.Style.Bold, b.count.Whole = true, true
	b.close = kit.NewIconButton(keys, fynetheme.CancelIcon(), message.Text("selection-clear-tip", nil), do.deselect)
	b.tag = kit.NewQuietButton(keys, message.Text("selection-tag-button", nil), nil, do.tag)
	b.similar = kit.NewQuietButton(keys, message.Text("selection-similar-button", nil), nil, do.similar)
	b.copy = kit.NewQuietButton(keys, message.Count("copy-paths", 1, nil), nil, do.copyPaths)
	b.row = container.New(&inRow{gap: 4}, b.close, kit.NewInset(kit.Inset{Right: 8}, b.count), b.tag, b.similar, b.copy)
	b.bar = kit.NewPanel(theme.ColorNameSelected, b.row)
	b.bar.Rounded = true
	b.bar.Hide()
	b.root = container.New(inTurn{}, line, b.bar)
	return b
}

// show takes the number of selected photos. With none the line comes back.
func (b *selectionBar) show(n int) {
	text, paths := message.Count("selection-count", n, nil), message.Count("copy-paths", n, nil)
	if n > 0 && (b.count.Text != text || b.copy.Text != paths) {
		b.count.SetText(text)
		b.copy.SetText(paths)
		b.row.Refresh() // they take another width
	}
	kit.SetVisible(b.bar, n > 0)
	kit.SetVisible(b.line, n == 0)
}

// inTurn gives all its objects the same place, of which one is shown at a time, and
// asks for the room of the largest, so that nothing around them moves.
type inTurn struct{}

// Layout is for Fyne.
func (inTurn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		kit.Put(o, 0, 0, size.Width, size.Height)
	}
}

// MinSize is for Fyne.
func (inTurn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size
}

// inRow puts objects side by side as far as there is room; those that have none are
// left out from the end.
type inRow struct{ gap float32 }

// Layout is for Fyne.
func (r *inRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for _, o := range objects {
		asked := o.MinSize()
		kit.SetVisible(o, x+asked.Width <= size.Width)
		kit.Put(o, x, (size.Height-asked.Height)/2, asked.Width, asked.Height)
		x += asked.Width + r.gap
	}
}

// MinSize is as high as the highest.
func (*inRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}
