package scan

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestWalkEndsWithoutACallThatHangs has a callback hang in place of the system: what comes
// of it later is told to nobody.
func TestWalkEndsWithoutACallThatHangs(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"a.jpg", "b.jpg"} {
		if err := os.WriteFile(filepath.Join(root, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		goOn := make(chan struct{})
		var once sync.Once
		o := Options{OnDir: func(string) error {
			once.Do(func() { time.AfterFunc(time.Second, cancel) })
			<-goOn
			return nil
		}}
		returned := false
		began := time.Now()
		_, err := Walk(ctx, root, o, func(e Entry) error {
			t.Errorf("told of %s, returned: %v", e.Rel, returned)
			return nil
		})
		returned = true
		if !errors.Is(err, context.Canceled) || time.Since(began) != time.Second+leaveAfter {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		close(goOn)
		synctest.Wait()
	})
}
