package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"descry/app/service/problem"
	"descry/library/search"
	"descry/ml"
)

// Searcher is the model that answers searches, with its vectors once a search
// needed them. A search takes it once and keeps it to its end, so that a switch in
// between never mixes the vectors of two models.
type Searcher struct {
	*Model
	e *Library

	things    things
	learned   atomic.Pointer[learned]
	following sync.Mutex // held while another head takes over

	mu      sync.Mutex // guards vectors and their opening
	vectors *search.Index
}

// Searcher is the one at the moment.
func (e *Library) Searcher() *Searcher {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.current
}

// Pack is the model that searches at the moment.
func (e *Library) Pack() *ml.Pack { return e.Searcher().Pack }

// modelOf returns the model of a pack, the same one each time.
func (e *Library) modelOf(p *ml.Pack) *Model {
	e.mu.Lock()
	defer e.mu.Unlock()
	m, ok := e.models[p.ID]
	if !ok {
		m = &Model{Pack: p, Rt: &e.Runtime, Settings: e.Settings, Adapters: e.Adapters.Get, Speeds: e.Speeds}
		m.onDevice = func() {
			e.moved.Add(1)
			e.onDevice()
		}
		m.back = func() string {
			if p.ID == e.Shelf.BuiltIn.ID || p.ID != e.Pack().ID {
				return ""
			}
			return e.Shelf.BuiltIn.ID
		}
		e.models[p.ID] = m
	}
	return m
}

// usedModels are those that this process has made.
func (e *Library) usedModels() []*Model {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Collect(maps.Values(e.models))
}

// modelName is the name of a model that this process has used, or its id.
func (e *Library) modelName(id string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if m := e.models[id]; m != nil {
		return m.Pack.Name
	}
	return id
}

// FollowChoice makes the model that the catalogue names the one that searches, and
// calls onSwitch if it was another one before. The new one is ready before it takes
// over: its vectors are loaded if the old one's were. A pack that can't be opened
// leaves the built-in one, with the reason in modelProblem.
func (e *Library) FollowChoice(ctx context.Context) error {
	e.switching.Lock()
	defer e.switching.Unlock()
	c, err := e.readChoice(ctx)
	if err != nil {
		return err
	}
	old := e.Searcher()
	if old != nil && e.asked == c.active {
		return old.followHead(ctx)
	}
	pack, problem := e.Shelf.open(c.active)
	if problem != nil {
		pack = e.Shelf.BuiltIn
		problem = fmt.Errorf("%w; the built-in model searches instead", problem)
	}
	next := &Searcher{Model: e.modelOf(pack), e: e}
	if err := next.followHead(ctx); err != nil {
		return err
	}
	if old != nil && old.openedVectors() != nil {
		if _, err := next.OpenVectors(ctx); err != nil {
			return err
		}
	}
	e.mu.Lock()
	e.current, e.asked, e.modelProblem = next, c.active, problem
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

// retire gives back what a model that no longer searches holds; searches under way
// end well, because a tower that was released is loaded again for them.
func (s *Searcher) retire(ctx context.Context) {
	if x := s.openedVectors(); x != nil {
		if err := x.Save(); err != nil {
			s.e.Log.Error("save vectors", "err", err)
		}
	}
	if err := s.release(ctx); err != nil {
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
	x, err := search.Open(ctx, e.Store, p.ID, p.JointDim, e.Paths.VectorFile(p.ID), search.Space{Scale: p.Scale, Calibration: s.yardstick}, e.Log)
	if err != nil {
		return nil, err
	}
	s.vectors = x
	limitMemory(2 * int64(x.Len()) * int64(p.JointDim)) // int8 rows, and as much again while they grow
	return x, nil
}

// openedVectors are the vectors if they were loaded, nil otherwise.
func (s *Searcher) openedVectors() *search.Index {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.vectors
}

// releaseImages frees the vision towers of all models until the next photo.
func (e *Library) releaseImages(ctx context.Context) error {
	var errs []error
	for _, m := range e.usedModels() {
		errs = append(errs, m.releaseImages(ctx))
	}
	return errors.Join(errs...)
}

// modelNotice is what the owner should know about the model that searches.
func (e *Library) modelNotice() string {
	e.mu.Lock()
	wrong, s := cmp.Or(e.modelProblem, e.refused), e.current
	e.mu.Unlock()
	if wrong != nil {
		return problem.Explain(wrong)
	}
	if wrong := s.inUse().problem; wrong != "" {
		return wrong
	}
	return s.notice()
}

// TellDevices tells what the owner should know about devices, each sentence once.
func (e *Library) TellDevices(tell func(text string)) {
	var news []string
	all := e.deviceNotices()
	e.mu.Lock()
	for _, text := range all {
		if !slices.Contains(e.told, text) {
			e.told, news = append(e.told, text), append(news, text)
		}
	}
	e.mu.Unlock()
	for _, text := range news {
		tell(text)
	}
}

// FollowDevices tells what the owner should know about devices whenever it comes up, until
// ctx ends.
func (e *Library) FollowDevices(ctx context.Context, tell func(text string)) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	var before []string
	for {
		now := e.deviceNotices()
		for _, text := range now {
			if !slices.Contains(before, text) {
				tell(text)
			}
		}
		before = now
		e.TellDevices(func(string) {}) // not once more by finish
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// deviceNotices are what the owner should know about the devices that models were to run
// on in this process.
func (e *Library) deviceNotices() (all []string) {
	for _, m := range e.usedModels() {
		if text := m.notice(); text != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	slices.Sort(all)
	return all
}
