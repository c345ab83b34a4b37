package app

import (
	"context"
	"time"

	"descry/app/message"
	"descry/library"
)

// statusJSON is what "descry status --json" prints.
type statusJSON struct {
	library.Counts
	Model    string       `json:"model"`
	RunsOn   *runsOn      `json:"runs_on,omitempty"` // what it computed on last
	Indexing bool         `json:"indexing"`          // some Descry process holds the indexer's lock
	Paused   bool         `json:"paused"`            // the owner has paused all indexing
	Folders  []folderJSON `json:"folders"`
	Places   []placeJSON  `json:"places"` // folders and drives from which something is away
	// Retries is how many of the failed files are tried again by themselves, NextRetry
	// when the first is.
	Retries   int        `json:"retries,omitempty"`
	NextRetry *time.Time `json:"next_retry,omitempty"`
	// LookedAtAgain is there while a better built-in model goes through the photos.
	LookedAtAgain *progressJSON `json:"looked_at_again,omitempty"`
	Renewal       string        `json:"renewal,omitempty"` // what there is to say of it
}

// progressJSON counts files.
type progressJSON struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

type folderJSON struct {
	Path  string `json:"path"`
	State string `json:"state"`
	words string // the state as the window says it
	library.Counts
	LastScan     *time.Time `json:"last_scan,omitempty"`
	OfflineSince *time.Time `json:"offline_since,omitempty"`
	// Unreadable are directories that the last scan could not look into, of very many the
	// first.
	Unreadable []unreadableJSON `json:"unreadable,omitempty"`
}

func (e *engine) status(ctx context.Context) (statusJSON, error) {
	s := statusJSON{Model: e.pack().ID, Folders: []folderJSON{}}
	var err error
	if s.Counts, err = e.store.Totals(ctx, e.pack().ID); err != nil {
		return s, err
	}
	folders, err := e.store.Folders(ctx, e.pack().ID)
	if err != nil {
		return s, err
	}
	var next time.Time
	if s.Retries, next, err = e.store.Retries(ctx); err != nil {
		return s, err
	}
	if !next.IsZero() {
		s.NextRetry = &next
	}
	if s.Places, err = e.awayPlaces(ctx, folders); err != nil {
		return s, err
	}
	places := make([]library.Place, len(s.Places))
	for i, p := range s.Places {
		places[i] = p.place
	}
	paused, err := e.store.Value(ctx, valuePaused)
	if err != nil {
		return s, err
	}
	s.Paused = paused == "1"
	r, err := e.renewal(ctx)
	if err != nil {
		return s, err
	}
	work := message.Work{Paused: s.Paused, Renewing: r.text() != ""}
	for _, f := range folders {
		j := folderJSON{Path: f.Path, State: f.State().String(), Counts: f.Counts, words: message.FolderWords(f, places, work, time.Now())}
		if !f.LastScan.IsZero() {
			j.LastScan = &f.LastScan
		}
		if !f.OfflineSince.IsZero() {
			j.OfflineSince = &f.OfflineSince
		}
		if j.Unreadable, err = e.unreadableIn(ctx, f); err != nil {
			return s, err
		}
		s.Folders = append(s.Folders, j)
	}
	if s.Renewal = r.text(); s.Renewal != "" {
		s.LookedAtAgain = &progressJSON{r.done, r.total}
	} else {
		s.Renewal = r.head.text()
	}
	if runs, err := e.ranOnLast(ctx, e.searcher().model); err == nil {
		s.RunsOn = &runs
	} else if ctx.Err() != nil { // of a setting that is wrong the rest is told
		return s, err
	}
	s.Indexing, err = lockHeld(e.paths.Lock)
	return s, err
}
