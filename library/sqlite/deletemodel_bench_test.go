package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"descry/library"
	"descry/library/sqlite"
)

// BenchmarkDeleteModelVectors deletes 5,000 vectors of 1280 dimensions while another handle,
// as of a second process, writes every ten milliseconds. longest-wait-ms is the worst wait of
// the writer.
func BenchmarkDeleteModelVectors(b *testing.B) {
	const photos = 5000
	path := filepath.Join(b.TempDir(), "catalogue.db")
	s, other := openStore(b, path, sqlite.Options{}), openStore(b, path, sqlite.Options{})
	scan(b, s, addFolder(b, s, "/a"), benchFiles(0, photos)...)
	vec := testVector(1280, 1)
	var longest time.Duration
	var freed int64
	for b.Loop() {
		b.StopTimer()
		commitAll(b, s, "big", func(f library.PendingFile) library.IndexedPhoto {
			return library.IndexedPhoto{File: f, Photo: testPhoto(int(f.Size)), Vector: vec}
		})
		full := size(b, path) + size(b, path+"-wal")
		b.StartTimer()
		done := make(chan error, 1)
		go func() { done <- s.DeleteModelVectors(b.Context(), "big") }()
		for running := true; running; {
			start := time.Now()
			if err := other.SetValue(b.Context(), "key", "value"); err != nil {
				b.Fatal(err)
			}
			longest = max(longest, time.Since(start))
			select {
			case err := <-done:
				if running = false; err != nil {
					b.Fatal(err)
				}
			case <-time.After(10 * time.Millisecond):
			}
		}
		freed = full - size(b, path) - size(b, path+"-wal")
	}
	b.ReportMetric(float64(longest.Milliseconds()), "longest-wait-ms")
	b.ReportMetric(float64(freed)/(photos*1280*2), "freed/vectors")
}

func size(t testing.TB, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
