package watch_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"descry/library/watch"
)

func TestStable(t *testing.T) {
	at := filepath.Join(t.TempDir(), "a.jpg")
	synctest.Test(t, func(t *testing.T) {
		if err := watch.Stable(t.Context(), at, time.Second); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("missing: %v", err)
		}
		must(t, os.WriteFile(at, []byte("1"), 0o644))
		begin := time.Now()
		go func() {
			time.Sleep(10*time.Second + 1)
			_ = os.Truncate(at, 100)
		}()
		must(t, watch.Stable(t.Context(), at, 15*time.Second))
		if waited := time.Since(begin); waited < 25*time.Second || waited > 40*time.Second {
			t.Errorf("waited %v", waited)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := watch.Stable(ctx, at, time.Hour); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("cancelled: %v", err)
		}
		go func() {
			time.Sleep(time.Second)
			_ = os.Remove(at)
		}()
		if err := watch.Stable(t.Context(), at, time.Minute); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("vanished: %v", err)
		}
	})
}
