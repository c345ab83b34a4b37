package service

import (
	"context"
	"errors"
	"fmt"

	"descry/ml"
)

// Values in the catalogue that say which model searches. They are shared by all
// processes of a library, so that window, service and commands always agree.
const (
	valueActive = "model.active" // id of the pack that searches, "" for the built-in one
	valueNext   = "model.next"   // id of the pack whose vectors are being filled, "" if none is
)

// choice is what the catalogue says about models.
type choice struct{ active, next string }

func (e *Library) readChoice(ctx context.Context) (c choice, err error) {
	if c.active, err = e.Store.Value(ctx, valueActive); err != nil {
		return c, err
	}
	if c.next, err = e.Store.Value(ctx, valueNext); err != nil {
		return c, err
	}
	if c.active = e.Shelf.present(c.active); c.active == "" {
		c.active = e.Shelf.BuiltIn.ID
	}
	c.next = e.Shelf.present(c.next)
	if c.next == c.active { // a process ended between the two writes of a switch
		c.next = ""
	}
	return c, nil
}

// writeChoice makes a model the one that searches, first, and then says what is to
// be filled.
func (e *Library) writeChoice(ctx context.Context, c choice) error {
	if err := e.Store.SetValue(ctx, valueActive, c.active); err != nil {
		return fmt.Errorf("switch models: %w", err)
	}
	if err := e.Store.SetValue(ctx, valueNext, c.next); err != nil {
		return fmt.Errorf("switch models: %w", err)
	}
	return nil
}

// enough is the share of the photos whose vectors a model must have to search at
// once; the few that came since it searched last are filled in behind it.
const enough = 0.9

// UseModel makes a pack the one that searches: at once if most of its vectors are
// there or the owner doesn't want to wait, otherwise when they have been filled. It
// reports which. A pack of which a tower can't be used changes nothing and is a
// notSwitchedError.
func (e *Library) UseModel(ctx context.Context, p *ml.Pack, now bool) (atOnce bool, err error) {
	c, err := e.readChoice(ctx)
	if err != nil {
		return false, err
	}
	if atOnce = now || c.active == p.ID; !atOnce {
		if atOnce, err = e.hasEnough(ctx, p.ID); err != nil {
			return false, err
		}
	}
	if c.active != p.ID {
		if err := e.tryModel(ctx, p, false); err != nil {
			return false, err
		}
	}
	e.refuse(nil)
	if atOnce {
		return true, e.writeChoice(ctx, choice{active: p.ID})
	}
	return false, e.writeChoice(ctx, choice{active: c.active, next: p.ID})
}

// hasEnough reports whether a model can search in the place of another.
func (e *Library) hasEnough(ctx context.Context, id string) (bool, error) {
	counts, err := e.Store.Totals(ctx, id)
	return float64(counts.Indexed) >= enough*float64(counts.Indexed+counts.Pending), err
}

// refuse remembers why a model has not become the one that searches, nil for none.
func (e *Library) refuse(why error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.refused = why
}

// readyToSearch lets a model that is about to search read the yardstick, which takes a
// large one a minute: the first search would wait for it. What goes wrong that search
// will tell.
func (e *Library) readyToSearch(ctx context.Context, id string) {
	pack, err := e.Shelf.open(id)
	if err == nil {
		_, err = (&Searcher{Model: e.modelOf(pack), e: e}).yardstick(ctx)
	}
	if err != nil {
		e.Log.Warn("get a model ready to search", "model", id, "err", err)
	}
}

// filled ends the filling of a model: it searches from now on, unless the owner has
// changed his mind, or most photos lie in folders that are offline or paused and
// could no longer be found.
func (e *Library) filled(ctx context.Context, id string) error {
	c, err := e.readChoice(ctx)
	if err != nil || c.next != id {
		return err
	}
	if ready, err := e.hasEnough(ctx, id); err != nil || !ready {
		return err
	}
	pack, err := e.Shelf.open(id)
	if err == nil {
		err = e.tryModel(ctx, pack, true)
	}
	if err != nil { // it is not tried again at every start
		return errors.Join(err, e.writeChoice(ctx, choice{active: c.active}))
	}
	e.readyToSearch(ctx, id)
	e.Log.Info("model filled, it searches from now on", "model", id)
	return e.writeChoice(ctx, choice{active: id})
}
