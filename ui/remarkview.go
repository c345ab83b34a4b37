package ui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/ui/kit"
)

// remarkView is the line under the search box that says what of the query could
// not be understood, with a way to the help.
type remarkView struct {
	root  *fyne.Container
	text  *kit.Prose
	help  *kit.Tappable
	wrong bool
	// grown is told that the height may be another.
	grown func()
}

func newRemarkView(help, grown func()) *remarkView {
	link := kit.NewHint("How to search")
	link.Colour, link.Whole = fynetheme.ColorNameHyperlink, true
	v := &remarkView{text: kit.NewProse(""), help: kit.NewTappable(link, help)}
	v.root = &fyne.Container{Layout: behind{gap: 12}, Objects: []fyne.CanvasObject{v.text, v.help}}
	v.show(remark{})
	v.grown = grown
	return v
}

// show replaces the remark; without one nothing is to be seen.
func (v *remarkView) show(r remark) {
	v.wrong = r.Wrong
	v.text.Say(r.Text, r.Wrong)
	kit.SetVisible(v.root, r.Text != "")
	if v.grown != nil {
		v.grown()
	}
}

// behind puts its second object behind the text of the first, a prose, where its
// first line ends or at the right edge.
type behind struct{ gap float32 }

func (b behind) room(objects []fyne.CanvasObject, width float32) float32 {
	return max(width-objects[1].MinSize().Width-b.gap, 0)
}

func (b behind) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	return max(kit.HeightAt(objects[0], b.room(objects, width)), objects[1].MinSize().Height)
}

// Layout is for Fyne.
func (b behind) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	p, room := objects[0].(*kit.Prose), b.room(objects, size.Width)
	kit.Put(p, 0, 0, room, size.Height)
	link := objects[1].MinSize()
	kit.Put(objects[1], min(p.TextWidth(), room)+b.gap, 0, link.Width, link.Height)
}

// MinSize is for Fyne.
func (b behind) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	return fyne.NewSize(size.Width+b.gap+objects[1].MinSize().Width, size.Height)
}
