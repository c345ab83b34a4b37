package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"path/filepath"
	"time"

	"descry/library"
)

const (
	lostSQL = `SELECT id, hash, last_path, orphaned_since, own_caption FROM photos
WHERE orphaned_since IS NOT NULL ORDER BY orphaned_since, id`

	lostTagsSQL = `SELECT w.photo, t.kind, t.name, w.origin FROM photos p
CROSS JOIN photo_tags w ON w.photo = p.id CROSS JOIN tags t ON t.id = w.tag
WHERE p.orphaned_since IS NOT NULL AND w.origin IN (1, 2) ORDER BY t.folded, t.kind`

	lostAnswersSQL = `SELECT f.photo, f.description, f.good FROM photos p
CROSS JOIN feedback f ON f.photo = p.id WHERE p.orphaned_since IS NOT NULL ORDER BY f.key`

	lostRejectedSQL = `SELECT s.photo, t.kind, t.name FROM photos p
CROSS JOIN suggested_tags s ON s.photo = p.id CROSS JOIN tags t ON t.id = s.tag
WHERE p.orphaned_since IS NOT NULL AND s.rejected = 1 ORDER BY t.folded, t.kind`
)

// LostPhotos lists the photos without a file with their annotations.
func (s *Store) LostPhotos(ctx context.Context) ([]library.LostPhoto, error) {
	var lost lostPhotos
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		for _, part := range []struct {
			query string
			read  func(rows *sql.Rows) error
		}{{lostSQL, lost.photo}, {lostTagsSQL, lost.tag}, {lostAnswersSQL, lost.answer}, {lostRejectedSQL, lost.rejection}} {
			if err := each(ctx, tx, part.query, nil, part.read); err != nil {
				return err
			}
		}
		return nil
	})
	return lost.list, wrap("list photos without a file", err)
}

// lostPhotos gathers the results of several queries about the same photos.
type lostPhotos struct {
	list []library.LostPhoto
	at   map[library.PhotoID]int // place in list
}

func (l *lostPhotos) photo(rows *sql.Rows) error {
	var p library.LostPhoto
	var hash []byte
	var path string
	var since int64
	if err := rows.Scan(&p.ID, &hash, &path, &since, &p.Annotations.Caption); err != nil {
		return err
	}
	if path != "" {
		p.Path = filepath.Clean(filepath.FromSlash(path))
	}
	p.Hash, p.Since = library.Hash(hex.EncodeToString(hash)), time.Unix(0, since)
	if l.at == nil {
		l.at = make(map[library.PhotoID]int)
	}
	l.at[p.ID] = len(l.list)
	l.list = append(l.list, p)
	return nil
}

func (l *lostPhotos) annotationsOf(id library.PhotoID) *library.Annotations {
	return &l.list[l.at[id]].Annotations
}

func (l *lostPhotos) tag(rows *sql.Rows) error {
	var one library.TagEdit
	if err := rows.Scan(&one.Photo, &one.Tag.Person, &one.Tag.Name, &one.Label); err != nil {
		return err
	}
	a := l.annotationsOf(one.Photo)
	if one.Label == library.Yes {
		a.Tags = append(a.Tags, one.Tag)
	} else {
		a.Not = append(a.Not, one.Tag)
	}
	return nil
}

func (l *lostPhotos) answer(rows *sql.Rows) error {
	var f library.Feedback
	if err := rows.Scan(&f.Photo, &f.Description, &f.Good); err != nil {
		return err
	}
	a := l.annotationsOf(f.Photo)
	a.Answers = append(a.Answers, f)
	return nil
}

func (l *lostPhotos) rejection(rows *sql.Rows) error {
	var id library.PhotoID
	var t library.Tag
	if err := rows.Scan(&id, &t.Person, &t.Name); err != nil {
		return err
	}
	a := l.annotationsOf(id)
	a.Rejected = append(a.Rejected, t)
	return nil
}
