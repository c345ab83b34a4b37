package eval

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// ErrNoneRelevant reports that average precision is undefined: no item is relevant.
var ErrNoneRelevant = errors.New("nothing is relevant")

// AveragePrecision returns, in percent, the mean of the precision at each relevant item, with
// the items ranked by falling score. Among equal scores the relevant come last.
func AveragePrecision(scores []float32, relevant []bool) (float64, error) {
	if len(scores) != len(relevant) {
		return 0, fmt.Errorf("average precision: %d scores with %d marks", len(scores), len(relevant))
	}
	order := make([]int, len(scores))
	for i, s := range scores {
		if math.IsNaN(float64(s)) {
			return 0, fmt.Errorf("average precision: score %d is not a number", i)
		}
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if c := cmp.Compare(scores[b], scores[a]); c != 0 {
			return c
		}
		return cmp.Compare(mark(relevant[a]), mark(relevant[b]))
	})
	hits, sum := 0, 0.0
	for rank, i := range order {
		if relevant[i] {
			hits++
			sum += float64(hits) / float64(rank+1)
		}
	}
	if hits == 0 {
		return 0, fmt.Errorf("average precision: %w", ErrNoneRelevant)
	}
	return 100 * sum / float64(hits), nil
}

func mark(relevant bool) int {
	if relevant {
		return 1
	}
	return 0
}

// MeanAveragePrecision ranks the items for each query by the dot product and averages over the
// queries that have relevant items, in percent. labels[i] is the class of items[i], classes[q]
// the class that queries[q] is for.
func MeanAveragePrecision(queries [][]float32, classes []int, items [][]float32, labels []int) (float64, error) {
	if len(queries) != len(classes) {
		return 0, fmt.Errorf("mean average precision: %d queries with %d classes", len(queries), len(classes))
	}
	if len(items) != len(labels) || len(items) == 0 {
		return 0, fmt.Errorf("mean average precision: %d items with %d labels", len(items), len(labels))
	}
	dim := len(items[0])
	if err := errors.Join(checkVectors("query", queries, dim), checkVectors("item", items, dim)); err != nil {
		return 0, fmt.Errorf("mean average precision: %w", err)
	}
	scores, relevant := make([]float32, len(items)), make([]bool, len(items))
	sum, n := 0.0, 0
	for q, query := range queries {
		for i, item := range items {
			scores[i], relevant[i] = score(query, item), labels[i] == classes[q]
		}
		ap, err := AveragePrecision(scores, relevant)
		if errors.Is(err, ErrNoneRelevant) {
			continue
		}
		if err != nil {
			return 0, err
		}
		sum, n = sum+ap, n+1
	}
	if n == 0 {
		return 0, fmt.Errorf("mean average precision: %w", ErrNoneRelevant)
	}
	return sum / float64(n), nil
}
