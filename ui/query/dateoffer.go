package query

import (
	"context"
	"image"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"descry/app/service"
	"descry/library/query"
	"descry/ui/kit"
	"descry/ui/theme"
)

// dateOffer offers a date that was typed in plain words as a filter. The offer stands behind the
// chips until the text changes.
type dateOffer struct {
	typed   bool            // the text was typed, not set by a click or recalled
	words   string          // the date on offer, "" for none
	refused map[string]bool // dates that were turned back into words
}

// refuse notes that words are meant as words.
func (o *dateOffer) refuse(words string) {
	if o.refused == nil {
		o.refused = map[string]bool{}
	}
	o.refused[strings.ToLower(words)] = true
}

// textTyped is called when the text was typed. The date on offer belonged to the text before.
func (b *searchBar) textTyped() {
	b.dates.typed = true
	b.offerDate("")
}

// bareDate is the date that stands in the box as words and may be taken for one.
func (b *searchBar) bareDate() (query.BareDate, bool) {
	q, err := b.read.of(b.box.Text)
	if err != nil || !b.dates.typed || len(q.Dates) == 0 || b.dates.refused[strings.ToLower(q.Dates[0].Words)] {
		return query.BareDate{}, false
	}
	return q.Dates[0], true
}

// loneDate is the date where nothing else is described.
func (b *searchBar) loneDate() (query.BareDate, bool) {
	d, found := b.bareDate()
	q, err := b.read.of(b.text())
	return d, found && err == nil && len(q.Dates) == 1 && q.Dates[0].Alone
}

// offerDate shows a date as a chip that could be; "" shows none.
func (b *searchBar) offerDate(words string) {
	if b.dates.words != words {
		b.dates.words = words
		b.refresh()
	}
}

// takeDate makes a chip of the date in the box.
func (b *searchBar) takeDate() {
	d, found := b.bareDate()
	if !found {
		return
	}
	q, err := b.read.of(b.box.Text)
	if err != nil {
		return
	}
	cursor, end := b.box.cursor(), len(b.box.Text)
	taken, err := b.read.of(q.Take(d))
	if err != nil {
		return
	}
	for i, item := range taken.Items {
		if item.Kind != query.FilterItem || item.Text != d.Filter {
			continue
		}
		rest := taken.Remove(i)
		if cursor >= d.Span.End {
			cursor = len(rest) - (end - cursor)
		}
		c := chipOf(taken, item)
		c.Words = d.Words
		b.chips = addChip(b.chips, c)
		b.box.put(rest, min(max(cursor, 0), len(rest)))
		b.offerDate("")
		b.refresh()
		return
	}
}

// takeOffer takes the date on offer and searches with it.
func (b *searchBar) takeOffer() {
	b.takeDate()
	b.box.takeFocus()
	if text, ok := b.settle(false); ok {
		b.do.search(text)
	}
}

// offersDate reports that Tab takes a date.
func (b *searchBar) offersDate() bool { return b.dates.words != "" }

// typedKey takes Tab for the date on offer.
func (b *searchBar) typedKey(ev *fyne.KeyEvent) bool {
	if !b.offersDate() || ev.Name != fyne.KeyTab {
		return false
	}
	b.takeOffer()
	return true
}

// lookForDate offers the date that typing has left in the box. A date that stands alone is taken
// if there are photos of that time. then is called once that is known, unless the user has typed
// on or gone elsewhere.
func (s *Search) lookForDate(then func()) {
	d, found := s.bar.bareDate()
	_, lone := s.bar.loneDate()
	if !lone {
		s.bar.offerDate(d.Words)
		then()
		return
	}
	q, err := s.read.of(d.Filter)
	turn, ask := s.nav.typed, service.Ask{Query: q, Scope: s.nav.at.Scope}
	kit.Load(s.tasks, func(ctx context.Context) (int, error) {
		if err != nil {
			return 0, err
		}
		return s.backend.CountMatches(ctx, ask)
	},
		func(photos int, err error) {
			if turn != s.nav.typed {
				return
			}
			if found && err == nil && photos > 0 {
				s.bar.takeDate()
			} else {
				s.bar.offerDate(d.Words)
			}
			then()
		})
}

// offerChip is a chip on offer: dashed, with a question mark. A click takes the offer.
type offerChip struct {
	kit.ChipFace
	take func()
}

var (
	_ fyne.Tappable      = (*offerChip)(nil)
	_ desktop.Cursorable = (*offerChip)(nil)
	_ fyne.Accessible    = (*offerChip)(nil)
)

func newOfferChip(words string, take func()) *offerChip {
	c := &offerChip{take: take}
	c.Label, c.Plain = kit.NewChipLabel(words+"?"), true
	c.ExtendBaseWidget(c)
	return c
}

// Tapped is for Fyne.
func (c *offerChip) Tapped(*fyne.PointEvent) { c.take() }

// Cursor is for Fyne.
func (c *offerChip) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel reads the offer to a screen reader.
func (c *offerChip) AccessibilityLabel() string { return c.Label.Text }

// AccessibilityRole tells what it is.
func (c *offerChip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is for Fyne.
func (c *offerChip) CreateRenderer() fyne.WidgetRenderer {
	r := &offerChipRenderer{WidgetRenderer: c.ChipFace.CreateRenderer(), chip: c}
	r.outline = canvas.NewRaster(r.draw)
	return r
}

// offerChipRenderer draws a dashed outline around a plain chip.
type offerChipRenderer struct {
	fyne.WidgetRenderer
	chip    *offerChip
	outline *canvas.Raster
}

func (r *offerChipRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.outline.Resize(size)
}

func (r *offerChipRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.outline.Refresh()
}

func (r *offerChipRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.outline}, r.WidgetRenderer.Objects()...)
}

// dashLong is how long a dash is, and the gap behind it.
const dashLong = 4

// draw draws the outline of a pill in pixels.
func (r *offerChipRenderer) draw(w, h int) image.Image {
	variant := fyne.CurrentApp().Settings().ThemeVariant()
	ink := color.NRGBAModel.Convert(r.chip.Theme().Color(theme.ColorNameMuted, variant)).(color.NRGBA)
	scale := float64(h) / float64(kit.ChipHigh)
	return dashedPill(w, h, scale, ink)
}

// dashedPill is the outline of a pill in dashes, one unit wide; scale is the pixels of
// a unit.
func dashedPill(w, h int, scale float64, ink color.NRGBA) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	middle := float64(h) / 2
	radius := middle - scale
	left, right := middle, math.Max(float64(w)-middle, middle)
	straight, arc := right-left, math.Pi*radius
	for y := range h {
		for x := range w {
			px, py := float64(x)+0.5, float64(y)+0.5
			near := math.Min(math.Max(px, left), right)
			dx, dy := px-near, py-middle
			cover := scale/2 + 0.5 - math.Abs(math.Hypot(dx, dy)-radius)
			if cover <= 0 {
				continue
			}
			var along float64 // from the top left corner, clockwise
			switch {
			case dx > 0:
				along = straight + radius*(math.Pi/2+math.Atan2(dy, dx))
			case dx < 0:
				along = 2*straight + arc + radius*(math.Pi/2+math.Atan2(-dy, -dx))
			case dy < 0:
				along = px - left
			default:
				along = straight + arc + right - px
			}
			if math.Mod(along, 2*dashLong*scale) < dashLong*scale {
				c := ink
				c.A = uint8(float64(ink.A) * math.Min(cover, 1))
				img.SetNRGBA(x, y, c)
			}
		}
	}
	return img
}
