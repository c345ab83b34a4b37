//go:build (linux || darwin) && cgo

package sqlite_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"descry/internal/testlength"
	"descry/library"
	"descry/library/cataloguetest"
	"descry/library/journal"
	"descry/library/sqlite"
	"descry/library/sqlite/internal/recordvfs"
)

// recordedJournal notes what a journal's file holds before and after it is appended to.
type recordedJournal struct {
	*journal.Journal
	record  *recordvfs.Record
	appends []appended
}

type appended struct {
	before, after []byte
	begun, done   recordvfs.Moment
}

// file is the journal's only segment, empty if there is none.
func (j *recordedJournal) file() ([]byte, error) {
	content, err := os.ReadFile(filepath.Join(j.Dir(), "00000001.jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return content, err
}

func (j *recordedJournal) Append(list []library.UserChange) error {
	before, err := j.file()
	if err != nil {
		return err
	}
	a := appended{before: before, begun: j.record.Mark()}
	if err := j.Journal.Append(list); err != nil {
		return err
	}
	a.done = j.record.Mark()
	a.after, err = j.file()
	j.appends = append(j.appends, a)
	return err
}

// at is what a power cut at a moment may leave of the file: all that was appended, which
// the journal's own tests show to be on the disk, and any part of what is being appended.
func (j *recordedJournal) at(moment recordvfs.Moment, rng *rand.Rand) (content []byte) {
	for _, a := range j.appends {
		switch {
		case a.done <= moment:
			content = a.after
		case a.begun <= moment:
			content = a.after[:len(a.before)+rng.IntN(len(a.after)-len(a.before)+1)]
		}
	}
	return content
}

// unsynced is the file as it would be if the last append before a moment had not reached
// the disk.
func (j *recordedJournal) unsynced(moment recordvfs.Moment) (content []byte) {
	for _, a := range j.appends {
		if a.done <= moment {
			content = a.before
		}
	}
	return content
}

// TestRecordedPowerCuts cuts the power, by a record of what SQLite did, when each of the
// user's edits was reported, while it was made, and while photos were indexed after it:
// what was reported is there, whatever reached the disk of what was not synced, and an
// edit that was being made is there as a whole or not at all. Indexing waits for the disk
// not once.
func TestRecordedPowerCuts(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	path := filepath.Join(dir, "catalogue.db")
	sqlite.OldCatalogue(t, path, 3)
	record, err := recordvfs.Start(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = record.Stop() })
	j := &recordedJournal{Journal: journalBeside(path), record: record}
	s := openStore(t, path, sqlite.Options{Journal: j})

	// index is as much as a few batches of one photo each.
	photos := 100
	index := func() {
		t.Helper()
		for range 3 {
			photos++
			scan(t, s, 1, newFile(fmt.Sprint(photos, ".jpg"), photos))
			commitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
				return library.IndexedPhoto{File: f, Photo: testPhoto(int(f.Size) - 1000)}
			})
		}
	}
	type edit struct {
		name                     string
		begun, reported, indexed recordvfs.Moment
		before, after            string
	}
	var edits []edit
	state := annotationState(t, s)
	for _, step := range sqlite.UserSteps() {
		e := edit{name: step.Name, begun: record.Mark(), before: state}
		if err := step.Run(ctx, s); err != nil {
			t.Fatalf("%s: %v", step.Name, err)
		}
		e.reported = record.Mark()
		state = annotationState(t, s)
		e.after = state
		index()
		e.indexed = record.Mark()
		edits = append(edits, e)
		if n := record.Syncs(e.begun, e.reported); n == 0 {
			t.Errorf("%s: nothing was synced", e.name)
		}
		if syncs, writes := record.Syncs(e.reported, e.indexed), record.Writes(e.reported, e.indexed); syncs != 0 || writes == 0 {
			t.Errorf("indexing synced %d times with %d writes", syncs, writes)
		}
		equal(t, "what the owner said, indexed", annotationState(t, s), state)
		switch step.Name {
		case "ApplyEdit": // the log begins anew
			if err := s.DeleteModelVectors(ctx, "none"); err != nil {
				t.Fatal(err)
			}
		case "SetFeedback": // and here it is another file
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = openStore(t, path, sqlite.Options{Journal: j})
		}
	}
	if err := errors.Join(s.Close(), record.Stop(), record.Err()); err != nil {
		t.Fatal(err)
	}

	rng := rand.New(rand.NewPCG(13, 1))
	cuts := 0
	cut := func(what string, moment recordvfs.Moment, rest recordvfs.Rest, journal []byte, want ...string) {
		t.Helper()
		cuts++
		left := filepath.Join(dir, "left")
		disk := record.Disk(moment, rest, rng)
		disk[filepath.Join("journal", "00000001.jsonl")] = journal
		for name, content := range disk {
			name = filepath.Join(left, name)
			if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, content, 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		if got := afterPowerCut(t, left); !slices.Contains(want, got) {
			t.Errorf("%s, with %s of the rest:\n%s", what, rest, difference(got, want[0]))
		}
		if t.Failed() {
			t.Fatalf("%s, with %s of the rest", what, rest)
		}
		if err := os.RemoveAll(left); err != nil {
			t.Fatal(err)
		}
	}
	between := func(from, to recordvfs.Moment) recordvfs.Moment {
		return from + recordvfs.Moment(rng.IntN(int(to-from)+1))
	}
	anyRest := func() recordvfs.Rest {
		return cataloguetest.Pick(rng, []recordvfs.Rest{recordvfs.Nothing, recordvfs.SomeWrites, recordvfs.SomeSectors, recordvfs.Everything})
	}
	short := testlength.Shortened(t)
	for i, e := range edits {
		if short && i%4 > 0 {
			continue
		}
		cut(e.name+" was reported, without its journal", e.reported, recordvfs.Nothing, j.unsynced(e.reported), e.after)
		cut(e.name+" was reported", e.reported, recordvfs.SomeSectors, j.at(e.reported, rng), e.after)
		now := between(e.begun, e.reported)
		cut("in the middle of "+e.name, now, anyRest(), j.at(now, rng), e.after, e.before)
		if short {
			continue
		}
		cut(e.name+" was reported", e.reported, recordvfs.SomeWrites, j.at(e.reported, rng), e.after)
		now = between(e.reported, e.indexed)
		cut("indexing after "+e.name, now, anyRest(), j.at(now, rng), e.after)
	}
	for i, a := range j.appends { // the journal may know no more than the catalogue
		if short && i%4 > 0 {
			continue
		}
		n := slices.IndexFunc(edits, func(e edit) bool { return a.begun < e.reported })
		cut("the journal was written for "+edits[n].name, a.begun, recordvfs.Nothing, a.after, edits[n].after, edits[n].before)
	}
	t.Logf("%d power cuts", cuts)
}
