package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/service/learning"
	"descry/ui/kit"
	"descry/ui/theme"
)

// Measures of a row in Fyne units.
const (
	tickIcon    float32 = 20
	tickName    float32 = 0.3 // of the row, for the tag's name
	tickStrip   float32 = 168 // for photos that have it
	tickBarWide float32 = 64
)

// tagList lists the tags with a tick for each. Space ticks the one with the
// keyboard; beyond its ends the arrow keys lead to what is above and below.
type tagList struct {
	widget.List
	c  *chooseStep
	at int // row with the keyboard
}

func newTagList(c *chooseStep) *tagList {
	l := &tagList{c: c}
	l.HideSeparators = true
	l.Length = func() int { return len(c.page.Tags) }
	l.CreateItem = func() fyne.CanvasObject { return newTickRow(c.z.p.w) }
	l.UpdateItem = l.fill
	l.OnHighlighted = func(i widget.ListItemID) { l.at = i }
	l.ExtendBaseWidget(l)
	return l
}

func (l *tagList) fill(i int, o fyne.CanvasObject) {
	if i >= len(l.c.page.Tags) {
		return
	}
	t, r := l.c.page.Tags[i], o.(*tickRow)
	r.onTap = func() { l.c.tick(t, !l.c.ticked(t)) }
	r.show(t, l.c.page.Enough, l.c.ticked(t))
}

// TypedKey is for Fyne.
func (l *tagList) TypedKey(ev *fyne.KeyEvent) {
	last := len(l.c.page.Tags) - 1
	l.at = min(max(l.at, 0), max(last, 0))
	switch {
	case ev.Name == fyne.KeyUp && l.at > 0, ev.Name == fyne.KeyDown && l.at < last:
		l.List.TypedKey(ev)
	case last >= 0 && (ev.Name == fyne.KeySpace || ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter):
		t := l.c.page.Tags[l.at]
		l.c.tick(t, !l.c.ticked(t))
	default:
		l.c.z.p.TypedKey(ev)
	}
}

// TypedRune is for Fyne.
func (l *tagList) TypedRune(r rune) {
	if r != ' ' {
		l.c.z.p.TypedRune(r)
	}
}

// tickRow is a tag: whether it is learned, its name, how many photos it has.
type tickRow struct {
	widget.BaseWidget
	tick  *widget.Icon
	name  *kit.Line
	text  *kit.Line
	strip *thumbStrip
	bar   *kit.StrengthBar
	box   *fyne.Container
	onTap func()
}

var _ fyne.Tappable = (*tickRow)(nil)

func newTickRow(w *Window) *tickRow {
	r := &tickRow{tick: widget.NewIcon(fynetheme.CheckButtonIcon()), name: kit.NewLine(""), text: kit.NewHint(""), bar: kit.NewStrengthBar(0, fynetheme.ColorNamePrimary)}
	r.strip = newSmallStrip(w)
	r.name.Middle = true
	r.box = container.New(tickLayout{r}, r.tick, r.name, r.strip, r.bar, r.text)
	r.ExtendBaseWidget(r)
	return r
}

func (r *tickRow) show(t learning.LearnTag, enough int, ticked bool) {
	icon := fynetheme.CheckButtonIcon()
	if ticked {
		icon = fynetheme.NewPrimaryThemedResource(fynetheme.CheckButtonCheckedIcon())
	}
	r.tick.SetResource(icon)
	r.name.SetText(t.Tag.Name)
	if !slices.Equal(r.strip.tiles, t.Shown) { // else they would be fetched again
		r.strip.show(t.Shown, nil)
	}
	r.text.Colour = theme.ColorNameMuted
	r.bar.Colour = fynetheme.ColorNamePrimary
	if !t.Ready {
		r.bar.Colour = theme.ColorNameMuted
	}
	r.bar.Share = 0
	if enough > 0 {
		r.bar.Share = min(float32(t.Examples)/float32(enough), 1)
	}
	r.bar.Refresh()
	r.text.Text = examplesText(t, enough)
	r.text.Refresh()
}

// Tapped is for Fyne.
func (r *tickRow) Tapped(*fyne.PointEvent) { r.onTap() }

// CreateRenderer is for Fyne.
func (r *tickRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

type tickLayout struct{ *tickRow }

// Layout is for Fyne.
func (l tickLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	middle := func(o fyne.CanvasObject, x, width, high float32) {
		kit.Put(o, x, (size.Height-high)/2, max(width, 0), high)
	}
	x := kit.RowPad
	middle(l.tick, x, tickIcon, tickIcon)
	x += tickIcon + 8
	name := size.Width*tickName - x
	middle(l.name, x, name, l.name.MinSize().Height)
	x += name + 8
	middle(l.strip, x, tickStrip, l.strip.MinSize().Height)
	x += tickStrip + 12
	middle(l.bar, x, tickBarWide, kit.BarHigh)
	x += tickBarWide + 12
	middle(l.text, x, size.Width-x-kit.RowPad, l.text.MinSize().Height)
}

// MinSize is for Fyne.
func (tickLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(160, smallHigh+10) }
