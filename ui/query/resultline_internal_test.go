package query

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"descry/ui/kit"
)

// TestNoticeOfAnAnswerWraps is about a long sentence above the results.
func TestNoticeOfAnAnswerWraps(t *testing.T) {
	r := newRig(t, threePhotos())
	r.result.show(result{Text: "2 best matches"})
	without := r.grid.Size().Height
	r.result.show(result{Text: "2 best matches", Note: strings.Repeat("The description is longer than the model reads. ", 8)})
	note := r.result.note
	if note.Size().Height < 2*kit.NewHint("").MinSize().Height || note.Size().Height < note.MinSize().Height {
		t.Errorf("a long notice is %v high", note.Size().Height)
	}
	driver := fyne.CurrentApp().Driver()
	end := driver.AbsolutePositionForObject(note).Y + note.Size().Height
	if top := driver.AbsolutePositionForObject(r.grid).Y; top < end {
		t.Errorf("the notice ends at %v, the photos begin at %v", end, top)
	}
	r.result.show(result{Text: "2 best matches"})
	if r.grid.Size().Height != without {
		t.Errorf("the photos have %v instead of %v when the notice is gone", r.grid.Size().Height, without)
	}
}
