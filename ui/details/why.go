package details

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/theme"
)

// explain looks up why a photo is among the results, and shows the answer unless ctx has
// ended.
func (p *Panel) explain(ctx context.Context, id library.PhotoID) {
	p.ClearHeat()
	ask, _, ranked := p.Shell.Answered()
	if !ranked {
		return
	}
	p.Tasks.Run(func(context.Context) {
		why, err := p.Backend.Why(ctx, ask, id)
		if err != nil || len(why.Parts)+len(why.Written) == 0 {
			return // the photo is shown without
		}
		p.Tasks.Apply(func() {
			if ctx.Err() == nil {
				_, answer, _ := p.Shell.Answered()
				p.setWhy(why, whyTitle(why.Match, answer))
			}
		})
	})
}

// setWhy tells why the photo is among the results, with the photo's match in title.
func (p *Panel) setWhy(why service.Why, title string) {
	p.why = newWhyView(why, title, kit.DetailsWidth-2*kit.DetailsPad, p.toggleHeat)
	p.whyRoom.Objects = []fyne.CanvasObject{p.why.root}
	p.whyRoom.Show()
	p.Resized()
}

// whyView tells which parts of the description a photo satisfies and how well. A click on a
// part shows where in the photo the part is seen.
type whyView struct {
	root  *fyne.Container
	parts []*partView
	note  *kit.Prose
}

// newWhyView makes a whyView under a title, for a known width, such as the details panel's.
func newWhyView(why service.Why, title string, width float32, onPart func(part string)) *whyView {
	v := &whyView{note: kit.NewProse("")}
	v.note.SetText("")
	head := kit.NewHint(message.Text("why-title", nil))
	head.Style.Bold = true
	worth := kit.NewHint(title)
	worth.Whole = true
	objects := []fyne.CanvasObject{kit.NewEnds(head, worth)}
	for _, p := range why.Parts {
		view := newPartView(p, width, onPart)
		v.parts = append(v.parts, view)
		objects = append(objects, view)
	}
	if len(why.Written) > 0 {
		mentions := make(notice.List, len(why.Written))
		for i, m := range why.Written {
			mentions[i] = m.Says()
		}
		objects = append(objects, kit.NewProse(message.Text("why-written", message.Params{"Texts": message.OneLine(message.Enumeration(mentions))})))
	}
	v.root = fixedColumn(6, width, append(objects, v.note)...)
	return v
}

// fixedColumn is a column that knows its width from the start.
func fixedColumn(gap, width float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &kit.Column{Gap: gap, Width: width}, Objects: objects}
}

// mark shows which part's heat map is on show, "" for none, with a note.
func (v *whyView) mark(part, note string) {
	for _, p := range v.parts {
		p.setMarked(p.part.Text == part)
	}
	v.note.SetText(note)
	v.root.Refresh()
}

// partView is one part: its text, a bar as long as the part is strong, and a word.
type partView struct {
	widget.BaseWidget
	part    service.Part
	marked  bool
	content *fyne.Container
	tap     *kit.Tappable
}

// newPartBar is as long as a part is strong in the photo.
func newPartBar(p service.Part) *kit.StrengthBar {
	colour := fynetheme.ColorNamePrimary
	switch {
	case p.Match == library.Weak:
		colour = theme.ColorNameMuted
	case p.Negative:
		colour = fynetheme.ColorNameWarning
	}
	return kit.NewStrengthBar(p.Strength, colour)
}

func newPartView(p service.Part, width float32, onPart func(part string)) *partView {
	v := &partView{part: p}
	text := kit.NewProse(partName(p))
	text.Set(partName(p), fynetheme.ColorNameForeground)
	word := kit.NewHint(partWord(p))
	word.Whole = true
	v.content = fixedColumn(2, width-2*partPad, text, &fyne.Container{Layout: barRow{}, Objects: []fyne.CanvasObject{newPartBar(p), word}})
	v.tap = kit.NewTappable(kit.NewInset(kit.Inset{Left: partPad, Right: partPad, Top: 3, Bottom: 4}, v.content), func() { onPart(p.Text) })
	v.ExtendBaseWidget(v)
	return v
}

const partPad float32 = 6

func (v *partView) setMarked(marked bool) {
	if v.marked != marked {
		v.marked = marked
		v.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (v *partView) CreateRenderer() fyne.WidgetRenderer {
	r := &partRenderer{view: v, ground: canvas.NewRectangle(nil)}
	r.ground.CornerRadius = theme.Corner
	r.paint()
	return r
}

type partRenderer struct {
	view   *partView
	ground *canvas.Rectangle
}

func (r *partRenderer) paint() {
	r.ground.FillColor = nil
	if r.view.marked {
		r.ground.FillColor = r.view.Theme().Color(fynetheme.ColorNameSelection, fyne.CurrentApp().Settings().ThemeVariant())
	}
}

func (r *partRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.view.tap.Resize(size)
}

func (r *partRenderer) Refresh() {
	r.paint()
	r.ground.Refresh()
	r.view.tap.Refresh()
}

func (r *partRenderer) MinSize() fyne.Size { return r.view.tap.MinSize() }
func (r *partRenderer) Destroy()           {}

func (r *partRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.view.tap}
}

// barRow puts a word behind a bar.
type barRow struct{}

// barWord is the room for the word, so that all bars have one length.
const barWord float32 = 88

// Layout is for Fyne.
func (barRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	kit.Put(objects[0], 0, (size.Height-kit.BarHigh)/2+1, max(size.Width-barWord, 0), kit.BarHigh)
	kit.Put(objects[1], size.Width-barWord+8, 0, barWord-8, size.Height)
}

// MinSize is for Fyne.
func (barRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(barWord, objects[1].MinSize().Height)
}

// whyTitle names a photo's match, in the words of the photo's heading.
func whyTitle(m library.Match, a service.Answer) string {
	switch {
	case m == library.Good:
		return message.Text("why-good", nil)
	case m == library.Maybe && a.Good > 0:
		return message.Text("why-maybe", nil)
	case m == library.Maybe:
		return message.Text("why-among-best", nil)
	case a.Good+a.Maybe == 0:
		return message.Text("why-not-close", nil)
	}
	return message.Text("why-less-certain", nil)
}

// partName is the text of a part: "red lanterns", "without people".
func partName(p service.Part) string {
	if p.Negative {
		return message.Text("why-without", message.Params{"Part": message.OneLine(p.Text)})
	}
	return message.OneLine(p.Text)
}

// partWord says how much of a part is in the photo, never how good an answer the photo is,
// which depends on other parts, too. Of an unwanted part, little is good.
func partWord(p service.Part) string {
	words := [...]string{library.Good: "why-part-clearly", library.Maybe: "why-part-partly", library.Weak: "why-part-hardly"}
	if p.Negative {
		words = [...]string{library.Good: "why-unwanted-seen", library.Maybe: "why-unwanted-perhaps", library.Weak: "why-unwanted-not-seen"}
	}
	return message.Text(words[min(max(p.Match, library.Good), library.Weak)], nil)
}
