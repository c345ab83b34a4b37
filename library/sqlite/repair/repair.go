package repair

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"descry/internal/atomicfile"
	"descry/library"
	"descry/library/copies"
	"descry/library/sqlite"
)

// Library has the paths that a repair reads and writes.
type Library struct {
	Catalogue string // a file; the damaged file is kept beside it
	Journal   string // folder of the journal of edits
	Copies    string // folder of the copies of annotations
	Vectors   string // folder of files made from the catalogue, *.vec, which are deleted
}

// Report tells what was saved from where, up to an error.
type Report struct {
	// Reindexed says that indexes alone were damaged: nothing is missing.
	Reindexed bool
	// New says that there was no file of which anything could be read.
	New bool
	// Saved is what could be read of the damaged file. Saved is nil without a file, and where
	// nothing had to be saved.
	Saved *sqlite.Salvaged
	// Records tells where annotations come from, nil where none were lost.
	Records *RecordSource
	// Kept is the path of the damaged file, "" without one.
	Kept string
}

// RecordSource tells where annotations were taken from.
type RecordSource struct {
	// Copy is the newest whole copy, without a path if there is none.
	Copy    copies.Copy
	Changes int     // number of changes in the journal after the copy
	Bad     []error // newer copies that can't be read
	Lines   int     // number of lines of the journal after the copy that can't be read
	// Nothing says that there is no copy and no change in the journal.
	Nothing bool
	// FromFile is the number of annotations that were taken from the damaged file, where copy
	// and journal don't reach.
	FromFile int
}

// Complete reports that copy and journal have all annotations.
func (w RecordSource) Complete() bool { return w.Copy.Path != "" && w.Lines == 0 }

// ErrInUse says that the catalogue is open in this or another process.
var ErrInUse = errors.New("the catalogue is open")

// workPattern names the folder beside a catalogue in which the new one is made.
const workPattern = ".descry-salvage-*"

// Lost reports that there is no file, or an empty one, in the place of a catalogue. Only the
// caller can know whether there was a catalogue.
func Lost(catalogue string) (lost, empty bool) {
	info, err := os.Stat(catalogue)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist), false // opening the file gives the error
	}
	// A log beside an empty file is not a new catalogue's: the first page is in the file
	// before there is a log. SQLite would drop the log and begin anew.
	empty = info.Size() == 0
	return empty, empty
}

// Findings lists what is wrong with a catalogue that is there. An error says that the
// catalogue can't be opened for another reason than damage.
func Findings(ctx context.Context, catalogue string) ([]string, error) {
	store, err := sqlite.Open(ctx, catalogue, sqlite.Options{})
	if errors.Is(err, library.ErrDamaged) {
		return []string{"the file is damaged"}, nil
	}
	if err != nil {
		return nil, err
	}
	findings, err := store.Check(ctx)
	if err := errors.Join(err, store.Close()); err != nil && !errors.Is(err, library.ErrDamaged) {
		return nil, err
	}
	return findings, nil
}

// Repair makes the indexes of a damaged catalogue anew. If that doesn't help, Repair saves
// what can be read into a new catalogue and takes annotations from copies and journal. The
// damaged file is kept, with now in its name. The caller keeps others from repairing the
// library at the same time. A library that is open gives ErrInUse and stays as it is. A repair
// that was killed is done again by the next call. After an error the report tells how far the
// repair came.
func Repair(ctx context.Context, l Library, now time.Time) (Report, error) {
	r := repairer{lib: l, now: now}
	err := r.repair(ctx)
	return r.report, err
}

// RemoveAbandoned removes what repairs that were killed left beside a catalogue. One that was
// killed at its very end leaves a sound catalogue, which no later repair cleans up after. The
// caller keeps others from repairing the library at the same time.
func RemoveAbandoned(catalogue string) error {
	abandoned, _ := filepath.Glob(filepath.Join(filepath.Dir(catalogue), workPattern))
	for _, dir := range abandoned {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}

type repairer struct {
	lib    Library
	now    time.Time
	work   string // a folder beside the catalogue
	report Report
}

func (r *repairer) repair(ctx context.Context) error {
	busy, err := sqlite.InUse(ctx, r.lib.Catalogue)
	if err != nil {
		return err
	}
	if busy {
		return ErrInUse
	}
	if err := RemoveAbandoned(r.lib.Catalogue); err != nil {
		return err
	}
	if r.work, err = os.MkdirTemp(filepath.Dir(r.lib.Catalogue), workPattern); err != nil {
		return err
	}
	defer os.RemoveAll(r.work)
	sound := filepath.Join(r.work, "reindexed.db")
	r.report.Reindexed, err = r.reindex(ctx, sound)
	if err == nil && !r.report.Reindexed {
		sound = filepath.Join(r.work, "new.db")
		err = r.rebuild(ctx, sound)
	}
	if err != nil {
		return err
	}
	return r.swap(sound)
}

// fetch copies the damaged catalogue with its log. false says that there is none.
func (r *repairer) fetch(to string) (bool, error) {
	info, err := os.Stat(r.lib.Catalogue)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return false, nil
	}
	for _, end := range []string{"", "-wal"} {
		if err := copyTo(r.lib.Catalogue+end, to+end); err != nil && (end == "" || !errors.Is(err, fs.ErrNotExist)) {
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
func (r *repairer) reindex(ctx context.Context, path string) (bool, error) {
	there, err := r.fetch(path)
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
	return true, nil
}

// swap puts the new catalogue in place and keeps the damaged one. The log of the damaged
// catalogue goes first, so that it is never taken for the new one's.
func (r *repairer) swap(sound string) error {
	aside := fmt.Sprintf("%s.damaged-%s", r.lib.Catalogue, r.now.Format("2006-01-02-150405"))
	kept := false
	for _, end := range []string{"-shm", "-wal", ""} {
		err := os.Rename(r.lib.Catalogue+end, aside+end)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("keep the damaged catalogue: %w", err)
		}
		kept = err == nil
	}
	if err := atomicfile.Rename(sound, r.lib.Catalogue); err != nil {
		return errors.Join(fmt.Errorf("put the new catalogue in place: %w", err), os.Rename(aside, r.lib.Catalogue))
	}
	if kept {
		r.report.Kept = aside
	}
	// The files of vectors are made from the catalogue. The vectors of the damaged catalogue
	// may differ.
	vectors, _ := filepath.Glob(filepath.Join(r.lib.Vectors, "*.vec"))
	for _, path := range vectors {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
