package scan_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"descry/internal/sandbox"
	"descry/library/scan"
)

// TestWalkLeavesWhatHangs has the root, or a folder below it, lie on a server that is down.
func TestWalkLeavesWhatHangs(t *testing.T) {
	if !sandbox.Inside(t, 0) {
		return
	}
	root := tree(t, "a.jpg", "b/c.jpg")
	must(t, os.Mkdir(filepath.Join(root, "dead"), 0o755))
	sandbox.DeadMount(t, filepath.Join(root, "dead"))
	for _, at := range []string{root, filepath.Join(root, "dead")} {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		began := time.Now()
		_, err := scan.Walk(ctx, at, scan.Options{}, func(scan.Entry) error { return nil })
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", at, err)
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%s: it took %v to end", at, took)
		}
	}
}
