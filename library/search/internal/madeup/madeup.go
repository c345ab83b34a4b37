// Package madeup is a photo library in memory for tests and benchmarks. The photos are unit
// vectors in clusters around a common direction, with two coordinates far larger than the
// others, like the embeddings of image encoders.
package madeup

import (
	"cmp"
	"context"
	"log/slog"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"descry/internal/float16"
	"descry/internal/vectormath"
	"descry/library"
	"descry/library/query"
	"descry/library/search"
)

// Library holds the photos 1 to n.
type Library struct {
	search.Store             // methods that a search by sight doesn't call are missing
	Photos       [][]float32 // the unit vector of photo i+1
	// Fetched counts the vectors that were read from the catalogue.
	Fetched int
	f16     [][]byte // what the catalogue stores
	dim     int
	rng     *rand.Rand
	centres [][]float32
}

// New makes a library of n photos with vectors of length dim.
func New(seed uint64, n, dim int) *Library {
	l := &Library{dim: dim, rng: rand.New(rand.NewPCG(seed, 1))}
	common := l.noise(1)
	common[1], common[dim/2] = 12, -8
	for range max(1, n/200) {
		l.centres = append(l.centres, l.near(common, 1))
	}
	for range n {
		l.add(l.near(l.centres[l.rng.IntN(len(l.centres))], 0.6))
	}
	return l
}

// AddBurst adds n photos that are nearly equal, and returns a query near them.
func (l *Library) AddBurst(n int) (query []float32) {
	for range n {
		l.add(l.near(l.centres[0], 0.02))
	}
	return l.near(l.centres[0], 0.3)
}

// add stores a vector as the catalogue does, in float16: the float32 original is gone
// once a photo is indexed.
func (l *Library) add(v []float32) {
	blob := float16.Append(nil, v)
	_ = float16.Decode(v, blob) // no error, since the length fits
	_ = vectormath.Normalize(v) // and a unit vector
	l.Photos, l.f16 = append(l.Photos, v), append(l.f16, blob)
}

func (l *Library) noise(size float32) []float32 {
	v := make([]float32, l.dim)
	for i := range v {
		v[i] = size * float32(l.rng.NormFloat64())
	}
	return v
}

// near returns a unit vector around v. v is first brought to a length of about one per
// coordinate.
func (l *Library) near(v []float32, spread float32) []float32 {
	out := l.noise(spread)
	norm := vectormath.Norm(v)
	for i, e := range v {
		out[i] += e * float32(math.Sqrt(float64(l.dim))/norm)
	}
	_ = vectormath.Normalize(out) // noise is neither zero nor infinite
	return out
}

// Description is a vector near one of the clusters but further off than the cluster's photos,
// like a description's vector.
func (l *Library) Description() []float32 {
	return l.near(l.centres[l.rng.IntN(len(l.centres))], 1)
}

// Photo is the vector of one of the photos.
func (l *Library) Photo() []float32 { return l.Photos[l.rng.IntN(len(l.Photos))] }

// Open makes the index of the library.
func (l *Library) Open(tb testing.TB) *search.Index {
	tb.Helper()
	x, err := search.Open(tb.Context(), l, "made-up", l.dim, filepath.Join(tb.TempDir(), "none"), search.Space{}, slog.New(slog.DiscardHandler))
	if err != nil {
		tb.Fatal(err)
	}
	return x
}

// Best returns the best k photos, found as the program searches for a description.
func Best(ctx context.Context, x *search.Index, description []float32, k int) ([]library.Result, error) {
	q := query.Query{Text: "x", Clauses: []query.Clause{{Text: "x", Weight: 1}}}
	answer, err := x.Ask(ctx, text(description), search.Request{Query: q, Limit: k, Weak: k, Sight: true})
	return answer.Results, err
}

// text is an encoder with the same vector for every text.
type text []float32

func (t text) EncodeText(context.Context, string) ([]float32, bool, error) { return t, false, nil }

// Exact ranks all photos by their cosines with a unit vector, in float64.
func (l *Library) Exact(v []float32) []library.Result {
	all := make([]library.Result, len(l.Photos))
	for i, w := range l.Photos {
		all[i] = library.Result{Photo: library.PhotoID(i + 1), Score: float32(vectormath.Dot(w, v))}
	}
	slices.SortFunc(all, func(a, b library.Result) int { return cmp.Compare(b.Score, a.Score) })
	return all
}

// Generation implements search.Store.
func (l *Library) Generation(context.Context) (int64, error) { return 1, nil }

// VectorRows implements search.Store.
func (l *Library) VectorRows(_ context.Context, _ string, _ int64, withVectors bool, fn func(library.PhotoID, int64, []byte) error) error {
	for i, blob := range l.f16 {
		if !withVectors {
			blob = nil
		}
		if err := fn(library.PhotoID(i+1), 1, blob); err != nil {
			return err
		}
	}
	return nil
}

// Vectors implements search.Store.
func (l *Library) Vectors(_ context.Context, _ string, ids []library.PhotoID, fn func(library.PhotoID, []byte) error) error {
	l.Fetched += len(ids)
	for _, id := range ids {
		if err := fn(id, l.f16[id-1]); err != nil {
			return err
		}
	}
	return nil
}

// PhotosWithoutFile implements search.Store.
func (l *Library) PhotosWithoutFile(context.Context, func(library.PhotoID)) error { return nil }
