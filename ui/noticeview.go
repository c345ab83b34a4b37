package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/ui/kit"
)

// noticeView draws a notice in the middle of where photos would be.
type noticeView struct {
	root    *fyne.Container
	title   *kit.Paragraph
	text    *kit.Paragraph
	busy    *widget.Activity
	buttons *fyne.Container
	shown   notice
	keys    kit.KeySink
	do      func(offer)
}

func newNoticeView(keys kit.KeySink, do func(offer)) *noticeView {
	v := &noticeView{keys: keys, do: do}
	v.title = kit.NewParagraph("")
	v.title.Alignment, v.title.TextStyle.Bold, v.title.SizeName = fyne.TextAlignCenter, true, fynetheme.SizeNameHeadingText
	v.text = kit.NewParagraph("")
	v.text.Alignment = fyne.TextAlignCenter
	v.busy = widget.NewActivity()
	v.buttons = &fyne.Container{Layout: &kit.Flow{Gap: 4, Centred: true}}
	column := container.NewVBox(v.title, v.text, container.NewCenter(v.busy), v.buttons)
	v.root = container.New(&middle{kit.ReadingWidth}, column)
	return v
}

// show replaces the notice. The first offer is the one to take. The same notice again changes
// nothing, since its buttons may be just under a click.
func (v *noticeView) show(n notice) {
	if v.shown.equal(n) {
		return
	}
	v.shown = n
	v.title.SetText(n.Title)
	v.text.SetText(n.Text)
	kit.SetVisible(v.text, n.Text != "")
	kit.SetVisible(v.busy, n.Busy)
	if n.Busy {
		v.busy.Start()
	} else {
		v.busy.Stop()
	}
	v.buttons.Objects = nil
	for i, o := range n.Offers {
		b := kit.NewButton(v.keys, o.Text, func() { v.do(o) })
		if i == 0 {
			b.Importance = widget.HighImportance
		}
		v.buttons.Add(b)
	}
	v.root.Refresh()
}

// middle centres one object, no wider than a limit, a little above the middle.
type middle struct{ width float32 }

// Layout is for Fyne.
func (m *middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(m.width, size.Width-32)
	o := objects[0]
	o.Resize(fyne.NewSize(width, o.MinSize().Height)) // wrapping decides the height
	height := o.MinSize().Height
	kit.Put(o, (size.Width-width)/2, max((size.Height-height)*0.45, 0), width, height)
}

// MinSize is for Fyne.
func (m *middle) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

var _ fyne.Layout = (*middle)(nil)
