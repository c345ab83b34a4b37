package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"descry/library"
)

// snapshot runs fn in a transaction that sees one state of the catalogue.
func (s *Store) snapshot(ctx context.Context, fn func(tx *sql.Tx) error) error {
	tx, err := s.reader.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // fn has only read
	return fn(tx)
}

// orphaned are the photos without a file.
var orphaned = union{sqlf("SELECT group_concat(id) FROM photos WHERE orphaned_since IS NOT NULL")}

// lister finds the photos that pass a filter.
type lister struct {
	ctx context.Context
	tx  *sql.Tx
}

// PhotosIn calls fn with every photo in scope that passes the filter.
func (s *Store) PhotosIn(ctx context.Context, scope library.Scope, filter library.Filter, fn func(library.PhotoID)) error {
	var found photoSet
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		q, err := newQuery(scope, filter)
		if err == nil {
			found, err = lister{ctx, tx}.find(q)
		}
		return err
	})
	if err != nil {
		return wrap("list photos in scope", err)
	}
	for id := range found.all() {
		fn(id)
	}
	return nil
}

// find is the set of photos that pass a query. A wanted set has only photos with a file and
// some that have lost theirs, so that nothing else has to be listed unless the query has a
// condition on the photos themselves.
func (l lister) find(q query) (photoSet, error) {
	first := union{sqlf("SELECT group_concat(p.id) FROM photos p INDEXED BY photos_tiles WHERE "+q.where.sql, q.where.args...)}
	unwanted := q.unwanted
	if len(q.wanted) > 0 && len(q.where.args) == 0 && q.where.sql == hasFile {
		first, q.wanted = q.wanted[0], q.wanted[1:]
		unwanted = append(slices.Clone(unwanted), orphaned)
	}
	found, err := l.union(first)
	for _, u := range q.wanted {
		if err == nil {
			err = l.each(u, found.intersect)
		}
	}
	for _, u := range unwanted {
		if err == nil {
			err = l.each(u, found.subtract)
		}
	}
	return found, err
}

func (l lister) each(u union, fn func(photoSet)) error {
	set, err := l.union(u)
	fn(set)
	return err
}

// union fetches a set.
func (l lister) union(u union) (set photoSet, err error) {
	for _, list := range u {
		err := each(l.ctx, l.tx, list.sql, list.args, func(rows *sql.Rows) error {
			var ids sql.RawBytes
			err := rows.Scan(&ids)
			eachID(ids, set.add)
			return err
		})
		if err != nil {
			return set, err
		}
	}
	return set, nil
}

// fewPhotos is the largest number of ids by which SQLite picks tiles.
const fewPhotos = 10_000

// tileQuery is the condition on photos p for a listing, and the set to pick from the
// condition's photos. The set is nil when the condition gives no other photos.
func (l lister) tileQuery(scope library.Scope, filter library.Filter) (clause, *photoSet, error) {
	q, err := newQuery(scope, filter)
	if err != nil || len(q.wanted)+len(q.unwanted) == 0 {
		return q.where, nil, err
	}
	found, err := l.find(q)
	if err != nil || found.len() > fewPhotos {
		return sqlf(hasFile), &found, err
	}
	list := idList(slices.Collect(found.all()))
	return sqlf(hasFile+" AND p.id IN (SELECT value FROM json_each(?))", list), nil, nil
}

// eachID reads ids with commas between.
func eachID(list []byte, fn func(library.PhotoID)) {
	var id library.PhotoID
	for i, c := range list {
		if c != ',' {
			id = 10*id + library.PhotoID(c-'0')
		}
		if c == ',' || i == len(list)-1 {
			fn(id)
			id = 0
		}
	}
}
