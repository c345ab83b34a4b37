package finetune

import "math"

// Cache is the training-free baseline, Tip-Adapter: a photo scores for a tag by
// its cosine with the tag's prompt and by how close it is to the tag's examples,
//
//	scale·t·x + Alpha Σ exp(−Beta (1 − x·xᵢ))
type Cache struct {
	Alpha float64 `json:"alpha"`
	Beta  float64 `json:"beta"`
}

const (
	// cacheScale is close to the temperature of the built-in model; with the 100 of
	// CLIP the examples hardly count.
	cacheScale = 20
	// publishedBeta and defaultAlpha are used where nothing can be held out.
	publishedBeta = 5.5
	defaultAlpha  = 3
)

var searchedAlphas = []float64{1, 3, 10, 30}

// newCache chooses Alpha by leaving each example out once; tags with one example
// say nothing about it.
func newCache(train Data) Cache {
	best, bestMap := Cache{defaultAlpha, publishedBeta}, math.Inf(-1)
	for _, t := range train.Tags {
		if len(t.Photos) == 1 {
			return best
		}
	}
	cached := newCacheScores(train, train, true)
	for _, alpha := range searchedAlphas {
		c := Cache{alpha, publishedBeta}
		if m := cached.figures(c).Map; m > bestMap {
			best, bestMap = c, m
		}
	}
	return best
}

// measure returns how well the cache of train's examples finds test's photos.
func (c Cache) measure(train, test Data) Figures {
	return newCacheScores(train, test, false).figures(c)
}

// cacheScores has all cosines that a cache needs. With leaveOut train and test have
// the same photos and none counts as its own example.
type cacheScores struct {
	test       Data
	text, near *matrix // of each tag, and of each example, with test's photos
	examples   [][]int // of each of test's tags, rows of near
	photoOf    []int   // of each row of near, in train
	leaveOut   bool
}

func newCacheScores(train, test Data, leaveOut bool) *cacheScores {
	s := &cacheScores{test: test, leaveOut: leaveOut}
	var vectors [][]float32
	of := map[string][]int{}
	for _, t := range train.Tags {
		for _, p := range t.Photos {
			of[t.Name] = append(of[t.Name], len(vectors))
			vectors, s.photoOf = append(vectors, train.Photos[p]), append(s.photoOf, p)
		}
	}
	for _, t := range test.Tags {
		s.examples = append(s.examples, of[t.Name])
	}
	dimension := len(test.Photos[0])
	photos := fromVectors(test.Photos, dimension)
	s.near = multiply(fromVectors(vectors, dimension), photos)
	s.text = multiply(fromVectors(test.queries(), dimension), photos)
	return s
}

func (s *cacheScores) figures(c Cache) Figures {
	return measure(s.test, func(tag int) []float64 {
		scores := make([]float64, len(s.test.Photos))
		for photo := range scores {
			scores[photo] = s.score(c, tag, photo)
		}
		return scores
	}, nil)
}

func (s *cacheScores) score(c Cache, tag, photo int) float64 {
	closeness, n := 0.0, 0.0
	for _, e := range s.examples[tag] {
		if !s.leaveOut || s.photoOf[e] != photo {
			closeness += math.Exp(-c.Beta * (1 - s.near.row(e)[photo]))
			n++
		}
	}
	if n > 0 { // as if none had been left out
		closeness *= float64(len(s.examples[tag])) / n
	}
	return cacheScale*s.text.row(tag)[photo] + c.Alpha*closeness
}
