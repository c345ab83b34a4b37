package viewer

import (
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/theme"
)

// BarHeight is the height of the bar at the viewer's top, in Fyne units.
const BarHeight float32 = 40

const (
	// awake is how long the bar stays after the pointer last moved.
	awake = 2500 * time.Millisecond
)

// bar is the line on top with name, position and actions, and with the error's sentence. The
// bar is dark like the ground, whatever the theme.
type bar struct {
	v        *Viewer
	name     *widget.Label
	position *widget.Label
	root     *container.ThemeOverride
	reason   *kit.Paragraph
	message  *container.ThemeOverride
	delay    time.Duration
	timer    *time.Timer
	serial   int // tells a timer that fires late from the one that counts
}

func newBar(v *Viewer) *bar {
	b := &bar{v: v, name: widget.NewLabel(""), position: widget.NewLabel(""), reason: kit.NewParagraph(""), delay: awake}
	b.name.Truncation = fyne.TextTruncateEllipsis
	b.reason.Alignment = fyne.TextAlignCenter
	dark := theme.New(theme.Dark)
	line := container.NewBorder(nil, nil, b.steps(), b.actions(), centred(b.name))
	b.root = container.NewThemeOverride(container.NewStack(plate(0), line), dark)
	b.message = container.NewThemeOverride(container.NewStack(plate(theme.Corner), b.reason), dark)
	b.root.Hide()
	b.message.Hide()
	return b
}

// plate keeps text readable over any photo.
func plate(corner float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.NRGBA{R: 0x10, G: 0x10, B: 0x11, A: 0xb8})
	r.CornerRadius = corner
	return r
}

func (b *bar) steps() fyne.CanvasObject {
	icon := b.v.o.Icon
	if icon == nil {
		icon = plainIcon
	}
	back := icon(fynetheme.NavigateBackIcon(), message.Text("viewer-previous-tip", nil), func() { b.v.Step(-1) })
	next := icon(fynetheme.NavigateNextIcon(), message.Text("viewer-next-tip", nil), func() { b.v.Step(1) })
	return container.NewHBox(back, next, centred(b.position))
}

func plainIcon(icon fyne.Resource, _ string, tapped func()) fyne.CanvasObject {
	button := widget.NewButtonWithIcon("", icon, tapped)
	button.Importance = widget.LowImportance
	return button
}

// centred puts text on the same line as the text of buttons.
func centred(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewVBox(layout.NewSpacer(), o, layout.NewSpacer())
}

// actions are the buttons of the callbacks that are set.
func (b *bar) actions() fyne.CanvasObject {
	row := container.NewHBox()
	add := func(word string, wanted bool, f func()) {
		if wanted {
			button := widget.NewButton(word, f)
			button.Importance = widget.LowImportance
			row.Add(button)
		}
	}
	o := &b.v.o
	add(message.Text("viewer-similar-button", nil), o.OnSimilar != nil, func() { b.v.tell(o.OnSimilar) })
	add(message.Text("viewer-details-button", nil), o.OnDetails != nil, func() { b.v.tell(o.OnDetails) })
	add(message.Text("viewer-reveal-button", nil), o.OnReveal != nil, func() { b.v.tell(o.OnReveal) })
	add(message.Text("close", nil), true, b.v.leave)
	return row
}

// tell calls a callback with the photo shown.
func (v *Viewer) tell(f func(library.PhotoID)) {
	if f != nil && v.at >= 0 {
		f(v.Current())
	}
}

// update writes what is shown.
func (b *bar) update() {
	v := b.v
	if v.at < 0 {
		return
	}
	b.name.SetText(kit.VisualOrder(v.names[v.Current()]))
	b.position.SetText(position(v.at, len(v.tiles), &v.lens))
	err := v.problem()
	if err == nil {
		b.message.Hide()
		return
	}
	b.reason.SetText(message.OfError(err))
	b.layoutMessage(v.Size())
	b.message.Show()
}

// position is the photo's number and, unless the photo is fitted, the zoom.
func position(at, of int, l *lens) string {
	text := message.FormatCount(at+1) + " / " + message.FormatCount(of)
	if !l.fitted || l.current() > 1 { // an enlarged photo looks soft, and should say why
		text += "  ·  " + message.Percent(int(math.Round(100*l.current())))
	}
	return text
}

// wake shows the bar for a while.
func (b *bar) wake() {
	b.rest()
	b.update()
	b.root.Show()
	serial := b.serial
	b.timer = time.AfterFunc(b.delay, func() {
		b.v.o.Dispatch(func() {
			if b.serial == serial {
				b.root.Hide()
			}
		})
	})
}

// stay stops the bar from going, while the pointer is on it.
func (b *bar) stay() {
	b.serial++
	if b.timer != nil {
		b.timer.Stop()
		b.timer = nil
	}
}

// rest hides the bar and the sentence.
func (b *bar) rest() {
	b.stay()
	b.root.Hide()
	b.message.Hide()
}

// layout puts the bar on top and the sentence near the bottom.
func (b *bar) layout(size fyne.Size) {
	b.root.Move(fyne.NewPos(0, 0))
	b.root.Resize(fyne.NewSize(size.Width, BarHeight))
	b.layoutMessage(size)
}

func (b *bar) layoutMessage(size fyne.Size) {
	width := fyne.Max(fyne.Min(size.Width-64, 560), 1)
	b.message.Resize(fyne.NewSize(width, 1)) // the text wraps to the width before its height is known
	height := b.message.MinSize().Height
	b.message.Resize(fyne.NewSize(width, height))
	b.message.Move(fyne.NewPos((size.Width-width)/2, size.Height-height-32))
}
