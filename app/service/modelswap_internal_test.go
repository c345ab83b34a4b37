package service

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/service/models"
	"descry/internal/figures"
)

// swapPhotos is how many photos the swap is tried with.
func swapPhotos() int { return figures.Of(150, 5000) }

// TestSwapUnderSearchingFigures lets two goroutines search all the time, in a
// program with a window's back end, while another model is prepared, takes over, and
// is left again.
func TestSwapUnderSearchingFigures(t *testing.T) {
	b, stop := swapLibrary(t, swapPhotos())
	defer stop()
	id := importFixture(t, b.e, "vision-openai-fp16", "text-llama3-8b-like")
	s := &searches{b: b, byModel: map[string]int{}}
	end := s.start(t)

	first := b.e.Pack().ID
	if err := b.UseModel(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if now := b.e.Pack().ID; now != first {
		t.Errorf("%s searches before it has looked at the photos", now)
	}
	apptest.Eventually(t, "the new model takes over", func() bool { return b.e.Pack().ID == id })
	time.Sleep(300 * time.Millisecond)
	begun := time.Now()
	if err := b.UseModel(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if now := b.e.Pack().ID; now != first {
		t.Errorf("going back is not instant: %s still searches", now)
	}
	t.Logf("going back took %v", time.Since(begun))
	time.Sleep(300 * time.Millisecond)
	end()
	if len(s.byModel) != 2 || s.byModel[first] == 0 || s.byModel[id] == 0 {
		t.Errorf("searches by model: %v", s.byModel)
	}
	t.Logf("searches: %v, longest %v", s.byModel, s.longest)
	page, err := b.Models(t.Context())
	if err != nil || len(page.Models) != 2 || page.Models[1].Vectors != swapPhotos() {
		t.Errorf("models %+v, %v", page.Models, err)
	}
}

// searches asks again and again until ended, each time for something new, and
// notes what went wrong.
type searches struct {
	b *Session

	mu      sync.Mutex
	byModel map[string]int
	longest time.Duration
}

func (s *searches) start(t *testing.T) (end func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for worker := range 2 {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				s.ask(ctx, t, fmt.Sprintf("picture %d of colours, %d", i, worker))
			}
		})
	}
	return func() { cancel(); wg.Wait() }
}

func (s *searches) ask(ctx context.Context, t *testing.T, text string) {
	begun := time.Now()
	before := s.b.e.Pack().ID
	answer, err := s.b.Search(ctx, asking(t, text))
	if ctx.Err() != nil {
		return
	}
	if err != nil || len(answer.Tiles) == 0 {
		t.Errorf("a search found %d photos: %v", len(answer.Tiles), err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byModel[before]++
	s.longest = max(s.longest, time.Since(begun))
}

// swapLibrary is a window's back end, without the window, over drawn photos that
// the built-in model has looked at.
func swapLibrary(t *testing.T, photos int) (b *Session, stop func()) {
	t.Helper()
	home, dir := t.TempDir(), t.TempDir()
	for i := range photos {
		apptest.DrawPhoto(t, filepath.Join(dir, fmt.Sprintf("%05d.jpg", i)), 64, 48, i)
	}
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	b = NewSession(e)
	if _, err := b.AddFolders(t.Context(), []string{dir}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var background sync.WaitGroup
	background.Go(func() { b.Follow(ctx) })
	background.Go(func() { _ = b.Background.Run(ctx) }) // ends with the context's error
	stop = func() {
		cancel()
		background.Wait()
		b.Events.Close()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
	apptest.Eventually(t, "the photos are indexed", func() bool {
		counts, err := e.Store.Totals(ctx, e.Pack().ID)
		return err == nil && counts.Indexed == photos
	})
	return b, stop
}

// importFixture makes a pack of small checkpoints with random weights.
func importFixture(t *testing.T, e *Library, vision, text string) string {
	t.Helper()
	const fixtures = "../../ml/llm2clip/testdata"
	m, _, err := e.Models.ImportModel(t.Context(), models.ImportOptions{Quantize: "none",
		Vision: filepath.Join(fixtures, vision), Text: filepath.Join(fixtures, text)})
	if err != nil {
		t.Fatal(err)
	}
	return m.ID
}
