package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"descry/library"
)

// Import makes annotations of offers, many of them in steps as by ApplyEdit. Annotations that
// a photo has got meanwhile stay.
func (s *Store) Import(ctx context.Context, offers []library.ImportOffer) (library.Edit, error) {
	var edit library.Edit
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		l := lister{ctx, tx}
		there, err := l.offers()
		if err != nil {
			return err
		}
		for _, o := range there {
			if !slices.ContainsFunc(offers, o.is) {
				continue
			}
			if o.Source != library.OfferCaptions {
				for photo := range o.photos.all() {
					edit.Tags = append(edit.Tags, library.TagEdit{Photo: photo, Tag: o.Tag, Label: library.Yes, Guarded: true})
				}
				continue
			}
			err := l.fileCaptions(func(id library.PhotoID, text string) {
				edit.Captions = append(edit.Captions, library.CaptionEdit{Photo: id, Text: &text, Guarded: true})
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return library.Edit{}, wrap("import", err)
	}
	return s.ApplyEdit(ctx, edit)
}

// is reports that an offer is the requested one, however its tag is spelled.
func (o offer) is(requested library.ImportOffer) bool {
	return o.Source == requested.Source && o.Tag.Person == requested.Tag.Person && fold(o.Tag.Name) == fold(ownTag(requested.Tag).Name)
}

// captionOffer is the offer of all captions that somebody wrote.
func (l lister) captionOffer() ([]offer, error) {
	o := offer{ImportOffer: library.ImportOffer{Source: library.OfferCaptions}}
	err := l.fileCaptions(func(id library.PhotoID, text string) {
		if o.Sample == "" {
			o.Sample = text
		}
		o.photos.add(id)
	})
	return []offer{o}, err
}

// fileCaptions calls fn for each photo whose file has a caption that somebody wrote and which
// has no caption of the user's.
func (l lister) fileCaptions(fn func(library.PhotoID, string)) error {
	const query = `
SELECT id, caption FROM photos WHERE id IN (
  SELECT id FROM photos INDEXED BY photos_tiles WHERE orphaned_since IS NULL AND captioned)
AND caption <> '' AND own_caption IS NULL ORDER BY id`
	return each(l.ctx, l.tx, query, nil, func(rows *sql.Rows) error {
		var id library.PhotoID
		var text string
		err := rows.Scan(&id, &text)
		if err == nil && !saysNothing(text) {
			fn(id, text)
		}
		return err
	})
}
