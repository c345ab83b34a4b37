package heif

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"descry/internal/childprocess"
)

// long is more than any test takes.
const long = 5 * time.Minute

// newTestPool makes a pool whose children end with the test.
func newTestPool(t *testing.T, size int, rest time.Duration) *pool {
	t.Helper()
	p := newPool(size, rest)
	t.Cleanup(func() {
		for c := p.takeIdle(); c != nil; c = p.takeIdle() {
			c.End()
		}
	})
	return p
}

// works checks that a pool decodes.
func (p *pool) works(t *testing.T) {
	t.Helper()
	rows := 0
	err := p.decode(t.Context(), request{testPictures, []byte{byte(ycbcr420)}}, testConfig, long, func(band image.Image) error {
		rows += band.Bounds().Dy()
		return nil
	})
	if err != nil || rows != testHeight {
		t.Errorf("then a picture of %d rows: %v", rows, err)
	}
}

// background is a decode that does not end by itself.
type background struct {
	cancel context.CancelFunc
	note   string
	done   chan error
}

func (p *pool) start(t *testing.T, kind Kind, limit time.Duration) *background {
	t.Helper()
	b := &background{note: filepath.Join(t.TempDir(), "note"), done: make(chan error, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	b.cancel = cancel
	go func() {
		b.done <- p.decode(ctx, request{kind, []byte(b.note)}, testConfig, limit, nil)
	}()
	return b
}

// process waits until the decoder is at work and returns its process.
func (b *background) process(t *testing.T) *os.Process {
	t.Helper()
	for range 6000 {
		if note, err := os.ReadFile(b.note); err == nil {
			id, err := strconv.Atoi(string(note))
			if err != nil {
				t.Fatal(err)
			}
			p, err := os.FindProcess(id)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the decoder did not begin")
	return nil
}

// TestCancel ends decoders that never end by themselves.
func TestCancel(t *testing.T) {
	for name, kind := range map[string]Kind{
		"waits for a value": testHanging, "follows a list": testFollowing, "counts": testCounting, "sleeps": testSleeping,
	} {
		t.Run(name, func(t *testing.T) {
			p := newTestPool(t, 1, long)
			b := p.start(t, kind, long)
			child := b.process(t)
			b.cancel()
			if err := <-b.done; !errors.Is(err, context.Canceled) {
				t.Errorf("decode says %v", err)
			}
			if stillRuns(child) {
				t.Error("the child still runs")
			}
			p.works(t)
		})
	}
}

// TestTimeLimit: a caller that waits for its turn, as the second here does, is not late.
func TestTimeLimit(t *testing.T) {
	p := newTestPool(t, 1, long)
	b := p.start(t, testHanging, 300*time.Millisecond)
	for len(p.turns) == 0 {
		time.Sleep(time.Millisecond)
	}
	p.works(t)
	if err := <-b.done; !errors.Is(err, ErrTime) {
		t.Errorf("decode says %v", err)
	}
}

// TestStaysResponsive collects garbage while a decoder is at work. In this process
// the collector would wait until the decoder has counted to its end, and everything
// else with it.
func TestStaysResponsive(t *testing.T) {
	p := newTestPool(t, 1, long)
	b := p.start(t, testCounting, long)
	b.process(t)
	time.Sleep(100 * time.Millisecond) // from the note to the first loop
	began := time.Now()
	runtime.GC()
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("collecting garbage took %v", took)
	}
	b.cancel()
	if err := <-b.done; !errors.Is(err, context.Canceled) {
		t.Errorf("decode says %v", err)
	}
}

// TestKilled kills a child at work, as the system does when memory runs out.
func TestKilled(t *testing.T) {
	p := newTestPool(t, 1, long)
	b := p.start(t, testHanging, long)
	if err := b.process(t).Kill(); err != nil {
		t.Fatal(err)
	}
	if err := <-b.done; !errors.Is(err, ErrKilled) || !strings.Contains(err.Error(), "ended early") {
		t.Errorf("decode says %v", err)
	}
	p.works(t)
}

// TestDies has children end by themselves, and looks for their last words.
func TestDies(t *testing.T) {
	p := newTestPool(t, 1, long)
	for words, kind := range map[string]Kind{"panic: out of luck": testCrashing, "exit status 3": testExiting} {
		err := p.decode(t.Context(), request{kind, nil}, testConfig, long, nil)
		if !errors.Is(err, ErrDecode) || !strings.Contains(err.Error(), words) {
			t.Errorf("decode says %v, want %s", err, words)
		}
		p.works(t)
	}
}

// TestDiesAtRest kills all children that rest: the next caller does not notice.
func TestDiesAtRest(t *testing.T) {
	p := newTestPool(t, 3, long)
	p.crowd(t, 3)
	p.mu.Lock()
	if len(p.idle) != 3 {
		t.Errorf("%d children rest, want 3", len(p.idle))
	}
	for _, c := range p.idle {
		c.Kill()
	}
	p.mu.Unlock()
	p.works(t)
}

// crowd has n callers decode at the same time; the last band of each waits for all.
func (p *pool) crowd(t *testing.T, n int) {
	t.Helper()
	var all, wait sync.WaitGroup
	all.Add(n)
	for range n {
		wait.Go(func() {
			err := p.decode(t.Context(), request{testPictures, []byte{byte(gray)}}, testConfig, long, func(band image.Image) error {
				if band.Bounds().Max.Y == testHeight {
					all.Done()
					all.Wait()
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

// TestBounded has more callers than children: those who wait end with their context.
func TestBounded(t *testing.T) {
	p := newTestPool(t, 2, long)
	first, second := p.start(t, testSleeping, long), p.start(t, testSleeping, long)
	first.process(t)
	second.process(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := p.decode(ctx, request{testPictures, []byte{byte(gray)}}, testConfig, long, nil)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the third says %v", err)
	}
	first.cancel()
	second.cancel()
	<-first.done
	<-second.done
	p.works(t)
	p.works(t)
	if len(p.idle) != 1 {
		t.Errorf("%d children rest, want the one that was reused", len(p.idle))
	}
}

// TestRest ends children that have nothing to do.
func TestRest(t *testing.T) {
	p := newTestPool(t, 1, long)
	p.works(t)
	c := p.takeIdle()
	p.rest = 20 * time.Millisecond
	p.put(c)
	select {
	case <-c.Gone:
	case <-time.After(time.Minute):
		t.Error("the child still runs")
	}
	p.works(t)
}

// TestNotStarted: what isn't there, doesn't answer or is another program is no fault
// of the photo's.
func TestNotStarted(t *testing.T) {
	p := newTestPool(t, 1, long)
	own := p.program
	programs := map[string]error{filepath.Join(t.TempDir(), "missing"): nil, "": errors.New("unknown program")}
	if runtime.GOOS != "windows" {
		programs["/bin/echo"], programs["/bin/false"] = nil, nil
	}
	for path, failure := range programs {
		p.program = func() (string, error) { return path, failure }
		err := p.decode(t.Context(), request{testPictures, []byte{byte(gray)}}, testConfig, long, nil)
		if !errors.Is(err, ErrUnavailable) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", path, err)
		}
	}
	p.program = own
	p.works(t)
	err := p.decode(t.Context(), request{testNoDecoder, nil}, testConfig, long, nil)
	if !errors.Is(err, ErrUnavailable) {
		t.Errorf("a child without decoders says %v", err)
	}
	p.works(t)
}

// TestAnswers decodes pictures of all shapes, also where something else is printed, and
// learns of failures.
func TestAnswers(t *testing.T) {
	p := newTestPool(t, 1, long)
	for _, kind := range []Kind{testPictures, testPrinting} {
		for c := range pixelBytes {
			whole := testPicture(c)
			err := p.decode(t.Context(), request{kind, []byte{byte(c)}}, testConfig, long, sameAs(t, whole))
			if err != nil {
				t.Errorf("colours %d: %v", c, err)
			}
		}
	}
	err := p.decode(t.Context(), request{testPictures, []byte{99}}, testConfig, long, nil)
	if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "of unknown colours") {
		t.Errorf("colours 99: %v", err)
	}
	p.works(t)
	if len(p.idle) != 1 || len(p.turns) != 0 {
		t.Errorf("%d children rest, %d turns are taken", len(p.idle), len(p.turns))
	}
}

// sameAs compares bands with a picture.
func sameAs(t *testing.T, whole image.Image) Use {
	next := 0
	return func(band image.Image) error {
		b := band.Bounds()
		if b.Min != image.Pt(0, next) || b.Dx() != testWidth {
			t.Errorf("%T: band %v after row %d", whole, b, next)
		}
		next = b.Max.Y
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := 0; x < testWidth; x += 3 {
				if band.At(x, y) != whole.At(x, y) {
					t.Errorf("%T: %v at %d, %d, want %v", whole, band.At(x, y), x, y, whole.At(x, y))
					return nil
				}
			}
		}
		return nil
	}
}

// TestUseFails returns the caller's own error, and goes on after its panic.
func TestUseFails(t *testing.T) {
	p := newTestPool(t, 1, long)
	enough := errors.New("enough")
	decode := func(use Use) error {
		return p.decode(t.Context(), request{testPictures, []byte{byte(rgba64)}}, testConfig, long, use)
	}
	if err := decode(func(image.Image) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("decode says %v", err)
	}
	p.works(t)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is gone")
			}
		}()
		_ = decode(func(image.Image) error { panic("out of luck") })
	}()
	p.works(t)
	if len(p.idle) != 1 || len(p.turns) != 0 {
		t.Errorf("%d children rest, %d turns are taken", len(p.idle), len(p.turns))
	}
}

// startOwn starts a child of the test's own program.
func startOwn(tb testing.TB) *child {
	tb.Helper()
	program, err := childprocess.OwnProgram()
	if err != nil {
		tb.Fatal(err)
	}
	c, err := startChild(tb.Context(), program)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// TestEndsWithTheProgram closes the pipe to a child whose decoder hangs, which is what
// the end of the program does.
func TestEndsWithTheProgram(t *testing.T) {
	c := startOwn(t)
	defer c.End()
	b := &background{note: filepath.Join(t.TempDir(), "note"), done: make(chan error, 1)}
	go func() {
		b.done <- c.decode(t.Context(), request{testHanging, []byte(b.note)}, testConfig, nil)
	}()
	b.process(t)
	time.Sleep(50 * time.Millisecond) // from the note to the loop
	c.In.Close()
	select {
	case <-c.Gone:
	case <-time.After(time.Minute):
		t.Error("the child still runs")
	}
	c.Kill()
	<-b.done
}
