package watch_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"descry/library/watch"
)

// BenchmarkStart10kFolders is the time until a root with 10,000 folders is watched.
func BenchmarkStart10kFolders(b *testing.B) {
	root := b.TempDir()
	for i := range 10_000 {
		must(b, os.MkdirAll(filepath.Join(root, fmt.Sprintf("%03d/%05d", i%100, i)), 0o755))
	}
	for b.Loop() {
		w, err := watch.New(context.Background(), watch.Options{})
		must(b, err)
		must(b, w.Add(root))
		<-w.Events()
		must(b, w.Close())
	}
}
