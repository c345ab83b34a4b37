package copies

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"descry/internal/atomicfile"
	"descry/library/annotation"
)

// Source is what copies are made of.
type Source interface {
	// Records calls fn for all annotations.
	Records(ctx context.Context, fn func(annotation.Record) error) error
	// KnownChange is the number of the last change of the journal up to which Records has
	// every change.
	KnownChange(ctx context.Context) (int64, error)
}

// Copy is a copy in the folder.
type Copy struct {
	Path string
	At   time.Time // by the name, to the second
	// Before names what the copy was made before, as a word of the file's name. Before is ""
	// for a daily copy.
	Before string
}

const (
	extension  = ".jsonl.gz"
	nameLayout = "2006-01-02 150405"
	beforeMark = " before "
	// lockWait is how long a copy before something large waits for a copy that another process
	// is making.
	lockWait = time.Minute
)

// ErrBusy says that another process makes a copy just now.
var ErrBusy = errors.New("another process makes a copy just now")

// Keeper makes copies in a folder and deletes copies that needn't be kept.
type Keeper struct {
	Dir string
	By  string           // name of the program in the files
	Now func() time.Time // nil means time.Now
	Log *slog.Logger
}

func (k Keeper) now() time.Time {
	if k.Now == nil {
		return time.Now()
	}
	return k.Now()
}

// List lists the copies there are, newest first. A folder that isn't there has none.
func List(dir string) ([]Copy, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list copies: %w", err)
	}
	var list []Copy
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), extension)
		if !ok || !e.Type().IsRegular() {
			continue
		}
		date, before, _ := strings.Cut(name, beforeMark)
		if at, err := time.ParseInLocation(nameLayout, date, time.Local); err == nil {
			list = append(list, Copy{filepath.Join(dir, e.Name()), at, before})
		}
	}
	slices.SortFunc(list, func(a, b Copy) int { return b.At.Compare(a.At) })
	return list, nil
}

// Due reports that the newest daily copy is older than a day. Copies with a date to come don't
// count, since the clock was wrong.
func (k Keeper) Due() (bool, error) {
	list, err := List(k.Dir)
	now := k.now()
	for _, c := range list {
		if age := now.Sub(c.At); c.Before == "" && age > -day && age < day {
			return false, err
		}
	}
	return true, err
}

// Daily makes a copy if one is due and no other process is making one.
func (k Keeper) Daily(ctx context.Context, from Source) error {
	due, err := k.Due()
	if err != nil || !due {
		return err
	}
	_, err = k.make(ctx, from, "", 0)
	if errors.Is(err, ErrBusy) {
		return nil
	}
	return err
}

// Make makes a copy before something large. before is the word for it in the copy's name.
func (k Keeper) Make(ctx context.Context, from Source, before string) (path string, err error) {
	return k.make(ctx, from, before, lockWait)
}

// make writes and verifies a copy before any older copy is deleted. After an error all older
// copies are there.
func (k Keeper) make(ctx context.Context, from Source, before string, wait time.Duration) (path string, err error) {
	if err := os.MkdirAll(k.Dir, 0o700); err != nil {
		return "", fmt.Errorf("make a copy: %w", err)
	}
	lock := flock.New(filepath.Join(k.Dir, "lock"))
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	ok, err := lock.TryLock()
	if err == nil && !ok && wait > 0 {
		ok, err = lock.TryLockContext(limited, 50*time.Millisecond)
	}
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case !ok && (err == nil || errors.Is(err, context.DeadlineExceeded)):
		return "", ErrBusy
	case err != nil:
		return "", fmt.Errorf("make a copy: %w", err)
	}
	defer lock.Unlock()
	now := k.now()
	path = k.freePath(now, before)
	known, err := from.KnownChange(ctx)
	if err != nil {
		return "", err
	}
	// The file has its name only after it was read back in full.
	summary, err := annotation.WriteFile(path, annotation.Header{Made: now, By: k.By, Change: known}, Records(ctx, from))
	if err != nil {
		return "", fmt.Errorf("make a copy of what was said: %w", err)
	}
	if k.Log != nil {
		k.Log.Info("what was said is copied", "file", path, "records", summary.Records)
	}
	return path, k.rotate(now)
}

// freePath is the name of a copy made now. Where a copy of this second exists, the new one
// gets the name of the next second: the content of the older copy may be nowhere else.
func (k Keeper) freePath(now time.Time, before string) string {
	for at := now; ; at = at.Add(time.Second) {
		name := at.Local().Format(nameLayout)
		if before != "" {
			name += beforeMark + before
		}
		path := filepath.Join(k.Dir, name+extension)
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) || at.Sub(now) > time.Hour {
			return path
		}
	}
}

// Records are the annotations of a source. An error is the last element.
func Records(ctx context.Context, from Source) iter.Seq2[annotation.Record, error] {
	return func(yield func(annotation.Record, error) bool) {
		enough := errors.New("enough")
		err := from.Records(ctx, func(r annotation.Record) error {
			if !yield(r, nil) {
				return enough
			}
			return nil
		})
		if err != nil && !errors.Is(err, enough) {
			yield(annotation.Record{}, err)
		}
	}
}

// rotate deletes what needn't be kept.
func (k Keeper) rotate(now time.Time) error {
	list, err := List(k.Dir)
	if err != nil {
		return err
	}
	for _, c := range superfluous(list, now) {
		if err := os.Remove(c.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("clear away an old copy: %w", err)
		}
	}
	atomicfile.SyncFolder(k.Dir)
	return nil
}

// Verify reads a copy to its end.
func Verify(path string) (annotation.Summary, error) {
	f, err := annotation.Open(path)
	if err != nil {
		return annotation.Summary{}, err
	}
	defer f.Close()
	for _, err := range f.Records() {
		if err != nil {
			return annotation.Summary{}, fmt.Errorf("%s: %w", path, err)
		}
	}
	return f.Summary(), nil
}
