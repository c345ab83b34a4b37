package app

import (
	"context"
	"fmt"
	"io"
	"strings"

	"descry/library/query"
	"descry/library/search"
	"descry/ml/eval"
)

// lengthBuckets are the first numbers of words of the groups in which recall is
// told by the length of the description.
var lengthBuckets = []int{1, 8, 13, 21, 40, 46, 53, 61}

// lengthFigure is recall for descriptions of From to To words (0: any more), read
// as a whole and as a search reads them, clause by clause.
type lengthFigure struct {
	From     int          `json:"from"`
	To       int          `json:"to,omitempty"`
	Captions int          `json:"captions"`
	Whole    eval.Recalls `json:"whole"`
	Search   eval.Recalls `json:"search"`
}

// searchVectors encodes captions the way a search does.
func (w words) searchVectors(ctx context.Context, captions []string, whole [][]float32) ([][]float32, error) {
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

// byLength tells recall apart by the number of words.
func byLength(images, whole, searched [][]float32, set captionSet) ([]lengthFigure, error) {
	ranks, err := eval.Ranks(images, whole, set.owner)
	if err != nil {
		return nil, err
	}
	searchRanks, err := eval.Ranks(images, searched, set.owner)
	if err != nil {
		return nil, err
	}
	var list []lengthFigure
	for b, from := range lengthBuckets {
		to := 0
		if b+1 < len(lengthBuckets) {
			to = lengthBuckets[b+1] - 1
		}
		var own, other []int
		for i, text := range set.captions {
			if n := len(strings.Fields(text)); n >= from && (to == 0 || n <= to) {
				own, other = append(own, ranks[i]), append(other, searchRanks[i])
			}
		}
		if len(own) > 0 {
			list = append(list, lengthFigure{from, to, len(own), eval.RecallAt(own), eval.RecallAt(other)})
		}
	}
	return list, nil
}

// evaluateSearch measures what a search makes of the vectors of a test set.
func (w words) evaluateSearch(ctx context.Context, images, texts [][]float32, set captionSet, absent []string) (lengths []lengthFigure, cut *cutoffReport, err error) {
	searched, err := w.searchVectors(ctx, set.captions, texts)
	if err != nil {
		return nil, nil, err
	}
	if lengths, err = byLength(images, texts, searched, set); err != nil || len(absent) == 0 {
		return lengths, nil, err
	}
	zero, err := w.zero(ctx, images)
	if err != nil {
		return nil, nil, err
	}
	var list []judged
	for i, text := range set.captions {
		list = append(list, judge(images, searched[i], set.owner[i], text, zero, w.pack.Scale))
	}
	whole, _, err := w.encodeTexts(ctx, absent)
	if err != nil {
		return nil, nil, err
	}
	vectors, err := w.searchVectors(ctx, absent, whole)
	if err != nil {
		return nil, nil, err
	}
	for i, text := range absent {
		list = append(list, judge(images, vectors[i], -1, text, zero, w.pack.Scale))
	}
	report := judgeCutoff(list)
	return lengths, &report, nil
}

// zero is the mean score of photos with descriptions that have nothing to do with
// them.
func (w words) zero(ctx context.Context, images [][]float32) (float64, error) {
	mean, err := w.measureMeanText(ctx)
	if err != nil {
		return 0, err
	}
	var sum float64
	for _, image := range images {
		sum += float64(eval.Dot(image, mean))
	}
	return sum / float64(len(images)), nil
}

func printLengths(w io.Writer, list []lengthFigure) {
	fmt.Fprintf(w, "\ntext → image by words       read as a whole        read as a search does\n")
	fmt.Fprintf(w, "   words captions    R@1    R@5   R@10       R@1    R@5   R@10\n")
	for _, l := range list {
		words := fmt.Sprintf("%d–%d", l.From, l.To)
		if l.To == 0 {
			words = fmt.Sprintf("%d+", l.From)
		}
		fmt.Fprintf(w, "%8s %8d %6.1f %6.1f %6.1f    %6.1f %6.1f %6.1f\n", words, l.Captions,
			l.Whole.R1, l.Whole.R5, l.Whole.R10, l.Search.R1, l.Search.R5, l.Search.R10)
	}
}
