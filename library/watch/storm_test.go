package watch_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"descry/library/scan"
	"descry/library/watch"
)

// mirror is a catalogue in small: it knows the files of a root only through a watcher's events.
type mirror struct {
	root  string
	mu    sync.Mutex
	files map[string]int64 // size by path
}

// apply does with an event what an indexer does.
func (m *mirror) apply(t *testing.T, e watch.Event) {
	o := scan.Options{Only: e.Paths}
	if e.Rescan {
		o.Only = nil
	}
	found := map[string]int64{}
	_, err := scan.Walk(context.Background(), m.root, o, func(e scan.Entry) error {
		found[e.Rel] = e.Size
		return nil
	})
	if err != nil {
		t.Errorf("walk: %v", err)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.files, func(rel string, _ int64) bool { return e.Rescan || below(rel, e.Paths) })
	maps.Copy(m.files, found)
}

func below(rel string, paths []string) bool {
	for _, p := range paths {
		if rel == p || strings.HasPrefix(rel, p+"/") {
			return true
		}
	}
	return false
}

func (m *mirror) differs() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	disk := map[string]int64{}
	_, err := scan.Walk(context.Background(), m.root, scan.Options{}, func(e scan.Entry) error {
		disk[e.Rel] = e.Size
		return nil
	})
	if err != nil {
		return err.Error()
	}
	if !maps.Equal(disk, m.files) {
		return fmt.Sprintf("disk %v\nmirror %v", disk, m.files)
	}
	return ""
}

// vandal changes a tree at random: few names, so that everything meets everything.
type vandal struct {
	*rand.Rand
	root, outside string
}

func (v vandal) place() string {
	parts := []string{v.root}
	for range v.IntN(4) {
		parts = append(parts, string(rune('a'+v.IntN(3))))
	}
	return filepath.Join(parts...)
}

// act makes one change. The change may fail where things are in the way, and that is part of
// the test.
func (v vandal) act() {
	at, file := v.place(), fmt.Sprintf("%d.jpg", v.IntN(4))
	switch v.IntN(8) {
	case 0, 1:
		_ = os.MkdirAll(at, 0o755)
		_ = os.WriteFile(filepath.Join(at, file), make([]byte, v.IntN(1000)), 0o644)
	case 2, 3:
		_ = os.WriteFile(filepath.Join(at, file), make([]byte, v.IntN(1000)), 0o644)
	case 4:
		_ = os.Rename(filepath.Join(at, file), filepath.Join(v.place(), file))
	case 5:
		if to := v.place(); at != v.root && to != v.root {
			_ = os.Rename(at, to)
		}
	case 6:
		if at != v.root {
			_ = os.Rename(at, filepath.Join(v.outside, fmt.Sprint(v.Int())))
		}
	case 7:
		if at != v.root {
			_ = os.RemoveAll(at)
		}
	}
}

// TestStorm lets a vandal loose on a root and compares a catalogue that only follows events with the disk.
func TestStorm(t *testing.T) {
	for _, limits := range []struct{ perDir, paths int }{{3, 40}, {100, 1000}} {
		seed := rand.Uint64()
		t.Run(fmt.Sprintf("%d per folder, seed %d", limits.perDir, seed), func(t *testing.T) {
			o := quick()
			o.MaxPathsPerDir, o.MaxPaths = limits.perDir, limits.paths
			v := vandal{rand.New(rand.NewPCG(seed, 0)), t.TempDir(), t.TempDir()}
			follow(t, o, v)
		})
	}
}

func follow(t *testing.T, o watch.Options, v vandal) {
	m := &mirror{root: v.root, files: map[string]int64{}}
	w, err := watch.New(context.Background(), o)
	must(t, err)
	var wg sync.WaitGroup
	wg.Go(func() {
		for e := range w.Events() {
			m.apply(t, e)
		}
	})
	wg.Go(func() {
		for range w.Notices() {
		}
	})
	defer func() { must(t, w.Close()); wg.Wait() }()
	must(t, w.Add(v.root))
	for round := range 25 {
		for range 1 + v.IntN(100) {
			v.act()
		}
		for deadline := time.Now().Add(30 * time.Second); m.differs() != ""; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("round %d: the catalogue never agrees:\n%s", round, m.differs())
			}
		}
	}
}
