package copies_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/library"
	"descry/library/annotation"
	"descry/library/copies"
	"descry/library/journal"
)

// annotations is a source of copies: a caption for each change.
type annotations struct {
	changes int
	err     error // after the records
}

func (s *annotations) Records(_ context.Context, fn func(annotation.Record) error) error {
	for n := 1; n <= s.changes; n++ {
		if err := fn(record(n)); err != nil {
			return err
		}
	}
	return s.err
}

func (s *annotations) KnownChange(context.Context) (int64, error) { return int64(s.changes), nil }

func record(n int) annotation.Record {
	return annotation.Record{Kind: annotation.Tag, Photo: strings.Repeat("ab", 32), Name: fmt.Sprint("tag ", n), Value: annotation.Yes}
}

func change(n int) library.UserChange {
	return library.UserChange{N: int64(n), At: time.Unix(1e9, 0), Record: record(n).Append(nil)}
}

// day is the n-th of the year, at noon.
func day(n int) time.Time { return time.Date(2026, 1, n, 12, 0, 0, 0, time.Local) }

func keeper(dir string, now *time.Time) copies.Keeper {
	return copies.Keeper{Dir: dir, By: "test", Now: func() time.Time { return *now }}
}

func count(t *testing.T, dir string) int {
	t.Helper()
	list, err := copies.List(dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestACopyADay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "copies")
	now := day(1)
	k := keeper(dir, &now)
	from := &annotations{changes: 3}
	for _, step := range []struct {
		at   time.Time
		want int
	}{
		{day(1), 1}, {day(1).Add(23 * time.Hour), 1}, {day(2), 2}, {day(2).Add(time.Minute), 2}, {day(5), 3},
		{day(400), 4},                           // the clock is wrong
		{day(6), 5}, {day(6).Add(time.Hour), 5}, // and right again
	} {
		now = step.at
		if err := k.Daily(t.Context(), from); err != nil {
			t.Fatal(err)
		}
		if n := count(t, dir); n != step.want {
			t.Errorf("%v: %d copies, want %d", step.at, n, step.want)
		}
	}
	list, err := copies.List(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if summary, err := copies.Verify(c.Path); err != nil || summary.Records != 3 || summary.Header.Change != 3 {
			t.Errorf("%s: %+v, %v", c.Path, summary, err)
		}
		if info, err := os.Stat(c.Path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", c.Path, info.Mode(), err)
		}
	}
}

func TestACopyBeforeSomething(t *testing.T) {
	now := day(1)
	k := keeper(t.TempDir(), &now)
	path, err := k.Make(t.Context(), &annotations{changes: 1}, "restore")
	if err != nil || filepath.Base(path) != "2026-01-01 120000 before restore.jsonl.gz" {
		t.Fatal(path, err)
	}
	if due, err := k.Due(); !due || err != nil {
		t.Errorf("it counts as a daily copy: %v, %v", due, err)
	}
}

// A disk that fills up, or a catalogue that can't be read, costs none of those there.
// TestCopiesOfOneSecond: a copy never takes the place of another.
func TestCopiesOfOneSecond(t *testing.T) {
	dir := t.TempDir()
	now := day(1)
	k := keeper(dir, &now)
	var paths []string
	for n := range 3 {
		path, err := k.Make(t.Context(), &annotations{changes: n + 1}, "restore")
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	for n, path := range paths {
		if summary, err := copies.Verify(path); err != nil || summary.Records != n+1 {
			t.Errorf("%s has %d records, want %d; %v", path, summary.Records, n+1, err)
		}
	}
	if n := count(t, dir); n != 3 {
		t.Errorf("%d copies are there", n)
	}
}

func TestACopyThatFailsLeavesTheOthers(t *testing.T) {
	dir := t.TempDir()
	now := day(1)
	k := keeper(dir, &now)
	for n := 1; n <= 40; n++ {
		now = day(n)
		if err := k.Daily(t.Context(), &annotations{changes: n}); err != nil {
			t.Fatal(err)
		}
	}
	before := count(t, dir)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	now = day(80)
	failed := errors.New("no space left")
	if err := k.Daily(t.Context(), &annotations{changes: 50, err: failed}); !errors.Is(err, failed) {
		t.Errorf("error %v", err)
	}
	if after, err := os.ReadDir(dir); err != nil || len(after) != len(entries) || count(t, dir) != before {
		t.Errorf("%d files became %d, %v", len(entries), len(after), err)
	}
}

// recovered are the names of tags that copies and journal give back, in order.
func recovered(t *testing.T, r *copies.Recovery) (names []string) {
	t.Helper()
	for one, err := range r.Records() {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, one.Name)
	}
	return names
}

func wantTags(t *testing.T, names []string, to int) {
	t.Helper()
	var want []string
	for n := 1; n <= to; n++ {
		want = append(want, fmt.Sprint("tag ", n))
	}
	if fmt.Sprint(names) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func TestCopiesAndJournalGiveBackEveryEdit(t *testing.T) {
	home := t.TempDir()
	dir, book := filepath.Join(home, "copies"), filepath.Join(home, "journal")
	if _, err := copies.Recover(dir, book, nil); !errors.Is(err, copies.ErrNothing) {
		t.Errorf("nothing there: %v", err)
	}
	now := day(1)
	k, j := keeper(dir, &now), journal.New(book)
	from := &annotations{}
	for n := 1; n <= 30; n++ {
		from.changes = n
		if err := j.Append([]library.UserChange{change(n)}); err != nil {
			t.Fatal(err)
		}
		if n%7 == 0 {
			now = now.Add(25 * time.Hour)
			if err := k.Daily(t.Context(), from); err != nil {
				t.Fatal(err)
			}
		}
		// The changes that wait in the catalogue come last. One of the two is also in the
		// journal.
		r, err := copies.Recover(dir, book, []library.UserChange{change(n), change(n + 1)})
		if err != nil {
			t.Fatal(err)
		}
		wantTags(t, recovered(t, r), n+1)
		if wantCopy := n >= 7; (r.Copy.Path != "") != wantCopy || r.Changes != n%7 && n >= 7 || r.Last != int64(n) {
			t.Errorf("after %d: %+v", n, r)
		}
	}
	// A copy that is damaged is told, and the one before it stands in with more of the
	// journal.
	list, err := copies.List(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range list {
		data, err := os.ReadFile(c.Path)
		if err != nil {
			t.Fatal(err)
		}
		data[len(data)/2] ^= 4
		if err := os.WriteFile(c.Path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := copies.Recover(dir, book, nil)
		if err != nil || len(r.Bad) != i+1 {
			t.Fatal(r, err)
		}
		wantTags(t, recovered(t, r), 30)
	}
}

// Of several records about the same photo and tag, only the last one counts, once.
func TestTheLastRecordCounts(t *testing.T) {
	home := t.TempDir()
	dir, book := filepath.Join(home, "copies"), filepath.Join(home, "journal")
	now := day(1)
	if err := keeper(dir, &now).Daily(t.Context(), &annotations{changes: 3}); err != nil {
		t.Fatal(err)
	}
	var list []library.UserChange
	for i, say := range []string{annotation.No, annotation.TakenBack, annotation.Yes, annotation.No} {
		r := record(2)
		r.Name, r.Value = strings.ToUpper(r.Name), say
		list = append(list, library.UserChange{N: int64(4 + i), At: now, Record: r.Append(nil)})
	}
	if err := journal.New(book).Append(list); err != nil {
		t.Fatal(err)
	}
	r, err := copies.Recover(dir, book, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for one, err := range r.Records() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, one.Name+" "+one.Value)
	}
	if fmt.Sprint(got) != "[tag 1 yes tag 3 yes TAG 2 no]" {
		t.Errorf("got %q", got)
	}
}
