package finetune

import "descry/internal/vectormath"

// halfway is where a tag's gate begins to open, between the cosines of its key with texts
// about other subjects and with its own prompts. Measured on 36 kinds of fruit: 0.4 and 0.6
// find as well, 0.3 moves texts that are not about the tag.
const halfway = 0.5

// narrowest keeps a gate from becoming a step if all texts are alike.
const narrowest = 0.05

// gates returns an identity head with a key for each tag. background are vectors of texts
// about anything, which tell how near to a key a text may be without being about the tag.
// Without background, the other tags stand in.
func gates(pack string, dimension int, tags []Tag, background [][]float32, sharpness float64) *Head {
	h := &Head{Pack: pack, Dimension: dimension, Sharpness: sharpness}
	for _, t := range tags {
		key, _ := mean(t.Prompts) // Dataset.check has found a direction
		h.Keys = append(h.Keys, Key{Tag: t.Name, Vector: key, Residual: make([]float32, dimension)})
	}
	for i := range h.Keys {
		k := &h.Keys[i]
		others := background
		if len(others) == 0 {
			others = h.otherKeys(i)
		}
		own, other := meanCosine(k.Vector, tags[i].Prompts), meanCosine(k.Vector, others)
		k.Open = own
		k.Closed = min(other+halfway*(own-other), own-narrowest)
	}
	return h
}

func (h *Head) otherKeys(i int) (out [][]float32) {
	for j, k := range h.Keys {
		if j != i {
			out = append(out, k.Vector)
		}
	}
	return out
}

// meanCosine is 0 without vectors, as for texts that have nothing in common.
func meanCosine(v []float32, with [][]float32) (sum float64) {
	if len(with) == 0 {
		return 0
	}
	for _, w := range with {
		sum += vectormath.Dot(v, w)
	}
	return sum / float64(len(with))
}

// shares returns how much of each key's residual v gets.
func (h *Head) shares(v []float32) []float64 {
	cosines := make([]float64, len(h.Keys))
	open := 0.0
	for i, k := range h.Keys {
		cosines[i] = vectormath.Dot(k.Vector, v)
		open = max(open, k.openness(cosines[i]))
	}
	if open == 0 {
		return make([]float64, len(h.Keys))
	}
	shares := softmax(cosines, h.Sharpness)
	for i := range shares {
		shares[i] *= open
	}
	return shares
}

func (k Key) openness(cosine float64) float64 {
	return min(1, max(0, (cosine-k.Closed)/(k.Open-k.Closed)))
}
