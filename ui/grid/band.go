package grid

import (
	"context"
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/library"
)

// Beyond the edge of the viewport a rubber band scrolls along, faster the
// further out the pointer is.
const (
	bandTick  = 16 * time.Millisecond
	bandSpeed = 0.3 // units scrolled per tick and unit beyond the edge
)

// band is a rubber band being drawn. The start is fixed in the content, the end follows the
// pointer, also while the content scrolls.
type band struct {
	x, y    float64 // start, in the content
	pointer fyne.Position
	before  map[library.PhotoID]struct{}
	mode    bandMode
	stop    context.CancelFunc // of the scrolling ticker; nil while the ticker rests
	done    chan struct{}
}

// Dragged draws a rubber band from where the button went down.
func (g *Grid) Dragged(e *fyne.DragEvent) {
	if g.band == nil {
		g.startBand()
	}
	g.band.pointer = e.Position
	g.stretchBand()
	g.followPointer()
}

// DragEnd leaves what the band chose.
func (g *Grid) DragEnd() { g.endBand(); g.update() }

func (g *Grid) startBand() {
	at, held := g.press.at, g.press.modifier
	g.press.cancel()
	b := &band{x: float64(at.X) - marginLeft, y: float64(at.Y) + g.offset}
	switch {
	case held&fyne.KeyModifierShortcutDefault != 0:
		b.mode = bandToggles
	case held&fyne.KeyModifierShift != 0:
		b.mode = bandAdds
	}
	b.before = g.press.before
	g.band = b
}

func (g *Grid) endBand() {
	if g.band != nil {
		g.band.rest()
		g.band = nil
	}
}

// area is what the band covers, in the content.
func (b *band) area(offset float64) box {
	x, y := float64(b.pointer.X)-marginLeft, float64(b.pointer.Y)+offset
	return box{
		x: math.Min(b.x, x), y: math.Min(b.y, y),
		width: math.Abs(b.x - x), height: math.Abs(b.y - y),
	}
}

// stretchBand chooses what the band touches now.
func (g *Grid) stretchBand() {
	b := g.band
	var touched []int
	g.arr.within(b.area(g.offset), func(i int, _ box) { touched = append(touched, i) })
	g.change(func(s *selection) { s.band(b.before, touched, b.mode) })
}

// drawBand shows the band where it is on screen.
func (g *Grid) drawBand() {
	m := g.view.marquee
	if g.band == nil {
		m.Hide()
		return
	}
	a := g.band.area(g.offset)
	accent := g.colour(fynetheme.ColorNamePrimary)
	m.FillColor, m.StrokeColor, m.StrokeWidth = fade(accent, 0x28), fade(accent, 0xc0), 1
	m.Move(fyne.NewPos(float32(a.x+marginLeft), float32(a.y-g.offset)))
	m.Resize(fyne.NewSize(float32(a.width), float32(a.height)))
	m.Show()
}

// fade returns a colour with another alpha.
func fade(c color.Color, alpha uint8) color.NRGBA {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = alpha
	return n
}

// beyond is how far the pointer is outside the viewport, upwards negative.
func (g *Grid) beyond() float64 {
	y, height := float64(g.band.pointer.Y), float64(g.Size().Height)
	return math.Min(y, 0) + math.Max(y-height, 0)
}

// followPointer starts or stops scrolling with the band.
func (g *Grid) followPointer() {
	b := g.band
	if g.beyond() == 0 {
		b.rest()
		return
	}
	if b.stop != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	b.stop, b.done = cancel, make(chan struct{})
	go func() {
		defer close(b.done)
		g.tickBand(ctx, b)
	}()
}

// tickBand scrolls until ctx ends.
func (g *Grid) tickBand(ctx context.Context, b *band) {
	ticker := time.NewTicker(bandTick)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			g.o.Dispatch(func() {
				if g.band == b && ctx.Err() == nil {
					g.scrollTo(g.offset + g.beyond()*bandSpeed)
					g.stretchBand()
				}
			})
		}
	}
}

// rest ends the ticker and waits for its end.
func (b *band) rest() {
	if b.stop != nil {
		b.stop()
		<-b.done
		b.stop = nil
	}
}

var _ fyne.Draggable = (*Grid)(nil)
