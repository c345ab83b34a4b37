package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/ui/kit"
)

// Widths of the chart in Fyne units.
const (
	sureName float32 = 110
	sureBar  float32 = 220
)

// reliability shows how many of the suggestions with a confidence were right.
type reliability struct {
	root *fyne.Container
	text *kit.Prose
	bins *fyne.Container
}

func newReliability() *reliability {
	r := &reliability{text: kit.NewProse(""), bins: kit.NewColumn(4)}
	r.root = kit.NewColumn(6, kit.NewInset(kit.Inset{Top: 24}, kit.NewHeading("How reliable suggestions are")), r.text, r.bins)
	return r
}

// show draws a bar for each bin that has photos.
func (r *reliability) show(p learning.Proof) {
	kit.SetVisible(r.root, p.Measured != "")
	r.text.SetText(reliabilityText(p.Reliability))
	r.bins.Objects = nil
	for _, b := range p.Reliability {
		if b.Photos == 0 {
			continue
		}
		bar := kit.NewStrengthBar(float32(b.Right), fynetheme.ColorNamePrimary)
		right := fmt.Sprintf("%.0f %% were right · %s", 100*b.Right, message.Plural(b.Photos, "photo", "photos"))
		r.bins.Add(&fyne.Container{Layout: sureColumns{}, Objects: []fyne.CanvasObject{
			kit.NewHint(fmt.Sprintf("about %.0f %% sure", 100*b.Said)), bar, kit.NewHint(right)}})
	}
	r.bins.Refresh()
}

// sureColumns places a bin: what was said, a bar, what was right.
type sureColumns struct{}

// Layout is for Fyne.
func (sureColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	bar := min(sureBar, max(size.Width-sureName, 0)/2)
	kit.Put(objects[0], 0, 0, sureName, size.Height)
	kit.Put(objects[1], sureName, (size.Height-kit.BarHigh)/2, bar, kit.BarHigh)
	kit.Put(objects[2], sureName+bar+12, 0, max(size.Width-sureName-bar-12, 0), size.Height)
}

// MinSize is for Fyne.
func (sureColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(sureName+sureBar, objects[0].MinSize().Height)
}
