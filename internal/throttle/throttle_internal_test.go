package throttle

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// batch is work that takes a second.
func batch() error { time.Sleep(time.Second); return nil }

// TestShare counts the batches of ten minutes.
func TestShare(t *testing.T) {
	for name, c := range map[string]struct {
		o       Options
		callers int
		want    int
	}{
		"all of it":          {Options{}, 1, 600},
		"of two callers":     {Options{Share: 100}, 2, 1200},
		"half":               {Options{Share: 50}, 1, 300},
		"half, of two":       {Options{Share: 50}, 2, 300},
		"a tenth":            {Options{Share: 10}, 2, 60},
		"on the mains":       {Options{Share: 40, Battery: Slow, OnBattery: func() bool { return false }}, 1, 240},
		"slow on battery":    {Options{Share: 40, Battery: Slow, OnBattery: func() bool { return true }}, 1, 60},
		"least on battery":   {Options{Share: 1, Battery: Slow, OnBattery: func() bool { return true }}, 1, 6},
		"others take some":   {Options{Others: func(context.Context) (float64, error) { return 0.4, nil }}, 2, 150},
		"others take little": {Options{Others: func(context.Context) (float64, error) { return 0.2, nil }}, 1, 600},
		"full on battery":    {Options{Battery: Full, OnBattery: func() bool { return true }}, 1, 600},
		"pause on battery":   {Options{Battery: Pause, OnBattery: func() bool { return true }}, 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := New(c.o)
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				var mu sync.Mutex
				done := 0
				var callers sync.WaitGroup
				for range c.callers {
					callers.Go(func() {
						for {
							if err := p.Do(ctx, batch); err != nil {
								if !errors.Is(err, context.DeadlineExceeded) {
									t.Error(err)
								}
								return
							}
							mu.Lock()
							done++
							mu.Unlock()
						}
					})
				}
				callers.Wait()
				if done < c.want-2 || done > c.want+2 {
					t.Errorf("%d batches, want %d", done, c.want)
				}
			})
		})
	}
}

// TestOthers has another program take the card for a while.
func TestOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var looks []float64 // what is to be found
		freed := 0
		p := New(Options{
			Others: func(context.Context) (float64, error) {
				if len(looks) == 0 {
					return 0, nil
				}
				share := looks[0]
				looks = looks[1:]
				return share, nil
			},
			Free: func(context.Context) { freed++ },
		})
		start := time.Now()
		step := func(found []float64, wait time.Duration, frees int) {
			t.Helper()
			time.Sleep(lookEvery)
			looks, freed, start = found, 0, time.Now()
			go func() {
				time.Sleep(wait / 2)
				if got := p.Waits(); (got == ForOthers) != (wait > 0) {
					t.Errorf("waits %q", got)
				}
			}()
			ran := false
			if err := p.Do(t.Context(), func() error { ran = true; return nil }); err != nil || !ran {
				t.Error(ran, err)
			}
			if took := time.Since(start); took != wait || freed != frees {
				t.Errorf("waited for %v, want %v; freed %d times, want %d", took, wait, freed, frees)
			}
			synctest.Wait()
		}
		step(nil, 0, 0)
		step([]float64{0.5}, 0, 0)
		step([]float64{0.2}, 0, 0)                                       // what draws the desktop
		step([]float64{0.9, 0.05, 0.02}, 2*lookEvery, 0)                 // a short one
		step([]float64{0.7, 0.05, 0.3, 0.05, 0.9, 0, 0}, 6*lookEvery, 0) // with breaks
		long := make([]float64, 20)
		for i := range long {
			long[i] = 1
		}
		step(long, 21*lookEvery, 1)
		if got := p.Waits(); got != "" {
			t.Errorf("nobody waits: %q", got)
		}
	})
}

// TestNotKnown: where the system doesn't tell what others do, it is asked once.
func TestNotKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		p := New(Options{Others: func(context.Context) (float64, error) { asked++; return 0, errors.ErrUnsupported }})
		for range 5 {
			if err := p.Do(t.Context(), batch); err != nil {
				t.Error(err)
			}
			time.Sleep(lookEvery)
		}
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
	})
}

// TestChange: other wishes of the user count at once, for what rests or waits, too.
func TestChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Options{Share: 1, OnBattery: func() bool { return true }})
		step := func(change func(), wait time.Duration) {
			t.Helper()
			start := time.Now()
			go func() {
				time.Sleep(10 * time.Second)
				change()
			}()
			if err := p.Do(t.Context(), batch); err != nil {
				t.Error(err)
			}
			if took := time.Since(start) - time.Second; took != wait {
				t.Errorf("waited for %v, want %v", took, wait)
			}
			time.Sleep(max(11*time.Second-time.Since(start), 0))
			synctest.Wait()
		}
		step(func() {}, 0)
		step(func() { p.Change(1, "") }, 89*time.Second)     // no change; 10 s have passed
		step(func() { p.Change(100, Full) }, 10*time.Second) // of 99
		step(func() { p.Change(50, Slow) }, 0)               // all of the time
		step(func() { p.Change(20, Pause) }, 0)              // nothing to rest from
		step(func() { p.Change(20, Full) }, 10*time.Second)  // paused
		step(func() { p.Change(10, Full) }, 4*time.Second)   // as after every fifth
		step(func() { p.Change(0, "") }, 3*time.Second)      // of 9, of which 6 have passed
		if share, _ := p.share(); share != 100 {
			t.Errorf("share %d", share)
		}
	})
}

// TestHeld looks for what isn't to begin while others want the card.
func TestHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		battery, others, unknown := true, 0.0, error(nil)
		first := true
		p := New(Options{Battery: Pause, OnBattery: func() bool { return battery }, Others: func(context.Context) (float64, error) {
			if first { // says nothing
				first = false
				return 0, nil
			}
			return others, unknown
		}})
		held := func(want Reason, after time.Duration) {
			t.Helper()
			start := time.Now()
			if got := p.Held(t.Context()); got != want || time.Since(start) != after || p.Waits() != "" {
				t.Errorf("held %q after %v, want %q, %v; waits %q", got, time.Since(start), want, after, p.Waits())
			}
			time.Sleep(lookEvery)
		}
		held(ForMains, 0)
		battery = false
		held("", 0)
		others = 0.9
		held(ForOthers, 0)
		p, first = New(p.o), true
		held(ForOthers, lookEvery)
		p, first, unknown = New(p.o), true, errors.ErrUnsupported
		held("", lookEvery)
		held("", 0)
		p = New(Options{})
		held("", 0)
		p = New(Options{Battery: Slow, OnBattery: func() bool { return true }})
		held("", 0)
	})
}

// TestEnds: what waits ends with its context, and what fails says so.
func TestEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mains atomic.Bool
		p := New(Options{Share: 50, Battery: Pause, OnBattery: func() bool { return !mains.Load() }})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := p.Do(ctx, batch); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		waited := make(chan error)
		go func() { waited <- p.Do(t.Context(), batch) }()
		time.Sleep(time.Minute)
		if p.Waits() != ForMains {
			t.Errorf("waits %q", p.Waits())
		}
		mains.Store(true)
		if err := <-waited; err != nil {
			t.Error(err)
		}
		wrong := errors.New("wrong")
		if err := p.Do(t.Context(), func() error { return wrong }); !errors.Is(err, wrong) {
			t.Error(err)
		}
	})
}
