package ui

import (
	"context"
	"strings"

	"descry/app/service"
	"descry/library"
	"descry/library/metadata"
	"descry/ui/kit"
)

// layOpen tells how the photo on show is read, once the selection rests: the file is read
// for it.
func (w *Window) layOpen(ctx context.Context, turn int, id library.PhotoID) {
	w.after(previewPause, func() {
		if turn != w.looking.turn {
			return
		}
		w.tasks.Run(func(context.Context) {
			laid, err := w.backend.LayOpen(ctx, id)
			if err != nil {
				return // what is known stays
			}
			w.tasks.Apply(func() {
				if turn == w.looking.turn {
					w.details.setLaidOpen(laid)
				}
			})
		})
	})
}

// setLaidOpen adds how the photo is read.
func (d *details) setLaidOpen(laid service.LaidOpen) {
	d.laid.Objects = nil
	for _, f := range facts(laid) {
		d.laid.Objects = append(d.laid.Objects, kit.FactView(f))
	}
	d.laid.Show()
	d.resized()
}

func facts(l service.LaidOpen) []kit.Fact {
	var models []string
	for _, m := range l.Models {
		name := m.Name
		if m.Refused {
			name += " (could not take it)"
		}
		models = append(models, name)
	}
	all := []kit.Fact{
		{Name: "Note", Value: l.Warning},
		{Name: "Colours", Value: l.Profile},
		{Name: "Decoded by", Value: l.Decoder},
		{Name: "Looked at by", Value: strings.Join(models, ", ")},
	}
	for _, source := range []metadata.Source{metadata.EXIF, metadata.XMP, metadata.IPTC, metadata.Sidecar} {
		where := "In its " + string(source)
		if source == metadata.Sidecar {
			where = "In " + l.Sidecar
		}
		all = append(all, kit.Fact{Name: where, Value: strings.Join(says(l, source), ", ")})
	}
	known := all[:0]
	for _, f := range all {
		if f.Value != "" {
			known = append(known, f)
		}
	}
	return known
}

// says lists what stands in a source, in the words of the panel.
func says(l service.LaidOpen, source metadata.Source) (words []string) {
	for _, f := range l.Fields {
		for _, from := range f.From {
			if from == source {
				words = append(words, laidWords[f.Name])
			}
		}
	}
	return words
}

// laidWords are the fields of the metadata.
var laidWords = map[string]string{
	"captured": "date", "make": "make", "model": "camera", "lens": "lens", "exposure_seconds": "exposure", "f_number": "aperture",
	"iso": "ISO", "focal_length_mm": "focal length", "orientation": "orientation", "position": "place", "rating": "rating", "title": "title",
	"description": "caption", "keywords": "keywords", "hierarchical_keywords": "keyword tree", "people": "people",
}
