package repair

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"

	"descry/library/annotation"
	"descry/library/copies"
	"descry/library/journal"
	"descry/library/sqlite"
)

// rebuild makes a new catalogue of what can be read.
func (r *repairer) rebuild(ctx context.Context, path string) error {
	store, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return err
	}
	err = r.fill(ctx, store)
	return errors.Join(err, store.Close())
}

func (r *repairer) fill(ctx context.Context, store *sqlite.Store) error {
	var found sqlite.Salvaged
	damaged := filepath.Join(r.work, "damaged.db")
	there, err := r.fetch(damaged)
	if err != nil {
		return err
	}
	if there {
		if found, err = sqlite.Salvage(ctx, damaged, store); err != nil {
			return err
		}
		r.report.Saved = &found
	}
	r.report.New = !there
	if len(found.Waiting) > 0 {
		if err := journal.New(r.lib.Journal).Append(found.Waiting); err != nil {
			return err
		}
	}
	records, last, err := r.records(found.Records)
	if err != nil {
		return err
	}
	if r.report.Records.Complete() {
		if err := dropStrayFolders(ctx, store, records); err != nil {
			return err
		}
	}
	if records != nil {
		if _, err := store.ApplyRecords(ctx, records, annotation.Options{}); err != nil {
			return fmt.Errorf("bring back what you said: %w", err)
		}
	}
	return store.Settle(ctx, last)
}

// dropStrayFolders removes folders that the user didn't add. A folder whose path was damaged
// has a wrong path, and comes back under its own path with the records.
func dropStrayFolders(ctx context.Context, store *sqlite.Store, records iter.Seq2[annotation.Record, error]) error {
	added := make(map[string]bool)
	for r, err := range records {
		if err != nil {
			return err
		}
		if r.Kind == annotation.Folder && r.Known() {
			added[r.Path] = r.Value == annotation.Yes
		}
	}
	folders, err := store.Folders(ctx, "")
	if err != nil {
		return err
	}
	for _, f := range folders {
		if !added[f.Path] {
			if err := store.RemoveFolder(ctx, f.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// records chooses where annotations come from: the newest whole copy and the journal since.
// The annotations in the damaged file, stated, stand in where copy and journal don't reach.
// last is the number of the journal's last change.
func (r *repairer) records(stated []annotation.Record) (records iter.Seq2[annotation.Record, error], last int64, err error) {
	w := new(RecordSource)
	back, err := copies.Recover(r.lib.Copies, r.lib.Journal, nil)
	switch {
	case errors.Is(err, copies.ErrNothing):
		w.Nothing, w.FromFile = true, len(stated)
		r.report.Records = w
		if len(stated) == 0 {
			return nil, 0, nil
		}
		return listed(stated), 0, nil
	case err != nil:
		return nil, 0, err
	}
	w.Copy, w.Changes, w.Bad, w.Lines = back.Copy, back.Changes, back.Bad, len(back.Damaged)
	r.report.Records = w
	if w.Complete() {
		return back.Records(), back.Last, nil
	}
	w.FromFile = len(stated)
	return func(yield func(annotation.Record, error) bool) {
		for _, part := range []iter.Seq2[annotation.Record, error]{listed(stated), back.Records()} {
			for one, err := range part {
				if !yield(one, err) {
					return
				}
			}
		}
	}, back.Last, nil
}

func listed(list []annotation.Record) iter.Seq2[annotation.Record, error] {
	return func(yield func(annotation.Record, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}
