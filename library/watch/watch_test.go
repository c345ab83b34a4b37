package watch_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"descry/library/watch"
)

func TestFiles(t *testing.T) {
	root := t.TempDir()
	put(t, root, "sub/old.jpg")
	put(t, root, "sub/doomed.jpg")
	r := start(t, quick(), root)
	r.ready(t)

	put(t, root, "new.jpg")
	put(t, root, "notes.txt")
	put(t, root, ".hidden.jpg")
	must(t, os.Rename(filepath.Join(root, "sub/old.jpg"), filepath.Join(root, "moved.jpg")))
	must(t, os.Remove(filepath.Join(root, "sub/doomed.jpg")))
	r.await(t, "all changes", r.has("new.jpg", "sub/old.jpg", "moved.jpg", "sub/doomed.jpg"))
	put(t, root, "later.jpg")
	r.await(t, "later change", r.has("later.jpg"))
	if r.has("notes.txt")() || r.has(".hidden.jpg")() || r.rescanned(1)() {
		t.Errorf("too much: %v", r)
	}
}

func TestNewFolders(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	r := start(t, quick(), root)
	r.ready(t)
	put(t, root, "a/b/c/d/at-once.jpg")
	r.await(t, "file in new folders", r.has("a/b/c/d/at-once.jpg"))
	put(t, root, "a/b/c/d/later.jpg")
	r.await(t, "later file there", r.has("a/b/c/d/later.jpg"))
	put(t, root, ".git/x.jpg")

	put(t, outside, "trip/day 1/x.jpg")
	must(t, os.Rename(filepath.Join(outside, "trip"), filepath.Join(root, "trip")))
	r.await(t, "file in a folder moved in", r.has("trip/day 1/x.jpg"))
	put(t, root, "trip/day 1/y.jpg")
	r.await(t, "later file in a folder moved in", r.has("trip/day 1/y.jpg"))
	if r.has(".git/x.jpg")() || r.has(".git")() {
		t.Errorf("hidden folder: %v", r)
	}
}

func TestMovedFolders(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	put(t, root, "a/b/c/1.jpg")
	put(t, root, "out/deep/2.jpg")
	r := start(t, quick(), root)
	r.ready(t)
	must(t, os.Rename(filepath.Join(root, "a/b"), filepath.Join(root, "a/x")))
	r.await(t, "both names", r.has("a/b", "a/x"))
	r.forget()
	put(t, root, "a/x/c/3.jpg")
	r.await(t, "file under the new name", r.has("a/x/c/3.jpg"))
	if r.has("a/b/c/3.jpg")() {
		t.Errorf("old name: %v", r)
	}

	must(t, os.Rename(filepath.Join(root, "out"), filepath.Join(outside, "out")))
	r.await(t, "folder that left", r.has("out"))
	r.forget()
	put(t, outside, "out/deep/4.jpg")
	put(t, root, "end.jpg")
	r.await(t, "end", r.has("end.jpg"))
	if r.has("out/deep/4.jpg")() {
		t.Errorf("watched outside the root: %v", r)
	}
	must(t, os.RemoveAll(filepath.Join(root, "a")))
	r.await(t, "removed tree", r.has("a"))
}

func TestBurstCollapses(t *testing.T) {
	root := t.TempDir()
	must(t, os.Mkdir(filepath.Join(root, "busy"), 0o755))
	o := quick()
	o.MaxPathsPerDir, o.Delay, o.MaxWait = 20, 300*time.Millisecond, time.Minute
	r := start(t, o, root)
	r.ready(t)
	for i := range 10_000 {
		must(t, os.WriteFile(filepath.Join(root, "busy", fmt.Sprintf("%d.jpg", i)), nil, 0o644))
	}
	r.await(t, "the folder itself", func() bool { return r.has("busy")() || r.rescanned(1)() })
	if n := r.places(); n > 100 {
		t.Errorf("%d paths delivered", n)
	}
}

func TestManyFoldersCollapseToRescan(t *testing.T) {
	root := t.TempDir()
	o := quick()
	o.MaxPaths, o.Delay = 10, 200*time.Millisecond
	r := start(t, o, root)
	r.ready(t)
	for i := range 40 {
		put(t, root, fmt.Sprintf("%d/x.jpg", i))
	}
	r.await(t, "rescan", r.rescanned(1))
}

func TestOfflineAndBack(t *testing.T) {
	root := filepath.Join(t.TempDir(), "photos")
	put(t, root, "sub/a.jpg")
	r := start(t, quick(), root)
	r.ready(t)
	for range 2 {
		must(t, os.Rename(root, root+".away"))
		r.await(t, "offline", r.noticed(watch.Offline))
		if !r.silent() {
			t.Fatalf("going away looks like a change: %v", r)
		}
		must(t, os.Rename(root+".away", root))
		r.await(t, "online", r.noticed(watch.Online))
		r.await(t, "rescan", r.rescanned(1))
		r.forget()
		put(t, root, "sub/b.jpg")
		r.await(t, "change after the return", r.has("sub/b.jpg"))
		r.forget()
	}
}

func TestMissingAtStart(t *testing.T) {
	root := filepath.Join(t.TempDir(), "photos")
	r := start(t, quick(), root)
	r.await(t, "offline", r.noticed(watch.Offline))
	put(t, root, "a.jpg")
	r.await(t, "online", r.noticed(watch.Online))
	r.await(t, "rescan", r.rescanned(1))
}

func TestReplacedRoot(t *testing.T) {
	root := filepath.Join(t.TempDir(), "photos")
	put(t, root, "a.jpg")
	put(t, root+".other", "sub/b.jpg")
	r := start(t, quick(), root)
	r.ready(t)
	must(t, os.Rename(root, root+".away"))
	must(t, os.Rename(root+".other", root))
	r.await(t, "rescan", r.rescanned(1))
	r.forget()
	put(t, root, "sub/c.jpg")
	r.await(t, "change in the new root", r.has("sub/c.jpg"))
}

func TestRootIsALink(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "real/sub/a.jpg")
	root := filepath.Join(dir, "link")
	if err := os.Symlink("real", root); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	r := start(t, quick(), root)
	r.ready(t)
	put(t, dir, "real/sub/b.jpg")
	r.await(t, "change", r.has("sub/b.jpg"))
}

func TestSeveralRootsAndRemove(t *testing.T) {
	outer := t.TempDir()
	inner := filepath.Join(outer, "inner")
	put(t, inner, "a.jpg")
	r := start(t, quick(), outer, inner)
	r.await(t, "both rescans", r.rescanned(2))
	put(t, inner, "b.jpg")
	r.await(t, "both names", r.has("b.jpg", "inner/b.jpg"))
	must(t, r.Remove(inner))
	r.forget()
	put(t, inner, "c.jpg")
	r.await(t, "the other root", r.has("inner/c.jpg"))
	if r.has("c.jpg")() {
		t.Errorf("removed root still watched: %v", r)
	}
	for _, err := range []error{r.Remove(inner), r.Add(outer), r.Hold(inner, "a.jpg")} {
		if !errors.Is(err, watch.ErrRoot) {
			t.Errorf("got %v, want ErrRoot", err)
		}
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 5 {
		w, err := watch.New(context.Background(), quick())
		must(t, err)
		root := t.TempDir()
		put(t, root, "a/b/c.jpg")
		must(t, w.Add(root))
		must(t, w.Add(filepath.Join(root, "missing")))
		<-w.Notices()
		must(t, w.Close())
		must(t, w.Close())
		if _, open := <-w.Events(); open {
			t.Error("an event after Close")
		}
		if err := w.Add(root); !errors.Is(err, watch.ErrClosed) {
			t.Errorf("Add after Close: %v", err)
		}
	}
	for deadline := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			buf := make([]byte, 1<<16)
			t.Fatalf("goroutines left:\n%s", buf[:runtime.Stack(buf, true)])
		}
	}
}

func TestContextEndsWatching(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	w, err := watch.New(ctx, quick())
	must(t, err)
	must(t, w.Add(t.TempDir()))
	<-w.Events()
	cancel()
	must(t, w.Close())
}

func TestOptionsAreChecked(t *testing.T) {
	for _, o := range []watch.Options{{Delay: -1}, {MaxPaths: -1}, {MaxPathsPerDir: -1}} {
		if _, err := watch.New(context.Background(), o); err == nil {
			t.Errorf("%+v: no error", o)
		}
	}
}
