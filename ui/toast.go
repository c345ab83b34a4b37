package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/kit"
)

// messageTime is how long a passing message stays: enough to read a sentence and to
// reach for Undo.
const messageTime = 8 * time.Second

// mostToasts is how many messages stand above each other. A further message removes the
// oldest.
const mostToasts = 3

// Measures of a toast in Fyne units.
const (
	toastWidth  float32 = 560 // at most: lines of text stay readable
	toastMargin float32 = 16  // to the edges of the layer
	toastPad    float32 = 10
	toastGap    float32 = 8 // between text and button, and between toasts
)

// toasts are the passing messages at the bottom of the window: what was done, with a button to
// act on it. Toasts float in front of the photos, of a page, of the viewer or of a sheet. They
// take only the clicks that are on them, and they never cover the status bar.
type toasts struct {
	keys   kit.KeySink
	after  func(time.Duration, func()) (stop func())
	layers []*fyne.Container // layers that can hold the messages; the last one does
	list   []*toast          // oldest first
}

func newToasts(keys kit.KeySink, after func(time.Duration, func()) func()) *toasts {
	t := &toasts{keys: keys, after: after}
	t.push(toastMargin)
	return t
}

// say shows a message for a while. With an action, a button does it.
func (t *toasts) say(message, action string, do func()) {
	t.list = slices.DeleteFunc(t.list, func(o *toast) bool {
		if o.text.Words.Text != message {
			return false
		}
		o.rest()
		return true
	})
	t.list = append(t.list, newToast(t, message, action, do))
	t.drop(len(t.list) - mostToasts)
	t.show()
}

// sayDone tells of the last step that was done, taken back or done again. The message about
// the step before is removed, since only the last step can be acted on.
func (t *toasts) sayDone(message, action string, do func()) {
	t.list = slices.DeleteFunc(t.list, func(o *toast) bool {
		if o.done {
			o.rest()
		}
		return o.done
	})
	t.say(message, action, do)
	t.last().done = true
}

// last is the newest message, nil when there is none.
func (t *toasts) last() *toast {
	if len(t.list) == 0 {
		return nil
	}
	return t.list[len(t.list)-1]
}

// drop removes the oldest n messages, but none that is held.
func (t *toasts) drop(n int) {
	t.list = slices.DeleteFunc(t.list, func(o *toast) bool {
		if n <= 0 || o.held {
			return false
		}
		n--
		o.rest()
		return true
	})
}

// hold shows a message about work under way until the message is removed. The text can be
// changed meanwhile.
func (t *toasts) hold(message, action string, do func()) *toast {
	o := newToast(t, message, action, do)
	o.held = true
	o.rest()
	t.list = append(t.list, o)
	t.drop(len(t.list) - mostToasts)
	t.show()
	return o
}

// setText changes a message that is on show.
func (o *toast) setText(message string) {
	o.text.Set(message, o.text.Words.Style.ColorName)
	o.of.show()
}

// remove removes a message.
func (t *toasts) remove(o *toast) {
	if at := slices.Index(t.list, o); at >= 0 {
		o.rest()
		t.list = slices.Delete(t.list, at, at+1)
		t.show()
	}
}

// push makes a layer in front of the others, for what opens in front of the window, and moves
// the messages to the new layer. The messages keep off its bottom edge.
func (t *toasts) push(bottom float32) *fyne.Container {
	layer := &fyne.Container{Layout: toastLayer{bottom}}
	t.layers = append(t.layers, layer)
	t.show()
	return layer
}

// pop removes a layer. Its messages go to the layer that is then in front.
func (t *toasts) pop(layer *fyne.Container) {
	t.layers = slices.DeleteFunc(t.layers, func(l *fyne.Container) bool { return l == layer })
	t.show()
}

func (t *toasts) show() {
	front := len(t.layers) - 1
	for i, layer := range t.layers {
		if i < front && len(layer.Objects) == 0 {
			continue
		}
		layer.Objects = nil
		if i == front {
			for _, o := range t.list {
				layer.Objects = append(layer.Objects, o)
			}
		}
		layer.Refresh()
	}
}

// toastLayer puts toasts above each other in the middle of the bottom, the newest
// lowest.
type toastLayer struct{ bottom float32 }

// Layout is for Fyne.
func (l toastLayer) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := size.Height - l.bottom
	for _, o := range slices.Backward(objects) {
		high := o.(*toast).fit(min(toastWidth, size.Width-2*toastMargin))
		width := o.Size().Width
		y -= high
		kit.Put(o, (size.Width-width)/2, y, width, high)
		y -= toastGap
	}
}

// MinSize is zero, since the layer takes what room there is.
func (toastLayer) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// toast is one message. A toast stays as long as the pointer is on it. A click on a toast goes
// no further.
type toast struct {
	widget.BaseWidget
	of    *toasts
	panel *kit.Panel
	text  *kit.Prose
	act   *toastButton
	done  bool   // the message tells of the last step that was done
	held  bool   // the message stays until it is removed
	stop  func() // stops the timer that removes the message
}

var (
	_ desktop.Hoverable      = (*toast)(nil)
	_ fyne.Tappable          = (*toast)(nil)
	_ fyne.SecondaryTappable = (*toast)(nil)
)

func newToast(of *toasts, message, action string, do func()) *toast {
	o := &toast{of: of, text: kit.NewProse(message)}
	o.text.Words.Style.ColorName, o.text.Words.Style.SizeName = fynetheme.ColorNameForeground, fynetheme.SizeNameText
	o.act = newToastButton(o, action, func() {
		of.remove(o)
		do()
	})
	kit.SetVisible(o.act, action != "")
	o.panel = kit.NewPanel(fynetheme.ColorNameOverlayBackground, &fyne.Container{Layout: toastLine{}, Objects: []fyne.CanvasObject{o.text, o.act}})
	o.panel.Outlined = true
	o.ExtendBaseWidget(o)
	o.wait()
	return o
}

// wait starts the timer that removes the message.
func (o *toast) wait() {
	o.rest()
	if o.held {
		return
	}
	o.stop = o.of.after(messageTime, func() { o.of.remove(o) })
}

// rest stops the timer that removes the message.
func (o *toast) rest() {
	if o.stop != nil {
		o.stop()
	}
	o.stop = nil
}

// fit makes the toast as wide as its text, at most most wide, and returns how high the toast
// is then.
func (o *toast) fit(most float32) (high float32) {
	beside := toastLine{}.beside(o.act)
	text := min(o.text.TextWidth()+1, most-beside)
	high = max(o.text.HeightAt(text), 0) + 2*toastPad
	if o.act.Visible() {
		high = max(high, o.act.MinSize().Height+8)
	}
	o.Resize(fyne.NewSize(text+beside, high))
	return high
}

// MouseIn is for Fyne.
func (o *toast) MouseIn(*desktop.MouseEvent) { o.rest() }

// MouseMoved is for Fyne.
func (o *toast) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (o *toast) MouseOut() { o.wait() }

// Tapped is for Fyne.
func (o *toast) Tapped(*fyne.PointEvent) {}

// TappedSecondary is for Fyne.
func (o *toast) TappedSecondary(*fyne.PointEvent) {}

// CreateRenderer is for Fyne.
func (o *toast) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(o.panel) }

// toastLine puts the button behind the text.
type toastLine struct{}

// beside is the width of everything but the text.
func (toastLine) beside(act fyne.CanvasObject) float32 {
	if !act.Visible() {
		return 2 * toastPad
	}
	return 2*toastPad + toastGap + act.MinSize().Width - toastPad/2
}

// Layout is for Fyne.
func (l toastLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	text, act := objects[0], objects[1]
	width := size.Width - l.beside(act)
	high := kit.HeightAt(text, width)
	kit.Put(text, toastPad, (size.Height-high)/2, width, high)
	asked := act.MinSize()
	kit.Put(act, size.Width-toastPad/2-asked.Width, (size.Height-asked.Height)/2, asked.Width, asked.Height)
}

// MinSize is zero. The toast's own size is given by fit.
func (toastLine) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// toastButton is the button of a toast. While the pointer is on the button, Fyne tells the
// toast nothing of the pointer. The button passes that on.
type toastButton struct {
	kit.Button
	of *toast
}

func newToastButton(of *toast, text string, tapped func()) *toastButton {
	b := &toastButton{of: of, Button: kit.Button{Keys: of.of.keys}}
	b.Text, b.OnTapped, b.Importance = text, tapped, widget.LowImportance
	b.ExtendBaseWidget(b)
	return b
}

// MouseIn is for Fyne.
func (b *toastButton) MouseIn(ev *desktop.MouseEvent) {
	b.Button.MouseIn(ev)
	b.of.rest()
}

// MouseOut is for Fyne.
func (b *toastButton) MouseOut() {
	b.Button.MouseOut()
	b.of.wait()
}

// sayError shows an error of an action as a passing message. nil shows nothing.
func (w *Window) sayError(err error) {
	if err != nil {
		w.toasts.say(message.OfError(err), "", nil)
	}
}
