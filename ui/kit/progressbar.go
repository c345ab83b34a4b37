package kit

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// progressHeight is as thin as can be seen from a distance.
const progressHeight float32 = 4

// ProgressBar shows a share without text, which stands beside the bar.
type ProgressBar struct {
	widget.BaseWidget
	Share float64 // 0 to 1
}

// NewProgressBar makes an empty bar.
func NewProgressBar() *ProgressBar {
	b := &ProgressBar{}
	b.ExtendBaseWidget(b)
	return b
}

// SetShare takes what was done of a total. A total of 0 is unknown.
func (b *ProgressBar) SetShare(done, total int64) {
	share := 0.0
	if total > 0 {
		share = min(max(float64(done)/float64(total), 0), 1)
	}
	if share != b.Share {
		b.Share = share
		b.Refresh()
	}
}

// CreateRenderer is for Fyne.
func (b *ProgressBar) CreateRenderer() fyne.WidgetRenderer {
	return newShareRenderer(shareRenderer{bar: &b.BaseWidget, min: fyne.NewSize(40, progressHeight),
		share:  func() float32 { return float32(b.Share) },
		colour: func() fyne.ThemeColorName { return fynetheme.ColorNamePrimary }})
}
