package faultyfs_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"descry/internal/faultyfs"
	"descry/internal/sandbox"
)

// sight is what can be seen of a directory with a file "3" of ten bytes and six more.
type sight struct {
	stat, open, read, list error
	bytes, names           int
}

func look(dir string) (s sight) {
	file := filepath.Join(dir, "sub", "3")
	_, s.stat = os.Stat(file)
	f, err := os.Open(file)
	if s.open = err; err == nil {
		buf := make([]byte, 100)
		for err == nil && s.bytes < len(buf) {
			var n int
			n, err = f.Read(buf[s.bytes:])
			s.bytes += n
		}
		if err.Error() != "EOF" {
			s.read = err
		}
		_ = f.Close()
	}
	entries, err := os.ReadDir(filepath.Join(dir, "sub"))
	s.names, s.list = len(entries), err
	return s
}

// TestFaults looks at each fault as a program does that knows nothing of it, and at what
// is there when the fault has ended.
func TestFaults(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	content := t.TempDir()
	must(t, os.Mkdir(filepath.Join(content, "sub"), 0o755))
	for i := range 7 {
		must(t, os.WriteFile(filepath.Join(content, "sub", fmt.Sprint(i)), []byte("0123456789"), 0o644))
	}
	all := func(err error) sight { return sight{stat: err, open: err, list: err} }
	sound := sight{bytes: 10, names: 7}
	for fault, want := range map[faultyfs.Fault]sight{
		faultyfs.Sound:        sound,
		faultyfs.ReadError:    {read: syscall.EIO, names: 7},
		faultyfs.ShortRead:    {bytes: 5, names: 7},
		faultyfs.Stale:        all(syscall.ESTALE),
		faultyfs.Denied:       all(syscall.EACCES),
		faultyfs.Failing:      all(syscall.EIO),
		faultyfs.ListsNothing: {bytes: 10},
		faultyfs.ListsHalf:    {bytes: 10, names: 3},
		faultyfs.ListBreaks:   {bytes: 10, names: 3, list: syscall.EIO},
		faultyfs.Vanishing:    all(syscall.ENOENT),
		faultyfs.Renumbered:   sound,
		faultyfs.Slow:         sound,
		faultyfs.Silent:       all(syscall.EIO),
		faultyfs.Dead:         all(syscall.ENOTCONN),
	} {
		t.Run(fault.String(), func(t *testing.T) {
			at := t.TempDir()
			f := mount(t, content, at)
			if got := look(at); !alike(got, sound) {
				t.Errorf("before: %+v", got)
			}
			must(t, f.Set(faultyfs.Setting{Fault: fault, Silence: 50 * time.Millisecond}))
			if got := look(at); !alike(got, want) {
				t.Errorf("%+v, want %+v", got, want)
			}
			if fault == faultyfs.Dead {
				return
			}
			must(t, f.Set(faultyfs.Setting{}))
			if got := look(at); !alike(got, sound) {
				t.Errorf("after: %+v", got)
			}
		})
	}
}

func alike(a, b sight) bool {
	same := func(got, want error) bool { return errors.Is(got, want) }
	return same(a.stat, b.stat) && same(a.open, b.open) && same(a.read, b.read) && same(a.list, b.list) &&
		a.bytes == b.bytes && a.names == b.names
}

// TestShare: a share of the files fails, always the same ones unless the fault is fickle.
func TestShare(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	content, at := t.TempDir(), t.TempDir()
	for i := range 40 {
		must(t, os.WriteFile(filepath.Join(content, fmt.Sprint(i)), []byte{1}, 0o644))
	}
	f := mount(t, content, at)
	failing := func() string {
		var names []string
		for i := range 40 {
			if _, err := os.ReadFile(filepath.Join(at, fmt.Sprint(i))); err != nil {
				names = append(names, fmt.Sprint(i))
			}
		}
		return strings.Join(names, " ")
	}
	must(t, f.Set(faultyfs.Setting{Fault: faultyfs.ReadError, Share: 0.5}))
	first := failing()
	if n := len(strings.Fields(first)); n < 8 || n > 32 {
		t.Errorf("%d of 40 fail", n)
	}
	if again := failing(); again != first {
		t.Errorf("%s fail, and then %s", first, again)
	}
	must(t, f.Set(faultyfs.Setting{Fault: faultyfs.ReadError, Share: 0.5, Fickle: true}))
	if first, again := failing(), failing(); again == first {
		t.Errorf("the same fail again: %s", first)
	}
}

// TestSilence lets go of who waits when the fault ends before its time, and when it is
// unmounted.
func TestSilence(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	content, at := t.TempDir(), t.TempDir()
	must(t, os.WriteFile(filepath.Join(content, "a"), []byte("a"), 0o644))
	f := mount(t, content, at)
	for _, end := range []struct {
		how  string
		do   func()
		want error
	}{
		{"the fault ends", func() { must(t, f.Set(faultyfs.Setting{})) }, nil},
		{"unmounted", f.Close, syscall.ENOTCONN},
	} {
		must(t, f.Set(faultyfs.Setting{Fault: faultyfs.Silent, Silence: time.Hour}))
		answer := make(chan error)
		go func() {
			_, err := os.Stat(filepath.Join(at, "a"))
			answer <- err
		}()
		select {
		case err := <-answer:
			t.Fatalf("%s: answered before: %v", end.how, err)
		case <-time.After(50 * time.Millisecond):
		}
		end.do()
		if err := <-answer; !errors.Is(err, end.want) {
			t.Errorf("%s: %v, want %v", end.how, err, end.want)
		}
	}
}

// TestRenumbered: inodes and times of change are others with each setting, and sizes and
// times of modification aren't.
func TestRenumbered(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	content, at := t.TempDir(), t.TempDir()
	must(t, os.WriteFile(filepath.Join(content, "a"), []byte("a"), 0o644))
	f := mount(t, content, at)
	stat := func() (st syscall.Stat_t) {
		must(t, syscall.Stat(filepath.Join(at, "a"), &st))
		return st
	}
	before := stat()
	for range 3 {
		must(t, f.Set(faultyfs.Setting{Fault: faultyfs.Renumbered}))
		now := stat()
		if now.Ino == before.Ino || now.Ctim == before.Ctim || now.Size != before.Size || now.Mtim != before.Mtim {
			t.Errorf("%+v and %+v", before, now)
		}
		before = now
	}
}

func mount(t *testing.T, content, at string) *faultyfs.FS {
	t.Helper()
	f, err := faultyfs.Mount(content, at, 1)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip(err)
	}
	must(t, err)
	t.Cleanup(f.Close)
	return f
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
