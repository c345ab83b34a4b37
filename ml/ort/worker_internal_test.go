package ort

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"descry/internal/sharedmemory"
)

// waitingGraph takes as long for each picture as it is told, and hangs after some runs.
type waitingGraph struct {
	each  time.Duration
	hangs int           // the run at which it does, from 1
	freed chan struct{} // ends a hang
	runs  int
}

func (g *waitingGraph) run(ctx context.Context, inputs, _ []tensor) error {
	if g.runs++; g.runs == g.hangs {
		<-g.freed
		return nil
	}
	select {
	case <-time.After(g.each * time.Duration(inputs[0].shape[0])):
		return nil
	case <-ctx.Done():
		return errors.New("terminated")
	}
}

func (g *waitingGraph) Destroy() error { return nil }

// processorTime is that of a child whose clock is the test's own: it computes for a part
// of the time until it waits.
type processorTime struct {
	began time.Time
	part  float64
	waits atomic.Bool
	spent atomic.Int64 // before it waited
}

func (p *processorTime) computed() (time.Duration, bool) {
	if p.waits.Load() {
		return time.Duration(p.spent.Load()), true
	}
	return p.sofar(), true
}

func (p *processorTime) sofar() time.Duration {
	return time.Duration(p.part * float64(time.Since(p.began)))
}

// wait has the child do nothing from now on.
func (p *processorTime) wait() {
	p.spent.Store(int64(p.sofar()))
	p.waits.Store(true)
}

// connected is a worker whose child lives in this process, so that a test's clock is
// that of both.
func connected(t *testing.T, load serverLoader) *worker {
	t.Helper()
	return connectedBy(t, nil, load)
}

// connectedBy is connected by memory that both sides see, which becomes the worker's.
func connectedBy(t *testing.T, memory *sharedmemory.Memory, load serverLoader) *worker {
	t.Helper()
	var theirs *os.File
	if memory != nil {
		theirs = memory.File()
	}
	theirIn, in := io.Pipe()
	out, theirOut := io.Pipe()
	s := newServer(theirOut, theirs, load, nil)
	s.work.Go(func() { theirOut.CloseWithError(s.serve(theirIn)) })
	w := newWorker(in, memory)
	w.kill = func() { _ = in.Close(); _ = out.Close(); _ = theirIn.Close(); _ = theirOut.Close() }
	w.awaitEnd = func() string { return "killed" }
	go w.read(out)
	t.Cleanup(func() {
		w.end(ErrClosed)
		s.work.Wait()
	})
	if err := w.greet(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *worker) encode(ctx context.Context, n int64) error {
	in := tensor{floats: make([]float32, n), shape: []int64{n, 1}}
	return w.run(ctx, []tensor{in}, []tensor{{floats: make([]float32, n), shape: []int64{n, 1}}})
}

// TestHangs: how long a child may take rests on what it took before. The clock is the
// test's own.
func TestHangs(t *testing.T) {
	const second = time.Second
	for name, c := range map[string]struct {
		each     time.Duration
		pictures []int64 // of the runs; the last hangs
		after    time.Duration
	}{
		"at once":                     {second, []int64{1}, firstLimit + unknownItem},
		"at once, with many":          {second, []int64{16}, firstLimit + 16*unknownItem},
		"after the first picture":     {5 * second, []int64{1, 16}, firstLimit + 16*2*5*second},
		"in the second run":           {second, []int64{16, 16}, runLimit + 16*2*second},
		"in the third":                {second, []int64{16, 16, 16}, runLimit + 16*10*second},
		"with another batch":          {second, []int64{16, 4}, firstLimit + 4*2*second},
		"of a card that is fast":      {10 * time.Millisecond, []int64{1, 1, 1}, runLimit + second},
		"of a processor that is slow": {40 * second, []int64{1, 1, 1}, runLimit + 10*40*second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { hangs(t, c.each, c.pictures, nil, "did not answer within", c.after) })
		})
	}
}

// hangs runs a child that takes so long for each picture, and hangs in the last run. The child
// has to be given up after so long, to the next look.
func hangs(t *testing.T, each time.Duration, pictures []int64, p *processorTime, says string, after time.Duration) {
	t.Helper()
	g := &waitingGraph{each: each, hangs: len(pictures), freed: make(chan struct{})}
	w := connected(t, func(*loadRequest, func() (modelFile, error)) (graph, error) { return g, nil })
	if p != nil {
		w.computed = p.computed
	}
	defer close(g.freed)
	if err := w.load(t.Context(), loadRequest{Path: "x"}, nil, 0); err != nil {
		t.Fatal(err)
	}
	var last time.Time
	for i, n := range pictures {
		last = time.Now()
		err := w.encode(t.Context(), n)
		if i < len(pictures)-1 && err != nil {
			t.Fatal(err)
		}
		if i == len(pictures)-1 && (!errors.Is(err, errProcess) || !strings.Contains(err.Error(), says)) {
			t.Errorf("the run that hangs says %v", err)
		}
	}
	if took := time.Since(last); took < after || took > after+lookEvery {
		t.Errorf("given up after %v, want %v", took, after)
	}
	if err := w.encode(t.Context(), 1); !errors.Is(err, errProcess) {
		t.Errorf("the next call says %v", err)
	}
}

// TestDoesNothing is about children whose processor time is known: one that waits for a
// card is given up within a minute, and one that computes is not.
func TestDoesNothing(t *testing.T) {
	const second = time.Second
	for name, c := range map[string]struct {
		each     time.Duration
		pictures []int64
		after    time.Duration
	}{
		"at once":                 {second, []int64{1}, firstQuiet + unknownQuiet},
		"after the first picture": {second / 10, []int64{1, 16}, firstQuiet + 16*second},
		"later":                   {second / 100, []int64{16, 16, 16}, runLimit + 2*second},
		"of a card that is slow":  {8 * second, []int64{1, 1, 1}, runLimit + 80*second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &processorTime{began: time.Now()}
				p.wait()
				hangs(t, c.each, c.pictures, p, "did nothing for", c.after)
			})
		})
	}
	for part, c := range map[float64]struct {
		says  string
		after time.Duration
	}{
		4:      {"did not answer within", firstLimit + unknownItem}, // software Vulkan
		0.001:  {"did not answer within", firstLimit + unknownItem}, // the same behind all others of a busy machine
		0.0002: {"did nothing for", firstQuiet + unknownQuiet},      // housekeeping
	} {
		synctest.Test(t, func(t *testing.T) {
			hangs(t, second, []int64{1}, &processorTime{began: time.Now(), part: part}, c.says, c.after)
		})
	}
}

// TestComputesForLong: shaders are compiled for two minutes, then the card takes a second. The
// second is what is learned as the card's time.
func TestComputesForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, runs, freed := &processorTime{began: time.Now(), part: 1}, 0, make(chan struct{})
		w := connected(t, func(*loadRequest, func() (modelFile, error)) (graph, error) {
			return graphFunc(func(context.Context, int64) error {
				if runs++; runs > 1 {
					<-freed
					return nil
				}
				time.Sleep(2 * time.Minute)
				p.wait()
				time.Sleep(time.Second)
				return nil
			}), nil
		})
		w.computed = p.computed
		defer close(freed)
		if err := w.load(t.Context(), loadRequest{Path: "x"}, nil, 0); err != nil {
			t.Fatal(err)
		}
		if err := w.encode(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if err := w.encode(t.Context(), 1); !errors.Is(err, errProcess) {
			t.Error(err)
		}
		if took := time.Since(began); took < runLimit || took > runLimit+2*itemsTimes*lookEvery+lookEvery {
			t.Errorf("given up after %v", took)
		}
	})
}

// TestSlowIsNoHang: calls that wait for others, or take as long as before, are left alone.
func TestSlowIsNoHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turn := make(chan struct{}, 1) // one run at a time, as WebGPU has them
		w := connected(t, func(*loadRequest, func() (modelFile, error)) (graph, error) {
			return graphFunc(func(ctx context.Context, n int64) error {
				turn <- struct{}{}
				defer func() { <-turn }()
				time.Sleep(30 * time.Second)
				return nil
			}), nil
		})
		if err := w.load(t.Context(), loadRequest{Path: "x"}, nil, 0); err != nil {
			t.Fatal(err)
		}
		done := make(chan error)
		for range 40 { // the last waits for 20 minutes
			go func() { done <- w.encode(t.Context(), 1) }()
		}
		for range 40 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		time.Sleep(24 * time.Hour) // with nothing to do
		if err := w.encode(t.Context(), 1); err != nil {
			t.Error(err)
		}
	})
}

type graphFunc func(ctx context.Context, n int64) error

func (f graphFunc) run(ctx context.Context, inputs, _ []tensor) error {
	return f(ctx, inputs[0].shape[0])
}
func (graphFunc) Destroy() error { return nil }

// TestCancelledCallHangs: the caller has gone, and the child is watched nevertheless.
func TestCancelledCallHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &waitingGraph{hangs: 1, freed: make(chan struct{})}
		w := connected(t, func(*loadRequest, func() (modelFile, error)) (graph, error) { return g, nil })
		defer close(g.freed)
		if err := w.load(t.Context(), loadRequest{Path: "x"}, nil, 0); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		if err := w.encode(ctx, 1); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		select {
		case <-w.done:
			t.Error("given up at once")
		default:
		}
		<-w.done
		if took := time.Since(began); took != firstLimit+unknownItem {
			t.Errorf("given up after %v", took)
		}
	})
}

func TestLoadingHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		freed := make(chan struct{})
		w := connected(t, func(*loadRequest, func() (modelFile, error)) (graph, error) {
			<-freed
			return nil, errors.New("too late")
		})
		defer close(freed)
		began := time.Now()
		err := w.load(t.Context(), loadRequest{Path: "x"}, nil, 200<<20)
		if took := time.Since(began); !errors.Is(err, errProcess) || took < loadLimit+5*time.Second || took > loadLimit+20*time.Second {
			t.Errorf("after %v: %v", took, err)
		}
	})
}

// TestStartedAgain has children hang. The first child is followed by another, and so is a
// child that lived for a while. A child that fails soon after is given up.
func TestStartedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		freed, warned, givenUp := make(chan struct{}), 0, 0
		var hangsAt []int // for each child, the run at which it hangs
		started := 0
		g := &remoteGraph{retry: true, trial: func() bool { return false }, turn: make(chan struct{}, 1), warn: func(error) { warned++ }, giveUp: func(error) { givenUp++ }}
		g.turn <- struct{}{}
		g.life, g.cancel = context.WithCancel(t.Context())
		g.open = func(ctx context.Context) (*worker, error) {
			w := connected(t, func(*loadRequest, func() (modelFile, error)) (graph, error) {
				started++
				return &waitingGraph{each: time.Second, hangs: hangsAt[started-1], freed: freed}, nil
			})
			return w, w.load(ctx, loadRequest{Path: "x"}, nil, 0)
		}
		defer close(freed)
		hangsAt = []int{2, 2, 3, 1}
		var err error
		if g.current, err = g.open(t.Context()); err != nil {
			t.Fatal(err)
		}
		in := []tensor{{floats: make([]float32, 3), shape: []int64{3, 1}}}
		encode := func() error {
			return g.run(t.Context(), in, []tensor{{floats: make([]float32, 3), shape: []int64{3, 1}}})
		}
		for range 2 { // the second run hangs and is run again
			if err := encode(); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(forgivenAfter)
		for range 2 {
			if err := encode(); err != nil {
				t.Fatal(err)
			}
		}
		if started != 3 || warned != 2 {
			t.Errorf("%d children, %d warnings", started, warned)
		}
		if err := encode(); !errors.Is(err, errProcess) || started != 3 || givenUp != 1 {
			t.Errorf("%d children, given up %d times, %v", started, givenUp, err)
		}
		if err := errors.Join(g.Destroy(), g.Destroy()); err != nil {
			t.Error(err)
		}
		if err := encode(); !errors.Is(err, ErrClosed) {
			t.Errorf("after its end: %v", err)
		}
	})
}

// TestSaysHelloTooLate is about a process that starts and says nothing.
func TestSaysHelloTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out, theirOut := io.Pipe()
		w := newWorker(io.Discard, nil)
		w.kill = func() { _ = theirOut.Close() }
		w.awaitEnd = func() string { return "killed" }
		go w.read(out)
		defer w.end(ErrClosed)
		if err := w.greet(t.Context()); !errors.Is(err, errProcess) {
			t.Error(err)
		}
	})
}

// answersTo runs one call of a worker whose child says what it likes.
func answersTo(t testing.TB, output []byte) error {
	t.Helper()
	w := newWorker(io.Discard, nil)
	w.kill = func() {}
	w.awaitEnd = func() string { return "ended" }
	ready, theirs := io.Pipe()
	go w.read(ready)
	defer w.end(ErrClosed)
	defer theirs.Close()
	if _, err := theirs.Write([]byte(hello)); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- w.encode(context.Background(), 4) }()
	for started := false; !started; {
		w.mu.Lock()
		started = w.last > 0
		w.mu.Unlock()
	}
	go func() {
		_, _ = theirs.Write(output)
		_ = theirs.Close()
	}()
	return <-done
}

func message(t testing.TB, v any, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := writeMessage(&b, v, body); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNonsense(t *testing.T) {
	whole := message(t, answer{Call: 1}, make([]byte, boundary))
	if err := answersTo(t, whole); err != nil {
		t.Fatal(err)
	}
	for name, output := range map[string][]byte{
		"nothing":           nil,
		"cut in the start":  whole[:5],
		"cut in the head":   whole[:20],
		"cut in the body":   whole[:len(whole)-1],
		"no JSON":           append([]byte{3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "abc"...),
		"a long head":       {255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0},
		"a long body":       append([]byte{10, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255}, `{"call":1}`...),
		"a body too long":   message(t, answer{Call: 1}, make([]byte, 2*boundary)),
		"no body":           message(t, answer{Call: 1}, nil),
		"an error and more": message(t, answer{Call: 1, Error: "x"}, make([]byte, boundary)),
		"another call":      message(t, answer{Call: 2}, make([]byte, boundary)),
		"unknown words":     message(t, map[string]int{"call": 1, "more": 1}, make([]byte, boundary)),
		"two heads":         append([]byte{12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, `{"call":1}{}`...),
	} {
		if err := answersTo(t, output); !errors.Is(err, errProcess) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, c := range []struct {
		answer
		memory bool
		text   string
	}{
		{answer{Call: 1, Error: "a\nb\x1b[31m"}, false, "a"},
		{answer{Call: 1, Error: strings.Repeat("x", 5000)}, false, strings.Repeat("x", 500)},
		{answer{Call: 1, Kind: memoryError}, true, "out of memory"},
		{failed(1, errors.New(arenaMemory)), true, "out of memory: Non-zero status"},
		{failed(1, errors.New("")), false, "doesn't say why"},
	} {
		err := answersTo(t, message(t, c.answer, nil))
		if errors.Is(err, errProcess) || errors.Is(err, ErrOutOfMemory) != c.memory || !strings.Contains(err.Error(), c.text) || len(err.Error()) > 600 {
			t.Errorf("%+v: %v", c.answer, err)
		}
	}
}

// FuzzProgramReads has a child answer anything: a call ends with an error or with what
// was promised.
func FuzzProgramReads(f *testing.F) {
	f.Add(message(f, answer{Call: 1}, make([]byte, boundary)))
	f.Add(message(f, answer{Call: 1, Error: "x", Kind: memoryError}, nil))
	f.Add(append([]byte{10, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 0}, `{"call":1}`...))
	f.Fuzz(func(t *testing.T, output []byte) { _ = answersTo(t, output) })
}

// FuzzChildReads has the program ask for anything: a child answers or ends.
func FuzzChildReads(f *testing.F) {
	load := message(f, request{Call: 1, Load: &loadRequest{}}, []byte("v"))
	run := runRequest{Inputs: []shape{{Dims: []int64{2, 1}}}, Outputs: []shape{{Dims: []int64{2, 3}}}}
	f.Add(append(bytes.Clone(load), message(f, request{Call: 2, Run: &run}, make([]byte, boundary))...))
	run.Memory = &span{0, 128}
	f.Add(append(bytes.Clone(load), message(f, request{Call: 2, Run: &run}, nil)...))
	f.Add(append(message(f, request{Call: 3, Ask: "nothing"}, nil), message(f, request{Call: 3}, nil)...))
	f.Add(message(f, request{Call: 1, Run: &runRequest{Inputs: []shape{{true, []int64{1 << 40, 1 << 40}}}}}, nil))
	var shared *os.File
	if memory, err := sharedmemory.New(); err == nil {
		defer memory.Close()
		if _, err := memory.Take(1 << 16); err != nil {
			f.Fatal(err)
		}
		shared = memory.File()
	}
	f.Fuzz(func(t *testing.T, requested []byte) {
		var output bytes.Buffer
		s := newServer(&output, shared, func(*loadRequest, func() (modelFile, error)) (graph, error) {
			return filling{}, nil
		}, testQuestions)
		_ = s.serve(bytes.NewReader(requested))
		s.work.Wait()
		out := bytes.NewReader(output.Bytes()[len(hello):])
		for out.Len() > 0 {
			var a answer
			size, err := readMessage(out, &a)
			if err != nil || size > int64(out.Len()) {
				t.Fatalf("the child says what the program can't read: %v", err)
			}
			_, _ = out.Seek(size, io.SeekCurrent)
		}
	})
}

// filling is a graph that takes any tensors.
type filling struct{}

func (filling) run(_ context.Context, _, outputs []tensor) error {
	for _, t := range outputs {
		for i := range t.floats {
			t.floats[i] = 1
		}
		for i := range t.ints {
			t.ints[i] = 1
		}
	}
	return nil
}
func (filling) Destroy() error { return nil }

func TestLayout(t *testing.T) {
	at, total, err := layout([]shape{{Dims: []int64{1, 3}}, {true, []int64{9}}, {Dims: nil}})
	if err != nil || len(at) != 3 || at[1] != 64 || at[2] != 192 || total != 256 {
		t.Error(at, total, err)
	}
	for _, s := range []shape{
		{Dims: []int64{0}}, {Dims: []int64{-1}}, {Dims: []int64{1 << 31}}, {true, []int64{1 << 29}}, {Dims: []int64{1 << 32, 1 << 32}},
		{Dims: make([]int64, maxDims+1)}, {Dims: []int64{1<<63 - 1, 1<<63 - 1}},
	} {
		if _, _, err := layout([]shape{s}); err == nil {
			t.Errorf("%v: no error", s)
		}
	}
	if _, _, err := layout(make([]shape, maxTensors+1)); err == nil {
		t.Error("too many tensors: no error")
	}
	if _, err := tensorsIn(make([]byte, 255), []shape{{Dims: []int64{64}}}); err == nil {
		t.Error("too little memory: no error")
	}
}

func TestOptionsCross(t *testing.T) {
	o := Options{Providers: []Provider{WebGPU}, Device: 1, ProviderOptions: map[string]string{"a": "b"}, MemoryMB: 2, IntraOpThreads: 3,
		Spinning: true, Arena: true, DisablePrepacking: true, KeepQuantized: true}
	data, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var back Options
	if err := json.Unmarshal(data, &back); err != nil || back.ProviderOptions["a"] != "b" || back.Device != 1 || !back.KeepQuantized || back.IntraOpThreads != 3 {
		t.Errorf("%+v, %v", back, err)
	}
	if got := o.webGPUOptions(); got["a"] != "b" || got["powerPreference"] != "high-performance" {
		t.Error(got)
	}
	o.ProviderOptions["powerPreference"] = "low-power"
	if got := o.webGPUOptions(); got["powerPreference"] != "low-power" {
		t.Error(got)
	}
}

// TestSaid bounds what a driver says, by line and in all, and finds last words in it.
func TestSaid(t *testing.T) {
	var log bytes.Buffer
	s := newStderrLog(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	for _, part := range []string{"Warning: ", "a driver\nSIGSEGV: segmentation violation\n\x1b[1m\n", strings.Repeat("x", 10_000), "\n"} {
		if n, err := s.Write([]byte(part)); n != len(part) || err != nil {
			t.Fatal(n, err)
		}
	}
	if text := log.String(); strings.Count(text, "\n") != 4 || !strings.Contains(text, "Warning: a driver") || s.last != "SIGSEGV: segmentation violation" {
		t.Errorf("%s; last words %q", text, s.last)
	}
	for range 10_000 {
		if _, err := s.Write([]byte("Warning: again\n")); err != nil {
			t.Fatal(err)
		}
	}
	if n := log.Len(); n < maxStderr || n > 8*maxStderr || !strings.Contains(log.String(), "no more of it is kept") {
		t.Errorf("%d bytes are kept", n)
	}
	s = newStderrLog(slog.New(slog.DiscardHandler))
	if _, err := s.Write([]byte("panic: out of luck")); err != nil { // without an end
		t.Fatal(err)
	}
	if last := s.end(); last != "panic: out of luck" {
		t.Errorf("last words %q", last)
	}
}

// TestLastLinesAreReported: of a child that failed the log gets the last lines, a bounded
// number of bytes, even where it takes nothing for debugging.
func TestLastLinesAreReported(t *testing.T) {
	failed := processError{errors.New("ended: signal: segmentation fault")}
	for name, c := range map[string]struct {
		says   string
		reason error
		want   string // the end of the record; "" for none
		most   int
	}{
		"a driver's words": {"MESA: error: out of luck\nSIGSEGV: segmentation violation\n", failed, `said_last="MESA: error: out of luck | SIGSEGV: segmentation violation"`, 300},
		"very many":        {strings.Repeat("again\n", 5000) + "at last\n", failed, strings.Repeat("again | ", lastLines-1) + `at last"`, 600},
		"very long ones":   {strings.Repeat(strings.Repeat("x", 10_000)+"\n", 100), failed, `x"`, lastBytes + 300},
		"nothing":          {"\n", failed, "", 0},
		"ended on purpose": {"a warning\n", ErrClosed, "", 0},
	} {
		var log bytes.Buffer
		s := newStderrLog(slog.New(slog.NewTextHandler(&log, nil)))
		if _, err := s.Write([]byte(c.says)); err != nil {
			t.Fatal(err)
		}
		s.end()
		s.report(c.reason)
		text := strings.TrimSuffix(log.String(), "\n")
		if strings.Contains(text, "\n") || (text == "") != (c.want == "") || !strings.HasSuffix(text, c.want) || len(text) > c.most ||
			text != "" && (!strings.Contains(text, "level=WARN") || !strings.Contains(text, "segmentation fault")) {
			t.Errorf("%s: %s", name, text)
		}
	}
}
