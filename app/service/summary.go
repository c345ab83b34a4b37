package service

import (
	"context"
	"time"

	"descry/app/notice"
	"descry/app/service/models"
	"descry/library"
	"descry/library/index"
)

// LibraryStatus is what "descry status --json" prints.
type LibraryStatus struct {
	library.Counts
	Model    string         `json:"model"`
	RunsOn   *models.RunsOn `json:"runs_on,omitempty"` // what the model computed on last
	Indexing bool           `json:"indexing"`          // some Descry process holds the indexer's lock
	Paused   bool           `json:"paused"`            // the user has paused all indexing
	Folders  []FolderStatus `json:"folders"`
	Places   []AwayPlace    `json:"places"`  // folders and drives from which photos are away
	Exclude  []string       `json:"exclude"` // patterns of what is left out
	// Linked are links to folders that scans pass over.
	Linked []index.LinkedFolder `json:"linked,omitempty"`
	// MetadataChanges tells what the last update changed by reading files anew, nil for nothing.
	MetadataChanges *index.MetadataChanges `json:"metadata_changes,omitempty"`
	// Retries is how many of the failed files are tried again by themselves, NextRetry
	// when the first is.
	Retries   int        `json:"retries,omitempty"`
	NextRetry *time.Time `json:"next_retry,omitempty"`
	// LookedAtAgain is there while a better built-in model goes through the photos.
	LookedAtAgain *lookedAtAgain `json:"looked_at_again,omitempty"`
	Renewal       notice.Notice  `json:"renewal,omitzero"` // what there is to say of it
}

// lookedAtAgain counts files.
type lookedAtAgain struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// FolderStatus is a folder in JSON.
type FolderStatus struct {
	Path  string `json:"path"`
	State string `json:"state"`
	library.Counts
	LastScan     *time.Time `json:"last_scan,omitempty"`
	OfflineSince *time.Time `json:"offline_since,omitempty"`
	// Unreadable are directories that the last scan could not read. Of very many only the
	// first are listed.
	Unreadable []unreadableFolder `json:"unreadable,omitempty"`
	Folder     library.Folder     `json:"-"`
}

// Status is what the library holds and what is going on.
func (e *Library) Status(ctx context.Context) (LibraryStatus, error) {
	s := LibraryStatus{Model: e.Pack().ID, Folders: []FolderStatus{}, Exclude: []string{}}
	exclude, err := e.Excluded(ctx)
	if err != nil {
		return s, err
	}
	s.Exclude = append(s.Exclude, exclude...)
	if s.Counts, err = e.Store.Totals(ctx, e.Pack().ID); err != nil {
		return s, err
	}
	folders, err := e.Store.Folders(ctx, e.Pack().ID)
	if err != nil {
		return s, err
	}
	var next time.Time
	if s.Retries, next, err = e.Store.Retries(ctx); err != nil {
		return s, err
	}
	if !next.IsZero() {
		s.NextRetry = &next
	}
	if s.Places, err = e.AwayPlaces(ctx, folders); err != nil {
		return s, err
	}
	paused, err := e.Store.Value(ctx, valuePaused)
	if err != nil {
		return s, err
	}
	s.Paused = paused == "1"
	r, err := e.Renewal(ctx)
	if err != nil {
		return s, err
	}
	for _, f := range folders {
		j := FolderStatus{Path: f.Path, State: f.State().String(), Counts: f.Counts, Folder: f}
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
	if s.Renewal = r.Says(); !s.Renewal.IsZero() {
		s.LookedAtAgain = &lookedAtAgain{r.done, r.total}
	} else {
		s.Renewal = r.head.Says()
	}
	if runs, err := e.Models.RanOnLast(ctx, e.Searcher().Encoder); err == nil {
		s.RunsOn = &runs
	} else if ctx.Err() != nil { // of a setting that is wrong the rest is told
		return s, err
	}
	if s.Linked, err = index.LinkedFolders(ctx, e.Store, folders); err != nil {
		return s, err
	}
	changes, err := index.ReadMetadataChanges(ctx, e.Store)
	if err != nil {
		return s, err
	}
	if changes.Photos > 0 {
		s.MetadataChanges = &changes
	}
	s.Indexing, err = LockHeld(e.Paths.Lock)
	return s, err
}
