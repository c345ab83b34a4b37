package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// BarHigh is the height of a strength bar in Fyne units.
const BarHigh float32 = 6

// StrengthBar is as long as a strength: that of a part of a description in a photo, say.
type StrengthBar struct {
	widget.BaseWidget
	Share  float32
	Colour fyne.ThemeColorName
}

// NewStrengthBar shows a share from 0 to 1 in a colour of the theme.
func NewStrengthBar(share float32, colour fyne.ThemeColorName) *StrengthBar {
	b := &StrengthBar{Share: min(max(share, 0), 1), Colour: colour}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is for Fyne.
func (b *StrengthBar) CreateRenderer() fyne.WidgetRenderer {
	return newShareRenderer(shareRenderer{bar: &b.BaseWidget, min: fyne.NewSize(24, BarHigh), least: BarHigh,
		share:  func() float32 { return b.Share },
		colour: func() fyne.ThemeColorName { return b.Colour }})
}
