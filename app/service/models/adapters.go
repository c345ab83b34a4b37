package models

import (
	"context"
	"errors"
	"time"

	"descry/app/notice"
	"descry/app/problem"
	"descry/ml/adapter"
)

// adapterQuestion is the question to the process that computes on graphics cards for its
// adapters.
const adapterQuestion = "adapters"

// AdapterList is the answer.
type AdapterList struct {
	Adapters []adapter.Adapter `json:"adapters"`
	// Budgets are the free parts of the adapters' memory, by their names, where the drivers
	// tell them.
	Budgets map[string]adapter.Budget `json:"budgets,omitempty"`
	// Problem is why there is no adapter. Either the system has no known way to list adapters
	// (then Unknown is true), or the system has no graphics driver.
	Problem string `json:"problem,omitempty"`
	Unknown bool   `json:"unknown,omitempty"`
}

// answerAdapters lists the adapters in the child process, which may crash with a driver.
func answerAdapters(ctx context.Context) (any, error) {
	all, err := adapter.List(ctx)
	switch {
	case errors.Is(err, adapter.ErrUnsupported), errors.Is(err, adapter.ErrNoLoader):
		return AdapterList{Problem: err.Error(), Unknown: errors.Is(err, adapter.ErrUnsupported)}, nil
	case err != nil:
		return nil, err
	}
	list := AdapterList{Adapters: all}
	for _, a := range all {
		if !a.Usable() || a.Kind == adapter.Software {
			continue
		}
		if budget, err := a.Budget(ctx); err == nil { // others don't tell
			if list.Budgets == nil {
				list.Budgets = make(map[string]adapter.Budget)
			}
			list.Budgets[a.Name] = budget
		}
	}
	return list, nil
}

const (
	// adapterPatience is how long graphics drivers may take to list adapters. A card that
	// sleeps takes seconds.
	adapterPatience = 15 * time.Second
	// adaptersHold is how long a list is kept, since cards come and go with their cables.
	adaptersHold = time.Minute
)

// adapterCache keeps the last list of adapters.
type adapterCache struct {
	Ask  func(ctx context.Context, question string, answer any) error
	turn chan struct{} // one token, which the asking goroutine takes; unlike a mutex, a channel can be waited for with a context

	list AdapterList
	err  error
	When time.Time
}

// NewAdapterCache asks a child process once and keeps the answer for adaptersHold.
func NewAdapterCache(ask func(ctx context.Context, question string, answer any) error) *adapterCache {
	return &adapterCache{Ask: ask, turn: make(chan struct{}, 1)}
}

// Get returns the adapters, and asks for them if the kept list is too old.
func (c *adapterCache) Get(ctx context.Context) (AdapterList, error) {
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		return AdapterList{}, ctx.Err()
	}
	defer func() { <-c.turn }()
	if !c.When.IsZero() && time.Since(c.When) < adaptersHold {
		return c.list, c.err
	}
	limited, cancel := context.WithTimeoutCause(ctx, adapterPatience, problem.New("cards-no-answer", nil))
	defer cancel()
	var list AdapterList
	err := c.Ask(limited, adapterQuestion, &list)
	switch {
	case ctx.Err() != nil: // an end of ctx says nothing about the drivers
		return AdapterList{}, ctx.Err()
	case limited.Err() != nil:
		err = context.Cause(limited)
	}
	if err != nil {
		list, err = AdapterList{}, problem.Wrap("cards-not-asked", nil, err)
	}
	c.list, c.err, c.When = list, err, time.Now()
	return list, err
}

// adapterKinds name the kinds of adapters.
var adapterKinds = map[adapter.Kind]notice.Kind{
	adapter.Discrete:   "adapter-kind-discrete",
	adapter.Integrated: "adapter-kind-integrated",
	adapter.Virtual:    "adapter-kind-virtual",
	adapter.Software:   "adapter-kind-software",
	adapter.Other:      "adapter-kind-other",
}

// AdapterFacts are the properties that a list shows behind an adapter's name.
func AdapterFacts(a adapter.Adapter) notice.List {
	facts := notice.List{notice.AsItIs(problem.Printable(a.Driver))}
	if kind, ok := adapterKinds[a.Kind]; ok {
		facts = append(facts, notice.New(kind, nil))
	}
	if a.MemoryBytes > 0 {
		facts = append(facts, notice.New("as-it-is", notice.Params{"Text": notice.Bytes(a.MemoryBytes)}))
	}
	if a.Float16 {
		facts = append(facts, notice.New("adapter-float16", nil))
	}
	if !a.Usable() {
		facts = append(facts, notice.New("adapter-unusable", notice.Params{"Missing": notice.Names(a.Missing)}))
	}
	return facts
}
