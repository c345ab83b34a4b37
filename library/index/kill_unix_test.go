//go:build unix

package index_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"descry/library"
	"descry/library/index"
	"descry/library/sqlite"
	"descry/library/thumbnail"
)

// killed names the folder a child process works in, killedModel the model whose vectors are
// missing there. TestMain reads both.
const (
	killed      = "DESCRY_TEST_KILLED"
	killedModel = "DESCRY_TEST_KILLED_MODEL"
)

const (
	kills       = 100
	killPhotos  = 300
	killCommits = 8 // photos per commit in the child
)

func TestMain(m *testing.M) {
	if home := os.Getenv(killed); home != "" {
		if err := indexUntilKilled(home, os.Getenv(killedModel)); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// loudStore prints what a commit made durable, after it did.
type loudStore struct{ *sqlite.Store }

func (s loudStore) Commit(ctx context.Context, model string, batch []library.IndexedPhoto) error {
	if err := s.Store.Commit(ctx, model, batch); err != nil {
		return err
	}
	var out strings.Builder
	for _, p := range batch {
		fmt.Fprintf(&out, "done %s\n", filepath.Base(p.File.Path))
	}
	_, err := os.Stdout.WriteString(out.String())
	return err
}

// loudEncoder prints every encoding, so that the parent can count repeated work.
type loudEncoder struct{ *otherEncoder }

func newLoud(model string) loudEncoder {
	e := newOther(model)
	e.delay = time.Millisecond
	return loudEncoder{e}
}

func (e loudEncoder) Encode(ctx context.Context, inputs [][]float32) ([][]float32, error) {
	v, err := e.otherEncoder.Encode(ctx, inputs)
	for range inputs {
		_, _ = os.Stdout.WriteString("encoded\n")
	}
	return v, err
}

// indexUntilKilled indexes for mean-1 and fills model, if that is another.
func indexUntilKilled(home, model string) error {
	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(home, "catalogue.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	thumbs, err := thumbnail.Open(filepath.Join(home, "thumbnails"), 1<<30)
	if err != nil {
		return err
	}
	x, err := index.New(index.Options{
		Store: loudStore{store}, Encoder: newLoud("mean-1"), Thumbnails: thumbs,
		CommitSize: killCommits, CommitEvery: 20 * time.Millisecond, StableFor: -1,
	})
	if err != nil {
		return err
	}
	if model != "mean-1" {
		x.SetEncoders(nil, newLoud(model))
	}
	fmt.Println("ready")
	return x.Once(ctx)
}

// child runs the indexer in another process, kills the process after a while, and returns what
// the process reported.
func child(t *testing.T, home, model string, after time.Duration) (done []string, encoded int, finished bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killed+"="+home, killedModel+"="+model)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	var once sync.Once
	kill := func() { once.Do(func() { _ = cmd.Process.Signal(syscall.SIGKILL) }) }
	defer kill()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		switch name, isDone := strings.CutPrefix(lines.Text(), "done "); {
		case isDone:
			done = append(done, name)
		case lines.Text() == "encoded":
			encoded++
		case lines.Text() == "ready":
			time.AfterFunc(after, kill)
		default:
			t.Fatalf("child: %s", lines.Text())
		}
	}
	return done, encoded, cmd.Wait() == nil
}

func TestKillLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a hundred processes")
	}
	r := rand.New(rand.NewPCG(2, 3))
	home, photos := t.TempDir(), killPhotosIn(t)
	for killsLeft, round := kills, 0; killsLeft > 0; round++ {
		library := filepath.Join(home, fmt.Sprint("library", round))
		must(t, os.Mkdir(library, 0o755))
		addToLibrary(t, library, photos)
		killsLeft = killRound(t, library, photos, "mean-1", killsLeft, r)
	}
}

// TestKillKeepsThePartialFill kills the filling of a second model until it is done.
func TestKillKeepsThePartialFill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a dozen processes")
	}
	home, photos := t.TempDir(), killPhotosIn(t)
	addToLibrary(t, home, photos)
	if _, _, finished := child(t, home, "mean-1", time.Hour); !finished {
		t.Fatal("the first model was not indexed")
	}
	if left := killRound(t, home, photos, second, 0, rand.New(rand.NewPCG(4, 5))); left == 0 {
		t.Error("the filling was not killed once")
	}
}

func killPhotosIn(t *testing.T) (photos string) {
	t.Helper()
	photos = t.TempDir()
	for i := range killPhotos {
		writePhoto(t, filepath.Join(photos, fmt.Sprintf("%03d.jpg", i)), uint64(i))
	}
	return photos
}

func addToLibrary(t *testing.T, home, photos string) {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(home, "catalogue.db"), sqlite.Options{})
	must(t, err)
	_, err = store.AddFolder(t.Context(), photos)
	must(t, err)
	must(t, store.Close())
}

// killRound kills the indexer of one library until all its photos are done.
func killRound(t *testing.T, home, photos, model string, killsLeft int, r *rand.Rand) int {
	t.Helper()
	reported, encodings, killedHere := map[string]bool{}, 0, 0
	for {
		done, encoded, finished := child(t, home, model, time.Duration(r.IntN(120))*time.Millisecond)
		encodings += encoded
		for _, name := range done {
			if reported[name] {
				t.Errorf("%s was reported done and then done again", name)
			}
			reported[name] = true
		}
		checkReported(t, home, photos, model, reported)
		if finished {
			break
		}
		killedHere++
	}
	if len(reported) > killPhotos {
		t.Errorf("%d photos done, there are %d", len(reported), killPhotos)
	}
	// What a kill can cost: the batch being gathered and what the encoders held.
	if most := killPhotos + killedHere*(killCommits+2*2+2); encodings > most {
		t.Errorf("%d encodings for %d photos and %d kills, want at most %d", encodings, killPhotos, killedHere, most)
	}
	return killsLeft - killedHere
}

// checkReported opens the catalogue a killed process left.
func checkReported(t *testing.T, home, photos, model string, reported map[string]bool) {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(home, "catalogue.db"), sqlite.Options{})
	must(t, err)
	defer store.Close()
	problems, err := store.Check(t.Context())
	must(t, err)
	if len(problems) > 0 {
		t.Fatalf("after a kill: %v", problems)
	}
	for name := range reported {
		id, err := store.PhotoByPath(t.Context(), filepath.Join(photos, name))
		if err != nil {
			t.Fatalf("%s was reported done and is lost: %v", name, err)
		}
		found := false
		must(t, store.Vectors(t.Context(), model, []library.PhotoID{id}, func(library.PhotoID, []byte) error { found = true; return nil }))
		if !found {
			t.Fatalf("%s was reported done and has no vector", name)
		}
	}
}
