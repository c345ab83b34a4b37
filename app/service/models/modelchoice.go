package models

import (
	"context"
	"fmt"
)

// Values in the catalogue that say which model searches. All processes of a library share the
// values, so that window, service and commands always agree.
const (
	ValueActive = "model.active" // id of the pack that searches, "" for the built-in one
	ValueNext   = "model.next"   // id of the pack whose vectors are being filled, "" if none is
)

// Choice is the choice of models in the catalogue.
type Choice struct{ Active, Next string }

// ReadChoice reads which pack searches and which is to be filled. Former built-in packs count
// as the present built-in pack.
func (e *Manager) ReadChoice(ctx context.Context) (c Choice, err error) {
	if c.Active, err = e.Catalogue.Value(ctx, ValueActive); err != nil {
		return c, err
	}
	if c.Next, err = e.Catalogue.Value(ctx, ValueNext); err != nil {
		return c, err
	}
	if c.Active = e.Packs.Present(c.Active); c.Active == "" {
		c.Active = e.Packs.BuiltIn.ID
	}
	c.Next = e.Packs.Present(c.Next)
	if c.Next == c.Active { // a process ended between the two writes of a switch
		c.Next = ""
	}
	return c, nil
}

// WriteChoice first makes a model the one that searches, and then names the model to be
// filled.
func (e *Manager) WriteChoice(ctx context.Context, c Choice) error {
	if err := e.Catalogue.SetValue(ctx, ValueActive, c.Active); err != nil {
		return fmt.Errorf("switch models: %w", err)
	}
	if err := e.Catalogue.SetValue(ctx, ValueNext, c.Next); err != nil {
		return fmt.Errorf("switch models: %w", err)
	}
	return nil
}
