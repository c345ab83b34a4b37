package finetune

import (
	"math"
	"math/rand/v2"
)

// world makes photos and texts with a gap between them that a head can learn: a
// concept's texts point somewhere else than its photos.
type world struct {
	r         *rand.Rand
	dimension int
}

func newWorld(seed uint64, dimension int) *world {
	return &world{rand.New(rand.NewPCG(seed, 9)), dimension}
}

func (w *world) unit() []float32 {
	v := make([]float32, w.dimension)
	for i := range v {
		v[i] = float32(w.r.NormFloat64())
	}
	out, _ := mean([][]float32{v})
	return out
}

// near returns a unit vector about so far from v.
func (w *world) near(v []float32, distance float64) []float32 {
	sum := make([]float64, len(v))
	add(sum, v, 1)
	for i := range sum {
		sum[i] += distance * w.r.NormFloat64() / math.Sqrt(float64(len(v)))
	}
	normalise(sum)
	return narrowed(sum)
}

// tagged makes tags with photos each. Photos of a tag are close to each other and have nothing
// to do with the words.
func (w *world) tagged(tags, train, test int) (a, b Dataset) {
	for t := range tags {
		look, word := w.unit(), w.unit()
		tag := Tag{Name: string(rune('a'+t%26)) + string(rune('a'+t/26))}
		for range 3 {
			tag.Prompts = append(tag.Prompts, w.near(word, 0.3))
		}
		here := func(d *Dataset, n int) {
			mine := tag
			for range n {
				mine.Photos = append(mine.Photos, len(d.Photos))
				d.Photos = append(d.Photos, w.near(look, 0.8))
			}
			d.Tags = append(d.Tags, mine)
		}
		here(&a, train)
		here(&b, test)
	}
	return a, b
}

// captioned makes photos with captions each. A caption is near its photo, moved in the same
// way for all.
func (w *world) captioned(photos, captions int, shift []float32) (d Dataset) {
	for p := range photos {
		v := w.unit()
		d.Photos = append(d.Photos, v)
		for range captions {
			d.Captions = append(d.Captions, Caption{p, w.near(w.mix(v, shift), 0.3)})
		}
	}
	return d
}

func (w *world) mix(v, shift []float32) []float32 {
	if shift == nil {
		return v
	}
	out, _ := mean([][]float32{v, shift, shift})
	return out
}

func (w *world) guard(photos int) (g Guard) {
	d := w.captioned(photos, 2, nil)
	g.Photos = d.Photos
	for _, c := range d.Captions {
		g.Texts, g.PhotoOf = append(g.Texts, c.Vector), append(g.PhotoOf, c.Photo)
	}
	return g
}
