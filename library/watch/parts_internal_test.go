package watch

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/fsnotify/fsnotify"

	"descry/library/scan"
)

func TestPathSet(t *testing.T) {
	for _, c := range []struct {
		name         string
		add          string // "x" a file, "x/" a tree, in this order
		trees, files string
		all          bool
	}{
		{"nothing", "", "", "", false},
		{"files", "b a d/c a", "", "a b d/c", false},
		{"busy folder", "d/1 d/2 d/3 d/4 e/1", "d", "e/1", false},
		{"busy root", "1 2 3 4", "", "", true},
		{"root tree", "a ./", "", "", true},
		{"tree swallows", "d/1 d/e/2 d/e/ d/ x/1 d/3 d/f/4", "d", "x/1", false},
		{"tree named like a file's folder", "dd/1 d/", "d", "dd/1", false},
		{"collapsed folders count once", "d/1 d/2 d/3 d/4 d/5 e/1 e/2 e/3 e/4 f/1 f/2", "d e", "f/1 f/2", false},
		{"too many", "a/1 b/1 c/1 d/1 e/1 f/1 g/1", "", "", true},
		{"too many trees", "a/ b/ c/ d/ e/ f/ g/", "", "", true},
		{"after all", "./ a/1 b/", "", "", true},
	} {
		s := newPathSet(Options{MaxPathsPerDir: 3, MaxPaths: 6})
		for _, a := range strings.Fields(c.add) {
			if tree, ok := strings.CutSuffix(a, "/"); ok {
				s.addTree(tree)
			} else {
				s.addFile(a)
			}
		}
		trees, files, all := s.take()
		if !slices.Equal(trees, strings.Fields(c.trees)) || !slices.Equal(files, strings.Fields(c.files)) || all != c.all {
			t.Errorf("%s: trees %q, files %q, all %v", c.name, trees, files, all)
		}
		if !s.empty() {
			t.Errorf("%s: not empty after take", c.name)
		}
	}
}

func TestPathSetStaysSmall(t *testing.T) {
	s := newPathSet(Options{MaxPathsPerDir: 10, MaxPaths: 100})
	for i := range 100_000 {
		s.addFile(fmt.Sprintf("%d/%d", i%977, i))
		if s.count > 100 || len(s.dirs) > 200 {
			t.Fatalf("%d places in %d folders", s.count, len(s.dirs))
		}
	}
}

func TestDirTree(t *testing.T) {
	d := newDirTree()
	for i, rel := range []string{".", "a", "a/b", "a/b/c", "ab", "ab/y"} {
		d.add(rel, scan.Identity{Inode: uint64(i)})
	}
	if at, ok := d.elsewhere("new", scan.Identity{Inode: 2}); !ok || at != "a/b" {
		t.Errorf("elsewhere: %q, %v", at, ok)
	}
	if d.replaced("a", scan.Identity{Inode: 1}) || !d.replaced("a", scan.Identity{Inode: 9}) || d.replaced("new", scan.Identity{}) {
		t.Error("replaced")
	}
	gone, ids := d.remove("a")
	slices.Sort(gone)
	if !slices.Equal(gone, []string{"a", "a/b", "a/b/c"}) {
		t.Errorf("removed %q", gone)
	}
	if _, ok := d.elsewhere("new", scan.Identity{Inode: 2}); ok || len(ids) != 3 {
		t.Errorf("identities left: %v, %v", ids, ok)
	}
	for rel, want := range map[string]bool{".": true, "a": false, "a/b": false, "a/b/c": false, "ab": true, "ab/y": true} {
		if d.has(rel) != want {
			t.Errorf("has %s: %v", rel, !want)
		}
	}
	if again, _ := d.remove("a"); len(again) != 1 {
		t.Errorf("removed again: %q", again)
	}
}

func TestQueue(t *testing.T) {
	q := &queue{limit: 3, wake: make(chan struct{}, 1)}
	for _, n := range []string{"a", "a", "b", "b", "b", "a"} {
		q.put(fsnotify.Event{Name: n, Op: fsnotify.Write})
	}
	q.fail(syscall.EINVAL)
	q.fail(nil)
	if b := q.drain(); len(b.events) != 3 || b.overflow || len(b.errs) != 0 {
		t.Errorf("got %+v", b)
	}
	for i := range 5 {
		q.put(fsnotify.Event{Name: fmt.Sprint(i)})
		q.fail(errors.New("own"))
	}
	if b := q.drain(); len(b.events) != 3 || !b.overflow || len(b.errs) != 3 {
		t.Errorf("got %+v", b)
	}
	if b := q.drain(); len(b.events) != 0 || b.overflow || len(b.errs) != 0 {
		t.Errorf("drained twice: %+v", b)
	}
}

func TestNoticeKindNames(t *testing.T) {
	seen := map[string]bool{}
	for k := WatchLimit; k <= Trouble; k++ {
		if s := k.String(); s == "" || seen[s] {
			t.Errorf("kind %d: %q", k, s)
		} else {
			seen[s] = true
		}
	}
	if s := NoticeKind(0).String(); s != "notice 0" {
		t.Errorf("got %q", s)
	}
}

func TestNetworkRootsArePolled(t *testing.T) {
	o, err := Options{}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	r := newRoot("x", "/x", o, nil)
	r.setPolling(false)
	if r.polled || len(r.notices) != 0 {
		t.Errorf("local: polled %v, %v", r.polled, r.notices)
	}
	r.setPolling(true)
	r.setPolling(true)
	if !r.polled || len(r.notices) != 1 || r.notices[0].Kind != Network {
		t.Errorf("network: polled %v, %v", r.polled, r.notices)
	}
}
