package service

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"descry/app/notice"
	"descry/app/problem"
	"descry/internal/atomicfile"
	"descry/library/annotation"
	"descry/library/copies"
)

// backupLayout is the time at the beginning of a backup's name. Names in their order are then
// in the order of their times.
const backupLayout = "2006-01-02 150405"

// WriteAnnotations writes all annotations to a file, in the place of an older file.
func (e *Library) WriteAnnotations(ctx context.Context, path string) (annotation.Summary, error) {
	known, err := e.Store.KnownChange(ctx)
	if err != nil {
		return annotation.Summary{}, err
	}
	h := annotation.Header{Made: time.Now(), By: e.copyKeeper().By, Change: known}
	return annotation.WriteFile(path, h, copies.Records(ctx, e.Store))
}

// BackUp writes all annotations to the path that the user chose. Without a path, or with the
// path of a folder, the file gets a name by the date. The path of the file is returned.
func (e *Library) BackUp(ctx context.Context, path string) (string, annotation.Summary, error) {
	if path == "" {
		path = e.Paths.Copies
		if err := e.MakeCopies(); err != nil {
			return "", annotation.Summary{}, err
		}
	}
	path, err := problem.TypedPath(path)
	if err != nil {
		return "", annotation.Summary{}, err
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, backupName(time.Now()))
	}
	if err := mayReplace(path); err != nil {
		return "", annotation.Summary{}, err
	}
	summary, err := e.WriteAnnotations(ctx, path)
	return path, summary, err
}

// MakeCopies makes the folder of copies.
func (e *Library) MakeCopies() error {
	if err := os.MkdirAll(e.Paths.Copies, 0o700); err != nil {
		return fmt.Errorf("make the folder of copies: %w", atomicfile.Explain(err))
	}
	return nil
}

// backupName names a backup that the user gave no name.
func backupName(at time.Time) string { return at.Format(backupLayout) + backupEnding }

// backupEnding tells the name of a backup from the names of daily copies, of which old ones
// are deleted.
const backupEnding = " backup.jsonl.gz"

// BackupTime reads the time from a backup's name. own is false for any other name.
func BackupTime(name string) (at time.Time, own bool) {
	date, own := strings.CutSuffix(name, backupEnding)
	at, err := time.ParseInLocation(backupLayout, date, time.Local)
	return at, own && err == nil
}

// mayReplace keeps files that hold no annotations from being overwritten.
func mayReplace(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode().IsRegular() && info.Size() == 0:
		return nil
	}
	f, err := annotation.Open(path)
	if err == nil {
		defer f.Close()
		for _, one := range f.Records() {
			err = one
			break
		}
	}
	if errors.Is(err, annotation.ErrOtherFormat) || errors.Is(err, annotation.ErrNewer) {
		return problem.Usage("backup-other-file", notice.Params{"Path": problem.Printable(path)})
	}
	return nil // whole or damaged, an annotation file may be replaced
}

// TakingIn says which file of annotations is imported, and how.
type TakingIn struct {
	Path    string // "" means the newest copy and the journal
	Replace bool   // annotations that the file doesn't have are taken back
	ByPath  bool
	Salvage bool
	Folders bool // folders of the file that aren't in the library are added as well, as offline
}

// Incoming is a source of annotations to import: an open file, or what copies and journal
// hold.
type Incoming struct {
	TakingIn
	file     *annotation.File
	Recovery *copies.Recovery // nil with a file
}

// OpenAnnotations opens the source of an import. The caller closes the source.
func (e *Library) OpenAnnotations(t TakingIn) (*Incoming, error) {
	if t.Path == "" {
		r, err := copies.Recover(e.Paths.Copies, e.Paths.Journal, nil)
		return &Incoming{TakingIn: t, Recovery: r}, err
	}
	f, err := annotation.Open(t.Path)
	if err != nil {
		return nil, incomingError(t.Path, err)
	}
	f.Salvage = t.Salvage
	return &Incoming{TakingIn: t, file: f}, nil
}

// Close closes the file, if there is one.
func (in *Incoming) Close() {
	if in.file != nil {
		_ = in.file.Close() // the file was only read
	}
}

// records are the records of the source.
func (in *Incoming) records() iter.Seq2[annotation.Record, error] {
	if in.Recovery != nil {
		return in.Recovery.Records()
	}
	return func(yield func(annotation.Record, error) bool) {
		for r, err := range in.file.Records() {
			if err == nil && r.Kind == annotation.Folder && !in.Folders && !isFolder(r.Path) {
				continue
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// Summary counts the records of the source, as far as the source was read.
func (in *Incoming) Summary() annotation.Summary {
	if in.Recovery != nil {
		return in.Recovery.Summary
	}
	return in.file.Summary()
}

// Damage is the damaged lines that were skipped: the first ones, and the number of
// all.
func (in *Incoming) Damage() (list []notice.Notice, n int) {
	if in.Recovery != nil {
		for _, err := range in.Recovery.Bad {
			list = append(list, problem.Of(err))
		}
		for _, d := range in.Recovery.Damaged {
			list = append(list, notice.New("journal-line", notice.Params{"Line": strconv.Itoa(d.Line), "File": d.Segment}))
		}
		return list, len(list)
	}
	damages, n := in.file.Damage()
	for _, d := range damages {
		list = append(list, problem.Of(d))
	}
	return list, n
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (in *Incoming) options(progress func(done int)) annotation.Options {
	o := annotation.Options{ByPath: in.ByPath, Progress: progress}
	if in.Replace {
		o.Mode = annotation.Replace
	}
	return o
}

// Compare reads the whole source and returns what importing would change.
func (in *Incoming) Compare(ctx context.Context, e *Library, progress func(done int)) (annotation.Difference, error) {
	d, err := e.Store.CompareRecords(ctx, in.records(), in.options(progress))
	return d, incomingError(in.Path, err)
}

// Apply imports the source. Folders that are added are scanned.
func (in *Incoming) Apply(ctx context.Context, e *Library, progress func(done int)) (annotation.Difference, error) {
	d, err := e.Store.ApplyRecords(ctx, in.records(), in.options(progress))
	e.Log.Info("words taken in", "file", in.Path, "photos", d.Photos, "replaced", in.Replace)
	for _, k := range d.Kinds {
		if k.Kind == annotation.Folder {
			err = errors.Join(err, e.askRescan(context.WithoutCancel(ctx)))
		}
	}
	if err == nil && in.Recovery != nil {
		err = e.Store.ForgetMissing(ctx)
	}
	return d, incomingError(in.Path, err)
}

// incomingError says which file can't be imported, and what to do.
func incomingError(path string, err error) error {
	var wrong *annotation.RecordError
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, annotation.ErrDamaged):
		return problem.Wrap("restore-damaged", notice.Params{"Path": problem.Printable(path)}, err)
	case errors.Is(err, annotation.ErrOtherFormat), errors.Is(err, annotation.ErrNewer):
		return problem.Wrap("restore-other-format", notice.Params{"Path": problem.Printable(path)}, bare(err))
	case errors.Is(err, fs.ErrNotExist):
		return problem.Wrap("folder-missing", notice.Params{"Path": problem.Printable(path)}, err)
	case errors.As(err, &wrong):
		return problem.Wrap("restore-wrong-line", notice.Params{"Path": problem.Printable(path)}, wrong)
	}
	return err
}

// bare is the reason of an error without the path and the operation before the reason.
func bare(err error) error {
	for _, known := range []error{annotation.ErrOtherFormat, annotation.ErrNewer} {
		if errors.Is(err, known) {
			return known
		}
	}
	return err
}
