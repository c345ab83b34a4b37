package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"descry/library"
)

// dirNames counts the photos in and below the directories of each name. A photo that lies in
// several such directories counts once.
func (s *Store) dirNames(ctx context.Context, prefix string) ([]library.FacetValue, error) {
	const query = `
SELECT n.shown, group_concat(f.photo_id) FROM dirs d
  CROSS JOIN named_dirs n ON n.id = d.id
  CROSS JOIN files f INDEXED BY files_places ON f.dir = d.id AND f.photo_id IS NOT NULL
WHERE instr(d.folded, ?) > 0 GROUP BY d.id`
	sets := make(map[string]*namedSet) // by folded name
	err := each(ctx, s.reader, query, []any{prefix}, func(rows *sql.Rows) error {
		var shown, photos sql.RawBytes
		if err := rows.Scan(&shown, &photos); err != nil {
			return err
		}
		var here photoSet
		for name := range strings.SplitSeq(string(shown), "/") {
			key := fold(name)
			if name == "" || !beginsWord(key, prefix) {
				continue
			}
			if sets[key] == nil {
				sets[key] = &namedSet{name: name}
			}
			if here.words == nil {
				eachID(photos, here.add)
			}
			sets[key].unite(here)
		}
		return nil
	})
	values := make([]library.FacetValue, 0, len(sets))
	for _, set := range sets {
		values = append(values, library.FacetValue{Value: set.name, Photos: set.len()})
	}
	return values, err
}

type namedSet struct {
	name string
	photoSet
}
