package ort

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestTextsFirst has pictures, of ten seconds a run, and texts, of one, want a card at
// given seconds, and looks when each ends.
func TestTextsFirst(t *testing.T) {
	const text, picture = time.Second, 10 * time.Second
	type request struct {
		at   int // seconds
		text bool
		ends int
	}
	for name, c := range map[string]struct {
		on       Provider
		requests []request
	}{
		"pictures alone":              {WebGPU, []request{{0, false, 10}, {1, false, 20}, {12, false, 30}}},
		"pictures of another library": {CUDA, []request{{0, false, 10}, {1, false, 11}}},
		"a text between":              {WebGPU, []request{{0, false, 10}, {1, false, 20}, {2, true, 3}, {30, true, 31}}},
		"pictures wait for a text":    {WebGPU, []request{{0, true, 1}, {0, false, 11}}},
		"texts in a row": { // pictures come in between, one run after a text
			WebGPU, []request{{0, true, 1}, {0, true, 1}, {1, true, 2}, {1, false, 12}, {4, false, 22}, {2, true, 3}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var all turns
				start := time.Now()
				for _, w := range c.requests {
					go func() {
						// Texts come a moment before pictures of the same second.
						wait := time.Duration(w.at) * time.Second
						admit, takes := all.admit(textTower, c.on), text
						if !w.text {
							wait += time.Millisecond
							admit, takes = all.admit(imageTower, c.on), picture
						}
						time.Sleep(wait)
						end, err := admit(t.Context())
						if err != nil {
							t.Error(err)
							return
						}
						time.Sleep(takes)
						end()
						if got := int(time.Since(start).Round(time.Second) / time.Second); got != w.ends {
							t.Errorf("%+v ended at second %d", w, got)
						}
					}()
				}
				time.Sleep(time.Minute)
				synctest.Wait()
				if all.texts != 0 || all.pictures != 0 || all.waiting != 0 {
					t.Errorf("left behind: %d texts, %d and %d pictures", all.texts, all.pictures, all.waiting)
				}
			})
		})
	}
}

// TestTurnGivenUp: who no longer wants a turn leaves nothing behind.
func TestTurnGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all turns
		end, err := all.text(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := all.picture(ctx, true); !errors.Is(err, context.DeadlineExceeded) || all.waiting != 0 {
			t.Errorf("%v, %d wait", err, all.waiting)
		}
		end()
		end, err = all.picture(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		end()
	})
}

// TestRunWaitsForItsTurn: a child is given a run's tensors when it has its turn, and what
// is given up meanwhile takes no memory.
func TestRunWaitsForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := connected(t, func(*loadRequest, func() (modelFile, error)) (graph, error) {
			return &waitingGraph{each: time.Second}, nil
		})
		if err := w.load(t.Context(), loadRequest{Path: "x"}, nil, 0); err != nil {
			t.Fatal(err)
		}
		var order []string
		w.admit = func(ctx context.Context) (func(), error) {
			order = append(order, "begins")
			return func() { order = append(order, "ends") }, ctx.Err()
		}
		if err := w.encode(t.Context(), 3); err != nil || !slices.Equal(order, []string{"begins", "ends"}) {
			t.Errorf("%v, %v", order, err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if err := w.encode(ended, 3); !errors.Is(err, context.Canceled) || len(order) != 3 {
			t.Errorf("%v, %v", order, err)
		}
		if err := w.encode(t.Context(), 3); err != nil {
			t.Error(err)
		}
	})
}
