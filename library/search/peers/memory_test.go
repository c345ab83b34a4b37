package peers_test

import (
	"slices"
	"strconv"
	"testing"

	chromemgo "github.com/philippgille/chromem-go"

	"descry/library/search/internal/madeup"
)

// plainLoop is what one writes first: a float32 loop over all vectors.
func plainLoop(_ *testing.B, l *madeup.Library) peer {
	return peer{"plain-loop", func(q []float32) ([]int64, error) {
		type hit struct {
			id    int64
			score float32
		}
		var top []hit // best first
		for id, v := range l.Photos {
			var score float32
			for i := range v {
				score += v[i] * q[i]
			}
			if len(top) == best && score <= top[best-1].score {
				continue
			}
			at, _ := slices.BinarySearchFunc(top, score, func(h hit, s float32) int {
				if h.score >= s {
					return -1
				}
				return 1
			})
			top = slices.Insert(top, at, hit{int64(id + 1), score})
			top = top[:min(best, len(top))]
		}
		ids := make([]int64, len(top))
		for i, h := range top {
			ids[i] = h.id
		}
		return ids, nil
	}}
}

func chromem(b *testing.B, l *madeup.Library) peer {
	c, err := chromemgo.NewDB().CreateCollection("photos", nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	docs := make([]chromemgo.Document, len(l.Photos))
	for id, v := range l.Photos {
		docs[id] = chromemgo.Document{ID: strconv.Itoa(id + 1), Content: "x", Embedding: v}
	}
	if err := c.AddDocuments(b.Context(), docs, 2); err != nil {
		b.Fatal(err)
	}
	return peer{"chromem-go", func(q []float32) ([]int64, error) {
		found, err := c.QueryEmbedding(b.Context(), q, best, nil, nil)
		if err != nil {
			return nil, err
		}
		ids := make([]int64, len(found))
		for i, f := range found {
			if ids[i], err = strconv.ParseInt(f.ID, 10, 64); err != nil {
				return nil, err
			}
		}
		return ids, nil
	}}
}
