package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"descry/library"
)

// offer is an offer of an import with its photos.
type offer struct {
	library.ImportOffer
	photos photoSet
}

// ImportOffers lists what could be imported, most photos first.
func (s *Store) ImportOffers(ctx context.Context) ([]library.ImportOffer, error) {
	var offers []offer
	err := s.snapshot(ctx, func(tx *sql.Tx) (err error) {
		offers, err = lister{ctx, tx}.offers()
		return err
	})
	list := make([]library.ImportOffer, len(offers))
	for i, o := range offers {
		list[i] = o.ImportOffer
	}
	return list, wrap("list what could be imported", err)
}

// offers are the offers that at least one photo with a file is left for.
func (l lister) offers() ([]offer, error) {
	orphans, err := l.union(orphaned)
	if err != nil {
		return nil, err
	}
	var list []offer
	for _, find := range []func() ([]offer, error){l.wordOffers, l.folderOffers, l.captionOffer} {
		some, err := find()
		if err != nil {
			return nil, err
		}
		for _, o := range some {
			o.photos.subtract(orphans)
			if o.Photos = o.photos.len(); o.Photos > 0 {
				list = append(list, o)
			}
		}
	}
	slices.SortFunc(list, func(a, b offer) int {
		return cmp.Or(cmp.Compare(b.Photos, a.Photos), cmp.Compare(a.Source, b.Source), strings.Compare(fold(a.Tag.Name), fold(b.Tag.Name)))
	})
	return list, nil
}

// wordOffers are the keywords and people of files that the user has not labelled.
func (l lister) wordOffers() (list []offer, err error) {
	const query = `
SELECT t.kind, t.name, group_concat(w.photo) FILTER (WHERE w.origin = 0), group_concat(w.photo) FILTER (WHERE w.origin = 1)
FROM tags t CROSS JOIN photo_tags w ON w.tag = t.id GROUP BY t.id`
	err = each(l.ctx, l.tx, query, nil, func(rows *sql.Rows) error {
		var o offer
		var file, own sql.RawBytes
		err := rows.Scan(&o.Tag.Person, &o.Tag.Name, &file, &own)
		if o.Tag.Person {
			o.Source = library.OfferPeople
		}
		if len(file) > 0 && indexWords(o.Tag.Name) != "" {
			var yes photoSet
			eachID(file, o.photos.add)
			eachID(own, yes.add)
			o.photos.subtract(yes)
			list = append(list, o)
		}
		return err
	})
	return list, err
}

// folderOffers are the names of directories below the library's folders, each with the photos
// in and below all directories of that name.
func (l lister) folderOffers() ([]offer, error) {
	const query = `
SELECT d.rel, group_concat(f.photo_id) FROM dirs d
CROSS JOIN files f INDEXED BY files_places ON f.dir = d.id AND f.photo_id IS NOT NULL
WHERE d.rel <> '' GROUP BY d.id ORDER BY d.rel`
	byName := make(map[string]*offer)
	err := each(l.ctx, l.tx, query, nil, func(rows *sql.Rows) error {
		var rel string
		var photos sql.RawBytes
		if err := rows.Scan(&rel, &photos); err != nil {
			return err
		}
		var here photoSet
		eachID(photos, here.add)
		for end := range len(rel) + 1 {
			if end == len(rel) || rel[end] == '/' {
				offerFolder(byName, rel[:end], here)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	list := make([]offer, 0, len(byName))
	for key, o := range byName {
		const query = `SELECT group_concat(photo) FROM photo_tags WHERE origin IN (1, 2) AND tag = (SELECT id FROM tags WHERE kind = 0 AND folded = ?)`
		labelled, err := l.union(union{sqlf(query, key)})
		if err != nil {
			return nil, err
		}
		o.photos.subtract(labelled)
		list = append(list, *o)
	}
	return list, nil
}

// offerFolder adds photos to the offer of a directory's name, if the name makes a tag.
func offerFolder(byName map[string]*offer, dir string, photos photoSet) {
	tag := ownTag(library.Tag{Name: folderTag(baseName(strings.ToValidUTF8(dir, "")))})
	if tag.Name == "" || indexWords(tag.Name) == "" {
		return
	}
	key := fold(tag.Name)
	if byName[key] == nil {
		byName[key] = &offer{ImportOffer: library.ImportOffer{Source: library.OfferFolders, Tag: tag, Sample: dir}}
	}
	byName[key].photos.unite(photos)
}
