package journal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func change(n int64, text string) library.UserChange {
	record, err := json.Marshal(map[string]string{"kind": "caption", "text": text})
	if err != nil {
		panic(err)
	}
	return library.UserChange{N: n, At: noon.Add(time.Duration(n%1000) * time.Second), Record: record}
}

func changes(from, to int64) (list []library.UserChange) {
	for n := from; n <= to; n++ {
		list = append(list, change(n, fmt.Sprint("text ", n)))
	}
	return list
}

func mustAppend(t *testing.T, j *journal.Journal, list []library.UserChange) {
	t.Helper()
	if err := j.Append(list); err != nil {
		t.Fatal(err)
	}
}

func mustRead(t testing.TB, dir string, after int64) (list []library.UserChange, damaged []journal.Damage) {
	t.Helper()
	damaged, err := journal.Read(dir, after, func(c library.UserChange) error {
		list = append(list, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list, damaged
}

func numbers(list []library.UserChange) (ns []int64) {
	for _, c := range list {
		ns = append(ns, c.N)
	}
	return ns
}

func sameChanges(a, b []library.UserChange) bool {
	return slices.EqualFunc(a, b, func(a, b library.UserChange) bool {
		return a.N == b.N && a.At.Equal(b.At) && bytes.Equal(a.Record, b.Record)
	})
}

func segment(dir string, number int) string {
	return filepath.Join(dir, fmt.Sprintf("%08d.jsonl", number))
}

func TestWhatWasAppendedIsRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	list, damaged := mustRead(t, dir, 0)
	if len(list)+len(damaged) > 0 {
		t.Fatalf("a journal that isn't there has %v, %v", list, damaged)
	}
	j := journal.New(dir)
	want := []library.UserChange{change(1, "a \"red\"\nboat\u2028\x00"), change(2, ""), change(7, strings.Repeat("ü", 100_000))}
	mustAppend(t, j, want[:2])
	mustAppend(t, journal.New(dir), want[2:]) // as another process does
	if got, damaged := mustRead(t, dir, 0); !sameChanges(got, want) || len(damaged) > 0 {
		t.Errorf("read %v, damaged %v", numbers(got), damaged)
	}
	if got, _ := mustRead(t, dir, 2); !sameChanges(got, want[2:]) {
		t.Errorf("after 2: %v", numbers(got))
	}
	if last, err := j.Last(); last != 7 || err != nil {
		t.Errorf("last %d, %v", last, err)
	}
	for path, mode := range map[string]os.FileMode{dir: 0o700, segment(dir, 1): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

func TestAChangeIsWrittenOnce(t *testing.T) {
	dir := t.TempDir()
	a, b := journal.New(dir), journal.New(dir)
	mustAppend(t, a, changes(1, 5))
	mustAppend(t, b, changes(3, 9))
	mustAppend(t, a, changes(1, 9))
	mustAppend(t, a, changes(8, 10))
	if got, _ := mustRead(t, dir, 0); !sameChanges(got, changes(1, 10)) {
		t.Errorf("read %v", numbers(got))
	}
}

func TestTextThatIsNoRecordIsKept(t *testing.T) {
	dir := t.TempDir()
	mustAppend(t, journal.New(dir), []library.UserChange{{N: 1, At: noon, Record: []byte("{broken\n")}})
	got, _ := mustRead(t, dir, 0)
	if len(got) != 1 || string(got[0].Record) != `"{broken\n"` {
		t.Errorf("read %+v", got)
	}
}

func TestSegmentsFollowOneAnother(t *testing.T) {
	dir := t.TempDir()
	j := journal.New(dir)
	journal.SetLimit(j, 1000)
	mustAppend(t, j, changes(1, 50)) // more than a segment takes
	for n := int64(51); n <= 100; n++ {
		mustAppend(t, j, changes(n, n))
	}
	first, err := os.ReadFile(segment(dir, 1))
	if err != nil || len(first) < 1000 || len(first) > 1200 {
		t.Errorf("the first segment has %d bytes, %v", len(first), err)
	}
	if got, damaged := mustRead(t, dir, 0); !sameChanges(got, changes(1, 100)) || len(damaged) > 0 {
		t.Errorf("read %v, damaged %v", numbers(got), damaged)
	}
	again := journal.New(dir)
	journal.SetLimit(again, 1000)
	mustAppend(t, again, changes(90, 120))
	if now, err := os.ReadFile(segment(dir, 1)); err != nil || !bytes.Equal(now, first) {
		t.Errorf("the first segment was written again: %v", err)
	}
	if got, _ := mustRead(t, dir, 0); !sameChanges(got, changes(1, 120)) {
		t.Errorf("read %v", numbers(got))
	}
}

// A kill or a power cut may leave any part of the last lines, and zeros.
func TestALastLineThatIsCutShort(t *testing.T) {
	whole := t.TempDir()
	mustAppend(t, journal.New(whole), changes(1, 3))
	data, err := os.ReadFile(segment(whole, 1))
	if err != nil {
		t.Fatal(err)
	}
	for size := range len(data) + 1 {
		for _, left := range []string{"", "\x00\x00\x00"} {
			dir := t.TempDir()
			cut := data[:size]
			if err := os.WriteFile(segment(dir, 1), append(slices.Clone(cut), left...), 0o600); err != nil {
				t.Fatal(err)
			}
			kept := int64(bytes.Count(cut, []byte("}\n")))
			if size < len(data) && data[size] == '\n' && left == "" {
				kept++ // only its line feed is missing
			}
			got, damaged := mustRead(t, dir, 0)
			if !sameChanges(got, changes(1, kept)) || len(damaged) > 0 {
				t.Fatalf("%d bytes: read %v, damaged %v", size, numbers(got), damaged)
			}
			mustAppend(t, journal.New(dir), changes(1, 4))
			if got, damaged := mustRead(t, dir, 0); !sameChanges(got, changes(1, 4)) || len(damaged) > 0 {
				t.Fatalf("%d bytes, after appending: read %v, damaged %v", size, numbers(got), damaged)
			}
		}
	}
}

func TestADamagedLineIsLeftOut(t *testing.T) {
	dir := t.TempDir()
	mustAppend(t, journal.New(dir), changes(1, 3))
	data, err := os.ReadFile(segment(dir, 1))
	if err != nil {
		t.Fatal(err)
	}
	var starts []int
	for at := 0; at < len(data); at += bytes.IndexByte(data[at:], '\n') + 1 {
		starts = append(starts, at)
	}
	for at := range data {
		for bit := range 8 {
			bad := slices.Clone(data)
			bad[at] ^= 1 << bit
			if err := os.WriteFile(segment(dir, 1), bad, 0o600); err != nil {
				t.Fatal(err)
			}
			line := 0
			for line+1 < len(starts) && starts[line+1] <= at {
				line++
			}
			got, damaged := mustRead(t, dir, 0)
			want := changes(1, 3)
			if data[at] != '\n' {
				want = slices.Delete(want, line, line+1)
			}
			if !sameChanges(got, want) {
				t.Fatalf("bit %d of byte %d of line %d: read %v", bit, at-starts[line], line+1, numbers(got))
			}
			if len(damaged) == 0 && at < len(data)-1 || len(damaged) > 0 && damaged[0].Line != line+1 {
				t.Fatalf("bit %d of byte %d of line %d: damaged %v", bit, at-starts[line], line+1, damaged)
			}
			// What comes later stands after it.
			mustAppend(t, journal.New(dir), changes(4, 4))
			if got, _ := mustRead(t, dir, 0); !sameChanges(got, append(want, changes(4, 4)...)) {
				t.Fatalf("bit %d of byte %d of line %d: after appending %v", bit, at-starts[line], line+1, numbers(got))
			}
		}
	}
}

func TestSeveralAppendAtOnce(t *testing.T) {
	dir := t.TempDir()
	shared := journal.New(dir)
	var all sync.WaitGroup
	for i := range 8 {
		j := shared
		if i%2 == 0 {
			j = journal.New(dir) // as another process
			journal.SetLimit(j, 2000)
		}
		all.Go(func() {
			for to := int64(1); to <= 60; to++ {
				if err := j.Append(changes(max(1, to-5), to)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got, damaged := mustRead(t, dir, 0); !sameChanges(got, changes(1, 60)) || len(damaged) > 0 {
		t.Errorf("read %v, damaged %v", numbers(got), damaged)
	}
}

func TestAJournalThatCantBeWritten(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	j := journal.New(dir)
	if err := j.Append(changes(1, 2)); err == nil {
		t.Error("no error")
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, j, changes(1, 3))
	if got, _ := mustRead(t, dir, 0); !sameChanges(got, changes(1, 3)) {
		t.Errorf("read %v", numbers(got))
	}
}

func TestWhatIsNoFileIsNoSegment(t *testing.T) {
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(outside, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, segment(dir, 1)); err != nil {
		t.Skip(err)
	}
	if err := journal.New(dir).Append(changes(1, 1)); err == nil {
		t.Error("a link was followed")
	}
	if data, err := os.ReadFile(outside); err != nil || len(data) > 0 {
		t.Errorf("%q, %v", data, err)
	}
}

func TestReadEndsWithItsCallback(t *testing.T) {
	dir := t.TempDir()
	mustAppend(t, journal.New(dir), changes(1, 3))
	enough := errors.New("enough")
	n := 0
	_, err := journal.Read(dir, 0, func(library.UserChange) error { n++; return enough })
	if !errors.Is(err, enough) || n != 1 {
		t.Errorf("%d changes, %v", n, err)
	}
}

// Whatever lies in a segment, it is read without trouble, and what is appended is read
// after all that was.
func FuzzSegment(f *testing.F) {
	dir := f.TempDir()
	if err := journal.New(dir).Append(changes(1, 3)); err != nil {
		f.Fatal(err)
	}
	data, err := os.ReadFile(segment(dir, 1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:len(data)-1])
	f.Add(data[:len(data)-30])
	f.Add(append(slices.Clone(data), "\x00\x00\n{\"n\":"...))
	f.Add(bytes.ReplaceAll(data, []byte("\n"), []byte(" ")))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(segment(dir, 1), data, 0o600); err != nil {
			t.Fatal(err)
		}
		before, _ := mustRead(t, dir, 0)
		for _, c := range before {
			if c.N <= 0 || !json.Valid(c.Record) {
				t.Fatalf("read %+v", c)
			}
		}
		j := journal.New(dir)
		last, err := j.Last()
		if err != nil || len(before) > 0 && last != before[len(before)-1].N || len(before) == 0 && last != 0 {
			t.Fatalf("last %d, %v of %v", last, err, numbers(before))
		}
		if last == 1<<63-1 {
			return
		}
		next := []library.UserChange{change(last+1, "next")}
		mustAppend(t, j, next)
		if after, _ := mustRead(t, dir, 0); !sameChanges(after, append(before, next...)) {
			t.Fatalf("%v became %v", numbers(before), numbers(after))
		}
	})
}
