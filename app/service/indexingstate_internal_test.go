package service

import (
	"context"
	"os"
	"testing"
	"time"

	"descry/app/config"
	"descry/library"
)

// A window beside another process says who indexes, and pausing works across both.
func TestStatusNamesWhoIndexes(t *testing.T) {
	home := t.TempDir()
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	other, err := TryLock(e.Paths.Lock, WindowRole)
	if err != nil || other == nil {
		t.Fatal("no lock:", err)
	}
	defer other.Release()
	b := NewSession(e)
	look := func() Status {
		t.Helper()
		if err := b.Sample(t.Context()); err != nil {
			t.Fatal(err)
		}
		return b.Status()
	}
	if s := look(); s.Phase != Starting || s.Elsewhere.By != "" {
		t.Errorf("before the lock was tried: %+v", s)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = b.Background.Run(ctx)
	}()
	defer func() { cancel(); <-ended }()
	for deadline := time.Now().Add(10 * time.Second); look().Elsewhere.By == "" && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	if s := look(); s.Elsewhere != (Indexer{By: "status-by-window"}) || s.Phase != Idle {
		t.Errorf("beside a window: %+v", s)
	}
	b.SetIndexingPaused(true)
	if s := b.Status(); s.Phase != Paused {
		t.Errorf("paused at once: %+v", s)
	}
	if v, err := e.Store.Value(t.Context(), valuePaused); v != "1" || err != nil {
		t.Errorf("the other process doesn't hear of it: %q, %v", v, err)
	}
	for text, want := range map[string]Indexer{
		"7 service\n": {By: "status-by-service"},
		"7 command\n": {By: "status-by-command", Unpausable: true},
		"7\n":         {By: "status-by-other"},
	} {
		if err := os.WriteFile(e.Paths.Lock, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s := look()
		if s.Elsewhere != want || (s.Phase == Paused) == want.Unpausable {
			t.Errorf("beside %q: %+v", text, s)
		}
	}
}

// What another process changes about folders is told, so that bar and side follow.
func TestFoldersOfAnotherProcess(t *testing.T) {
	home, photos := t.TempDir(), t.TempDir()
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	b := NewSession(e)
	heard := make(chan Event, 100)
	defer b.Subscribe(func(ev Event) {
		if ev.Kind == FoldersChanged {
			heard <- ev
		}
	})()
	step := func(what string, do func() error) {
		t.Helper()
		if err := do(); err != nil {
			t.Fatal(what, err)
		}
		if err := b.Sample(t.Context()); err != nil {
			t.Fatal(err)
		}
		select {
		case <-heard:
		case <-time.After(5 * time.Second):
			t.Errorf("nothing is told: %s", what)
		}
	}
	step("added", func() error { return e.AddFolders(t.Context(), []string{photos}, true) })
	folders, err := e.Store.Folders(t.Context(), "")
	if err != nil || len(folders) != 1 {
		t.Fatal(folders, err)
	}
	id := folders[0].ID
	step("paused", func() error { return e.Store.SetFolderPaused(t.Context(), id, true) })
	step("resumed", func() error { return e.Store.SetFolderPaused(t.Context(), id, false) })
	step("offline", func() error { return e.Store.SetFolderOffline(t.Context(), id, time.Now()) })
}

// Files that are found and indexed between two looks of follow leave the folders as the
// looks know them; the window, which asked in between, is told all the same.
func TestFoldersBetweenTwoLooks(t *testing.T) {
	home, photos := t.TempDir(), t.TempDir()
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if err := e.AddFolders(t.Context(), []string{photos}, true); err != nil {
		t.Fatal(err)
	}
	b := NewSession(e)
	look := func() {
		t.Helper()
		if err := b.Sample(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	shown := func() []library.Folder { // what the window has
		t.Helper()
		folders, err := b.Folders(t.Context())
		if err != nil || len(folders) != 1 {
			t.Fatal(folders, err)
		}
		return folders
	}
	id := shown()[0].ID
	look()
	time.Sleep(3 * Tick) // what that tells
	heard := make(chan Event, 100)
	defer b.Subscribe(func(ev Event) {
		if ev.Kind == FoldersChanged {
			heard <- ev
		}
	})()
	found := library.ScannedFile{Rel: "a.jpg", FileStamp: library.FileStamp{Size: 1, ModTimeNS: 1}}
	if err := e.Store.ApplyScan(t.Context(), id, library.ScanDelta{New: []library.ScannedFile{found}}); err != nil {
		t.Fatal(err)
	}
	if left := library.PendingIn(shown()); left != 1 {
		t.Fatalf("%d left, want 1", left)
	}
	pending, err := e.Store.Pending(t.Context(), e.Pack().ID, 0, 10)
	if err != nil || len(pending) != 1 {
		t.Fatal(pending, err)
	}
	if err := e.Store.ApplyScan(t.Context(), id, library.ScanDelta{Gone: []library.FileID{pending[0].ID}}); err != nil {
		t.Fatal(err)
	}
	look()
	select {
	case <-heard:
	case <-time.After(5 * time.Second):
		t.Fatal("the window still says that a file is left")
	}
	if left := library.PendingIn(shown()); left != 0 {
		t.Errorf("%d left, want none", left)
	}
	look() // nothing has changed since
	time.Sleep(3 * Tick)
	if len(heard) > 0 {
		t.Error("the window is told of folders it has")
	}
}

// A pass knows what was pending when it began; what a scan has found since counts as well.
func TestProgressCountsWhatWasFoundSince(t *testing.T) {
	s := Status{Phase: Indexing, Done: 60, Total: 67, PerSecond: 10, SecondsTo: 0.7}
	if raiseGoal(&s, 60); s.Total != 67 || s.SecondsTo != 0.7 {
		t.Errorf("lowered to %+v", s)
	}
	if raiseGoal(&s, 217); s.Total != 217 || s.SecondsTo != 15.7 {
		t.Errorf("raised to %+v", s)
	}
}
