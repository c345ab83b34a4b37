package details

import (
	"context"
	"path/filepath"
	"strings"

	"descry/app/message"
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
		name := message.InLanguage(m.Name)
		if m.Refused {
			name = message.Text("details-model-refused", message.Params{"Model": name})
		}
		models = append(models, name)
	}
	all := []kit.Fact{
		{Name: message.Text("details-note", nil), Value: message.InLanguage(l.Warning)},
		{Name: message.Text("details-colours", nil), Value: l.Profile},
		{Name: message.Text("details-decoder", nil), Value: l.Decoder},
		{Name: message.Text("details-models", nil), Value: message.Enumerated(models)},
	}
	for _, source := range []metadata.Source{metadata.EXIF, metadata.XMP, metadata.IPTC, metadata.PNG, metadata.Sidecar, metadata.Takeout, metadata.Name} {
		where := message.Text("details-in-photo", message.Params{"Source": string(source)})
		switch source {
		case metadata.Sidecar, metadata.Takeout:
			where = message.Text("details-in-sidecar", message.Params{"File": fileOf(source, l.Sidecars)})
		case metadata.Name:
			where = message.Text("details-in-name", nil)
		case metadata.EXIF, metadata.XMP, metadata.IPTC, metadata.PNG:
		}
		all = append(all, kit.Fact{Name: where, Value: message.Enumerated(says(l, source))})
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
				words = append(words, fieldName(f.Name))
			}
		}
	}
	return words
}

// fieldName names a field of the metadata, "" for one that is not known.
func fieldName(field string) string {
	id, ok := fieldNames[field]
	if !ok {
		return ""
	}
	return message.Text(id, nil)
}

// fieldNames are the fields of the metadata with the messages that name the fields.
var fieldNames = map[string]string{
	"captured": "field-date", "make": "field-make", "model": "field-camera", "lens": "field-lens",
	"exposure_seconds": "field-exposure", "f_number": "field-aperture", "iso": "field-iso", "focal_length_mm": "field-focal-length",
	"orientation": "field-orientation", "position": "field-place", "rating": "field-rating", "title": "field-title",
	"description": "field-caption", "keywords": "field-keywords", "hierarchical_keywords": "field-keyword-tree", "people": "field-people",
}

// fileOf names the files beside a photo that a source is.
func fileOf(source metadata.Source, names []string) string {
	var of []string
	for _, name := range names {
		if json := strings.EqualFold(filepath.Ext(name), ".json"); json == (source == metadata.Takeout) {
			of = append(of, name)
		}
	}
	return message.Enumerated(of)
}
