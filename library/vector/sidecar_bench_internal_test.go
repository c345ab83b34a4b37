package vector

import (
	"path/filepath"
	"testing"

	"descry/library"
)

// BenchmarkSidecar saves and loads a million rows of 512.
func BenchmarkSidecar(b *testing.B) {
	x := filled(1_000_000, 512)
	path := filepath.Join(b.TempDir(), "bench.vec")
	if err := x.Save(path, "m", 1); err != nil {
		b.Fatal(err)
	}
	b.Run("save", func(b *testing.B) {
		for b.Loop() {
			if err := x.Save(path, "m", 1); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := Load(path, "m", 512); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("reconcile", func(b *testing.B) {
		ids, gens := make([]library.PhotoID, x.Len()), make([]int64, x.Len())
		for i := range ids {
			ids[i] = library.PhotoID(i)
		}
		for b.Loop() {
			if missing := x.Reconcile(ids, gens); missing != nil {
				b.Fatal(len(missing))
			}
		}
	})
}

func BenchmarkSet(b *testing.B) {
	x, v := New(512), randomVector(1, 512)
	id := library.PhotoID(0)
	for b.Loop() {
		if err := x.Set(id%100_000, 0, v); err != nil {
			b.Fatal(err)
		}
		id++
	}
}
