package details

import (
	"context"
	"strings"

	"descry/app/service"
	"descry/library"
	"descry/library/metadata"
	"descry/ui/kit"
)

// layOpen tells how the photo on show is read, once the selection rests, since the file has to
// be read.
func (p *Panel) layOpen(ctx context.Context, id library.PhotoID) {
	p.After(PreviewPause, func() {
		if ctx.Err() != nil {
			return
		}
		p.Tasks.Run(func(context.Context) {
			laid, err := p.Backend.LayOpen(ctx, id)
			if err != nil {
				return // what is known stays
			}
			p.Tasks.Apply(func() {
				if ctx.Err() == nil {
					p.setLaidOpen(laid)
				}
			})
		})
	})
}

// setLaidOpen adds how the photo is read.
func (p *Panel) setLaidOpen(laid service.LaidOpen) {
	p.laid.Objects = nil
	for _, f := range laidFacts(laid) {
		p.laid.Objects = append(p.laid.Objects, kit.FactView(f))
	}
	p.laid.Show()
	p.Resized()
}

// laidFacts lists how a photo is read. Unknown facts are left out.
func laidFacts(l service.LaidOpen) []kit.Fact {
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

// says lists the content of a source, in the words of the panel.
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
