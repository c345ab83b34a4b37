package finetune

import (
	"fmt"
	"slices"
	"sort"
)

// Guard is the vectors of photos and texts on which general search is measured. None of them
// may be in a training. PhotoOf[i] is the photo that Texts[i] describes.
type Guard struct {
	Photos, Texts [][]float32
	PhotoOf       []int
	// Untagged are photos of the library without a tag, for the neighbourhood. Fewer than
	// twenty are not measured.
	Untagged [][]float32
}

// GuardFigures are in percent.
type GuardFigures struct {
	TextToImage float64 `json:"text_to_image_r10"`
	ImageToText float64 `json:"image_to_text_r10"`
	// Neighbours is the share of an untagged photo's ten nearest that the photo's nearest
	// general text finds among its first ten, 0 without untagged photos.
	Neighbours float64 `json:"neighbours"`
}

// MaxFall is how many points of 100 any of the figures may fall.
const MaxFall = 1.0

// strengths are what a head is reduced to, from the strongest.
var strengths = []float64{1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0}

func (g Guard) check(dimension int) error {
	if len(g.PhotoOf) != len(g.Texts) {
		return fmt.Errorf("%d texts with %d owners", len(g.Texts), len(g.PhotoOf))
	}
	for i, o := range g.PhotoOf {
		if o < 0 || o >= len(g.Photos) {
			return fmt.Errorf("text %d is about photo %d of %d", i, o, len(g.Photos))
		}
	}
	for _, list := range [][][]float32{g.Photos, g.Texts, g.Untagged} {
		for i, v := range list {
			if err := checkVector(v, dimension); err != nil {
				return fmt.Errorf("vector %d: %w", i, err)
			}
		}
	}
	return nil
}

// guardian has a guard's vectors ready for many heads.
type guardian struct {
	guard            Guard
	photos, untagged *matrix
	nearest          []int          // for each untagged photo, the text
	near             []map[int]bool // nearest untagged photos of each
}

const (
	mostUntagged   = 500 // most untagged photos that are measured, evenly chosen
	fewestUntagged = 20
	neighbours     = 10
)

func newGuardian(g Guard, dimension int) *guardian {
	g.Untagged = every(g.Untagged, mostUntagged)
	out := &guardian{guard: g, photos: fromVectors(g.Photos, dimension)}
	if len(g.Untagged) < fewestUntagged || len(g.Texts) == 0 {
		return out
	}
	out.untagged = fromVectors(g.Untagged, dimension)
	texts := multiply(out.untagged, fromVectors(g.Texts, dimension))
	alike := multiply(out.untagged, out.untagged)
	for i := range g.Untagged {
		out.nearest = append(out.nearest, highest(texts.row(i), 1, -1)[0])
		near := map[int]bool{}
		for _, j := range highest(alike.row(i), neighbours, i) {
			near[j] = true
		}
		out.near = append(out.near, near)
	}
	return out
}

// every returns at most n of a list, evenly spaced.
func every[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	out := make([]T, n)
	for i := range out {
		out[i] = list[i*len(list)/n]
	}
	return out
}

// highest returns the indexes of the n highest scores without index but. The first of equals
// comes first.
func highest(scores []float64, n, but int) []int {
	order := make([]int, 0, len(scores))
	for i := range scores {
		if i != but {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return scores[order[a]] > scores[order[b]] })
	return slices.Clip(order[:min(n, len(order))])
}

// figures measures a head.
func (g *guardian) figures(h *Head) (f GuardFigures) {
	if len(g.guard.Texts) == 0 {
		return f
	}
	texts := h.moved(g.guard.Texts)
	f.TextToImage, f.ImageToText = recallAt10(multiply(texts, g.photos), g.guard.PhotoOf)
	if g.untagged == nil {
		return f
	}
	asked := newMatrix(len(g.nearest), texts.cols)
	for i, t := range g.nearest {
		copy(asked.row(i), texts.row(t))
	}
	scores, found := multiply(asked, g.untagged), 0
	for i, near := range g.near {
		for _, j := range highest(scores.row(i), neighbours, i) {
			if near[j] {
				found++
			}
		}
	}
	f.Neighbours = 100 * float64(found) / float64(neighbours*len(g.near))
	return f
}

// holds reports that no figure fell by more than MaxFall.
func (f GuardFigures) holds(before GuardFigures) bool {
	return before.TextToImage-f.TextToImage <= MaxFall && before.ImageToText-f.ImageToText <= MaxFall &&
		before.Neighbours-f.Neighbours <= MaxFall
}

func percent(part, all int) float64 { return 100 * float64(part) / float64(max(all, 1)) }

// recallAt10 is the recall of texts for photos and of photos for any of their texts.
func recallAt10(scores *matrix, photoOf []int) (texts, photos float64) {
	const k = 10
	textsRight, photosRight := 0, 0 // queries that find what they are about
	best := make(map[int]float64, scores.cols)
	for i, o := range photoOf {
		if s, ok := best[o]; !ok || scores.row(i)[o] > s {
			best[o] = scores.row(i)[o]
		}
		if rank(scores.row(i), o) < k {
			textsRight++
		}
	}
	above := make([]int, scores.cols)
	for i, o := range photoOf {
		for p, s := range scores.row(i) {
			if b, ok := best[p]; ok && p != o && s >= b {
				above[p]++
			}
		}
	}
	for p := range best {
		if above[p] < k {
			photosRight++
		}
	}
	return percent(textsRight, len(photoOf)), percent(photosRight, len(best))
}
