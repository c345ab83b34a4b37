package ort_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"descry/internal/vectormath"
	"descry/ml/ort"
)

func TestOneRuntimeAtATime(t *testing.T) {
	rt := open(t)
	if _, err := ort.Open(rt.Path()); !errors.Is(err, ort.ErrAlreadyOpen) {
		t.Errorf("a second runtime: %v", err)
	}
	if rt.Version() == "" {
		t.Error("no version")
	}
	for range 2 {
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := rt.NewImageEncoder(starter(t), ort.Options{}); !errors.Is(err, ort.ErrClosed) {
		t.Errorf("load after close: %v", err)
	}
	again, err := ort.Open(rt.Path())
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

func TestOpenRefusesOtherFiles(t *testing.T) {
	fake := filepath.Join(t.TempDir(), ort.LibraryNames()[0])
	if err := os.WriteFile(fake, []byte("not a library"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ort.Open(fake); err == nil {
		t.Error("a text file: no error")
	}
	if _, err := ort.Open(filepath.Join(t.TempDir(), "absent.so")); !errors.Is(err, ort.ErrNoLibrary) {
		t.Errorf("an absent file: %v", err)
	}
	open(t) // a failed opening must not stand in the way of the next
}

func TestFindLibrary(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, ort.LibraryNames()[0])
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv(ort.LibraryVariable, "")
	if got, err := ort.FindLibrary(t.TempDir(), dir); err != nil || got != file {
		t.Errorf("in a folder: %s, %v", got, err)
	}
	if got, err := ort.FindLibrary(file); err != nil || got != file {
		t.Errorf("the file itself: %s, %v", got, err)
	}
	t.Setenv(ort.LibraryVariable, dir)
	if got, err := ort.FindLibrary(); err != nil || got != file {
		t.Errorf("from the environment: %s, %v", got, err)
	}
	t.Setenv(ort.LibraryVariable, filepath.Join(dir, "absent"))
	if _, err := ort.FindLibrary(dir); !errors.Is(err, ort.ErrNoLibrary) {
		t.Errorf("a wrong environment must not be passed over: %v", err)
	}
}

func TestRuntimeClosesItsSessions(t *testing.T) {
	rt := open(t)
	e, err := rt.NewImageEncoder(starter(t), ort.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := rt.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Encode(t.Context(), noise(1), 1); !errors.Is(err, ort.ErrClosed) {
		t.Errorf("encode after close: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Errorf("close after the runtime's: %v", err)
	}
}

func TestConcurrentCallsAndClose(t *testing.T) {
	e := imageEncoder(t, ort.Options{})
	in := noise(1)
	want, err := e.Encode(t.Context(), in, 1)
	if err != nil {
		t.Fatal(err)
	}
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for {
				got, err := e.Encode(t.Context(), in, 1)
				if errors.Is(err, ort.ErrClosed) {
					return
				}
				if err != nil || !slices.Equal(got[0], want[0]) {
					t.Errorf("a call beside others: %v", err)
					return
				}
			}
		})
	}
	time.Sleep(100 * time.Millisecond)
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	workers.Wait()
}

func TestEncodeIsCancelled(t *testing.T) {
	e := imageEncoder(t, ort.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(30*time.Millisecond, cancel)
	in := noise(64) // takes most of a second
	if _, err := e.Encode(ctx, in, 64); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled in a call: %v", err)
	}
	if _, err := e.Encode(ctx, in[:len(in)/64], 1); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	if _, err := e.Encode(t.Context(), in[:len(in)/64], 1); err != nil {
		t.Errorf("the next call: %v", err)
	}
}

func TestEncodeRefusesWrongInput(t *testing.T) {
	e := imageEncoder(t, ort.Options{})
	for name, c := range map[string]struct{ floats, n int }{
		"none": {0, 0}, "negative": {0, -1}, "too few": {3*224*224 - 1, 1}, "other batch": {3 * 224 * 224, 2}, "too many": {65 * 3 * 224 * 224, 65},
	} {
		if _, err := e.Encode(t.Context(), make([]float32, c.floats), c.n); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestModel(t *testing.T) {
	m, err := ort.OpenModel(open(t), starter(t), ort.ModelOptions{})
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	first, seen, err := m.EncodeText(ctx, "a dog")
	if err != nil {
		t.Fatal(err)
	}
	first[0]++ // a caller's change must not reach the cache
	if err := m.ReleaseText(ctx); err != nil {
		t.Fatal(err)
	}
	cached, info, err := m.EncodeText(ctx, "a dog")
	if err != nil || cached[0] == first[0] || info != seen || info.Tokens != 4 || info.Content != 2 {
		t.Errorf("cached: %v, %+v, %v", cached[0], info, err)
	}
	if again, _, err := m.EncodeText(ctx, "a cat"); err != nil || vectormath.Cosine(again, cached) > 0.99 {
		t.Errorf("loaded again after a release: %v", err)
	}
	vectors, err := m.EncodeImages(ctx, noise(2), 2)
	if err != nil || len(vectors) != 2 {
		t.Errorf("%d vectors, %v", len(vectors), err)
	}
	if err := errors.Join(m.Close(), m.Close()); err != nil {
		t.Error(err)
	}
	if _, err := m.EncodeImages(ctx, noise(1), 1); !errors.Is(err, ort.ErrClosed) {
		t.Errorf("after close: %v", err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := m.Text(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestModelUnderReleases(t *testing.T) {
	m, err := ort.OpenModel(open(t), starter(t), ort.ModelOptions{CachedTexts: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for range 20 {
				if _, _, err := m.EncodeText(t.Context(), "a dog"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 3 {
		time.Sleep(20 * time.Millisecond)
		if err := m.ReleaseText(t.Context()); err != nil {
			t.Error(err)
		}
	}
	workers.Wait()
}
