package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"

	"descry/app/journal"
	"descry/finetune/heads"
	"descry/library/index"
	editjournal "descry/library/journal"
	"descry/library/sqlite"
	"descry/library/thumbnail"
	"descry/ml/speeds"
)

// engine is the program without a face: the catalogue and caches, open; models and
// vectors, opened when first needed.
type engine struct {
	paths    Paths
	settings Settings
	mistake  *settingsError // in the settings' file, nil for none
	log      *slog.Logger
	logFile  io.WriteCloser
	store    *sqlite.Store
	thumbs   *thumbnail.Store
	shelf    *shelf
	heads    *heads.Store
	runtime  onnxRuntime
	adapters *adapterCache
	waits    waits        // of what is written to the catalogue
	reading  bool         // for a command that changes nothing
	onSwitch func()       // another model searches; set before anything follows
	onHead   func()       // another head is used; the same
	onDevice func()       // a model's tower computes on something else; the same
	moved    atomic.Int64 // how often that was so
	speeds   *speeds.Store
	late     func()                       // takes back that the process closes its store when ended by force
	opened   atomic.Pointer[sqlite.Store] // the store, for that
	closed   func() error

	switching sync.Mutex  // held while another model takes over
	choosing  sync.Mutex  // held while another head is chosen
	renewed   atomic.Bool // nothing is left of a built-in model of before

	mu           sync.Mutex // guards what is below
	models       map[string]*model
	current      *searcher
	asked        string            // the id in the catalogue that current stands for
	modelProblem error             // why current is not what the catalogue names
	refused      error             // why a model that was filled has not become the one that searches
	ranOn        map[string]string // what was remembered of each model's devices
	told         []string          // of devices, on the terminal
}

// openEngine opens what every command needs. It takes milliseconds: no model is
// loaded.
func openEngine(ctx context.Context, paths Paths) (*engine, error) {
	if err := paths.create(); err != nil {
		return nil, err
	}
	return openEngineIn(ctx, paths, sqlite.Options{})
}

// openEngineIn opens the engine on folders as they are.
func openEngineIn(ctx context.Context, paths Paths, o sqlite.Options) (*engine, error) {
	settings, err := LoadSettings(paths.Settings)
	var mistake *settingsError
	if err != nil && !errors.As(err, &mistake) {
		return nil, err
	}
	limitMemory(0)
	e := &engine{paths: paths, settings: settings, mistake: mistake, heads: heads.Open(paths.Heads), models: make(map[string]*model), ranOn: make(map[string]string), onSwitch: func() {}, onHead: func() {},
		onDevice: func() {}, speeds: speeds.At(paths.Speeds)}
	e.closed = sync.OnceValue(e.close)
	e.log, e.logFile = openLog(paths.Log, slog.LevelInfo)
	e.runtime.log, e.adapters = e.log, newAdapterCache(askEncoder(e.log))
	e.late = endingOf(ctx).last(func(stacks []byte) {
		e.log.Error("did not end in time", "after", orderlyEnd)
		_ = journal.WriteStack(e.logFile, stacks)
		if s := e.opened.Load(); s != nil { // the rest may be what hangs, and nothing is lost with it
			_ = s.Close()
		}
	})
	if e.shelf, err = openShelf(paths.Models); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	if err := lostCatalogue(paths); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	o.Journal, o.Log = editjournal.New(paths.Journal), e.log
	e.waits.follow(sayWaits(stderrOf(ctx)))
	o.Waiting = e.waits.set
	if e.store, err = sqlite.Open(ctx, paths.Catalogue, o); err != nil {
		return nil, errors.Join(fmt.Errorf("open the catalogue %s: %w", paths.Catalogue, err), e.Close())
	}
	e.opened.Store(e.store)
	if e.thumbs, err = thumbnail.Open(paths.Thumbnails, settings.thumbnailBudget()); err != nil && !o.ReadOnly {
		return nil, errors.Join(err, e.Close())
	}
	if err := e.followChoice(ctx); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	if mistake != nil {
		e.log.Warn("settings", "problem", mistake.remark())
	}
	if e.modelProblem != nil {
		e.log.Warn("model", "problem", e.modelProblem)
	}
	return e, nil
}

// Close ends everything that was opened, in reverse order. The vector file is
// written if it lags behind. A later call waits for the first and returns the same.
func (e *engine) Close() error { return e.closed() }

func (e *engine) close() error {
	defer e.late()
	var errs []error
	if e.current != nil {
		if x := e.current.openedVectors(); x != nil {
			err := x.Save()
			if err != nil && e.reading { // the answer is right without it
				e.log.Warn("vector file not written", "err", err)
				err = nil
			}
			errs = append(errs, err)
		}
	}
	for _, m := range e.models {
		errs = append(errs, m.Close())
	}
	errs = append(errs, e.runtime.Close())
	if e.thumbs != nil {
		errs = append(errs, e.thumbs.Close())
	}
	if e.store != nil {
		errs = append(errs, e.store.Close())
	}
	if e.logFile != nil {
		errs = append(errs, e.logFile.Close())
	}
	return errors.Join(errs...)
}

// newIndexer makes an indexer on the model that searches and the one to be filled,
// whose vision towers are loaded with the first photo.
func (e *engine) newIndexer(ctx context.Context, onChange func(index.Change)) (*index.Indexer, error) {
	active, next, err := e.encoders(ctx)
	if err != nil {
		return nil, err
	}
	x, err := index.New(index.Options{
		Store: e.store, Encoder: active, Thumbnails: e.thumbs, Log: e.log, OnChange: onChange,
		Own: []string{followLinks(e.paths.Thumbnails), followLinks(e.paths.Models), followLinks(e.paths.Downloads)},
		OnFilled: func(id string) {
			if err := e.filled(context.WithoutCancel(ctx), id); err != nil {
				e.log.Error("switch models", "err", err)
				e.refuse(err)
			}
		},
	})
	if err == nil {
		x.SetEncoders(active, next)
	}
	return x, err
}

// encoders are the vision towers, for indexing, of the model that searches and of the one to be
// filled, which is nil if there is none.
func (e *engine) encoders(ctx context.Context) (active, next index.Encoder, err error) {
	s := e.searcher()
	if active, err = s.bulkVision(); err != nil {
		return nil, nil, err
	}
	c, err := e.readChoice(ctx)
	if err != nil || c.next == "" || c.next == s.pack.ID {
		return active, nil, err
	}
	pack, err := e.shelf.open(c.next)
	if err != nil {
		e.log.Error("the model to be filled can't be opened", "err", err)
		return active, nil, nil
	}
	if next, err = e.modelOf(pack).bulkVision(); err != nil {
		return nil, nil, err
	}
	return active, next, nil
}
