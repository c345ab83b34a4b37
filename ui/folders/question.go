package folders

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

// question stands above the photos while it is to be said whether photos that went at
// once are deleted. It is in nobody's way and stays until it is answered.
type question struct {
	root  *fyne.Container
	text  *kit.Prose
	place library.Place // asked about; zero for none
	erase *kit.Button
	keep  *kit.Button
}

func newQuestion(keys kit.KeySink, erase, keep func(library.Place), grown func()) *question {
	q := &question{text: kit.NewProse("")}
	q.text.Words.Style.SizeName = fynetheme.SizeNameText
	q.text.OnGrow = grown
	q.erase = kit.NewButton(keys, message.Text("gone-deleted-button", nil), func() { erase(q.place) })
	q.keep = kit.NewQuietButton(keys, message.Text("gone-keep-button", nil), nil, func() { keep(q.place) })
	row := &fyne.Container{Layout: &asking{}, Objects: []fyne.CanvasObject{q.text, container.NewHBox(q.erase, q.keep)}}
	ground := kit.NewPanel(theme.ColorNameChip, container.NewWithoutLayout())
	ground.Rounded = true
	q.root = kit.NewInset(kit.Inset{Left: 12, Right: 12, Top: 2, Bottom: 6}, &fyne.Container{Layout: onGround{}, Objects: []fyne.CanvasObject{ground, row}})
	q.root.Hide()
	return q
}

// ask asks about a place, with more after it.
func (q *question) ask(p library.Place, name string, more int) {
	text := message.PlaceQuestion(p, name)
	if more > 0 {
		text = message.Count("gone-more-questions", more, message.Params{"Question": text})
	}
	q.place = p
	q.text.Set(text, fynetheme.ColorNameForeground)
	kit.SetVisible(q.root, true)
}

// clear asks nothing.
func (q *question) clear() {
	q.place = library.Place{}
	kit.SetVisible(q.root, false)
}

// askOfPlaces asks about the first place that the user hasn't answered for.
func (f *Folders) askOfPlaces() {
	var open []library.Place
	for _, p := range f.Shell.Places() {
		if p.NeedsAnswer() && !slices.ContainsFunc(f.kept, func(k KeptPlace) bool { return k.answers(p) }) {
			open = append(open, p)
		}
	}
	if len(open) == 0 {
		f.question.clear()
	} else {
		f.question.ask(open[0], message.PlaceName(open[0], f.Shell.Folders()), len(open)-1)
	}
	f.Shell.Regrow()
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

// KeptPlace is a question about a place that was answered with Keep: what went from it
// stays in the library. The same question is not asked again.
type KeptPlace struct {
	Folder library.FolderID
	Rel    string
	Asked  int64 // nanoseconds since 1970
	Away   int   // photos that were gone then
}

func keptPlace(p library.Place) KeptPlace {
	return KeptPlace{p.Folder, p.Rel, p.AskedSince.UnixNano(), p.Away}
}

// answers reports that nothing is to be asked of p anew: no more went since.
func (k KeptPlace) answers(p library.Place) bool {
	now := keptPlace(p)
	return k.Folder == now.Folder && k.Rel == now.Rel && k.Asked == now.Asked && now.Away <= k.Away
}

// keep leaves what went from a place in the library.
func (f *Folders) keep(p library.Place) {
	f.kept = slices.DeleteFunc(f.kept, func(k KeptPlace) bool {
		return k.Folder == p.Folder && k.Rel == p.Rel || !slices.ContainsFunc(f.Shell.Places(), k.isOf)
	})
	f.kept = append(f.kept, keptPlace(p))
	f.askOfPlaces()
	f.Shell.Remember()
	f.Shell.Say(message.Text("gone-kept", nil), "", nil)
}

func (k KeptPlace) isOf(p library.Place) bool { return k.Folder == p.Folder && k.Rel == p.Rel }
