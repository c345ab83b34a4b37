package sqlite

import (
	"fmt"
	"slices"

	"descry/library"
)

// clause is a condition in SQL with its bound values. Whatever the user typed is among the
// values.
type clause struct {
	sql  string
	args []any
}

func sqlf(sql string, args ...any) clause { return clause{sql, args} }

// hasFile and withoutFile part the photos with a file from those without.
const (
	hasFile     = "p.orphaned_since IS NULL"
	withoutFile = "SELECT id FROM photos WHERE orphaned_since IS NOT NULL"
)

// never is false without SQLite knowing beforehand: SQLite would otherwise refuse to use the
// index that the statement names.
var never = sqlf("?", 0)

// join puts another condition behind.
func (c clause) join(operator string, other clause) clause {
	return clause{c.sql + operator + other.sql, slices.Concat(c.args, other.args)}
}

// query is a filter in parts: a condition that the index of photos answers in one pass, and
// sets of photos that other tables answer. Sets are joined here and not in SQL, where building
// a set of 100,000 ids would take longer than fetching the ids.
type query struct {
	where    clause  // on photos p, never NULL
	wanted   []union // a photo must be in each of these
	unwanted []union // a photo must be in none of these
}

// union is the set of photos that any of several statements gives. Each statement gives its
// ids in one piece, which takes a fifth of the time of rows.
type union []clause

// newQuery translates scope and filter.
func newQuery(scope library.Scope, filter library.Filter) (query, error) {
	q := query{where: sqlf(hasFile)}
	in := scopeDirs(scope)
	if in.sql != "" && !slices.ContainsFunc(filter.Conditions, asksOfFiles) {
		q.wanted = append(q.wanted, union{filesWith(in)})
	}
	for _, c := range filter.Conditions {
		if err := q.add(c, in); err != nil {
			return query{}, err
		}
	}
	return q, nil
}

// asksOfFiles reports that only a photo with a file in scope can meet the condition.
func asksOfFiles(c library.Condition) bool {
	return !c.Not && len(c.Any) > 0 && !slices.ContainsFunc(c.Any, func(t library.Test) bool {
		switch t.(type) {
		case library.InTest, library.FolderTest, library.NameTest:
			return false
		}
		return true
	})
}

// add translates a condition. in is the condition on directories that the scope makes.
func (q *query) add(c library.Condition, in clause) error {
	own, sets := never, union(nil)
	for _, t := range c.Any {
		one, isSet, err := test(t, in)
		switch {
		case err != nil:
			return err
		case isSet:
			sets = append(sets, one)
		default:
			own = own.join(" OR ", one)
		}
	}
	own.sql = "(" + own.sql + ")"
	if sets == nil {
		if c.Not {
			own.sql = "NOT " + own.sql
		}
		q.where = q.where.join(" AND ", own)
		return nil
	}
	if len(sets) < len(c.Any) {
		sets = append(sets, photosWith(own))
	}
	if c.Not {
		q.unwanted = append(q.unwanted, sets)
	} else {
		q.wanted = append(q.wanted, sets)
	}
	return nil
}

// photosWith lists photos from the index that holds the facts of photos.
func photosWith(where clause) clause {
	return sqlf("SELECT group_concat(p.id) FROM photos p INDEXED BY photos_tiles WHERE "+hasFile+" AND "+where.sql, where.args...)
}

// test translates one test: a condition on photos p, or a statement that gives the
// set.
func test(t library.Test, in clause) (one clause, isSet bool, err error) {
	switch t := t.(type) {
	case library.InTest:
		return dirTest(sqlf("instr(folded, ?) > 0", fold(t.Name)), in), true, nil
	case library.FolderTest:
		return dirTest(belowPath(t.Path), in), true, nil
	case library.NameTest:
		return nameTest(t, in), true, nil
	case library.TagTest:
		return tagTest(t), true, nil
	case library.PersonTest:
		if t.Whole {
			return tagsWith(sqlf("kind = ? AND folded = ?", kindPerson, fold(personName(t.Name)))), true, nil
		}
		return tagsWith(sqlf("kind = ? AND instr(folded, ?) > 0", kindPerson, fold(personName(t.Name)))), true, nil
	}
	one, err = photoTest(t)
	return one, false, err
}

// photoTest translates a test that the photo's own row answers.
func photoTest(t library.Test) (clause, error) {
	switch t := t.(type) {
	case library.DateTest:
		return dateTest(t), nil
	case library.CameraTest:
		return sqlf("(p.camera IS NOT NULL AND p.camera IN (SELECT id FROM cameras WHERE instr(folded, ?) > 0))", fold(t.Text)), nil
	case library.LensTest:
		return sqlf("(p.lens_id IS NOT NULL AND p.lens_id IN (SELECT id FROM lenses WHERE instr(folded, ?) > 0))", fold(t.Text)), nil
	case library.ISOTest:
		return isoTest(t), nil
	case library.RatingTest:
		return sqlf("(p.rating BETWEEN ? AND ?)", t.Min, t.Max), nil
	case library.NearTest:
		return nearTest(t), nil
	case library.TypeTest:
		return typeTest(t), nil
	case library.OrientationTest:
		return orientationTest(t)
	case library.HasTest:
		return hasTest(t)
	}
	return clause{}, fmt.Errorf("unknown test %T", t)
}
