package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"descry/library"
	"descry/library/journal"
)

// flaky is a journal that fails when it is told to.
type flaky struct {
	*journal.Journal
	err error
}

func (f *flaky) Append(list []library.UserChange) error {
	if f.err != nil {
		return f.err
	}
	return f.Journal.Append(list)
}

// journaled is a catalogue of three photos with a journal beside it.
type journaled struct {
	path    string
	journal *flaky
	log     bytes.Buffer
	*Store
}

func newJournaled(t *testing.T) *journaled {
	t.Helper()
	dir := t.TempDir()
	j := &journaled{path: filepath.Join(dir, "catalogue.db"), journal: &flaky{Journal: journal.New(filepath.Join(dir, "journal"))}}
	oldCatalogue(t, j.path, 3)
	j.open(t)
	return j
}

func (j *journaled) open(t *testing.T) {
	t.Helper()
	var err error
	j.Store, err = Open(t.Context(), j.path, Options{Journal: j.journal, Log: slog.New(slog.NewTextHandler(&j.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
}

func (j *journaled) shut(t *testing.T) {
	t.Helper()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

// say gives the first photo a caption: one change.
func (j *journaled) say(t *testing.T, text string) {
	t.Helper()
	if _, err := j.ApplyEdit(t.Context(), library.Edit{Captions: []library.CaptionEdit{{Photo: 1, Text: &text}}}); err != nil {
		t.Fatal(err)
	}
}

// written is all that the journal has: the number and the caption of each change.
func (j *journaled) written(t *testing.T) (list []string) {
	t.Helper()
	damaged, err := journal.Read(j.journal.Dir(), 0, func(c library.UserChange) error {
		_, text, _ := strings.Cut(string(c.Record), `"text":"`)
		list = append(list, fmt.Sprint(c.N, " ", strings.TrimSuffix(text, `"}`)))
		if c.At.Year() < 2000 {
			t.Errorf("change %d has no time", c.N)
		}
		return nil
	})
	if err != nil || len(damaged) > 0 {
		t.Fatal(damaged, err)
	}
	return list
}

func (j *journaled) waiting(t *testing.T) (rows int) {
	t.Helper()
	if err := j.reader.QueryRow("SELECT count(*) FROM owner_changes").Scan(&rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

func wantChanges(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("the journal has %q, want %q", got, want)
	}
}

func TestChangesReachTheJournalOnce(t *testing.T) {
	j := newJournaled(t)
	j.say(t, "a")
	j.say(t, "b")
	wantChanges(t, j.written(t), "1 a", "2 b")
	if err := j.SetValue(t.Context(), "x", "y"); err != nil {
		t.Fatal(err)
	}
	if n := j.waiting(t); n != 0 {
		t.Errorf("%d changes are kept after the next write", n)
	}
	j.say(t, "c")
	j.shut(t) // the row of the last one is there still
	j.open(t)
	wantChanges(t, j.written(t), "1 a", "2 b", "3 c")
	j.say(t, "d")
	wantChanges(t, j.written(t), "1 a", "2 b", "3 c", "4 d")
	state, err := j.JournalState(t.Context())
	if err != nil || state.Waiting != 0 || state.Err != nil || len(state.Missing) > 0 {
		t.Errorf("state %+v, %v", state, err)
	}
}

func TestAJournalThatFailsHoldsNothingUp(t *testing.T) {
	j := newJournaled(t)
	now := time.Now()
	j.now = func() time.Time { return now }
	j.say(t, "a")
	j.journal.err = errors.New("no space left")
	j.say(t, "b")
	j.say(t, "c")
	state, err := j.JournalState(t.Context())
	if err != nil || state.Waiting != 2 || !errors.Is(state.Err, j.journal.err) {
		t.Errorf("state %+v, %v", state, err)
	}
	if n := strings.Count(j.log.String(), "can't be written"); n != 1 {
		t.Errorf("the log says it %d times: %s", n, &j.log)
	}
	j.journal.err = nil
	// Any transaction tries again, some time later.
	for range 2 {
		if err := j.SetValue(t.Context(), "x", "y"); err != nil {
			t.Fatal(err)
		}
		now = now.Add(2 * journalAgain)
	}
	wantChanges(t, j.written(t), "1 a", "2 b", "3 c")
	if state, err := j.JournalState(t.Context()); err != nil || state.Waiting != 0 || state.Err != nil {
		t.Errorf("state %+v, %v", state, err)
	}
	if !strings.Contains(j.log.String(), "written again") {
		t.Errorf("the log doesn't say that it works again: %s", &j.log)
	}
	// What a kill left is handed over by the next process.
	j.journal.err = errors.New("no space left")
	j.say(t, "d")
	j.shut(t)
	j.journal.err = nil
	j.open(t)
	wantChanges(t, j.written(t), "1 a", "2 b", "3 c", "4 d")
}

// TestOpeningHandsOverWithoutWaiting opens the catalogue while another process writes,
// with a change that the journal has, and then with one that it lacks.
func TestOpeningHandsOverWithoutWaiting(t *testing.T) {
	j := newJournaled(t)
	j.say(t, "a")
	openHeld := func(rows int, written ...string) {
		t.Helper()
		j.shut(t)
		db, err := sql.Open("sqlite3", j.path+"?_txlock=immediate")
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		j.log.Reset()
		j.open(t)
		if n := j.waiting(t); n != rows || j.log.Len() > 0 {
			t.Errorf("%d changes in the catalogue, want %d; the log says %q", n, rows, j.log.String())
		}
		wantChanges(t, j.written(t), written...)
	}
	openHeld(1, "1 a")
	j.journal.err = errors.New("the journal's disk is away")
	j.say(t, "b")
	j.journal.err = nil
	openHeld(2, "1 a")
	j.say(t, "c")
	wantChanges(t, j.written(t), "1 a", "2 b", "3 c")
}

func TestManyChangesAtOnce(t *testing.T) {
	j := newJournaled(t)
	var edit library.Edit
	const n = 2*handedAtOnce + 7
	for i := range n {
		edit.Tags = append(edit.Tags, library.TagEdit{Photo: 1, Tag: library.Tag{Name: fmt.Sprint("tag ", i)}, Label: library.Yes})
	}
	if _, err := j.ApplyEdit(t.Context(), edit); err != nil {
		t.Fatal(err)
	}
	if got := len(j.written(t)); got != n {
		t.Errorf("the journal has %d changes of %d", got, n)
	}
}

// Windows and commands write to one catalogue and one journal.
func TestSeveralStoresShareAJournal(t *testing.T) {
	j := newJournaled(t)
	const stores, edits = 4, 12
	var all sync.WaitGroup
	for i := range stores {
		s, err := Open(t.Context(), j.path, Options{Journal: journal.New(j.journal.Dir())})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		all.Go(func() {
			for k := range edits {
				text := fmt.Sprint(i, "/", k)
				if _, err := s.ApplyEdit(context.Background(), library.Edit{Captions: []library.CaptionEdit{{Photo: 1, Text: &text}}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	seen := make(map[string]bool)
	for i, line := range j.written(t) {
		n, text, _ := strings.Cut(line, " ")
		if n != fmt.Sprint(i+1) || seen[text] {
			t.Errorf("line %d is %q", i+1, line)
		}
		seen[text] = true
	}
	if len(seen) != stores*edits {
		t.Errorf("%d changes of %d", len(seen), stores*edits)
	}
}

// TestOpeningWaitsForNobody opens a catalogue that another process writes to: what stands
// in the journal already is no reason to wait.
func TestOpeningWaitsForNobody(t *testing.T) {
	j := newJournaled(t)
	j.say(t, "a")
	if j.waiting(t) == 0 {
		t.Fatal("the change is deleted already")
	}
	letGo := held(t, j.Store)
	other, err := Open(t.Context(), j.path, Options{Journal: j.journal, Log: slog.New(slog.NewTextHandler(&j.log, nil)),
		Waiting: func(what Wait) { t.Errorf("waits for %d", what) }})
	if err != nil {
		t.Fatal(err)
	}
	letGo()
	if err := other.Close(); err != nil {
		t.Error(err)
	}
	if j.log.Len() > 0 {
		t.Errorf("the log: %s", &j.log)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Somebody puts an older file in the place of the catalogue.
func TestACatalogueThatIsOlderThanItsJournal(t *testing.T) {
	j := newJournaled(t)
	j.say(t, "a")
	j.say(t, "b")
	j.shut(t) // with the row of b, which the journal has
	old := j.path + ".old"
	copyFile(t, j.path, old)
	j.open(t)
	j.say(t, "c")
	j.say(t, "d")
	j.shut(t)
	copyFile(t, old, j.path)
	j.open(t)
	state, err := j.JournalState(t.Context())
	if err != nil || !slices.Equal(state.Missing, []ChangeRange{{3, 4}}) || state.Waiting != 0 {
		t.Errorf("state %+v, %v", state, err)
	}
	if !strings.Contains(j.log.String(), "first=3 last=4") || !strings.Contains(j.log.String(), "descry restore") {
		t.Errorf("the log says %s", &j.log)
	}
	if known, err := j.KnownChange(t.Context()); known != 2 || err != nil {
		t.Errorf("known up to %d, %v", known, err)
	}
	j.say(t, "e")
	wantChanges(t, j.written(t), "1 a", "2 b", "3 c", "4 d", "5 e")
	j.shut(t)
	j.open(t) // it is said once, and kept
	if n := strings.Count(j.log.String(), "older than the journal"); n != 1 {
		t.Errorf("the log says it %d times", n)
	}
	if err := j.ForgetMissing(t.Context()); err != nil {
		t.Fatal(err)
	}
	if known, err := j.KnownChange(t.Context()); known != 5 || err != nil {
		t.Errorf("known up to %d, %v", known, err)
	}
	if state, err := j.JournalState(t.Context()); err != nil || len(state.Missing) > 0 {
		t.Errorf("state %+v, %v", state, err)
	}
}

// Annotations made without the journal aren't taken for those that the journal has.
func TestChangesOfAnotherCatalogueAreNumberedAnew(t *testing.T) {
	j := newJournaled(t)
	for _, text := range []string{"a", "b", "c"} {
		j.say(t, text)
	}
	j.shut(t)
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(j.path + end); err != nil && end == "" {
			t.Fatal(err)
		}
	}
	oldCatalogue(t, j.path, 3)
	without, err := Open(t.Context(), j.path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	text := "other"
	if _, err := without.ApplyEdit(t.Context(), library.Edit{Captions: []library.CaptionEdit{{Photo: 1, Text: &text}}}); err != nil {
		t.Fatal(err)
	}
	if err := without.Close(); err != nil {
		t.Fatal(err)
	}
	j.open(t)
	j.say(t, "d")
	wantChanges(t, j.written(t), "1 a", "2 b", "3 c", "4 other", "5 d")
	if state, err := j.JournalState(t.Context()); err != nil || !slices.Equal(state.Missing, []ChangeRange{{2, 3}}) {
		t.Errorf("state %+v, %v", state, err)
	}
}
