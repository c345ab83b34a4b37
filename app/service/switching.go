package service

import (
	"context"
	"errors"

	"descry/app/service/models"
	"descry/ml"
)

// UseModel makes a pack the one that searches. A pack with most of its vectors, or any pack if
// now is set, searches at once, another once its vectors have been filled. atOnce reports
// which. A pack of which a tower can't be used changes nothing and is a notSwitchedError.
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

// refuse records why a model has not become the one that searches. nil clears the reason.
func (e *Library) refuse(why error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.refused = why
}

// readyToSearch has a model that is about to search encode the calibration texts. A large
// model takes a minute for that, for which the first search would wait. Errors are left to
// that search.
func (e *Library) readyToSearch(ctx context.Context, id string) {
	pack, err := e.Models.Packs.Open(id)
	if err == nil {
		_, err = e.newSearcher(pack).calibration(ctx)
	}
	if err != nil {
		e.Log.Warn("get a model ready to search", "model", id, "err", err)
	}
}

// filled ends the filling of a model. The model searches from now on, unless the user has
// chosen otherwise meanwhile, or most photos lie in folders that are offline or paused and
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
	if err != nil { // the model is not tried again at every start
		return errors.Join(err, e.Models.WriteChoice(ctx, models.Choice{Active: c.Active}))
	}
	e.readyToSearch(ctx, id)
	e.Log.Info("model filled, it searches from now on", "model", id)
	return e.Models.WriteChoice(ctx, models.Choice{Active: id})
}
