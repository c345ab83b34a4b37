package ort

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// compared are a model on a card that is on trial and the same on the CPU, one call at a
// time.
func compared(t *testing.T, d *fakeDevice) (card, cpu *Model) {
	t.Helper()
	rt := fakeRuntime(t, d)
	p := smallPack(t)
	open := func(providers []Provider, trial bool) *Model {
		o := Options{Providers: providers, IntraOpThreads: 1000}
		m, err := OpenModel(rt, p, ModelOptions{Image: o, Text: o, Trial: trial})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := m.Close(); err != nil {
				t.Error(err)
			}
		})
		return m
	}
	return open([]Provider{WebGPU}, true), open(nil, false)
}

// speeds are what a batch takes on a card, for however many pictures, and a picture on the
// CPU.
func speeds(card, cpu time.Duration) func(Provider, int) time.Duration {
	return func(on Provider, n int) time.Duration {
		if on == CPU {
			return time.Duration(n) * cpu
		}
		return card
	}
}

func TestCompareImages(t *testing.T) {
	const ms = time.Millisecond
	for name, c := range map[string]struct {
		device   *fakeDevice
		card     float64 // pictures a second, two batches of sixteen at a time
		cpu      float64
		faster   bool
		error    string
		heldMost time.Duration
	}{
		"faster":              {&fakeDevice{takes: speeds(320*ms, 50*ms)}, 100, 20, true, "", 4 * time.Second},
		"slower":              {&fakeDevice{takes: speeds(3200*ms/2, 50*ms)}, 20, 20, false, "", 4 * time.Second},
		"equal":               {&fakeDevice{takes: speeds(1600*ms, 50*ms)}, 20, 20, false, "", 4 * time.Second},
		"hardly faster":       {&fakeDevice{takes: speeds(1500*ms, 50*ms)}, 21.3, 20, false, "", 4 * time.Second},
		"slow, but faster":    {&fakeDevice{takes: speeds(8*time.Second, 4*time.Second)}, 2, 0.25, true, "", 5 * time.Second},
		"both slow":           {&fakeDevice{takes: speeds(20*time.Second, 4*time.Second)}, 0.8, 0.25, true, "", 5 * time.Second},
		"can't be loaded":     {&fakeDevice{loadError: "Failed to get a WebGPU adapter"}, 0, 0, false, "Failed to get", 0},
		"too small":           {&fakeDevice{loadError: cudaMemory}, 0, 0, false, "out of memory", 0},
		"fails at once":       {&fakeDevice{runError: cudaLost}, 0, 0, false, "failed", 0},
		"fails while held":    {&fakeDevice{runError: cudaLost, after: 5, takes: speeds(320*ms, 50*ms)}, 0, 0, false, "failed", 4 * time.Second},
		"hangs at once":       {&fakeDevice{hangs: 1, takes: speeds(320*ms, 50*ms)}, 0, 0, false, "did not answer within 2m0s", 0},
		"hangs while held":    {&fakeDevice{hangs: 4, takes: speeds(320*ms, 50*ms)}, 0, 0, false, "did not answer within 20s", 21 * time.Second},
		"computes wrongly":    {&fakeDevice{wrong: 0.5, takes: speeds(320*ms, 50*ms)}, 0, 0, false, "computes something else than the CPU, vectors with a cosine of 0.878", 0},
		"is less exact":       {&fakeDevice{wrong: 0.1, takes: speeds(320*ms, 50*ms)}, 100, 20, true, "", 4 * time.Second},
		"fits in small parts": {&fakeDevice{runError: cudaMemory, limit: 4, takes: speeds(80*ms, 50*ms)}, 100, 20, true, "", 4 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				card, cpu := compared(t, c.device)
				var began time.Time
				var held time.Duration
				hold := func(context.Context) (func(), error) {
					began = time.Now()
					return func() { held = time.Since(began) }, nil
				}
				got, err := CompareImages(t.Context(), card, cpu, hold)
				if (err == nil) != (c.error == "") || err != nil && !strings.Contains(err.Error(), c.error) {
					t.Fatalf("%v, want %q", err, c.error)
				}
				if err == nil && (math.Abs(got.CPU-c.cpu) > c.cpu/10 || math.Abs(got.Card-c.card) > c.card/10 || got.CardFaster() != c.faster) {
					t.Errorf("%+v, faster %v, want %v, %v, %v", got, got.CardFaster(), c.card, c.cpu, c.faster)
				}
				if held > c.heldMost || (held == 0) != (c.heldMost == 0) {
					t.Errorf("others were held for %v", held)
				}
				if cpuOfTrial := c.device.loaded(CPU); cpuOfTrial > 1 {
					t.Errorf("the CPU was loaded %d times", cpuOfTrial)
				}
			})
		})
	}
}

// TestTrialEnds: a card that won takes over, and the CPU after it when it fails later.
func TestTrialEnds(t *testing.T) {
	device := &fakeDevice{runError: cudaLost, after: 3}
	card, _ := compared(t, device)
	if err := card.firstImages(t.Context()); err != nil {
		t.Fatal(err)
	}
	card.Rely()
	for range 4 {
		vectors, err := card.EncodeImages(t.Context(), numbered(5), 5)
		if err != nil {
			t.Fatal(err)
		}
		checkNumbered(t, vectors, 5)
	}
	if card.ImageDevice() != "CPU" || !strings.Contains(card.Notice(), "The graphics card failed") {
		t.Errorf("on %s: %q", card.ImageDevice(), card.Notice())
	}
}

func TestCompareTexts(t *testing.T) {
	for name, c := range map[string]struct {
		device *fakeDevice
		faster bool
		error  string
	}{
		"faster":        {&fakeDevice{takes: speeds(50*time.Millisecond, time.Second)}, true, ""},
		"slower":        {&fakeDevice{takes: speeds(30*time.Millisecond, 9*time.Millisecond)}, false, ""},
		"equal":         {&fakeDevice{takes: speeds(9*time.Millisecond, 9*time.Millisecond)}, false, ""},
		"takes no time": {&fakeDevice{}, false, ""},
		"lost":          {&fakeDevice{runError: cudaLost, after: 2}, false, "failed"},
		"hangs":         {&fakeDevice{hangs: 1}, false, "did not answer"},
		"wrong":         {&fakeDevice{wrong: 3}, false, "computes something else"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				card, cpu := compared(t, c.device)
				got, err := CompareTexts(t.Context(), card, cpu)
				if (err == nil) != (c.error == "") || err != nil && !strings.Contains(err.Error(), c.error) || got.CardFaster() != c.faster {
					t.Errorf("%+v, %v", got, err)
				}
			})
		})
	}
}

func TestCompareEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		card, cpu := compared(t, &fakeDevice{takes: speeds(time.Second, time.Second)})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(500*time.Millisecond, cancel)
		if _, err := CompareImages(ctx, card, cpu, nil); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		none := errors.New("nobody can be held")
		hold := func(context.Context) (func(), error) { return nil, none }
		if _, err := CompareImages(t.Context(), card, cpu, hold); !errors.Is(err, none) {
			t.Error(err)
		}
	})
}

// TestNoMoreRunsThanPlanned: calls that were planned for more cores than a card takes
// batches at a time.
func TestNoMoreRunsThanPlanned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		device := &fakeDevice{takes: speeds(time.Second, time.Second)}
		card, _ := compared(t, device)
		var ended atomic.Int32
		for range 8 {
			go func() {
				if _, err := card.EncodeImages(t.Context(), numbered(16), 16); err != nil {
					t.Error(err)
				}
				ended.Add(1)
			}()
		}
		time.Sleep(time.Minute)
		if most := device.mostAtOnce.Load(); most != cardParallel || ended.Load() != 8 {
			t.Errorf("%d at a time, %d ended", most, ended.Load())
		}
	})
}

// TestTrialOfAChild: a child that dies, hangs or loses its card while it is measured is not
// started again.
func TestTrialOfAChild(t *testing.T) {
	for _, does := range []string{"exit", "panic", "lose"} {
		for _, onLoad := range []bool{false, true} {
			if does == "lose" && onLoad {
				continue
			}
			c := conduct{log: t.TempDir() + "/log", does: does, onLoad: onLoad, after: 1}
			rt := openChild(t, Child{Args: []string{"fake-encoder"}})
			o := Options{Providers: []Provider{WebGPU}, ProviderOptions: c.options()}
			m, err := OpenModel(rt, smallPack(t), ModelOptions{Image: o, Trial: true})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := m.readyImages(t.Context()); err == nil {
				t.Errorf("%s: no error", does)
			}
			if got := len(children(t, c.log)); got != 1 {
				t.Errorf("%s: %d children", does, got)
			}
			if err := m.Close(); err != nil {
				t.Error(err)
			}
			if err := rt.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
