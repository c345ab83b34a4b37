package search

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"descry/internal/float16"
	"descry/internal/vectormath"
	"descry/library"
)

// Measure gives the vectors of the calibration texts in a model.
type Measure func(ctx context.Context) (CalibrationTexts, error)

// measured holds what the calibration texts tell of the library's photos. Each part is
// computed when a search needs the part, and kept until photos come or go.
type measured struct {
	mu     sync.Mutex
	texts  *CalibrationTexts
	gauge  gauge
	photos int     // number of photos that gauge was measured with
	sharp  float64 // factor with which the readiness was found
	ids    []library.PhotoID
	ready  []float32 // of the photos ids

	staleMu sync.Mutex
	keeps   bool                     // ready is in use, so stale has to be kept
	stale   map[library.PhotoID]bool // photos whose vector changed since ready was computed
}

// Remeasure forgets the calibration texts, because the vectors of texts are others from now
// on. The next search measures anew.
func (x *Index) Remeasure() {
	m := &x.measured
	m.mu.Lock()
	defer m.mu.Unlock()
	m.texts, m.photos, m.ids, m.ready = nil, 0, nil, nil
}

// Prepare measures what searches of single words need, so that the first search of a word
// needn't measure: 1.3 seconds for 200,000 photos on two cores (BenchmarkPrepare).
func (x *Index) Prepare(ctx context.Context) error {
	if _, err := x.gauge(ctx); err != nil || x.space.Calibration == nil {
		return err
	}
	scores, err := x.vec.Scores(ctx)
	if err != nil {
		return err
	}
	_, err = x.readiness(ctx, scores.IDs)
	return err
}

// measuring locks and loads the calibration texts.
func (x *Index) measuring(ctx context.Context) (*measured, error) {
	m := &x.measured
	m.mu.Lock()
	if m.texts == nil {
		y, err := x.space.Calibration(ctx)
		if err != nil {
			m.mu.Unlock()
			return nil, fmt.Errorf("learn what unrelated texts score: %w", err)
		}
		m.texts = &y
	}
	return m, nil
}

// gauge measures the library. Without calibration texts the gauge's zero is NaN.
func (x *Index) gauge(ctx context.Context) (gauge, error) {
	if x.space.Calibration == nil {
		return newGauge(nil, x.space.scale()), nil
	}
	m, err := x.measuring(ctx)
	if err != nil {
		return gauge{}, err
	}
	defer m.mu.Unlock()
	if n := x.vec.Len(); m.photos == n && n > 0 {
		return m.gauge, nil
	}
	scores, err := x.vec.Scores(ctx)
	if err != nil {
		return gauge{}, err
	}
	grounds, err := x.grounds(ctx, sample(scores.IDs), m.texts.Descriptions)
	if err != nil {
		return gauge{}, fmt.Errorf("measure photos: %w", err)
	}
	m.gauge, m.photos = newGauge(grounds, x.space.scale()), len(scores.IDs)
	return m.gauge, nil
}

// sampleSize is how many photos the unit is measured with at least, where there are
// as many: a standard error of 1 %.
const sampleSize = 150

// sample takes the photos whose id is a multiple of a step, so that a growing library keeps
// most of its sample.
func sample(ids []library.PhotoID) []library.PhotoID {
	step := 1
	for len(ids) >= 2*step*sampleSize {
		step *= 2
	}
	var some []library.PhotoID
	for _, id := range ids {
		if id%library.PhotoID(step) == 0 {
			some = append(some, id)
		}
	}
	return some
}

// grounds measures photos.
func (x *Index) grounds(ctx context.Context, ids []library.PhotoID, descriptions [][]float32) ([]ground, error) {
	var all []ground
	err := x.eachVector(ctx, ids, func(_ library.PhotoID, v []float32) { all = append(all, groundOf(v, descriptions)) })
	return all, err
}

// gaugeOf is the gauge of a text, given the cosines of all photos with it.
func (x *Index) gaugeOf(ctx context.Context, g gauge, ids []library.PhotoID, cosines []float32) (gauge, error) {
	if x.space.Calibration == nil {
		g.zero = meanOf(cosines)
		return g, nil
	}
	m, err := x.measuring(ctx)
	if err != nil {
		return g, err
	}
	descriptions := m.texts.Descriptions
	m.mu.Unlock()
	var near []library.PhotoID
	for _, row := range nearestRows(cosines) {
		near = append(near, ids[row])
	}
	grounds, err := x.grounds(ctx, near, descriptions)
	if err != nil {
		return g, fmt.Errorf("measure photos: %w", err)
	}
	if len(grounds) > 0 {
		g.zero = meanGround(grounds)
	}
	return g, nil
}

// eachVector reads the unit vectors of photos from the catalogue. Vectors that can't be used
// are left out.
func (x *Index) eachVector(ctx context.Context, ids []library.PhotoID, fn func(id library.PhotoID, v []float32)) error {
	return x.store.Vectors(ctx, x.model, ids, func(id library.PhotoID, blob []byte) error {
		v := make([]float32, x.dim)
		err := float16.Decode(v, blob)
		if errors.Is(err, float16.ErrLength) || err == nil && vectormath.Normalize(v) != nil {
			return nil
		}
		fn(id, v)
		return err
	})
}

// changedVector notes that a photo's vector is another one.
func (m *measured) changedVector(id library.PhotoID) {
	m.staleMu.Lock()
	defer m.staleMu.Unlock()
	if !m.keeps {
		return
	}
	if m.stale == nil {
		m.stale = map[library.PhotoID]bool{}
	}
	m.stale[id] = true
}

// takeStale returns the photos whose vector changed since the last call.
func (m *measured) takeStale() map[library.PhotoID]bool {
	m.staleMu.Lock()
	defer m.staleMu.Unlock()
	stale := m.stale
	m.stale, m.keeps = nil, true
	return stale
}

// readiness is the readiness of each of the photos, nil where the calibration texts have no
// nouns.
func (x *Index) readiness(ctx context.Context, ids []library.PhotoID) ([]float32, error) {
	if x.space.Calibration == nil {
		return nil, nil
	}
	m, err := x.measuring(ctx)
	if err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	if len(m.texts.Nouns) == 0 {
		return nil, nil
	}
	if sharp := m.gauge.sharpness(); math.Abs(sharp/m.sharp-1) > sharpnessSlack {
		m.sharp, m.ids, m.ready = sharp, nil, nil
	}
	stale := m.takeStale()
	ready, missing := m.known(ids, stale)
	if len(missing) == 0 {
		m.ids, m.ready = ids, ready
		return ready, nil
	}
	if err := x.fillReadiness(ctx, m, ids, ready, missing); err != nil {
		for id := range stale {
			m.changedVector(id)
		}
		return nil, err
	}
	m.ids, m.ready = ids, ready
	return ready, nil
}

// sharpnessSlack is how far the unit may move before the readiness of all photos is computed
// anew. The readiness hardly depends on the unit.
const sharpnessSlack = 0.05

// known takes over readiness that was computed before. missing are the rows of the other
// photos. Most rows are where they were before.
func (m *measured) known(ids []library.PhotoID, stale map[library.PhotoID]bool) (ready []float32, missing []int) {
	ready = make([]float32, len(ids))
	var places map[library.PhotoID]int
	for row, id := range ids {
		at, ok := row, row < len(m.ids) && m.ids[row] == id
		if !ok {
			if places == nil {
				places = placesOf(m.ids)
			}
			at, ok = places[id]
		}
		if !ok || len(stale) > 0 && stale[id] {
			missing = append(missing, row)
			continue
		}
		ready[row] = m.ready[at]
	}
	return ready, missing
}

func placesOf(ids []library.PhotoID) map[library.PhotoID]int {
	places := make(map[library.PhotoID]int, len(ids))
	for row, id := range ids {
		places[id] = row
	}
	return places
}

// scanFrom is how many photos make a scan of the matrix faster than reading their
// vectors from the catalogue.
const scanFrom = 2000

// nounsAtOnce bounds the memory of a scan: a float32 for each noun and photo.
const nounsAtOnce = 8

// fillReadiness finds the readiness of the rows that lack it.
func (x *Index) fillReadiness(ctx context.Context, m *measured, ids []library.PhotoID, ready []float32, missing []int) error {
	left := missing
	if len(missing) > scanFrom {
		var err error
		if left, err = x.scanReadiness(ctx, m, ids, ready, missing); err != nil {
			return fmt.Errorf("measure photos: %w", err)
		}
	}
	rows := make(map[library.PhotoID]int, len(left))
	wanted := make([]library.PhotoID, len(left))
	for i, row := range left {
		rows[ids[row]], wanted[i] = row, ids[row]
	}
	for start := 0; start < len(wanted); start += fetchSize {
		part := wanted[start:min(start+fetchSize, len(wanted))]
		err := x.eachVector(ctx, part, func(id library.PhotoID, v []float32) {
			ready[rows[id]] = readiness(v, m.texts.Nouns, m.sharp)
		})
		if err != nil {
			return fmt.Errorf("measure photos: %w", err)
		}
	}
	return nil
}

// scanReadiness computes the readiness from the matrix, some nouns at a time. Rows that came
// or went meanwhile are left over.
func (x *Index) scanReadiness(ctx context.Context, m *measured, ids []library.PhotoID, ready []float32, missing []int) (left []int, err error) {
	sums, seen := make([]float32, len(ids)), make([]uint16, len(ids))
	var places map[library.PhotoID]int
	nouns := m.texts.Nouns
	for start := 0; start < len(nouns); start += nounsAtOnce {
		some := nouns[start:min(start+nounsAtOnce, len(nouns))]
		scores, err := x.vec.Scores(ctx, some...)
		if err != nil {
			return nil, err
		}
		eachPart(len(scores.IDs), func(from, to int) {
			for row := from; row < to; row++ {
				if row < len(ids) && ids[row] == scores.IDs[row] {
					addExps(&sums[row], &seen[row], scores.Of, row, m.sharp)
				}
			}
		})
		for row, id := range scores.IDs {
			if row < len(ids) && ids[row] == id {
				continue
			}
			if places == nil {
				places = placesOf(ids)
			}
			if at, ok := places[id]; ok {
				addExps(&sums[at], &seen[at], scores.Of, row, m.sharp)
			}
		}
	}
	for _, row := range missing {
		if int(seen[row]) != len(nouns) {
			left = append(left, row)
			continue
		}
		ready[row] = logMean(float64(sums[row]), len(nouns), m.sharp)
	}
	return left, nil
}

func addExps(sum *float32, seen *uint16, of [][]float32, row int, sharp float64) {
	for _, scores := range of {
		*sum += float32(math.Exp(sharp * float64(scores[row])))
	}
	*seen += uint16(len(of))
}

// eachPart calls fn for parts of 0…n from several goroutines.
func eachPart(n int, fn func(from, to int)) {
	workers := runtime.GOMAXPROCS(0)
	size := (n + workers - 1) / workers
	var g errgroup.Group
	for from := 0; from < n; from += size {
		g.Go(func() error {
			fn(from, min(from+size, n))
			return nil
		})
	}
	_ = g.Wait()
}
