package models

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"descry/app/config"
	"descry/app/notice"
	"descry/library/sqlite"
	"descry/ml"
	"descry/ml/speeds"
)

// Manager keeps the models of a library: the packs on disk, the models at work, and what each
// computes on. The library decides which model searches. Methods may be called on any
// goroutine.
type Manager struct {
	Paths     config.Paths
	Log       *slog.Logger
	Catalogue *sqlite.Store
	Packs     *Store
	Runtime   onnxRuntime
	Adapters  *adapterCache
	Speeds    *speeds.Store
	Moved     atomic.Int64    // how often a tower moved to another device
	OnDevice  func()          // called when a tower moved to another device; set before anything follows
	searching func() *ml.Pack // the pack that searches

	mu       sync.Mutex // guards what is below
	settings config.Settings
	models   map[string]*Encoder
	ranOn    map[string]string // what was remembered of each model's devices
	told     []notice.Notice   // of devices, on the terminal
}

// EnoughVectors is the share of the photos whose vectors a model must have to search at once.
// The few photos that came since the model searched last are filled in afterwards.
const EnoughVectors = 0.9

// NewManager makes a Manager. The caller sets Log, Catalogue and Packs once they are open.
func NewManager(paths config.Paths, settings config.Settings, searching func() *ml.Pack) *Manager {
	return &Manager{Paths: paths, settings: settings, models: make(map[string]*Encoder), ranOn: make(map[string]string),
		OnDevice: func() {}, searching: searching, Speeds: speeds.At(paths.Speeds)}
}

// OpenPackDir returns the model of a pack in a folder outside the model store. The caller
// closes the model. An error says what keeps the folder from being a pack.
func (e *Manager) OpenPackDir(dir string) (*Encoder, error) {
	p, err := ml.OpenPackDir(dir)
	if err != nil {
		return nil, err
	}
	return e.newEncoder(p, e.CurrentSettings()), nil
}

func (e *Manager) newEncoder(p *ml.Pack, settings config.Settings) *Encoder {
	return &Encoder{Pack: p, runtime: &e.Runtime, settings: settings, adapters: e.Adapters.Get, speeds: e.Speeds}
}

// ModelOf returns the model of a pack, the same model each time.
func (e *Manager) ModelOf(p *ml.Pack) *Encoder {
	e.mu.Lock()
	defer e.mu.Unlock()
	m, ok := e.models[p.ID]
	if !ok {
		m = e.newEncoder(p, e.settings)
		m.onDevice = func() {
			e.Moved.Add(1)
			e.OnDevice()
		}
		m.back = func() string {
			if p.ID == e.Packs.BuiltIn.ID || p.ID != e.searching().ID {
				return ""
			}
			return e.Packs.BuiltIn.ID
		}
		e.models[p.ID] = m
	}
	return m
}

// usedModels are the models that this process has made.
func (e *Manager) usedModels() []*Encoder {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Collect(maps.Values(e.models))
}

// ModelName is the name of a model that this process has used, or its id.
func (e *Manager) ModelName(id string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if m := e.models[id]; m != nil {
		return m.Pack.Name
	}
	return id
}

// ReleaseImages frees the vision towers of all models until the next photo.
func (e *Manager) ReleaseImages(ctx context.Context) error {
	var errs []error
	for _, m := range e.usedModels() {
		errs = append(errs, m.ReleaseImages(ctx))
	}
	return errors.Join(errs...)
}

// TellDevices tells what the user should know about devices, each sentence once.
func (e *Manager) TellDevices(tell func(notice.Notice)) {
	var news []notice.Notice
	all := e.deviceNotices()
	e.mu.Lock()
	for _, n := range all {
		if !slices.ContainsFunc(e.told, n.Same) {
			e.told, news = append(e.told, n), append(news, n)
		}
	}
	e.mu.Unlock()
	for _, n := range news {
		tell(n)
	}
}

// FollowDevices tells what the user should know about devices whenever it comes up, until
// ctx ends.
func (e *Manager) FollowDevices(ctx context.Context, tell func(notice.Notice)) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	var before []notice.Notice
	for {
		now := e.deviceNotices()
		for _, n := range now {
			if !slices.ContainsFunc(before, n.Same) {
				tell(n)
			}
		}
		before = now
		e.TellDevices(func(notice.Notice) {}) // not once more by finish
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// deviceNotices are what the user should know about the devices that models were to run
// on in this process.
func (e *Manager) deviceNotices() (all []notice.Notice) {
	for _, m := range e.usedModels() {
		if n := m.Notice(); !n.IsZero() && !slices.ContainsFunc(all, n.Same) {
			all = append(all, n)
		}
	}
	slices.SortFunc(all, func(a, b notice.Notice) int { return strings.Compare(a.String(), b.String()) })
	return all
}

// Close frees all models and the runtime.
func (e *Manager) Close() error {
	var errs []error
	for _, m := range e.usedModels() {
		errs = append(errs, m.Close())
	}
	return errors.Join(append(errs, e.Runtime.Close())...)
}
