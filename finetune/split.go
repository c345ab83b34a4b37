package finetune

import (
	"math/rand/v2"
	"slices"
)

// Folds deals the photos with tags or captions into k folds, so that each tag's photos are
// spread evenly, the rarest tags first (iterative stratification). The result is the fold of
// each photo, or −1 for photos that are never held out: photos without tag or caption, and the
// only example of a tag. The result depends on the seed alone.
func Folds(d Dataset, k int, seed uint64) []int {
	s := dealer{folds: make([]int, len(d.Photos)), size: make([]int, k), random: rand.New(rand.NewPCG(seed, 2))}
	for i := range s.folds {
		s.folds[i] = undealt
	}
	tags := slices.Clone(d.Tags)
	slices.SortStableFunc(tags, func(a, b Tag) int { return len(a.Photos) - len(b.Photos) })
	for _, t := range tags {
		if len(t.Photos) == 1 {
			s.folds[t.Photos[0]] = -1
		}
		s.deal(t.Photos)
	}
	var captioned []int
	for _, c := range d.Captions {
		captioned = append(captioned, c.Photo)
	}
	slices.Sort(captioned)
	s.deal(slices.Compact(captioned))
	for i, f := range s.folds {
		if f == undealt {
			s.folds[i] = -1
		}
	}
	return s.folds
}

const undealt = -2

type dealer struct {
	folds, size []int
	random      *rand.Rand
}

// deal puts each undealt photo into the fold that has fewest photos of this list, the smaller
// fold among equals.
func (s *dealer) deal(photos []int) {
	of := make([]int, len(s.size))
	var rest []int
	for _, p := range photos {
		if s.folds[p] >= 0 {
			of[s.folds[p]]++
		} else if s.folds[p] == undealt {
			rest = append(rest, p)
		}
	}
	for _, i := range s.random.Perm(len(rest)) {
		best := 0
		for f := range of {
			if of[f] < of[best] || of[f] == of[best] && s.size[f] < s.size[best] {
				best = f
			}
		}
		s.folds[rest[i]] = best
		of[best]++
		s.size[best]++
	}
}

// fold returns the data without and of one fold. Photos that are never held out are always in
// the first.
func (d Dataset) fold(folds []int, f int) (train, held Dataset) {
	var in, out []int
	for p, of := range folds {
		if of == f {
			out = append(out, p)
		} else {
			in = append(in, p)
		}
	}
	return d.keep(in), d.keep(out)
}

// Shots returns the data with at most n photos of each tag, drawn by the seed: the data of a
// user with so many examples. A photo that is left with neither tag nor caption but had one is
// left out. Photos that never had any stay.
func Shots(d Dataset, n int, seed uint64) Dataset {
	r := rand.New(rand.NewPCG(seed, 3))
	had, has := map[int]bool{}, map[int]bool{}
	out := d
	out.Tags = nil
	for _, t := range d.Tags {
		for _, p := range t.Photos {
			had[p] = true
		}
		drawn := make([]int, 0, n)
		for _, i := range r.Perm(len(t.Photos))[:min(n, len(t.Photos))] {
			drawn = append(drawn, t.Photos[i])
			has[t.Photos[i]] = true
		}
		slices.Sort(drawn)
		t.Photos = drawn
		out.Tags = append(out.Tags, t)
	}
	for _, c := range d.Captions {
		has[c.Photo] = true
	}
	var kept []int
	for p := range d.Photos {
		if has[p] || !had[p] {
			kept = append(kept, p)
		}
	}
	return out.keep(kept)
}
