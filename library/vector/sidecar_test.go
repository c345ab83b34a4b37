package vector_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"descry/library/vector"
)

var update = flag.Bool("update", false, "rewrite golden files")

func save(t testing.TB, x *vector.Index, gen int64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "model.vec")
	if err := x.Save(path, "model", gen); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSidecarRoundTrip(t *testing.T) {
	for _, n := range []int{0, 1, 1023, 1024, 1025, 5000} {
		l := newPhotos(4, n, 70)
		x := l.index(t)
		y, gen, err := vector.Load(save(t, x, -42), "model", 70)
		if err != nil || gen != -42 || y.Len() != n {
			t.Fatalf("%d rows: %v, generation %d", n, err, gen)
		}
		q := l.random()
		want, _ := x.Ranked(t.Context(), q)
		got, err := y.Ranked(t.Context(), q)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%d rows: scans differ (%v)", n, err)
		}
		mustSet(t, y, 1e9, 1, l.random()...)
		if y.Len() != n+1 || !y.Delete(1e9) || n > 0 && !y.Delete(0) {
			t.Errorf("%d rows: the loaded index cannot be changed", n)
		}
	}
}

// TestSidecarFormat keeps the format: files of older versions must either load
// or be told apart by their version number.
func TestSidecarFormat(t *testing.T) {
	x := vector.New(3)
	mustSet(t, x, 1, 10, 1, 0, 0)
	mustSet(t, x, -2, 20, 0.5, -0.5, 0.25)
	got, err := os.ReadFile(save(t, x, 77))
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/version1.vec"
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("the format has changed (%v)", err)
	}
}

func TestSaveReplacesAndCleansUp(t *testing.T) {
	x := vector.New(2)
	mustSet(t, x, 1, 0, 1, 0)
	path := save(t, x, 1)
	if err := x.Save(path, "model", 2); err != nil {
		t.Fatal(err)
	}
	if _, gen, err := vector.Load(path, "model", 2); gen != 2 || err != nil {
		t.Error(gen, err)
	}
	if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
		t.Errorf("%d files are left, want one", len(files))
	}
	if err := x.Save(filepath.Join(path, "below", "a file"), "model", 1); err == nil {
		t.Error("saved below a file")
	}
	if err := vector.New(0).Save(path, "model", 1); !errors.Is(err, vector.ErrDimension) {
		t.Error(err)
	}
}

func TestLoadRefuses(t *testing.T) {
	x := newPhotos(4, 10, 8).index(t)
	path := save(t, x, 1)
	missing := filepath.Join(t.TempDir(), "none")
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, bytes.Repeat([]byte("hello "), 50), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path, model string
		dim               int
		err               error
	}{
		{"missing", missing, "model", 8, vector.ErrMissing},
		{"other model", path, "model2", 8, vector.ErrStale},
		{"other dimension", path, "model", 9, vector.ErrStale},
		{"folder", t.TempDir(), "model", 8, vector.ErrDamaged},
		{"text", text, "model", 8, vector.ErrDamaged},
	} {
		if _, _, err := vector.Load(c.path, c.model, c.dim); !errors.Is(err, c.err) {
			t.Errorf("%s: %v, want %v", c.name, err, c.err)
		}
	}
}

// TestLoadNoticesEveryBit flips each bit and cuts at each byte of a file.
func TestLoadNoticesEveryBit(t *testing.T) {
	path := save(t, newPhotos(4, 3, 8).index(t), 1)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(what string, at int, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, err := vector.Load(path, "model", 8)
		if !errors.Is(err, vector.ErrDamaged) && !errors.Is(err, vector.ErrStale) {
			t.Errorf("%s at %d: %v", what, at, err)
		}
	}
	for i := range whole {
		for bit := range 8 {
			b := bytes.Clone(whole)
			b[i] ^= 1 << bit
			check("flipped", i, b)
		}
		check("cut", i, whole[:i])
	}
	check("longer", len(whole), append(bytes.Clone(whole), 0))
}
