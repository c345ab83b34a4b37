package worker

import (
	"bytes"
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"descry/internal/childprocess"
	"descry/internal/sharedmemory"
)

// long is more than any test takes.
const long = 5 * time.Minute

// newTestPool makes a pool whose children end with the test.
func newTestPool(t *testing.T, size int, rest time.Duration) *pool {
	t.Helper()
	p := newPool(size, rest)
	t.Cleanup(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, c := range p.idle {
			c.expiry.Stop()
			c.End()
		}
	})
	return p
}

// works checks that a pool decodes.
func (p *pool) works(t *testing.T) {
	t.Helper()
	rows := 0
	_, err := p.decode(t.Context(), ofPicture(pictures, ycbcr), func(band image.Image) error {
		rows += band.Bounds().Dy()
		return nil
	})
	if err != nil || rows != testSize.Y {
		t.Errorf("then a picture of %d rows: %v", rows, err)
	}
}

// background is a decode that does not end by itself.
type background struct {
	cancel context.CancelFunc
	begun  chan struct{}
	done   chan error
}

// begin starts one, by the decode of a pool or of a child.
func begin(t *testing.T, r Request, decode func(context.Context, Request, Use) error) *background {
	t.Helper()
	b := &background{begun: make(chan struct{}), done: make(chan error, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	b.cancel = cancel
	r.Size = begunSize
	go func() {
		b.done <- decode(ctx, r, func(image.Image) error { close(b.begun); return nil })
	}()
	return b
}

func (p *pool) start(t *testing.T, kind Kind, limit time.Duration) *background {
	t.Helper()
	return begin(t, Request{Kind: kind, Limit: limit}, func(ctx context.Context, r Request, use Use) error {
		_, err := p.decode(ctx, r, use)
		return err
	})
}

// wait waits until the decoder is at work.
func (b *background) wait(t *testing.T) {
	t.Helper()
	select {
	case <-b.begun:
	case err := <-b.done:
		t.Fatalf("the decoder did not begin: %v", err)
	}
}

// process is that of a child that is about to decode.
func (p *pool) process(t *testing.T, kind Kind) *os.Process {
	t.Helper()
	if _, err := p.ask(t.Context(), kind); err != nil {
		t.Fatal(err)
	}
	process, err := os.FindProcess(p.idle[len(p.idle)-1].ID())
	if err != nil {
		t.Fatal(err)
	}
	return process
}

// TestCancel ends decoders that never end by themselves.
func TestCancel(t *testing.T) {
	for _, kind := range []Kind{hanging, sleeping} {
		t.Run(string(kind), func(t *testing.T) {
			p := newTestPool(t, 1, long)
			child := p.process(t, kind)
			b := p.start(t, kind, long)
			b.wait(t)
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
	b := p.start(t, hanging, 300*time.Millisecond)
	for len(p.turns) == 0 {
		time.Sleep(time.Millisecond)
	}
	p.works(t)
	if err := <-b.done; !errors.Is(err, ErrTime) {
		t.Errorf("decode says %v", err)
	}
}

// TestKilled kills a child at work, as the system does when memory runs out.
func TestKilled(t *testing.T) {
	p := newTestPool(t, 1, long)
	child := p.process(t, hanging)
	b := p.start(t, hanging, long)
	b.wait(t)
	if err := child.Kill(); err != nil {
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
	for words, kind := range map[string]Kind{"panic: out of luck": crashing, "exit status 3": exiting} {
		_, err := p.decode(t.Context(), Request{Kind: kind, Size: begunSize, Limit: long}, func(image.Image) error { return nil })
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

// crowd has n callers decode at the same time. The last band of each caller waits for all
// callers.
func (p *pool) crowd(t *testing.T, n int) {
	t.Helper()
	var all, wait sync.WaitGroup
	all.Add(n)
	for range n {
		wait.Go(func() {
			_, err := p.decode(t.Context(), ofPicture(pictures, gray), func(band image.Image) error {
				if band.Bounds().Max.Y == testSize.Y {
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
	first, second := p.start(t, sleeping, long), p.start(t, sleeping, long)
	first.wait(t)
	second.wait(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := p.decode(ctx, ofPicture(pictures, gray), nil)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the third says %v", err)
	}
	first.cancel()
	second.cancel()
	for _, cancelled := range []*background{first, second} {
		if err := <-cancelled.done; err == nil {
			t.Error("a cancelled decode ended without an error")
		}
	}
	p.works(t)
	p.works(t)
	if len(p.idle) != 1 {
		t.Errorf("%d children rest, want the one that was reused", len(p.idle))
	}
}

// TestKinds: children of all kinds share the room to rest, which those leave first that
// have rested longest.
func TestKinds(t *testing.T) {
	p := newTestPool(t, 2, long)
	for _, kind := range []Kind{pictures, printing, echoing} {
		if _, err := p.ask(t.Context(), kind); err != nil {
			t.Fatal(err)
		}
	}
	if len(p.idle) != 2 || p.idle[0].kind != printing || p.idle[1].kind != echoing {
		t.Errorf("%d children rest", len(p.idle))
	}
	c := p.idle[0]
	if _, err := p.decode(t.Context(), ofPicture(printing, gray), sameAs(t, testPicture(gray))); err != nil || p.idle[1] != c {
		t.Errorf("the child of that kind was not taken: %v", err)
	}
}

// TestRest ends children that have nothing to do.
func TestRest(t *testing.T) {
	p := newTestPool(t, 1, long)
	p.works(t)
	c, _ := p.takeIdle(pictures)
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
		_, err := p.decode(t.Context(), ofPicture(pictures, gray), nil)
		if !errors.Is(err, ErrUnavailable) || errors.Is(err, ErrMissing) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", path, err)
		}
	}
	p.program = own
	p.works(t)
	_, err := p.decode(t.Context(), Request{Kind: broken, Limit: long}, nil)
	if !errors.Is(err, ErrUnavailable) || errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "out of luck") {
		t.Errorf("a decoder that can't be opened says %v", err)
	}
	p.works(t)
}

// TestMissing: a library that isn't there is looked for once.
func TestMissing(t *testing.T) {
	p := newTestPool(t, 1, long)
	for _, kind := range []Kind{lacking, "nobody's"} {
		_, first := p.decode(t.Context(), Request{Kind: kind, Limit: long}, nil)
		if !errors.Is(first, ErrMissing) || !errors.Is(first, ErrUnavailable) {
			t.Errorf("%s says %v", kind, first)
		}
		own := p.program
		p.program = func() (string, error) { return "", errors.New("none is to be started") }
		_, err := p.ask(t.Context(), kind)
		if !errors.Is(err, ErrMissing) || err.Error() != first.Error() {
			t.Errorf("%s then says %v", kind, err)
		}
		p.program = own
	}
	p.works(t)
}

// TestAsk starts a child that then is there to decode.
func TestAsk(t *testing.T) {
	p := newTestPool(t, 1, long)
	a, err := p.ask(t.Context(), pictures)
	if err != nil || a.Decoder != "test decoder 1.2" || len(p.idle) != 1 {
		t.Errorf("%+v, %v, %d children rest", a, err, len(p.idle))
	}
	c := p.idle[0]
	r, err := p.decode(t.Context(), ofPicture(pictures, gray), func(image.Image) error { return nil })
	if err != nil || r.Decoder != a.Decoder || r.Bytes != nil || p.idle[0] != c {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestAnswers decodes pictures of all shapes, also where something else is printed, and
// learns of failures.
func TestAnswers(t *testing.T) {
	p := newTestPool(t, 1, long)
	for _, kind := range []Kind{pictures, printing} {
		for c := gray; c <= lastColours; c++ {
			_, err := p.decode(t.Context(), ofPicture(kind, c), sameAs(t, testPicture(c)))
			if err != nil {
				t.Errorf("colours %d: %v", c, err)
			}
		}
	}
	_, err := p.decode(t.Context(), ofPicture(pictures, 99), nil)
	if !errors.Is(err, ErrDecode) || !strings.Contains(err.Error(), "of unknown colours") {
		t.Errorf("colours 99: %v", err)
	}
	p.works(t)
	if len(p.idle) != 1 || len(p.turns) != 0 {
		t.Errorf("%d children rest, %d turns are taken", len(p.idle), len(p.turns))
	}
}

// TestBytes asks for bytes, whose request may be all options or all file.
func TestBytes(t *testing.T) {
	p := newTestPool(t, 1, long)
	for _, r := range []Request{{}, {File: []byte("file")}, {Options: []byte("options")},
		{File: bytes.Repeat([]byte("file"), 1<<20), Options: bytes.Repeat([]byte("o"), MaxOptions)}} {
		r.Kind, r.Limit = echoing, long
		got, err := p.decode(t.Context(), r, nil)
		if want := append(bytes.Clone(r.Options), r.File...); err != nil || !bytes.Equal(got.Bytes, want) || got.Bytes == nil {
			t.Errorf("%d and %d bytes: %d, %v", len(r.Options), len(r.File), len(got.Bytes), err)
		}
	}
	for _, r := range []Request{{Options: make([]byte, MaxOptions+1)}, {File: make([]byte, MaxFile+1)}, {File: make([]byte, MaxBytes+1)}} {
		r.Kind, r.Limit = echoing, long
		if _, err := p.decode(t.Context(), r, nil); !errors.Is(err, ErrMemory) {
			t.Errorf("%d and %d bytes: %v", len(r.Options), len(r.File), err)
		}
	}
	if len(p.idle) != 1 {
		t.Errorf("%d children rest", len(p.idle))
	}
}

// TestRoom has pictures put into shared memory, small and large ones by turns, and beside
// files of several sizes. Large memory is not kept.
func TestRoom(t *testing.T) {
	p := newTestPool(t, 1, long)
	if m, err := sharedmemory.New(); err != nil {
		t.Skip(err)
	} else if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct{ side, file int }{{2, 1}, {30, 100_000}, {80, 3}, {2, 200_000}, {66, 1}, {66, 1}} {
		side := c.side << 6
		file := bytes.Repeat([]byte{byte(i)}, c.file)
		file[0] = byte(c.side)
		seed, rows := file[len(file)-1], 0
		r := Request{Kind: roomy, File: file, Size: image.Pt(side, side), Room: 4 * side * side, Limit: long}
		if r.Room < sharedFrom {
			t.Fatal("no room is shared")
		}
		_, err := p.decode(t.Context(), r, func(band image.Image) error {
			m := band.(*image.NRGBA)
			if m.Rect.Min != image.Pt(0, rows) || m.Rect.Dx() != side {
				t.Errorf("%+v: band %v", c, m.Rect)
			}
			rows = m.Rect.Max.Y
			for x := 0; x < len(m.Pix); x += 101 {
				at := m.Rect.Min.Y*m.Stride + x
				if m.Pix[x] != byte(at>>16)+seed {
					t.Fatalf("%+v: %d at %d", c, m.Pix[x], at)
				}
			}
			return nil
		})
		if err != nil || rows != side {
			t.Errorf("%+v: %d rows, %v", c, rows, err)
		}
		if kept := p.idle[0].region != nil; kept != (r.Room < KeptRoom) {
			t.Errorf("%+v: whether the room is kept is %v", c, kept)
		}
	}
	// without room, and in a room that is too small for what is claimed
	for _, bytes := range []int{0, sharedFrom} {
		r := Request{Kind: roomy, File: []byte{4}, Size: image.Pt(256, 256), Room: bytes, Limit: long}
		if _, err := p.decode(t.Context(), r, func(image.Image) error { return nil }); !errors.Is(err, ErrDecode) {
			t.Errorf("a room of %d: %v", bytes, err)
		}
	}
	p.works(t)
}

// sameAs compares bands with a picture.
func sameAs(t *testing.T, whole image.Image) Use {
	next := 0
	return func(band image.Image) error {
		b := band.Bounds()
		if b.Min != image.Pt(0, next) || b.Dx() != testSize.X {
			t.Errorf("%T: band %v after row %d", whole, b, next)
		}
		next = b.Max.Y
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := 0; x < testSize.X; x += 3 {
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
		_, err := p.decode(t.Context(), ofPicture(pictures, rgba64), use)
		return err
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
func startOwn(tb testing.TB, kind Kind) *child {
	tb.Helper()
	program, err := childprocess.OwnProgram()
	if err != nil {
		tb.Fatal(err)
	}
	c, err := startChild(tb.Context(), program, kind)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// TestEndsWithTheProgram closes the pipe to a child whose decoder hangs, which is what
// the end of the program does.
func TestEndsWithTheProgram(t *testing.T) {
	c := startOwn(t, hanging)
	defer c.End()
	b := begin(t, Request{}, func(ctx context.Context, r Request, use Use) error {
		_, err := c.decode(ctx, r, use)
		return err
	})
	b.wait(t)
	time.Sleep(50 * time.Millisecond) // from the band to the loop
	_ = c.In.Close()
	select {
	case <-c.Gone:
	case <-time.After(time.Minute):
		t.Error("the child still runs")
	}
	c.Kill()
	if err := <-b.done; err == nil {
		t.Error("a decode whose child ended reported no error")
	}
}
