package service

import (
	"context"

	"descry/app/service/problem"
)

// ModelList describes the shelf, with what the catalogue knows of each pack.
func (e *Manager) ModelList(ctx context.Context) ([]ModelJSON, error) {
	packs, err := e.Shelf.list()
	if err != nil {
		return nil, err
	}
	vectors, err := e.Store.ModelTotals(ctx)
	if err != nil {
		return nil, err
	}
	c, err := e.readChoice(ctx)
	if err != nil {
		return nil, err
	}
	active := e.searching().ID
	counts, err := e.Store.Totals(ctx, active)
	if err != nil {
		return nil, err
	}
	list := make([]ModelJSON, 0, len(packs))
	for _, p := range packs {
		known := vectors[p.id]
		j := ModelJSON{ID: p.id, Path: p.path, Active: p.id == active, Next: p.id == c.next, Vectors: known.Vectors - known.Orphans, VectorBytes: known.Bytes}
		if p.problem != nil {
			j.Problem = problem.Explain(p.problem)
		} else {
			j.Photos = counts.Photos // the same for every model
			if err := e.describeModel(ctx, p.pack, &j); err != nil {
				return nil, err
			}
		}
		list = append(list, j)
	}
	return list, nil
}
