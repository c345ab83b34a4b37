package sqlite

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"descry/library"
)

// columnsSQL gives the ids of a facet's values for every photo, with commas between, and the
// names of the values.
var columnsSQL = map[library.Facet][2]string{
	library.FacetCamera: {"camera", "SELECT id, name FROM cameras"},
	library.FacetLens:   {"lens_id", "SELECT id, name FROM lenses"},
	library.FacetType:   {"format", "SELECT DISTINCT format, format FROM photos INDEXED BY photos_tiles WHERE orphaned_since IS NULL"},
}

// FacetValues lists the values of a facet, most photos first. A limit that is not above zero
// is no limit.
func (s *Store) FacetValues(ctx context.Context, facet library.Facet, prefix string, limit int) ([]library.FacetValue, error) {
	prefix = fold(oneSpaced(prefix))
	var values []library.FacetValue
	var err error
	switch {
	case facet == library.FacetIn:
		values, err = s.dirNames(ctx, prefix)
	case facet == library.FacetTag:
		values, err = s.tagNames(ctx, kindTag, prefix)
	case facet == library.FacetPerson:
		values, err = s.tagNames(ctx, kindPerson, prefix)
	case columnsSQL[facet] != [2]string{}:
		values, err = s.columnValues(ctx, columnsSQL[facet][0], columnsSQL[facet][1], prefix)
	default:
		err = fmt.Errorf("unknown facet %d", facet)
	}
	slices.SortFunc(values, func(a, b library.FacetValue) int {
		return cmp.Or(cmp.Compare(b.Photos, a.Photos), strings.Compare(a.Value, b.Value))
	})
	if limit > 0 {
		values = values[:min(limit, len(values))]
	}
	return values, wrap("list values", err)
}

// columnValues counts the photos for each value of a column. Grouping in SQLite would take ten
// times as long.
func (s *Store) columnValues(ctx context.Context, column, names, prefix string) ([]library.FacetValue, error) {
	counts := make(map[string]int)
	query := "SELECT group_concat(" + column + ") FROM photos INDEXED BY photos_tiles WHERE orphaned_since IS NULL"
	err := each(ctx, s.reader, query, nil, func(rows *sql.Rows) error {
		var list sql.RawBytes
		err := rows.Scan(&list)
		for value := range bytes.SplitSeq(list, []byte{','}) {
			counts[string(value)]++
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	byName := make(map[string]int) // files write one camera in several spellings
	err = each(ctx, s.reader, names, nil, func(rows *sql.Rows) error {
		var key, name string
		err := rows.Scan(&key, &name)
		if n := counts[key]; n > 0 && beginsWord(fold(name), prefix) {
			byName[name] += n
		}
		return err
	})
	var values []library.FacetValue
	for name, n := range byName {
		values = append(values, library.FacetValue{Value: name, Photos: n})
	}
	return values, err
}

// beginsWord reports that a word of a folded text begins with prefix.
func beginsWord(text, prefix string) bool {
	for from := 0; from <= len(text); {
		i := strings.Index(text[from:], prefix)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:from+i])
		if from+i == 0 || !unicode.IsLetter(before) && !unicode.IsNumber(before) {
			return true
		}
		from += i + 1
	}
	return false
}
