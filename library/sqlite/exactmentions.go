package sqlite

import (
	"database/sql"

	"descry/library"
)

// exactSQL lists up to ?4 photos, the newest first, whose tag (or its last level), person or
// file name, with or without ending, equals a text. ?1 is the text as a tag, ?2 as a person's
// name, ?3 as a file's name.
const exactSQL = `SELECT photo FROM (SELECT photo FROM photo_tags WHERE origin < 2 AND tag IN (
    SELECT id FROM tags WHERE kind = 0 AND folded = ?1 UNION SELECT id FROM tags WHERE leaf = ?1 AND kind = 0
    UNION SELECT id FROM tags WHERE kind = 1 AND folded = ?2)
    AND photo NOT IN (` + withoutFile + `)
  ORDER BY photo DESC LIMIT ?4)
UNION
SELECT photo_id FROM files INDEXED BY files_names WHERE photo_id IS NOT NULL AND name = ?3
UNION
SELECT photo_id FROM files INDEXED BY files_names WHERE photo_id IS NOT NULL
  AND name > ?3 || '.' AND name < ?3 || '/' AND instr(substr(name, length(?3) + 2), '.') = 0
ORDER BY photo DESC LIMIT ?4`

// exact marks and adds the photos whose tag, person or file name equals text. Photos that were
// not ranked count as much as the best.
func (r *ranker) exact(text string) error {
	best := 0.0
	for _, m := range r.found {
		best = max(best, m.Rank)
	}
	name := fold(personName(text))
	args := []any{fold(tagName(text)), name, name, r.limit}
	return each(r.ctx, r.tx, exactSQL, args, func(rows *sql.Rows) error {
		var id library.PhotoID
		if err := rows.Scan(&id); err != nil {
			return err
		}
		m, ok := r.found[id]
		if !ok {
			m = library.Mention{Photo: id, Rank: best}
		}
		m.Exact, m.All = true, true
		r.found[id] = m
		return nil
	})
}

// dropOrphans leaves out photos that have just lost their files: the full-text rows of very
// many photos are not deleted at once.
func (r *ranker) dropOrphans() error {
	set, err := r.union(orphaned)
	for id := range r.found {
		if set.has(id) {
			delete(r.found, id)
		}
	}
	return err
}
