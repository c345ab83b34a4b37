package ort

import "descry/ml"

// activation is the memory of the results between the layers of a picture, as a multiple of
// the picture's own bytes. The released tower with the largest results, EVA02-L/14 at 336
// pixels, holds about 64 MB at a time (attention of 16 heads over 577 tokens and the 2730
// columns of its feed-forward layers), 48 times its input.
const activation = 48

// webGPUActivation is activation on WebGPU: 150 MB at a time in that tower. On WebGPU
// attention is written out, results of some sixteen operations are kept before any is given
// back, and each result takes the next of a few sizes.
const webGPUActivation = 112

// picturesIn is the number of pictures that fit into so many bytes beside the
// weights, at least one.
func picturesIn(bytes, weights int64, side int, on Provider) int {
	results := int64(activation)
	if on == WebGPU {
		results = webGPUActivation
	}
	picture := int64(3*4*side*side) * (1 + results)
	return int(max((bytes-weights)/picture, 1))
}

// largestResult is what the largest result between two layers takes, as a multiple of the
// picture's own bytes: in the tower above the attention of 16 heads over 577 tokens.
const largestResult = 16

// picturesPerBuffer is the number of pictures whose largest result fits into one buffer of so
// many bytes.
func picturesPerBuffer(bytes int64, side int) int {
	return int(bytes / (3 * 4 * int64(side) * int64(side) * largestResult))
}

// visionWeights is the size of the image tower in bytes.
func visionWeights(p *ml.Pack) int64 { return sizes(p, p.Vision.File, p.Vision.ExternalData) }

// textWeights is the size of the text tower in bytes.
func textWeights(p *ml.Pack) int64 { return sizes(p, p.Text.File, p.Text.ExternalData) }

// sizes adds up the bytes of files. A file that can't be looked at counts nothing here, and
// fails when loaded.
func sizes(p *ml.Pack, file string, others []string) (total int64) {
	for _, name := range append([]string{file}, others...) {
		if n, err := p.Size(name); err == nil {
			total += n
		}
	}
	return total
}

// share splits a budget between the towers. Each tower gets its weights. Most of the rest goes
// to the images, of which many are computed at a time. If only one of the towers fits, that
// tower gets all, the images first.
func share(budget, image, text int64) (forImage, forText int64) {
	if rest := budget - image - text; rest >= 0 {
		return image + rest - rest/4, text + rest/4
	}
	if image <= budget || text > budget {
		return budget, max(budget-image, 0)
	}
	return 0, budget
}
