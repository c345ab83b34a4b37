package ort

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"descry/assets"
	"descry/internal/childprocess"
	"descry/ml"
)

// openChild opens the library with children of the test's own program.
func openChild(t testing.TB, c Child) *Runtime {
	t.Helper()
	path, err := FindLibrary()
	if err != nil {
		t.Fatal(err) // make test has installed it
	}
	rt, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
	})
	if c.Path, err = childprocess.OwnProgram(); err != nil {
		t.Fatal(err)
	}
	if c.Args == nil {
		c.Args = []string{"encoder-process"}
	}
	rt.UseChild(c)
	return rt
}

func starterPack(t testing.TB) *ml.Pack {
	t.Helper()
	p, err := ml.OpenPack(assets.StarterPack())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestChildEqualsHere has the CPU compute in a child and in this process, with a pack
// that has no path and one that lies on disk.
func TestChildEqualsHere(t *testing.T) {
	onDisk := t.TempDir()
	if err := os.CopyFS(onDisk, assets.StarterPack()); err != nil {
		t.Fatal(err)
	}
	saved, err := ml.OpenPackDir(onDisk)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		child Child
		pack  *ml.Pack
	}{
		"shared memory": {Child{}, starterPack(t)},
		"pipes":         {Child{pipes: true}, starterPack(t)},
		"on disk":       {Child{}, saved},
	} {
		t.Run(name, func(t *testing.T) { childEqualsHere(t, c.child, c.pack) })
	}
}

func childEqualsHere(t *testing.T, c Child, p *ml.Pack) {
	rt := openChild(t, c)
	var images [2][][]float32
	var patches [2][][]float32
	var texts [2][]float32
	pictures := noise(3 * 3 * p.Vision.Size * p.Vision.Size)
	for i, o := range []Options{{}, {inChild: true}} {
		e, err := rt.NewImageEncoder(p, o)
		if err != nil {
			t.Fatal(err)
		}
		if images[i], err = e.Encode(t.Context(), pictures, 3); err != nil {
			t.Fatal(err)
		}
		if _, patches[i], err = e.Patches(t.Context(), pictures[:len(pictures)/3]); err != nil {
			t.Fatal(err)
		}
		x, err := rt.NewTextEncoder(p, o)
		if err != nil {
			t.Fatal(err)
		}
		if texts[i], _, err = x.Encode(t.Context(), "a dog in the snow"); err != nil {
			t.Fatal(err)
		}
		if _, remote := e.graph.(*remoteGraph); remote != o.inChild {
			t.Errorf("in a child: %t", remote)
		}
		if err := errors.Join(e.Close(), x.Close()); err != nil {
			t.Error(err)
		}
		if _, err := e.Encode(t.Context(), pictures, 3); !errors.Is(err, ErrClosed) {
			t.Errorf("after close: %v", err)
		}
	}
	for i := range 3 {
		if !slices.Equal(images[0][i], images[1][i]) {
			t.Errorf("picture %d has another vector in the child", i)
		}
	}
	if !slices.EqualFunc(patches[0], patches[1], slices.Equal) || !slices.Equal(texts[0], texts[1]) {
		t.Error("patches or a text have other vectors in the child")
	}
}

// TestChildCallsAtOnce has many callers compute in one child, some of whom give up.
func TestChildCallsAtOnce(t *testing.T) {
	for name, c := range map[string]Child{"shared memory": {}, "pipes": {pipes: true}} {
		t.Run(name, func(t *testing.T) {
			m, log := misbehavingModel(t, c, conduct{})
			var callers sync.WaitGroup
			for i := range 8 {
				callers.Go(func() {
					for n := range 20 {
						ctx, cancel := context.WithCancel(t.Context())
						if i%4 == 3 {
							time.AfterFunc(time.Duration(rand.IntN(2000))*time.Microsecond, cancel)
						}
						vectors, err := m.EncodeImages(ctx, numbered(1+n), 1+n)
						if err == nil {
							checkNumbered(t, vectors, 1+n)
						} else if i%4 != 3 || !errors.Is(err, context.Canceled) {
							t.Error(err)
						}
						cancel()
					}
				})
			}
			callers.Wait()
			if n := len(children(t, log)); n != 1 || m.Device() != "WebGPU" {
				t.Errorf("%d children, on %s", n, m.Device())
			}
		})
	}
}

// misbehavingModel computes with WebGPU in children that do what they shouldn't, and else
// on a fake CPU in this process. The second value is the log of the children.
func misbehavingModel(t *testing.T, child Child, c conduct) (*Model, string) {
	t.Helper()
	var err error
	if child.Path, err = childprocess.OwnProgram(); err != nil {
		t.Fatal(err)
	}
	if child.Args == nil {
		child.Args = []string{"fake-encoder"}
	}
	c.log = filepath.Join(t.TempDir(), "children")
	rt := fakeRuntime(t, &fakeDevice{})
	fake := rt.load
	rt.child = child
	rt.load = func(ctx context.Context, p *ml.Pack, tw tower, o Options, on Provider, threads int) (graph, error) {
		if on == CPU {
			return fake(ctx, p, tw, o, on, threads)
		}
		return rt.loadONNX(ctx, p, tw, o, on, threads)
	}
	o := Options{Providers: []Provider{WebGPU}, ProviderOptions: c.options()}
	m, err := OpenModel(rt, smallPack(t), ModelOptions{Image: o, Text: o})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m, c.log
}

func TestChildFails(t *testing.T) {
	const again = "The graphics card failed and was started again; photos are encoded on it as before."
	const failed = "The graphics card failed; photos are encoded on the CPU until Descry is started again."
	for name, c := range map[string]struct {
		conduct
		children int
		notice   string
	}{
		"behaves":                  {conduct{}, 1, ""},
		"ends once":                {conduct{does: "exit", after: 1, once: true}, 2, again},
		"ends twice":               {conduct{does: "exit", after: 1}, 2, failed},
		"breaks down twice":        {conduct{does: "panic"}, 2, failed},
		"ends once at loading":     {conduct{does: "exit", onLoad: true, once: true}, 2, again},
		"ends twice at loading":    {conduct{does: "exit", onLoad: true}, 2, failed},
		"device lost once":         {conduct{does: "lose", after: 1, once: true}, 2, again},
		"device lost twice":        {conduct{does: "lose"}, 2, failed},
		"device lost at loading":   {conduct{does: "lose", onLoad: true}, 1, "WebGPU can't be used, the CPU is used instead: WebGPU device lost (1)"},
		"five pictures fit":        {conduct{does: "memory", limit: 5}, 3, ""},
		"no picture fits":          {conduct{does: "memory"}, 1, "The graphics card ran out of memory; photos are encoded on the CPU"},
		"no picture fits, after 3": {conduct{does: "memory", after: 3}, 4, "The graphics card ran out of memory; photos are encoded on the CPU"},
	} {
		t.Run(name, func(t *testing.T) {
			m, log := misbehavingModel(t, Child{}, c.conduct)
			for range 3 {
				vectors, err := m.EncodeImages(t.Context(), numbered(40), 40)
				if err != nil {
					t.Fatal(err)
				}
				checkNumbered(t, vectors, 40)
			}
			if err := m.ReleaseImage(t.Context()); err != nil {
				t.Error(err)
			}
			before := len(children(t, log))
			if notice := m.Notice(); (c.notice == "") != (notice == "") || !strings.Contains(notice, c.notice) {
				t.Errorf("notice %q, want %q", notice, c.notice)
			}
			if onCard := m.Device() == "WebGPU"; onCard != (c.notice == "" || c.notice == again) || before != c.children {
				t.Errorf("on %s, %d children, want %d", m.Device(), before, c.children)
			}
			if c.does == "memory" && c.limit > 0 && m.Batch() > c.limit {
				t.Errorf("batches of %d", m.Batch())
			}
			if c.notice == again { // is of no matter after a while
				m.image.mu.Lock()
				m.image.again = time.Now().Add(-forgivenAfter)
				m.image.mu.Unlock()
				if notice := m.Notice(); notice != "" {
					t.Errorf("long after: %q", notice)
				}
			}
			if c.notice == failed { // and it stays at that
				if _, err := m.EncodeImages(t.Context(), numbered(1), 1); err != nil || len(children(t, log)) != before {
					t.Errorf("the card was tried again: %v", err)
				}
			}
		})
	}
}

// TestDeathIsReported: a child's last output before it died is in a log that takes no messages
// for debugging.
func TestDeathIsReported(t *testing.T) {
	var log lockedBuffer
	m, _ := misbehavingModel(t, Child{Log: slog.New(slog.NewTextHandler(&log, nil))}, conduct{does: "panic"})
	if _, err := m.EncodeImages(t.Context(), numbered(1), 1); err != nil || m.Device() != "CPU" {
		t.Fatal(m.Device(), err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if text := log.String(); strings.Count(text, `said_last="panic: out of luck`) != 2 || strings.Contains(text, "level=DEBUG") {
		t.Error(text)
	}
}

// lockedBuffer is a log that several goroutines write to.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

// TestChildIsKilled kills children at any moment, while many callers are at work: the
// first is followed by a second, that by the CPU.
func TestChildIsKilled(t *testing.T) {
	for round := range 6 {
		m, log := misbehavingModel(t, Child{pipes: round%3 == 2}, conduct{})
		if _, err := m.EncodeImages(t.Context(), numbered(1), 1); err != nil {
			t.Fatal(err)
		}
		ctx, enough := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		for range 4 {
			callers.Go(func() {
				for ctx.Err() == nil {
					vectors, err := m.EncodeImages(t.Context(), numbered(20), 20)
					if err != nil {
						t.Error(err)
						return
					}
					checkNumbered(t, vectors, 20)
				}
			})
		}
		for killed := 1; killed <= 2; killed++ {
			time.Sleep(time.Duration(rand.IntN(20_000)) * time.Microsecond)
			ids := children(t, log)
			p, err := os.FindProcess(ids[len(ids)-1])
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Kill(); err != nil {
				t.Fatal(err)
			}
			for killed == 1 && len(children(t, log)) == 1 {
				time.Sleep(time.Millisecond)
			}
		}
		for m.Device() != "CPU" {
			time.Sleep(time.Millisecond)
		}
		enough()
		callers.Wait()
		if n := len(children(t, log)); n != 2 || !strings.Contains(m.Notice(), "The graphics card failed") {
			t.Errorf("%d children, %q", n, m.Notice())
		}
	}
}

// TestChildIsCancelled: a caller who gives up has its answer at once, and the child goes
// on with others'.
func TestChildIsCancelled(t *testing.T) {
	for _, pipes := range []bool{false, true} {
		m, log := misbehavingModel(t, Child{pipes: pipes}, conduct{does: "wait", limit: 2})
		for range 20 {
			vectors, err := m.EncodeImages(t.Context(), numbered(2), 2)
			if err != nil {
				t.Fatal(err)
			}
			checkNumbered(t, vectors, 2)
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.IntN(20))*time.Millisecond)
			if _, err := m.EncodeImages(ctx, numbered(3), 3); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("cancelled: %v", err)
			}
			cancel()
		}
		if n := len(children(t, log)); n != 1 || m.Notice() != "" {
			t.Errorf("%d children, %q", n, m.Notice())
		}
	}
}

// TestLoadingIsCancelled: a caller that waits for a child that hangs while it loads can give
// up.
func TestLoadingIsCancelled(t *testing.T) {
	m, log := misbehavingModel(t, Child{}, conduct{does: "hang", onLoad: true, once: true})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := m.EncodeImages(ctx, numbered(1), 1)
		done <- err
	}()
	for n := 0; n == 0; {
		time.Sleep(time.Millisecond)
		if _, err := os.Stat(log); err == nil {
			n = len(children(t, log))
		}
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	vectors, err := m.EncodeImages(t.Context(), numbered(1), 1)
	if err != nil || m.Device() != "WebGPU" {
		t.Fatalf("on %s, %v", m.Device(), err)
	}
	checkNumbered(t, vectors, 1)
}

// TestCloseWaitsForNoChild closes a model, and a runtime, whose child hangs.
func TestCloseWaitsForNoChild(t *testing.T) {
	for name, end := range map[string]func(m *Model, rt *Runtime) error{
		"model": func(m *Model, _ *Runtime) error { return m.Close() },
		"runtime": func(m *Model, rt *Runtime) error {
			for s := range rt.sessions {
				s.abort()
				return s.close()
			}
			return errors.New("no session")
		},
	} {
		t.Run(name, func(t *testing.T) {
			m, log := misbehavingModel(t, Child{}, conduct{does: "hang", after: 1})
			if _, err := m.EncodeImages(t.Context(), numbered(1), 1); err != nil {
				t.Fatal(err)
			}
			e, err := m.Image(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			done := make(chan error, 3)
			for range 3 {
				go func() {
					_, err := e.Encode(t.Context(), numbered(2), 2)
					done <- err
				}()
			}
			time.Sleep(50 * time.Millisecond) // they may be at work now or begin later
			closed := make(chan error, 1)
			go func() { closed <- end(m, e.runtime) }()
			select {
			case err := <-closed:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(time.Minute):
				t.Fatal("closing waits for a child that hangs")
			}
			for range 3 {
				if err := <-done; !errors.Is(err, ErrClosed) {
					t.Errorf("a call says %v", err)
				}
			}
			if runtime.GOOS == "linux" {
				ids := children(t, log)
				gone(t, ids[len(ids)-1])
			}
		})
	}
}

// TestCloseWaitsForNoLoading closes a model whose child hangs before it is loaded.
func TestCloseWaitsForNoLoading(t *testing.T) {
	m, log := misbehavingModel(t, Child{}, conduct{does: "hang", onLoad: true})
	done := make(chan error, 2)
	for range 2 { // the second waits for the first
		go func() {
			_, err := m.EncodeImages(context.Background(), numbered(1), 1)
			done <- err
		}()
	}
	for n := 0; n == 0; {
		time.Sleep(time.Millisecond)
		if _, err := os.Stat(log); err == nil {
			n = len(children(t, log))
		}
	}
	closed := make(chan error, 1)
	go func() { closed <- m.Close() }()
	for range 3 {
		select {
		case err := <-closed:
			if err != nil {
				t.Error(err)
			}
		case err := <-done:
			if !errors.Is(err, ErrClosed) {
				t.Errorf("a call says %v", err)
			}
		case <-time.After(time.Minute):
			t.Fatal("closing waits for a child that hangs")
		}
	}
}

// gone demands the end of a process.
func gone(t *testing.T, id int) {
	t.Helper()
	for range 1000 {
		if _, err := os.Stat(filepath.Join("/proc", strconv.Itoa(id))); err != nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("process %d still runs", id)
}

func TestChildIsAnotherProgram(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing")
	own, err := childprocess.OwnProgram()
	if err != nil {
		t.Fatal(err)
	}
	for want, c := range map[string]Child{
		"another program": {Path: own, Args: []string{"another program"}},
		"missing":         {Path: missing},
	} {
		_, err := c.start(t.Context(), nil)
		if !errors.Is(err, errProcess) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: want %s", err, want)
		}
	}
}

func TestAsk(t *testing.T) {
	own, err := childprocess.OwnProgram()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DISPLAY", ":99")
	t.Setenv("DESCRY_HOME", "/secret")
	t.Setenv("VK_DRIVER_FILES", "/a")
	where := []string{"HOME=/home/a", "XDG_CACHE_HOME=/cache", "MESA_SHADER_CACHE_DIR=/mesa", "__GL_SHADER_DISK_CACHE_PATH=/nvidia", "AMD_SHADER_DISK_CACHE_PATH=/amd"}
	for _, v := range where { // drivers keep their shaders there
		name, value, _ := strings.Cut(v, "=")
		t.Setenv(name, value)
	}
	for _, pipes := range []bool{false, true} {
		c := Child{Path: own, Args: []string{"encoder-process"}, pipes: pipes}
		var env []string
		if err := c.Ask(t.Context(), "environment", []string{"VK_DRIVER_FILES=/b", "MORE=1"}, &env); err != nil {
			t.Fatal(err)
		}
		for _, want := range append(where, "VK_DRIVER_FILES=/b", "MORE=1") {
			if !slices.Contains(env, want) {
				t.Errorf("%s is missing in %q", want, env)
			}
		}
		for _, v := range env {
			if strings.HasPrefix(v, "DISPLAY=") || strings.HasPrefix(v, "DESCRY_") || v == "VK_DRIVER_FILES=/a" {
				t.Errorf("the child has %s", v)
			}
		}
		for question, want := range map[string]string{"too much": "want at most", "nothing": "there is no answer", "what else?": "is not known"} {
			if err := c.Ask(t.Context(), question, nil, &env); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %s", question, err, want)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (Child{Path: own, Args: []string{"encoder-process"}}).Ask(ctx, "environment", nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
