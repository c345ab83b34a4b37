package ui

import (
	"fmt"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/learning"
)

// Widths of the chart in Fyne units.
const (
	sureName float32 = 110
	sureBar  float32 = 220
)

// reliability shows how many of the suggestions with a confidence were right.
type reliability struct {
	root *fyne.Container
	text *prose
	bins *fyne.Container
}

func newReliability() *reliability {
	r := &reliability{text: newProse(""), bins: newColumn(4)}
	r.root = newColumn(6, newInset(inset{top: 24}, newHeading("How reliable suggestions are")), r.text, r.bins)
	return r
}

// show draws a bar for each bin that has photos.
func (r *reliability) show(p learning.Proof) {
	setVisible(r.root, p.Measured != "")
	r.text.setText(reliabilityText(p.Reliability))
	r.bins.Objects = nil
	for _, b := range p.Reliability {
		if b.Photos == 0 {
			continue
		}
		bar := newStrengthBar(service.Part{Strength: float32(b.Right)})
		right := fmt.Sprintf("%.0f %% were right · %s", 100*b.Right, message.Plural(b.Photos, "photo", "photos"))
		r.bins.Add(&fyne.Container{Layout: sureColumns{}, Objects: []fyne.CanvasObject{
			newHint(fmt.Sprintf("about %.0f %% sure", 100*b.Said)), bar, newHint(right)}})
	}
	r.bins.Refresh()
}

// sureColumns places a bin: what was said, a bar, what was right.
type sureColumns struct{}

// Layout is for Fyne.
func (sureColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	bar := min(sureBar, max(size.Width-sureName, 0)/2)
	put(objects[0], 0, 0, sureName, size.Height)
	put(objects[1], sureName, (size.Height-barHigh)/2, bar, barHigh)
	put(objects[2], sureName+bar+12, 0, max(size.Width-sureName-bar-12, 0), size.Height)
}

// MinSize is for Fyne.
func (sureColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(sureName+sureBar, objects[0].MinSize().Height)
}
