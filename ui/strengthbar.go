package ui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/service"
	"descry/library"
	"descry/ui/theme"
)

// barHigh is the height of a strength bar in Fyne units.
const barHigh float32 = 6

// strengthBar is as long as a part of a description is strong in a photo.
type strengthBar struct {
	widget.BaseWidget
	share  float32
	colour fyne.ThemeColorName
}

func newStrengthBar(p service.Part) *strengthBar {
	b := &strengthBar{share: min(max(p.Strength, 0), 1), colour: fynetheme.ColorNamePrimary}
	switch {
	case p.Match == library.Weak:
		b.colour = theme.ColorNameMuted
	case p.Negative:
		b.colour = fynetheme.ColorNameWarning
	}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is for Fyne.
func (b *strengthBar) CreateRenderer() fyne.WidgetRenderer {
	return newShareRenderer(shareRenderer{bar: &b.BaseWidget, min: fyne.NewSize(24, barHigh), least: barHigh,
		share:  func() float32 { return b.share },
		colour: func() fyne.ThemeColorName { return b.colour }})
}
