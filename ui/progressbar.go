package ui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// progressHeight is as thin as can be seen from a distance.
const progressHeight float32 = 4

// progressBar shows a share without words; those stand beside it.
type progressBar struct {
	widget.BaseWidget
	share float64 // 0 to 1
}

func newProgressBar() *progressBar {
	b := &progressBar{}
	b.ExtendBaseWidget(b)
	return b
}

// setShare takes what was done of a total; a total of 0 is not known.
func (b *progressBar) setShare(done, total int64) {
	share := 0.0
	if total > 0 {
		share = min(max(float64(done)/float64(total), 0), 1)
	}
	if share != b.share {
		b.share = share
		b.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (b *progressBar) CreateRenderer() fyne.WidgetRenderer {
	return newShareRenderer(shareRenderer{bar: &b.BaseWidget, min: fyne.NewSize(40, progressHeight),
		share:  func() float32 { return float32(b.share) },
		colour: func() fyne.ThemeColorName { return fynetheme.ColorNamePrimary }})
}
