package service

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"descry/app/service/learning"
	"descry/library/query"
	"descry/library/search"
	"descry/ml/eval"
)

// lengthBuckets are the lowest numbers of words of the groups. Recall is measured for each
// group of descriptions by length.
var lengthBuckets = []int{1, 8, 13, 21, 40, 46, 53, 61}

// LengthFigure is recall for descriptions of From to To words (0: no upper bound), encoded as
// a whole and searched clause by clause.
type LengthFigure struct {
	From     int          `json:"from"`
	To       int          `json:"to,omitempty"`
	Captions int          `json:"captions"`
	Whole    eval.Recalls `json:"whole"`
	Search   eval.Recalls `json:"search"`
}

// searchVectors encodes captions the way a search does.
func searchVectors(ctx context.Context, w *learning.TextEncoder, captions []string, whole [][]float32) ([][]float32, error) {
	vectors := make([][]float32, len(captions))
	for i, text := range captions {
		var clauses []query.Clause
		var parts [][]float32
		spans := query.Split(text)
		for _, span := range spans {
			if len(spans) == 1 {
				break
			}
			c := query.Clause{Text: text[span.Start:span.End], Weight: 1}
			v, _, err := w.EncodeText(ctx, c.Text)
			if err != nil {
				return nil, fmt.Errorf("caption %d: %w", i+1, err)
			}
			clauses, parts = append(clauses, c), append(parts, v)
		}
		vectors[i] = search.Compose(whole[i], clauses, parts)
	}
	return vectors, nil
}

// byLength is recall by the number of words. searched has the ranks of a search.
func byLength(images, whole [][]float32, searched []int, set learning.CaptionSet) ([]LengthFigure, error) {
	ranks, err := eval.Ranks(images, whole, set.Owner)
	if err != nil {
		return nil, err
	}
	var list []LengthFigure
	for b, from := range lengthBuckets {
		to := 0
		if b+1 < len(lengthBuckets) {
			to = lengthBuckets[b+1] - 1
		}
		var own, other []int
		for i, text := range set.Captions {
			if n := len(strings.Fields(text)); n >= from && (to == 0 || n <= to) {
				own, other = append(own, ranks[i]), append(other, searched[i])
			}
		}
		if len(own) > 0 {
			list = append(list, LengthFigure{from, to, len(own), eval.RecallAt(own), eval.RecallAt(other)})
		}
	}
	return list, nil
}

// evaluateSearch measures what a search makes of the vectors of a test set.
func evaluateSearch(ctx context.Context, w *learning.TextEncoder, e encoded, r EvalRequest, report *EvalReport) error {
	all, err := w.Model.EncodeTexts(ctx, calibrationTexts())
	if err != nil {
		return err
	}
	y, err := calibrationWith(w.Head, all)
	if err != nil {
		return err
	}
	searched, err := searchVectors(ctx, w, e.set.Captions, e.texts)
	if err != nil {
		return err
	}
	levels := search.NewLevels(y, e.images, w.Model.Pack.Scale)
	list := make([]judged, len(searched))
	ranks := make([]int, len(searched))
	eachPart(len(list), func(i int) {
		list[i] = judge(levels, e.images, searched[i], e.set.Owner[i], e.set.Captions[i])
		ranks[i] = list[i].rank()
	})
	if report.ByLength, err = byLength(e.images, e.texts, ranks, e.set); err != nil || len(r.Absent) == 0 {
		return err
	}
	absent, err := queryVectors(ctx, w, r.Absent)
	if err != nil {
		return err
	}
	for i, text := range r.Absent {
		list = append(list, judge(levels, e.images, absent[i], -1, text))
	}
	cut := judgeCutoff(list)
	report.Cutoff = &cut
	if len(r.Nouns) == 0 {
		return nil
	}
	nouns, err := queryVectors(ctx, w, r.Nouns)
	if err != nil {
		return err
	}
	others, err := w.Model.EncodeFiles(ctx, r.Others)
	if err != nil {
		return err
	}
	trial := levelTrial{model: levelModel{y, w.Model.Pack.Scale}, photos: e.images, queries: levelQueries(e.set, searched, r.Nouns, nouns, r.Absent, absent)}
	report.Levels = trial.figures(others)
	return nil
}

// queryVectors encodes texts the way a search does.
func queryVectors(ctx context.Context, w *learning.TextEncoder, texts []string) ([][]float32, error) {
	whole, _, err := encodeTexts(ctx, w, texts)
	if err != nil {
		return nil, err
	}
	return searchVectors(ctx, w, texts, whole)
}

// eachPart calls fn for 0…n-1 on all processors.
func eachPart(n int, fn func(i int)) {
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for first := range workers {
		wait.Go(func() {
			for i := first; i < n; i += workers {
				fn(i)
			}
		})
	}
	wait.Wait()
}
