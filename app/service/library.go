package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"

	"descry/app/config"
	"descry/app/ending"
	"descry/app/journal"
	"descry/app/problem"
	"descry/app/service/learning"
	"descry/app/service/models"
	"descry/library/index"
	editjournal "descry/library/journal"
	"descry/library/sqlite"
	"descry/library/thumbnail"
	"descry/ml"
)

// Library is an open library without a window: the catalogue and caches, and models and
// vectors that are opened when first needed.
type Library struct {
	Paths    config.Paths
	Mistake  *config.SettingsError // in the settings' file, nil for none
	Log      *slog.Logger
	logFile  io.WriteCloser
	Store    *sqlite.Store
	thumbs   *thumbnail.Store
	Heads    *learning.Heads
	Models   *models.Manager
	Waits    waits                        // of what is written to the catalogue
	reading  bool                         // for a command that changes nothing
	onSwitch func()                       // called when another model searches; set before anything follows
	onHead   func()                       // called when another head is used; set before anything follows
	late     func()                       // takes back the last step that closes the store when the process is ended by force
	opened   atomic.Pointer[sqlite.Store] // the store for that last step
	closed   func() error

	switching sync.Mutex  // held while another model takes over
	renewed   atomic.Bool // no vectors of a former built-in model are left

	mu           sync.Mutex // guards what is below
	current      *Searcher
	asked        string // id in the catalogue that current was opened for
	modelProblem error  // why current is not what the catalogue names
	refused      error  // why a model that was filled does not search
}

// Open opens what every command needs. Open takes milliseconds, since no model is loaded.
func Open(ctx context.Context, paths config.Paths) (*Library, error) {
	if err := paths.Create(); err != nil {
		return nil, err
	}
	return OpenIn(ctx, paths, sqlite.Options{})
}

// OpenIn opens the library in folders as they are.
func OpenIn(ctx context.Context, paths config.Paths, o sqlite.Options) (*Library, error) {
	settings, err := config.LoadSettings(paths.Settings)
	var mistake *config.SettingsError
	if err != nil && !errors.As(err, &mistake) {
		return nil, err
	}
	limitMemory(0)
	e := &Library{Paths: paths, Mistake: mistake, onSwitch: func() {}, onHead: func() {}}
	e.Models = models.NewManager(paths, settings, func() *ml.Pack { return e.Pack() })
	e.Heads = learning.OpenHeads(paths.Heads, e.Models)
	e.closed = sync.OnceValue(e.close)
	log, out := OpenLog(paths.Log, slog.LevelInfo)
	e.logFile = out
	e.LogTo(log)
	e.Models.Runtime.Log = log
	e.Models.Adapters = models.NewAdapterCache(models.AskEncoder(log))
	e.late = ending.Of(ctx).Last(func(stacks []byte) {
		e.Log.Error("did not end in time", "after", ending.OrderlyEnd)
		_ = journal.WriteStack(e.logFile, stacks)
		if s := e.opened.Load(); s != nil { // closing the rest may be what hangs, and nothing is lost with the rest
			_ = s.Close()
		}
	})
	if e.Models.Packs, err = models.OpenStore(paths.Models); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	if err := lostCatalogue(paths); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	o.Journal, o.Log = editjournal.New(paths.Journal), e.Log
	e.Waits.Follow(tellWaits(Tell(ctx)))
	o.Waiting = e.Waits.set
	if e.Store, err = sqlite.Open(ctx, paths.Catalogue, o); err != nil {
		return nil, errors.Join(fmt.Errorf("open the catalogue %s: %w", paths.Catalogue, err), e.Close())
	}
	e.opened.Store(e.Store)
	e.Models.Catalogue = e.Store
	if e.thumbs, err = thumbnail.Open(paths.Thumbnails, settings.ThumbnailBudget()); err != nil && !o.ReadOnly {
		return nil, errors.Join(err, e.Close())
	}
	if err := e.FollowChoice(ctx); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	if mistake != nil {
		e.Log.Warn("settings", "problem", mistake)
	}
	if e.modelProblem != nil {
		e.Log.Warn("model", "problem", e.modelProblem)
	}
	return e, nil
}

// LogTo has the library write to another log from now on. The processes that compute on cards
// go on writing to the log that the library was opened with.
func (e *Library) LogTo(log *slog.Logger) {
	e.Log, e.Models.Log = log, log
}

// Close closes everything that was opened, in reverse order. The vector file is written if the
// file lags behind. A later call waits for the first and returns the same.
func (e *Library) Close() error { return e.closed() }

func (e *Library) close() error {
	defer e.late()
	var errs []error
	if e.current != nil {
		if x := e.current.openedVectors(); x != nil {
			err := x.Save()
			if err != nil && e.reading { // answers are right without the vector file
				e.Log.Warn("vector file not written", "err", err)
				err = nil
			}
			errs = append(errs, err)
		}
	}
	errs = append(errs, e.Models.Close())
	if e.thumbs != nil {
		errs = append(errs, e.thumbs.Close())
	}
	if e.Store != nil {
		errs = append(errs, e.Store.Close())
	}
	if e.logFile != nil {
		errs = append(errs, e.logFile.Close())
	}
	return errors.Join(errs...)
}

// NewIndexer makes an indexer for the model that searches and the model to be filled. Their
// vision towers are loaded with the first photo.
func (e *Library) NewIndexer(ctx context.Context, onChange func(index.Change)) (*index.Indexer, error) {
	active, next, err := e.encoders(ctx)
	if err != nil {
		return nil, err
	}
	exclude, _, err := e.exclusions(ctx)
	if err != nil {
		return nil, err
	}
	x, err := index.New(index.Options{
		Store: e.Store, Encoder: active, Thumbnails: e.thumbs, Log: e.Log, OnChange: onChange,
		Exclude: exclude,
		Own:     []string{problem.FollowLinks(e.Paths.Thumbnails), problem.FollowLinks(e.Paths.Models), problem.FollowLinks(e.Paths.Downloads)},
		OnFilled: func(id string) {
			if err := e.filled(context.WithoutCancel(ctx), id); err != nil {
				e.Log.Error("switch models", "err", err)
				e.refuse(err)
			}
		},
	})
	if err == nil {
		x.SetEncoders(active, next)
	}
	return x, err
}

// encoders are the vision towers, for indexing, of the model that searches and of the model to
// be filled. next is nil if there is none.
func (e *Library) encoders(ctx context.Context) (active, next index.Encoder, err error) {
	s := e.Searcher()
	if active, err = s.BulkVision(); err != nil {
		return nil, nil, err
	}
	c, err := e.Models.ReadChoice(ctx)
	if err != nil || c.Next == "" || c.Next == s.Pack.ID {
		return active, nil, err
	}
	pack, err := e.Models.Packs.Open(c.Next)
	if err != nil {
		e.Log.Error("the model to be filled can't be opened", "err", err)
		return active, nil, nil
	}
	if next, err = e.Models.ModelOf(pack).BulkVision(); err != nil {
		return nil, nil, err
	}
	return active, next, nil
}
