package app

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"descry/internal/atomicfile"
	"descry/library/copies"
	ownerwords "descry/library/words"
)

// backupLayout is how the names of backups begin; they are in the order of their dates.
const backupLayout = "2006-01-02 150405"

// writeWords writes what the owner said to a file, in the place of an older one.
func (e *engine) writeWords(ctx context.Context, path string) (ownerwords.Summary, error) {
	known, err := e.store.KnownChange(ctx)
	if err != nil {
		return ownerwords.Summary{}, err
	}
	h := ownerwords.Header{Made: time.Now(), By: e.copyKeeper().By, Change: known}
	return ownerwords.WriteFile(path, h, copies.Records(ctx, e.store))
}

// backUp writes it where the owner wants it; with no path, or that of a folder, under a
// name by the date. It returns the path.
func (e *engine) backUp(ctx context.Context, path string) (string, ownerwords.Summary, error) {
	if path == "" {
		path = e.paths.Copies
		if err := e.makeCopies(); err != nil {
			return "", ownerwords.Summary{}, err
		}
	}
	path, err := typedPath(path)
	if err != nil {
		return "", ownerwords.Summary{}, err
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, backupName(time.Now()))
	}
	if err := mayReplace(path); err != nil {
		return "", ownerwords.Summary{}, err
	}
	summary, err := e.writeWords(ctx, path)
	return path, summary, err
}

// makeCopies makes the folder of copies.
func (e *engine) makeCopies() error {
	if err := os.MkdirAll(e.paths.Copies, 0o700); err != nil {
		return fmt.Errorf("make the folder of copies: %w", atomicfile.Explain(err))
	}
	return nil
}

// backupName names a backup that the owner gave no name.
func backupName(at time.Time) string { return at.Format(backupLayout) + backupEnding }

// backupEnding tells such a name from those of the copies, of which old ones go.
const backupEnding = " backup.jsonl.gz"

// backupTime is the other way round; own is false for any other name.
func backupTime(name string) (at time.Time, own bool) {
	date, own := strings.CutSuffix(name, backupEnding)
	at, err := time.ParseInLocation(backupLayout, date, time.Local)
	return at, own && err == nil
}

// mayReplace keeps other files than those of words from being overwritten.
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
	f, err := ownerwords.Open(path)
	if err == nil {
		defer f.Close()
		for _, one := range f.Records() {
			err = one
			break
		}
	}
	if errors.Is(err, ownerwords.ErrNotWords) || errors.Is(err, ownerwords.ErrNewer) {
		return &usageError{fmt.Errorf("%s is there already and is another file than this would write; give another name", printable(path))}
	}
	return nil // whole or damaged: a new one takes its place
}

// takingIn says which file of words is taken in, and how.
type takingIn struct {
	path    string // "" means the newest copy and the journal
	replace bool   // what it doesn't say is taken back
	byPath  bool
	salvage bool
	folders bool // those that aren't there are added as well, as offline
}

// incoming is what is taken in: an open file of words, or what copies and journal give
// back.
type incoming struct {
	takingIn
	file     *ownerwords.File
	recovery *copies.Recovery // nil with a file
}

// openWords opens what is taken in. Whoever calls it closes it.
func (e *engine) openWords(t takingIn) (*incoming, error) {
	if t.path == "" {
		r, err := copies.Recover(e.paths.Copies, e.paths.Journal, nil)
		return &incoming{takingIn: t, recovery: r}, err
	}
	f, err := ownerwords.Open(t.path)
	if err != nil {
		return nil, incomingError(t.path, err)
	}
	f.Salvage = t.salvage
	return &incoming{takingIn: t, file: f}, nil
}

func (in *incoming) close() {
	if in.file != nil {
		_ = in.file.Close() // it has only been read
	}
}

// records are those that are taken in.
func (in *incoming) records() iter.Seq2[ownerwords.Record, error] {
	if in.recovery != nil {
		return in.recovery.Records()
	}
	return func(yield func(ownerwords.Record, error) bool) {
		for r, err := range in.file.Records() {
			if err == nil && r.Kind == ownerwords.Folder && !in.folders && !isFolder(r.Path) {
				continue
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// summary tells of the file, or of the copy, as far as it was read.
func (in *incoming) summary() ownerwords.Summary {
	if in.recovery != nil {
		return in.recovery.Summary
	}
	return in.file.Summary()
}

// damage is what was passed over, the first in words, and how much in all.
func (in *incoming) damage() (list []string, n int) {
	if in.recovery != nil {
		for _, err := range in.recovery.Bad {
			list = append(list, err.Error())
		}
		for _, d := range in.recovery.Damaged {
			list = append(list, fmt.Sprintf("line %d of %s", d.Line, d.Segment))
		}
		return list, len(list)
	}
	damages, n := in.file.Damage()
	for _, d := range damages {
		list = append(list, d.Error())
	}
	return list, n
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (in *incoming) options(progress func(done int)) ownerwords.Options {
	o := ownerwords.Options{ByPath: in.byPath, Progress: progress}
	if in.replace {
		o.Mode = ownerwords.Replace
	}
	return o
}

// compare reads the whole file and tells what it would change.
func (in *incoming) compare(ctx context.Context, e *engine, progress func(done int)) (ownerwords.Difference, error) {
	d, err := e.store.CompareRecords(ctx, in.records(), in.options(progress))
	return d, incomingError(in.path, err)
}

// apply takes the file in. Folders that come are looked at.
func (in *incoming) apply(ctx context.Context, e *engine, progress func(done int)) (ownerwords.Difference, error) {
	d, err := e.store.ApplyRecords(ctx, in.records(), in.options(progress))
	e.log.Info("words taken in", "file", in.path, "photos", d.Photos, "replaced", in.replace)
	for _, k := range d.Kinds {
		if k.Kind == ownerwords.Folder {
			err = errors.Join(err, e.askRescan(context.WithoutCancel(ctx)))
		}
	}
	if err == nil && in.recovery != nil {
		err = e.store.ForgetMissing(ctx)
	}
	return d, incomingError(in.path, err)
}

// incomingError says which file can't be taken in, and what to do.
func incomingError(path string, err error) error {
	var wrong *ownerwords.RecordError
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, ownerwords.ErrDamaged):
		return fmt.Errorf("%s is damaged: %w; descry import words --salvage takes in what can be read", printable(path), err)
	case errors.Is(err, ownerwords.ErrNotWords), errors.Is(err, ownerwords.ErrNewer):
		return fmt.Errorf("%s can't be taken in: %w", printable(path), bare(err))
	case errors.As(err, &wrong):
		return fmt.Errorf("%s: %w; correct or remove that line", printable(path), wrong)
	}
	return err
}

// bare is the reason alone, without the path and the operation before it.
func bare(err error) error {
	for _, known := range []error{ownerwords.ErrNotWords, ownerwords.ErrNewer} {
		if errors.Is(err, known) {
			return known
		}
	}
	return err
}

// kindNames are what a difference calls the kinds of records.
var kindNames = map[string]string{
	ownerwords.Folder: "folders", ownerwords.Search: "saved searches", ownerwords.Named: "names", ownerwords.Photo: "other fields of photos",
	ownerwords.Tag: "tags", ownerwords.Person: "people", ownerwords.Caption: "captions", ownerwords.Answer: "judged answers",
	ownerwords.Rejected: "rejected suggestions", ownerwords.Spelling: "spellings",
}

func kindName(kind string) string {
	if name, ok := kindNames[kind]; ok {
		return name
	}
	return fmt.Sprintf("“%s” (kept for a later Descry)", printable(kind))
}

// changeText says how many of a kind change: "12 added, 3 changed, 1 taken back".
func changeText(k ownerwords.KindDifference) string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{k.Added, "added"}, {k.Changed, "changed"}, {k.TakenBack, "taken back"}} {
		if part.n > 0 {
			parts = append(parts, thousands(part.n)+" "+part.what)
		}
	}
	return strings.Join(parts, ", ")
}

// exampleText is what a record says on one line, shortened.
func exampleText(x ownerwords.Example) string {
	r := x.Record
	said := r.Name
	switch r.Kind {
	case ownerwords.Person:
		said += personMark
	case ownerwords.Answer:
		said = r.Description
	case ownerwords.Folder:
		said = r.Path
	case ownerwords.Caption:
		said = "the file’s own"
		if r.Text != nil {
			said = *r.Text
		}
	case ownerwords.Photo, ownerwords.Withdrawn:
		said = ""
	}
	text := []rune(strings.Join(strings.Fields(said), " "))
	if len(text) > mostCaption {
		text = append(text[:mostCaption-1], '…')
	}
	parts := []string{}
	if len(text) > 0 {
		parts = append(parts, "“"+string(text)+"”")
	}
	if r.Photo != "" {
		name := r.Photo[:8]
		if x.Path != "" {
			name = filepath.Base(x.Path)
		}
		parts = append(parts, "on "+name)
	}
	return printable(strings.Join(parts, " "))
}

// waitingWords says what becomes of words whose photo isn't there; "" without any.
func waitingWords(d ownerwords.Difference) string {
	if d.Waiting == 0 {
		return ""
	}
	return fmt.Sprintf("%s no file in the library now; what is said of %s waits until it is found, in any folder.",
		count(d.Waiting, "photo has", "photos have"), itOrThem(d.Waiting))
}

// mostCaption is how much of a caption is told as an example, in signs.
const mostCaption = 40
