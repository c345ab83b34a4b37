package query

import (
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"descry/app/message"
	"descry/ui/kit"
	"descry/ui/theme"
)

// strictnessSteps is how far the slider goes to each side of its middle, in units of
// the levels of a search (Ask.Strictness). Each is felt; beyond them nothing or
// everything is a match.
const strictnessSteps = 4

// tidyStrictness is what the slider can show of a strictness.
func tidyStrictness(s float64) float64 {
	if math.IsNaN(s) {
		return 0
	}
	return min(max(s, -strictnessSteps), strictnessSteps)
}

// strictnessSlider goes from fewer matches to more. It snaps, a mark stands at its
// middle, where matches are as judged, and a double click or Backspace leads there.
type strictnessSlider struct {
	kit.Slider
	tapped time.Time // when it was clicked last
}

func newStrictnessSlider(keys kit.KeySink, changed func(strictness float64)) *strictnessSlider {
	s := &strictnessSlider{}
	s.Keys, s.Hint = keys, message.Text("search-strictness-tip", nil)
	s.Min, s.Max, s.Step = -strictnessSteps, strictnessSteps, 1
	s.OnChanged = func(more float64) { changed(-more) }
	s.ExtendBaseWidget(s)
	return s
}

// show moves the slider without telling anybody.
func (s *strictnessSlider) show(strictness float64) {
	if s.Value != -strictness {
		s.Value = -strictness
		s.Refresh()
	}
}

// reset returns to the middle.
func (s *strictnessSlider) reset() { s.SetValue(0) }

// MouseIn is for Fyne: the hint stands where this slider is, not the one within.
func (s *strictnessSlider) MouseIn(ev *desktop.MouseEvent) {
	s.Slider.MouseIn(ev)
	s.Keys.Hints().Enter(s, s.Hint)
}

// MouseOut is for Fyne.
func (s *strictnessSlider) MouseOut() {
	s.Slider.MouseOut()
	s.Keys.Hints().Leave(s)
}

// Tapped is for Fyne. A second click soon after the first leads to the middle; the
// first does not wait for it.
func (s *strictnessSlider) Tapped(e *fyne.PointEvent) {
	before := s.tapped
	s.tapped = time.Now()
	if s.tapped.Sub(before) < fyne.CurrentApp().Driver().DoubleTapDelay() {
		s.reset()
		return
	}
	s.Slider.Tapped(e)
}

// TypedKey is for Fyne.
func (s *strictnessSlider) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyBackspace || ev.Name == fyne.KeyDelete {
		s.reset()
		return
	}
	s.Slider.TypedKey(ev)
}

// strictnessControl is the slider between its two words.
type strictnessControl struct {
	root   *fyne.Container
	slider *strictnessSlider
}

func newStrictnessControl(keys kit.KeySink, changed func(strictness float64)) *strictnessControl {
	c := &strictnessControl{slider: newStrictnessSlider(keys, changed)}
	fewer, more := kit.NewHint(message.Text("search-fewer", nil)), kit.NewHint(message.Text("search-more", nil))
	fewer.Whole, more.Whole = true, true
	mark := canvas.NewRectangle(color.Transparent)
	c.root = container.New(&strictnessLayout{mark}, mark, fewer, container.NewThemeOverride(c.slider, kit.VisibleTrack{}), more)
	return c
}

// show moves the slider to where the present search is.
func (c *strictnessControl) show(strictness float64) { c.slider.show(strictness) }

// strictnessLayout puts the words at the sides where there is room for them, and the
// mark behind the middle of the slider.
type strictnessLayout struct{ mark *canvas.Rectangle }

const (
	strictnessTrack float32 = 96
	markHigh        float32 = 10
)

// Layout is for Fyne.
func (l *strictnessLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.mark.FillColor = kit.CurrentTheme().Color(theme.ColorNameMuted, fyne.CurrentApp().Settings().ThemeVariant())
	left, right := objects[1], objects[3]
	spoken := size.Width >= l.MinSize(objects).Width
	kit.SetVisible(left, spoken)
	kit.SetVisible(right, spoken)
	x := float32(0)
	if spoken {
		x = left.MinSize().Width
		kit.Put(left, 0, (size.Height-left.MinSize().Height)/2, x, left.MinSize().Height)
		kit.Put(right, x+strictnessTrack, (size.Height-right.MinSize().Height)/2, right.MinSize().Width, right.MinSize().Height)
	}
	kit.Put(objects[2], x, 0, strictnessTrack, size.Height)
	kit.Put(l.mark, x+strictnessTrack/2-0.5, (size.Height-markHigh)/2, 1, markHigh)
}

// MinSize is for Fyne: with both words.
func (l *strictnessLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[1].MinSize().Width+strictnessTrack+objects[3].MinSize().Width, kit.ControlHigh)
}
