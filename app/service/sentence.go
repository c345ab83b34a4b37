package service

import (
	"context"
	"errors"

	"descry/app/problem"
	"descry/app/service/models"
)

// owned makes an error the user's: one sentence.
func owned(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	var broken *models.TowerError
	var kept *models.NotSwitchedError
	if errors.As(err, &broken) && !errors.As(err, &kept) {
		return &sentence{broken.InWindow(), err}
	}
	return &sentence{problem.Explain(err), err}
}

// sentence is an error as the user reads it, with the real one inside.
type sentence struct {
	text string
	err  error
}

func (s *sentence) Error() string { return s.text }

func (s *sentence) Unwrap() error { return s.err }
