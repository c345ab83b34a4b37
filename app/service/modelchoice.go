package service

import (
	"context"
	"fmt"
)

// Values in the catalogue that say which model searches. They are shared by all
// processes of a library, so that window, service and commands always agree.
const (
	valueActive = "model.active" // id of the pack that searches, "" for the built-in one
	valueNext   = "model.next"   // id of the pack whose vectors are being filled, "" if none is
)

// choice is what the catalogue says about models.
type choice struct{ active, next string }

func (e *Manager) readChoice(ctx context.Context) (c choice, err error) {
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
func (e *Manager) writeChoice(ctx context.Context, c choice) error {
	if err := e.Store.SetValue(ctx, valueActive, c.active); err != nil {
		return fmt.Errorf("switch models: %w", err)
	}
	if err := e.Store.SetValue(ctx, valueNext, c.next); err != nil {
		return fmt.Errorf("switch models: %w", err)
	}
	return nil
}
