package tags

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/ui/kit"
)

// importRow draws a row of the import sheet: a mark, the tag or caption, an example of its
// place, and the number of photos.
type importRow struct {
	widget.BaseWidget
	mark               *widget.Icon
	name, note, photos *kit.Line
	heading            bool
	box                *fyne.Container
	onTap              func()
}

var _ fyne.Tappable = (*importRow)(nil)

const (
	importRowHigh float32 = 30
	importMark    float32 = 20
	importIndent  float32 = 18
)

func newImportRow() *importRow {
	r := &importRow{mark: widget.NewIcon(nil), name: kit.NewLine(""), note: kit.NewHint(""), photos: kit.NewHint("")}
	r.photos.Whole, r.photos.Align = true, fyne.TextAlignTrailing
	r.note.Middle = true
	r.box = &fyne.Container{Layout: importRowLayout{r}, Objects: []fyne.CanvasObject{r.mark, r.name, r.note, r.photos}}
	r.ExtendBaseWidget(r)
	return r
}

// show fills the row.
func (r *importRow) show(l importLine) {
	r.heading = l.heading
	icon := fynetheme.CheckButtonIcon()
	switch {
	case l.partly:
		icon = fynetheme.ContentRemoveIcon()
	case l.on:
		icon = fynetheme.CheckButtonCheckedIcon()
	}
	r.mark.SetResource(icon)
	r.name.Text, r.note.Text, r.photos.Text = l.name, l.note, l.photos
	r.name.Style.Bold = l.heading
	for _, o := range []*kit.Line{r.name, r.note, r.photos} {
		o.Refresh()
	}
	r.box.Refresh()
}

// Tapped turns the mark round.
func (r *importRow) Tapped(*fyne.PointEvent) { r.onTap() }

// CreateRenderer is for Fyne.
func (r *importRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// importRowLayout places the parts of a row.
type importRowLayout struct{ *importRow }

// Layout is for Fyne.
func (r importRowLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	x := kit.RowPad
	if !r.heading {
		x += importIndent
	}
	kit.Put(r.mark, x, (size.Height-importMark)/2, importMark, importMark)
	x += importMark + 6
	high := r.name.MinSize().Height
	y := (size.Height - high) / 2
	right := size.Width - kit.RowPad - 8
	width := r.photos.MinSize().Width
	kit.Put(r.photos, right-width, y+1, width, high)
	right -= width + 12
	name := min(kit.LineWidth(r.name)+2, max(right-x, 0)*0.6)
	if r.note.Text == "" {
		name = max(right-x, 0)
	}
	kit.Put(r.name, x, y, name, high)
	kit.Put(r.note, x+name+12, y+1, max(right-x-name-12, 0), high)
}

// MinSize is for Fyne.
func (r importRowLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, importRowHigh)
}
