package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"descry/assets"
	"descry/library/index"
	"descry/library/search"
	"descry/library/sqlite"
	"descry/library/thumbnail"
	"descry/ml"
)

// engine is the program without a face: the catalogue and caches, open; the
// model and the vectors, opened when first needed.
type engine struct {
	paths    Paths
	settings Settings
	log      *slog.Logger
	logFile  io.Closer
	store    *sqlite.Store
	thumbs   *thumbnail.Store
	pack     *ml.Pack
	model    *model

	mu      sync.Mutex // guards vectors and their opening
	vectors *search.Index
}

// openEngine opens what every command needs. It takes milliseconds: no model is
// loaded.
func openEngine(ctx context.Context, paths Paths) (*engine, error) {
	if err := paths.create(); err != nil {
		return nil, err
	}
	settings, err := LoadSettings(paths.Settings)
	if err != nil {
		return nil, err
	}
	limitMemory(0)
	e := &engine{paths: paths, settings: settings}
	e.log, e.logFile = openLog(paths.Log, slog.LevelInfo)
	if e.pack, err = ml.OpenPack(assets.StarterPack()); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	e.model = &model{pack: e.pack, settings: settings}
	if e.store, err = sqlite.Open(ctx, paths.Catalogue, sqlite.Options{}); err != nil {
		return nil, errors.Join(fmt.Errorf("open the catalogue %s: %w", paths.Catalogue, err), e.Close())
	}
	if e.thumbs, err = thumbnail.Open(paths.Thumbnails, settings.thumbnailBudget()); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// Close ends everything that was opened, in reverse order. The vector file is
// written if it lags behind.
func (e *engine) Close() error {
	var errs []error
	if e.vectors != nil {
		errs = append(errs, e.vectors.Save())
	}
	if e.model != nil {
		errs = append(errs, e.model.Close())
	}
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

// openVectors loads the vectors of the active model once.
func (e *engine) openVectors(ctx context.Context) (*search.Index, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.vectors != nil {
		return e.vectors, nil
	}
	x, err := search.Open(ctx, e.store, e.pack.ID, e.pack.JointDim, e.paths.vectorFile(e.pack.ID), e.log)
	if err != nil {
		return nil, err
	}
	e.vectors = x
	limitMemory(2 * int64(x.Len()) * int64(e.pack.JointDim)) // int8 rows, and as much again while they grow
	return x, nil
}

// openedVectors are the vectors if they were loaded, nil otherwise.
func (e *engine) openedVectors() *search.Index {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.vectors
}

// newIndexer makes an indexer on the active model, whose vision tower is loaded
// with the first photo.
func (e *engine) newIndexer(ctx context.Context, onChange func(index.Change)) (*index.Indexer, error) {
	enc, err := e.model.vision(ctx)
	if err != nil {
		return nil, err
	}
	return index.New(index.Options{
		Store: e.store, Encoder: enc, Thumbnails: e.thumbs, Log: e.log, OnChange: onChange,
		Own: []string{followLinks(e.paths.Thumbnails), followLinks(e.paths.Models)},
	})
}
