package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"descry/library"
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

// cutoffFigure tells how well a cut-off parts the right photos from all others, in
// percent. Absent is the share of descriptions of absent things that show a photo.
type cutoffFigure struct {
	Threshold float64 `json:"threshold,omitempty"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	PerQuery  float64 `json:"per_query"` // photos shown
	Absent    float64 `json:"absent"`
}

// cutoffReport compares the cut-off with the fixed threshold of the best F1 on the
// same descriptions, and with the one that shows as few photos for absent things.
type cutoffReport struct {
	Good      cutoffFigure `json:"good"`
	Maybe     cutoffFigure `json:"good_or_maybe"`
	BestFixed cutoffFigure `json:"best_fixed"`
	SameFixed cutoffFigure `json:"fixed_with_same_absent"`
	Absent    int          `json:"absent_descriptions"`
}

// searchVectors encodes captions the way a search does.
func (m *model) searchVectors(ctx context.Context, captions []string, whole [][]float32) ([][]float32, error) {
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
			v, _, err := m.EncodeText(ctx, c.Text)
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

// judged is a description's scores with all photos, and its cut-off.
type judged struct {
	scores []float32
	own    int // the photo it describes, -1 if it is in none
	cutoff search.Cutoff
}

func judge(images [][]float32, vector []float32, own int, text string, zero, scale float64) judged {
	j := judged{scores: make([]float32, len(images)), own: own}
	for i, image := range images {
		for d, e := range image {
			j.scores[i] += e * vector[d]
		}
	}
	j.cutoff = search.Judge(j.scores, zero, scale, len(query.Content(text)))
	return j
}

// tally sums up what a rule shows.
func tally(list []judged, shows func(j judged, score float32) bool) cutoffFigure {
	var right, shown, present, alarms, absent int
	for _, j := range list {
		n := 0
		for i, score := range j.scores {
			if !shows(j, score) {
				continue
			}
			n++
			if i == j.own {
				right++
			}
		}
		shown += n
		if j.own >= 0 {
			present++
		} else if absent++; n > 0 {
			alarms++
		}
	}
	return figure(right, shown, present, alarms, absent, len(list))
}

// figure turns counts into percent.
func figure(right, shown, present, alarms, absent, queries int) cutoffFigure {
	share := func(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
	return cutoffFigure{
		Precision: share(right, shown), Recall: share(right, present), F1: share(2*right, shown+present),
		PerQuery: float64(shown) / float64(max(queries, 1)), Absent: share(alarms, absent),
	}
}

// judgeCutoff measures the cut-off on the captions of a set and on descriptions of
// what is in none of its photos.
func judgeCutoff(list []judged) cutoffReport {
	atLeast := func(m library.Match) func(judged, float32) bool {
		return func(j judged, s float32) bool { return j.cutoff.Match(s) <= m }
	}
	r := cutoffReport{Good: tally(list, atLeast(library.Good)), Maybe: tally(list, atLeast(library.Maybe))}
	for _, j := range list {
		if j.own < 0 {
			r.Absent++
		}
	}
	for _, fixed := range fixedThresholds(list) {
		if fixed.F1 > r.BestFixed.F1 {
			r.BestFixed = fixed
		}
		if fixed.Absent <= r.Good.Absent && fixed.F1 > r.SameFixed.F1 {
			r.SameFixed = fixed
		}
	}
	return r
}

// thresholdStep is how finely fixed thresholds are tried.
const thresholdStep = 0.002

// fixedThresholds judges every fixed threshold, the highest first.
func fixedThresholds(list []judged) []cutoffFigure {
	bin := func(score float32) int { return int((float64(score) + 1) / thresholdStep) }
	const bins = int(2/thresholdStep) + 2
	var shown, right, alarms [bins]int
	present, absent := 0, 0
	for _, j := range list {
		for _, s := range j.scores {
			shown[bin(s)]++
		}
		if j.own >= 0 {
			present++
			right[bin(j.scores[j.own])]++
		} else {
			absent++
			alarms[bin(slices.Max(j.scores))]++
		}
	}
	var all []cutoffFigure
	var s, r, a int
	for b := bins - 1; b >= 0; b-- {
		s, r, a = s+shown[b], r+right[b], a+alarms[b]
		f := figure(r, s, present, a, absent, len(list))
		f.Threshold = float64(b)*thresholdStep - 1
		all = append(all, f)
	}
	return all
}

// evaluateSearch measures what a search makes of the vectors of a test set.
func (m *model) evaluateSearch(ctx context.Context, images, texts [][]float32, set captionSet, absent []string) (lengths []lengthFigure, cut *cutoffReport, err error) {
	searched, err := m.searchVectors(ctx, set.captions, texts)
	if err != nil {
		return nil, nil, err
	}
	if lengths, err = byLength(images, texts, searched, set); err != nil || len(absent) == 0 {
		return lengths, nil, err
	}
	zero, err := m.zero(ctx, images)
	if err != nil {
		return nil, nil, err
	}
	var list []judged
	for i, text := range set.captions {
		list = append(list, judge(images, searched[i], set.owner[i], text, zero, m.pack.Scale))
	}
	whole, _, err := m.encodeTexts(ctx, absent)
	if err != nil {
		return nil, nil, err
	}
	vectors, err := m.searchVectors(ctx, absent, whole)
	if err != nil {
		return nil, nil, err
	}
	for i, text := range absent {
		list = append(list, judge(images, vectors[i], -1, text, zero, m.pack.Scale))
	}
	report := judgeCutoff(list)
	return lengths, &report, nil
}

// zero is the mean score of photos with descriptions that have nothing to do with
// them.
func (m *model) zero(ctx context.Context, images [][]float32) (float64, error) {
	mean, err := m.measureMeanText(ctx)
	if err != nil {
		return 0, err
	}
	var sum float64
	for _, image := range images {
		for d, e := range image {
			sum += float64(e) * float64(mean[d])
		}
	}
	return sum / float64(len(images)), nil
}

// readLines reads a text file of one description a line.
func readLines(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		if line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), byteOrderMark)); line != "" {
			list = append(list, line)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s: %w", path, errors.New("the file has no descriptions"))
	}
	return list, nil
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

func (r *cutoffReport) print(w io.Writer) {
	fmt.Fprintf(w, "\ncut-off                       precision recall     F1  photos/query  absent things that show a photo\n")
	for _, row := range []struct {
		name string
		cutoffFigure
	}{
		{"good matches", r.Good}, {"good matches and maybes", r.Maybe},
		{fmt.Sprintf("best fixed threshold, %.3f", r.BestFixed.Threshold), r.BestFixed},
		{fmt.Sprintf("same for absent, %.3f", r.SameFixed.Threshold), r.SameFixed},
	} {
		fmt.Fprintf(w, "%-30s %8.1f %6.1f %6.1f %13.2f %7.1f %%\n", row.name, row.Precision, row.Recall, row.F1, row.PerQuery, row.Absent)
	}
}
