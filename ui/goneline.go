package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/theme"
)

// goneLine stands above the photos while it is to be said whether photos that went at
// once are deleted. It is in nobody's way and stays until it is answered.
type goneLine struct {
	root  *fyne.Container
	text  *kit.Prose
	place library.Place // asked about; zero for none
	erase *kit.Button
	keep  *kit.Button
}

func newGoneLine(keys kit.KeySink, erase, keep func(library.Place), grown func()) *goneLine {
	g := &goneLine{text: kit.NewProse("")}
	g.text.Words.Style.SizeName = fynetheme.SizeNameText
	g.text.OnGrow = grown
	g.erase = kit.NewButton(keys, "Deleted…", func() { erase(g.place) })
	g.keep = kit.NewQuietButton(keys, "Keep", nil, func() { keep(g.place) })
	row := &fyne.Container{Layout: &asking{}, Objects: []fyne.CanvasObject{g.text, container.NewHBox(g.erase, g.keep)}}
	ground := kit.NewPanel(theme.ColorNameChip, container.NewWithoutLayout())
	ground.Rounded = true
	g.root = kit.NewInset(kit.Inset{Left: 12, Right: 12, Top: 2, Bottom: 6}, &fyne.Container{Layout: onGround{}, Objects: []fyne.CanvasObject{ground, row}})
	g.root.Hide()
	return g
}

// ask asks about a place, with more after it.
func (g *goneLine) ask(p library.Place, name string, more int) {
	text := message.PlaceQuestion(p, name)
	if more > 0 {
		text += " (" + message.Plural(more, "more question", "more questions") + ")"
	}
	g.place = p
	g.text.Set(text, fynetheme.ColorNameForeground)
	kit.SetVisible(g.root, true)
}

// clear asks nothing.
func (g *goneLine) clear() {
	g.place = library.Place{}
	kit.SetVisible(g.root, false)
}

// askOfPlaces asks about the first place that the owner hasn't answered for.
func (w *Window) askOfPlaces() {
	var open []library.Place
	for _, p := range w.side.Places() {
		if p.Asked() && !slices.ContainsFunc(w.state.Kept, func(k KeptPlace) bool { return k.answers(p) }) {
			open = append(open, p)
		}
	}
	if len(open) == 0 {
		w.gone.clear()
	} else {
		w.gone.ask(open[0], message.PlaceName(open[0], w.side.Folders()), len(open)-1)
	}
	w.regrow()
}

// onGround puts its first object behind the second, with a margin around that.
type onGround struct{}

const (
	groundPadX float32 = 12
	groundPadY float32 = 4
)

func (onGround) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	return kit.HeightAt(objects[1], max(width-2*groundPadX, 0)) + 2*groundPadY
}

// Layout is for Fyne.
func (onGround) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	kit.Put(objects[0], 0, 0, size.Width, size.Height)
	kit.Put(objects[1], groundPadX, groundPadY, max(size.Width-2*groundPadX, 0), max(size.Height-2*groundPadY, 0))
}

// MinSize is for Fyne.
func (onGround) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[1].MinSize().AddWidthHeight(2*groundPadX, 2*groundPadY)
}

// asking puts buttons to the right of a question, or below it where that would leave it
// little room.
type asking struct{}

// askingRoom is what a question needs beside its buttons.
const askingRoom float32 = 260

func (*asking) beside(objects []fyne.CanvasObject, width float32) (room float32, ok bool) {
	room = width - objects[1].MinSize().Width - 12
	return room, room >= askingRoom
}

func (a *asking) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	buttons := objects[1].MinSize().Height
	if room, ok := a.beside(objects, width); ok {
		return max(kit.HeightAt(objects[0], room), buttons)
	}
	return kit.HeightAt(objects[0], width) + buttons
}

// Layout is for Fyne.
func (a *asking) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	buttons := objects[1].MinSize()
	if room, ok := a.beside(objects, size.Width); ok {
		high := kit.HeightAt(objects[0], room)
		kit.Put(objects[0], 0, max(size.Height-high, 0)/2, room, high)
		kit.Put(objects[1], size.Width-buttons.Width, (size.Height-buttons.Height)/2, buttons.Width, buttons.Height)
		return
	}
	high := kit.HeightAt(objects[0], size.Width)
	kit.Put(objects[0], 0, 0, size.Width, high)
	kit.Put(objects[1], 0, high, buttons.Width, buttons.Height)
}

// MinSize is for Fyne.
func (a *asking) MinSize(objects []fyne.CanvasObject) fyne.Size {
	text, buttons := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(buttons.Width, max(text.Height, buttons.Height))
}
