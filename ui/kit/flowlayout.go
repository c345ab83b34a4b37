package kit

import "fyne.io/fyne/v2"

// Flow puts objects side by side, each in its own width, and begins another row where the
// width ends.
type Flow struct {
	Gap     float32
	Centred bool    // rows stand in the middle
	width   float32 // last known, for MinSize
}

// NewFlow puts objects beside each other, gap Fyne units apart, in as many rows as needed.
func NewFlow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &Flow{Gap: gap}, Objects: objects}
}

// rows divides the visible objects into rows. An object wider than width is cut to width. A
// width of 0 is unknown, and all objects stand in one row.
func (f *Flow) rows(objects []fyne.CanvasObject, width float32) []flowRow {
	var rows []flowRow
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if width > 0 {
			size.Width = min(size.Width, width)
		}
		if n := len(rows); n == 0 || width > 0 && rows[n-1].width+f.Gap+size.Width > width {
			rows = append(rows, flowRow{width: -f.Gap})
		}
		rows[len(rows)-1].add(o, size, f.Gap)
	}
	return rows
}

type flowRow struct {
	objects     []fyne.CanvasObject
	sizes       []fyne.Size
	width, high float32
}

func (r *flowRow) add(o fyne.CanvasObject, size fyne.Size, gap float32) {
	r.objects, r.sizes = append(r.objects, o), append(r.sizes, size)
	r.width += gap + size.Width
	r.high = max(r.high, size.Height)
}

// HeightAt is how high the lines are in a width.
func (f *Flow) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	high := float32(0)
	for i, r := range f.rows(objects, width) {
		if i > 0 {
			high += f.Gap
		}
		high += r.high
	}
	return high
}

// Layout is for Fyne.
func (f *Flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	y := float32(0)
	for _, r := range f.rows(objects, size.Width) {
		x := float32(0)
		if f.Centred {
			x = max((size.Width-r.width)/2, 0)
		}
		for i, o := range r.objects {
			Put(o, x, y+(r.high-r.sizes[i].Height)/2, r.sizes[i].Width, r.sizes[i].Height)
			x += r.sizes[i].Width + f.Gap
		}
		y += r.high + f.Gap
	}
}

// MinSize is for Fyne: the height in the last known width.
func (f *Flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, f.HeightAt(objects, f.width))
}
