package service

import (
	"context"
	"errors"

	"descry/app/service/models"
	"descry/ml"
)

// UseModel makes a pack the one that searches: at once if most of its vectors are
// there or the user doesn't want to wait, otherwise when they have been filled. It
// reports which. A pack of which a tower can't be used changes nothing and is a
// notSwitchedError.
func (e *Library) UseModel(ctx context.Context, p *ml.Pack, now bool) (atOnce bool, err error) {
	c, err := e.Models.ReadChoice(ctx)
	if err != nil {
		return false, err
	}
	if atOnce = now || c.Active == p.ID; !atOnce {
		if atOnce, err = e.hasEnough(ctx, p.ID); err != nil {
			return false, err
		}
	}
	if c.Active != p.ID {
		if err := e.Models.TryModel(ctx, p, false); err != nil {
			return false, err
		}
	}
	e.refuse(nil)
	if atOnce {
		return true, e.Models.WriteChoice(ctx, models.Choice{Active: p.ID})
	}
	return false, e.Models.WriteChoice(ctx, models.Choice{Active: c.Active, Next: p.ID})
}

// hasEnough reports whether a model can search in the place of another.
func (e *Library) hasEnough(ctx context.Context, id string) (bool, error) {
	counts, err := e.Store.Totals(ctx, id)
	return float64(counts.Indexed) >= models.EnoughVectors*float64(counts.Indexed+counts.Pending), err
}

// refuse remembers why a model has not become the one that searches, nil for none.
func (e *Library) refuse(why error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.refused = why
}

// readyToSearch lets a model that is about to search read the calibration texts, which takes a
// large one a minute: the first search would wait for it. What goes wrong that search
// will tell.
func (e *Library) readyToSearch(ctx context.Context, id string) {
	pack, err := e.Models.Packs.Open(id)
	if err == nil {
		_, err = e.newSearcher(pack).calibration(ctx)
	}
	if err != nil {
		e.Log.Warn("get a model ready to search", "model", id, "err", err)
	}
}

// filled ends the filling of a model: it searches from now on, unless the user has
// changed his mind, or most photos lie in folders that are offline or paused and
// could no longer be found.
func (e *Library) filled(ctx context.Context, id string) error {
	c, err := e.Models.ReadChoice(ctx)
	if err != nil || c.Next != id {
		return err
	}
	if ready, err := e.hasEnough(ctx, id); err != nil || !ready {
		return err
	}
	pack, err := e.Models.Packs.Open(id)
	if err == nil {
		err = e.Models.TryModel(ctx, pack, true)
	}
	if err != nil { // it is not tried again at every start
		return errors.Join(err, e.Models.WriteChoice(ctx, models.Choice{Active: c.Active}))
	}
	e.readyToSearch(ctx, id)
	e.Log.Info("model filled, it searches from now on", "model", id)
	return e.Models.WriteChoice(ctx, models.Choice{Active: id})
}
