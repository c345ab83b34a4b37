package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/internal/scene"
	"descry/app/service"
)

func TestLookingAtTheLockTakesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	if held, err := service.LockHeld(path); held || err != nil {
		t.Errorf("nobody holds the lock: %v, %v", held, err)
	}
	l, err := service.TryLock(path, service.WindowRole)
	if err != nil || l == nil {
		t.Fatal("not free after a look:", err)
	}
	if held, err := service.LockHeld(path); !held || err != nil {
		t.Errorf("somebody holds the lock: %v, %v", held, err)
	}
	if err := l.Release(); err != nil {
		t.Fatal(err)
	}
}

// TestIndexTakesOverWhenTheOtherEnds has another process hold the lock, do
// nothing and end: the command must not give up, nor wait for ever.
func TestIndexTakesOverWhenTheOtherEnds(t *testing.T) {
	home, photos := t.TempDir(), t.TempDir()
	if err := scene.Paint(photos); err != nil {
		t.Fatal(err)
	}
	e, err := service.Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	other, err := service.TryLock(e.Paths.Lock, service.WindowRole)
	if err != nil || other == nil {
		t.Fatal("no lock:", err)
	}
	time.AfterFunc(700*time.Millisecond, func() { _ = other.Release() })
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var out, errs bytes.Buffer
	if err := runIndex(ctx, e, []string{photos}, indexFlags{}, &out, &errs); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	counts, err := e.Store.Totals(t.Context(), e.Pack().ID)
	if err != nil || counts.Indexed != len(scene.All) {
		t.Errorf("counts %+v, %v", counts, err)
	}
}
