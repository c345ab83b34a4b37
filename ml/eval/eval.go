// Package eval measures how well vectors find each other: recall at k between images and
// texts, and average precision of a ranking. Figures are in percent. Ties always count against
// the model, so that equal scores cannot flatter a model and results do not depend on the
// order of the input.
package eval

import (
	"fmt"
	"math"
	"runtime"
	"sync"

	"descry/internal/vectormath"
)

// Report is the retrieval quality of a set of images and their texts.
type Report struct {
	Images      int     `json:"images"`
	Captions    int     `json:"captions"`
	TextToImage Recalls `json:"text_to_image"`
	ImageToText Recalls `json:"image_to_text"`
}

// Recalls are the percentages of queries with a right answer among the first
// 1, 5 and 10.
type Recalls struct {
	R1  float64 `json:"r1"`
	R5  float64 `json:"r5"`
	R10 float64 `json:"r10"`
}

// Recall ranks by the dot product, which is the cosine of normalised vectors. imageOf[i] is
// the index of the image that texts[i] describes. A text finds its image, an image any of its
// texts. Images without texts only distract. The error names a vector of another length, one
// that is not finite, or an image that does not exist.
func Recall(images, texts [][]float32, imageOf []int) (Report, error) {
	if err := check(images, texts, imageOf); err != nil {
		return Report{}, fmt.Errorf("recall: %w", err)
	}
	own := make([]float32, len(texts))   // score of each text with the text's image
	best := make([]float32, len(images)) // score of each image's best text
	for i := range best {
		best[i] = float32(math.Inf(-1))
	}
	for i, text := range texts {
		own[i] = score(images[imageOf[i]], text)
		best[imageOf[i]] = max(best[imageOf[i]], own[i])
	}
	above := compareAll(images, texts, imageOf, own, best)
	var captioned []int
	for i, score := range best {
		if !math.IsInf(float64(score), -1) {
			captioned = append(captioned, above.images[i])
		}
	}
	return Report{len(images), len(texts), recalls(above.texts), recalls(captioned)}, nil
}

// wrong counts, for each query, the wrong answers that score at least as high
// as the best right one.
type wrong struct{ texts, images []int }

func compareAll(images, texts [][]float32, imageOf []int, own, best []float32) wrong {
	total := wrong{make([]int, len(texts)), make([]int, len(images))}
	workers := runtime.GOMAXPROCS(0)
	var mu sync.Mutex
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			part := make([]int, len(images))
			for i := w; i < len(texts); i += workers {
				total.texts[i] = compareText(images, texts[i], imageOf[i], own[i], best, part)
			}
			mu.Lock()
			defer mu.Unlock()
			for j, n := range part {
				total.images[j] += n
			}
		})
	}
	wait.Wait()
	return total
}

// compareText compares one text with every image that the text does not describe.
func compareText(images [][]float32, text []float32, imageOf int, own float32, best []float32, part []int) int {
	n := 0
	for j, image := range images {
		if j == imageOf {
			continue
		}
		found := score(image, text)
		if found >= own {
			n++
		}
		if found >= best[j] {
			part[j]++
		}
	}
	return n
}

func recalls(wrongAbove []int) Recalls {
	at := func(k int) float64 {
		hits := 0
		for _, n := range wrongAbove {
			if n < k {
				hits++
			}
		}
		if hits == 0 {
			return 0
		}
		return 100 * float64(hits) / float64(len(wrongAbove))
	}
	return Recalls{at(1), at(5), at(10)}
}

// Ranks returns for each text how many wrong images score at least as high as the text's own.
// Errors are those of Recall.
func Ranks(images, texts [][]float32, imageOf []int) ([]int, error) {
	if err := check(images, texts, imageOf); err != nil {
		return nil, fmt.Errorf("rank: %w", err)
	}
	own, best := make([]float32, len(texts)), make([]float32, len(images))
	for i, text := range texts {
		own[i] = score(images[imageOf[i]], text)
	}
	return compareAll(images, texts, imageOf, own, best).texts, nil
}

// RecallAt sums up ranks as Ranks gives them.
func RecallAt(ranks []int) Recalls { return recalls(ranks) }

// score is the cosine of unit vectors. Equal vectors have exactly equal scores.
func score(a, b []float32) float32 { return float32(vectormath.Dot(a, b)) }

func check(images, texts [][]float32, imageOf []int) error {
	if len(imageOf) != len(texts) {
		return fmt.Errorf("%d texts with %d owners", len(texts), len(imageOf))
	}
	for i, o := range imageOf {
		if o < 0 || o >= len(images) {
			return fmt.Errorf("text %d describes image %d of %d", i, o, len(images))
		}
	}
	dim := 0
	if len(images) > 0 {
		dim = len(images[0])
	}
	if err := checkVectors("image", images, dim); err != nil {
		return err
	}
	return checkVectors("text", texts, dim)
}

func checkVectors(what string, vectors [][]float32, dim int) error {
	for i, v := range vectors {
		if len(v) != dim {
			return fmt.Errorf("%s %d has %d dimensions, want %d", what, i, len(v), dim)
		}
		for _, x := range v {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				return fmt.Errorf("%s %d is not finite", what, i)
			}
		}
	}
	return nil
}
