package service

import (
	"cmp"
	"context"
	"sync"

	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service/learning"
	"descry/app/service/models"
	"descry/library/search"
	"descry/ml"
)

// Searcher is the model that answers searches, with its vectors once a search needed them. A
// search takes one Searcher and keeps it to the end of the search, so that a switch in between
// never mixes the vectors of two models.
type Searcher struct {
	*models.Encoder
	e *Library

	Learned *learning.Learned // what was learned from the user for this model

	mu      sync.Mutex // guards the vectors and their opening
	vectors *search.Index
}

// newSearcher makes a Searcher of a pack, without loading a model.
func (e *Library) newSearcher(p *ml.Pack) *Searcher {
	s := &Searcher{Encoder: e.Models.ModelOf(p), e: e}
	s.Learned = e.Heads.For(s.Encoder, func() {
		if x := s.openedVectors(); x != nil {
			x.Remeasure() // unrelated descriptions may score otherwise now
		}
		e.onHead()
	})
	return s
}

// Suggester suggests tags with the head in use.
func (e *Library) Suggester() *learning.Suggester {
	return e.Heads.Suggester(func(ctx context.Context) (*learning.Learned, error) {
		err := e.FollowChoice(ctx)
		return e.Searcher().Learned, err
	})
}

// Searcher is the model that searches at the moment.
func (e *Library) Searcher() *Searcher {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.current
}

// Pack is the model that searches at the moment.
func (e *Library) Pack() *ml.Pack { return e.Searcher().Pack }

// FollowChoice makes the model that the catalogue names the one that searches, and calls
// onSwitch if another model searched before. The new model is ready before the switch, with
// its vectors loaded if those of the old model were. Where a pack can't be opened the built-in
// model searches, and modelProblem has the reason.
func (e *Library) FollowChoice(ctx context.Context) error {
	e.switching.Lock()
	defer e.switching.Unlock()
	c, err := e.Models.ReadChoice(ctx)
	if err != nil {
		return err
	}
	old := e.Searcher()
	if old != nil && e.asked == c.Active {
		return old.Learned.Follow(ctx)
	}
	pack, wrong := e.Models.Packs.Open(c.Active)
	if wrong != nil {
		pack = e.Models.Packs.BuiltIn
		wrong = problem.Wrap("model-built-in-instead", nil, wrong)
	}
	next := e.newSearcher(pack)
	if err := next.Learned.Follow(ctx); err != nil {
		return err
	}
	if old != nil && old.openedVectors() != nil {
		if _, err := next.OpenVectors(ctx); err != nil {
			return err
		}
	}
	e.mu.Lock()
	e.current, e.asked, e.modelProblem = next, c.Active, wrong
	e.mu.Unlock()
	if old == nil {
		return nil
	}
	if old.Pack.ID != pack.ID {
		old.retire(ctx)
	}
	e.onSwitch()
	return nil
}

// retire releases what a model that no longer searches holds. Searches under way end well,
// because a tower that was released is loaded again for them.
func (s *Searcher) retire(ctx context.Context) {
	if x := s.openedVectors(); x != nil {
		if err := x.Save(); err != nil {
			s.e.Log.Error("save vectors", "err", err)
		}
	}
	if err := s.Release(ctx); err != nil {
		s.e.Log.Error("free the former model", "err", err)
	}
}

// OpenVectors loads the model's vectors once.
func (s *Searcher) OpenVectors(ctx context.Context) (*search.Index, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.vectors != nil {
		return s.vectors, nil
	}
	e, p := s.e, s.Pack
	x, err := search.Open(ctx, e.Store, p.ID, p.JointDim, e.Paths.VectorFile(p.ID), search.Space{Scale: p.Scale, Calibration: s.calibration}, e.Log)
	if err != nil {
		return nil, err
	}
	s.vectors = x
	limitMemory(2 * int64(x.Len()) * int64(p.JointDim)) // int8 rows, and as much again while the rows grow
	return x, nil
}

// openedVectors are the vectors if they are loaded, nil otherwise.
func (s *Searcher) openedVectors() *search.Index {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.vectors
}

// modelNotice is what the user should know about the model that searches.
func (e *Library) modelNotice() notice.Notice {
	e.mu.Lock()
	wrong, s := cmp.Or(e.modelProblem, e.refused), e.current
	e.mu.Unlock()
	if wrong != nil {
		return problem.Of(wrong)
	}
	if wrong := s.Learned.InUse().Problem; !wrong.IsZero() {
		return wrong
	}
	return s.Notice()
}
