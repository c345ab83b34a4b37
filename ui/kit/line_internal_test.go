package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestMonospaceIsForLettersAlone is about the lower ends of letters beside Han signs.
func TestMonospaceIsForLettersAlone(t *testing.T) {
	test.NewTempApp(t)
	for text, want := range map[string]bool{"like:sunset.jpg": true, "类似:日落.jpg": false, "": true} {
		l := NewLine(text)
		l.Style.Monospace = true
		l.Resize(fyne.NewSize(400, 20))
		if got := rowsDrawn(l)[0].TextStyle.Monospace; got != want || !l.Style.Monospace {
			t.Errorf("%q is drawn with monospace %v", text, got)
		}
	}
}
