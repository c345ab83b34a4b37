package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"descry/app/service"
	"descry/library/metadata"
)

// The panel says how the file of the selected photo is read, once the selection rests.
func TestDetailsLayThePhotoOpen(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 1280, Height: 800, DetailsShown: true}
	b.laid = service.LaidOpen{
		Decoder: "libheif 1.15.1", Profile: "Display P3", Sidecar: "2.jpg.xmp",
		Fields: []service.LaidField{
			{Name: "captured", From: []metadata.Source{metadata.EXIF}},
			{Name: "rating", From: []metadata.Source{metadata.XMP, metadata.Sidecar}},
		},
		Models: []service.LaidModel{{Name: "Starter model"}, {Name: "EVA02", Refused: true}},
	}
	r := newRig(t, b)
	r.grid.Select(2)
	r.until(t, "the photo", func() bool { return r.details.photo.ID == 2 })
	if len(r.details.laid.Objects) > 0 {
		t.Error("the file is read before the selection rests")
	}
	r.clock.elapse(previewPause)
	r.until(t, "how it is read", func() bool { return len(r.details.laid.Objects) > 0 })
	var texts []string
	walkShown(r.details.laid, func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok {
			texts = append(texts, text.Text)
		}
	})
	const want = "Colours Display P3 Decoded by libheif 1.15.1 Looked at by Starter model, EVA02 (could not take it) " +
		"In its EXIF date In its XMP rating In 2.jpg.xmp rating"
	if got := strings.Join(strings.Fields(strings.Join(texts, " ")), " "); got != want {
		t.Errorf("it says %q", got)
	}
	r.grid.Select(1)
	r.until(t, "another photo", func() bool { return r.details.photo.ID == 1 })
	if len(r.details.laid.Objects) > 0 {
		t.Error("what was said of one photo stays with the next")
	}
}
