package index_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"descry/library"
	"descry/library/index"
)

const second = "mean-2"

// otherEncoder is a meanEncoder of another name that counts what it gave out and
// can be made to wait for a token before each picture.
type otherEncoder struct {
	*meanEncoder
	name   string
	given  atomic.Int64
	tokens chan struct{} // nil = no waiting; closed = no more waiting
}

func newOther(name string) *otherEncoder {
	return &otherEncoder{meanEncoder: &meanEncoder{}, name: name}
}

// newGated waits for tokens.
func newGated(name string) *otherEncoder {
	e := newOther(name)
	e.tokens = make(chan struct{}, 1000)
	e.fail = func([]float32) error { <-e.tokens; return nil }
	return e
}

func (e *otherEncoder) Model() string { return e.name }

func (e *otherEncoder) Encode(ctx context.Context, inputs [][]float32) ([][]float32, error) {
	v, err := e.meanEncoder.Encode(ctx, inputs)
	e.given.Add(int64(len(v)))
	return v, err
}

// let lets n more pictures through.
func (e *otherEncoder) let(n int) {
	for range n {
		e.tokens <- struct{}{}
	}
}

var errRefused = errors.New("not finite")

// refuses makes an encoder refuse the photo of a seed.
func (e *meanEncoder) refuses(seed uint64) {
	bad := photoColour(seed)
	e.fail = func(in []float32) error {
		if math.Abs(float64(in[0])-float64(bad.R)) < 4 && math.Abs(float64(in[1])-float64(bad.G)) < 4 {
			return errRefused
		}
		return nil
	}
}

// calls gathers what OnFilled was called with.
type calls struct {
	mu   sync.Mutex
	list []string
}

func (c *calls) option(o *index.Options) {
	o.OnFilled = func(model string) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.list = append(c.list, model)
	}
}

func (c *calls) all() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.list)
}

func (c *calls) expect(t *testing.T, want ...string) {
	t.Helper()
	if got := c.all(); !slices.Equal(got, want) {
		t.Errorf("filled %q, want %q", got, want)
	}
}

func (f *fixture) photosFrom(first, n int) {
	f.t.Helper()
	for i := first; i < first+n; i++ {
		f.photo(string(rune('a'+i/26))+string(rune('a'+i%26))+".jpg", uint64(100+i))
	}
}

func (f *fixture) totalsOf(model string) library.Counts {
	f.t.Helper()
	c, err := f.store.Totals(f.t.Context(), model)
	must(f.t, err)
	return c
}

func (f *fixture) vectors(model string) library.ModelCount {
	f.t.Helper()
	m, err := f.store.ModelTotals(f.t.Context())
	must(f.t, err)
	return m[model]
}

// sound checks the catalogue.
func (f *fixture) sound() {
	f.t.Helper()
	findings, err := f.store.Check(f.t.Context())
	must(f.t, err)
	if len(findings) > 0 {
		f.t.Errorf("catalogue: %q", findings)
	}
}
