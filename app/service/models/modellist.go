package models

import "context"

// ModelList describes the model store, with what the catalogue knows of each pack.
func (e *Manager) ModelList(ctx context.Context) ([]Installed, error) {
	packs, err := e.Packs.List()
	if err != nil {
		return nil, err
	}
	vectors, err := e.Catalogue.ModelTotals(ctx)
	if err != nil {
		return nil, err
	}
	c, err := e.ReadChoice(ctx)
	if err != nil {
		return nil, err
	}
	active := e.searching().ID
	counts, err := e.Catalogue.Totals(ctx, active)
	if err != nil {
		return nil, err
	}
	list := make([]Installed, 0, len(packs))
	for _, p := range packs {
		known := vectors[p.ID]
		j := Installed{ID: p.ID, Path: p.path, Active: p.ID == active, Next: p.ID == c.Next, Vectors: known.Vectors - known.Orphans, VectorBytes: known.Bytes}
		if p.Problem != nil {
			j.Problem = p.Problem
		} else {
			j.Photos = counts.Photos // the same for every model
			if err := e.describeModel(ctx, p.Pack, &j); err != nil {
				return nil, err
			}
		}
		list = append(list, j)
	}
	return list, nil
}
