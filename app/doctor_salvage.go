package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"descry/internal/atomicfile"
	"descry/library/copies"
	"descry/library/journal"
	"descry/library/sqlite"
	ownerwords "descry/library/words"
)

// salvage puts a sound catalogue in the place of one that is damaged or missing.
type salvage struct {
	paths Paths
	now   time.Time
	work  string // a folder beside the catalogue
	said  []string
}

// repairCatalogue makes the indexes anew; if that doesn't help, it saves what can be
// read into a new catalogue and takes what the owner said from copies and journal. The
// damaged file is kept. It returns what was saved from where.
func repairCatalogue(ctx context.Context, paths Paths) (string, error) {
	busy, err := sqlite.InUse(ctx, paths.Catalogue)
	if err != nil {
		return "", err
	}
	if busy {
		return "", errors.New("the catalogue is open in another Descry: close the window, stop descry watch, and run descry doctor again")
	}
	s := &salvage{paths: paths, now: time.Now()}
	if s.work, err = os.MkdirTemp(filepath.Dir(paths.Catalogue), ".descry-salvage-*"); err != nil {
		return "", err
	}
	defer os.RemoveAll(s.work)
	sound := filepath.Join(s.work, "reindexed.db")
	ok, err := s.reindex(ctx, sound)
	if err == nil && !ok {
		sound = filepath.Join(s.work, "new.db")
		err = s.rebuild(ctx, sound)
	}
	if err == nil {
		err = s.swap(sound)
	}
	return strings.Join(s.said, "; "), err
}

// fetch copies the damaged catalogue with its log. false: there is none.
func (s *salvage) fetch(to string) (bool, error) {
	info, err := os.Stat(s.paths.Catalogue)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return false, nil
	}
	for _, end := range []string{"", "-wal"} {
		if err := copyTo(s.paths.Catalogue+end, to+end); err != nil && (end == "" || !errors.Is(err, fs.ErrNotExist)) {
			return false, fmt.Errorf("copy the damaged catalogue: %w", err)
		}
	}
	return true, nil
}

func copyTo(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// reindex tries whether indexes alone are damaged.
func (s *salvage) reindex(ctx context.Context, path string) (bool, error) {
	there, err := s.fetch(path)
	if err != nil || !there {
		return false, err
	}
	if err := sqlite.Reindex(ctx, path); err != nil {
		return false, ctx.Err()
	}
	store, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return false, ctx.Err()
	}
	findings, err := store.Check(ctx)
	if err = errors.Join(err, store.Close()); err != nil || len(findings) > 0 {
		return false, ctx.Err()
	}
	s.said = append(s.said, "its indexes were damaged and are made anew; nothing is missing")
	return true, nil
}

// rebuild makes a new catalogue of what can be read.
func (s *salvage) rebuild(ctx context.Context, path string) error {
	store, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return err
	}
	err = s.fill(ctx, store)
	return errors.Join(err, store.Close())
}

func (s *salvage) fill(ctx context.Context, store *sqlite.Store) error {
	var found sqlite.Salvaged
	damaged := filepath.Join(s.work, "damaged.db")
	there, err := s.fetch(damaged)
	if err != nil {
		return err
	}
	if there {
		if found, err = sqlite.Salvage(ctx, damaged, store); err != nil {
			return err
		}
		s.said = append(s.said, fmt.Sprintf("%s, %s and %s were saved from the damaged file",
			count(found.Photos, "photo", "photos"), count(found.Files, "file", "files"), count(found.Vectors, "vector", "vectors")))
		if len(found.Broken) > 0 {
			s.said = append(s.said, "not all could be read of "+strings.Join(found.Broken, ", "))
		}
	} else {
		s.said = append(s.said, "a new catalogue was made")
	}
	book := journal.New(s.paths.Journal)
	if len(found.Waiting) > 0 {
		if err := book.Append(found.Waiting); err != nil {
			return err
		}
	}
	records, last, complete, err := s.words(found)
	if err != nil {
		return err
	}
	if complete {
		if err := dropStrayFolders(ctx, store, records); err != nil {
			return err
		}
	}
	if records != nil {
		if _, err := store.ApplyRecords(ctx, records, ownerwords.Options{}); err != nil {
			return fmt.Errorf("bring back what you said: %w", err)
		}
	}
	return store.Settle(ctx, last)
}

// dropStrayFolders removes folders that the owner didn't add: one whose path was damaged
// has another one, and comes back under its own with what is looked at again.
func dropStrayFolders(ctx context.Context, store *sqlite.Store, records iter.Seq2[ownerwords.Record, error]) error {
	added := make(map[string]bool)
	for r, err := range records {
		if err != nil {
			return err
		}
		if r.Kind == ownerwords.Folder && r.Known() {
			added[r.Path] = r.Say == ownerwords.Yes
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

// words chooses from where what the owner said comes: from the newest whole copy and the
// journal since; what the damaged file says of it stands in where they don't reach.
// complete says that they reach everywhere.
func (s *salvage) words(found sqlite.Salvaged) (records iter.Seq2[ownerwords.Record, error], last int64, complete bool, err error) {
	r, err := copies.Recover(s.paths.Copies, s.paths.Journal, nil)
	switch {
	case errors.Is(err, copies.ErrNothing):
		if len(found.Records) > 0 {
			s.said = append(s.said, "there is no copy of what you said and no journal: what could be read of it comes from the damaged file")
			records = listed(found.Records)
		} else {
			s.said = append(s.said, "there is no copy of what you said and no journal")
		}
		return records, 0, false, nil
	case err != nil:
		return nil, 0, false, err
	}
	for _, bad := range r.Bad {
		s.said = append(s.said, explain(bad))
	}
	changes := count(r.Changes, "edit", "edits") + " of the journal"
	if r.Copy.Path != "" && len(r.Damaged) == 0 {
		s.said = append(s.said, fmt.Sprintf("what you said comes from the copy of %s and %s", r.Copy.At.Format("2 January 2006, 15:04"), changes))
		return r.Records(), r.Last, true, nil
	}
	from := "the damaged file"
	if r.Copy.Path != "" {
		from += ", the copy of " + r.Copy.At.Format("2 January 2006, 15:04")
	}
	s.said = append(s.said, fmt.Sprintf("what you said comes from %s and %s", from, changes))
	if len(r.Damaged) > 0 {
		s.said = append(s.said, count(len(r.Damaged), "line", "lines")+" of the journal can't be read")
	}
	return func(yield func(ownerwords.Record, error) bool) {
		for _, part := range []iter.Seq2[ownerwords.Record, error]{listed(found.Records), r.Records()} {
			for one, err := range part {
				if !yield(one, err) {
					return
				}
			}
		}
	}, r.Last, false, nil
}

func listed(list []ownerwords.Record) iter.Seq2[ownerwords.Record, error] {
	return func(yield func(ownerwords.Record, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// swap puts the new catalogue in place and keeps the damaged one. The log of the damaged
// one goes first: it must never be taken for the new one's.
func (s *salvage) swap(sound string) error {
	aside := fmt.Sprintf("%s.damaged-%s", s.paths.Catalogue, s.now.Format("2006-01-02-150405"))
	kept := false
	for _, end := range []string{"-shm", "-wal", ""} {
		err := os.Rename(s.paths.Catalogue+end, aside+end)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("keep the damaged catalogue: %w", err)
		}
		kept = err == nil
	}
	if err := atomicfile.Rename(sound, s.paths.Catalogue); err != nil {
		return errors.Join(fmt.Errorf("put the new catalogue in place: %w", err), os.Rename(aside, s.paths.Catalogue))
	}
	if kept {
		s.said = append(s.said, "the damaged file is kept as "+aside)
	}
	// Vectors are made from the catalogue: those of the damaged one may have others.
	vectors, _ := filepath.Glob(filepath.Join(s.paths.Vectors, "*.vec"))
	for _, path := range vectors {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
