package service

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/app/service/learning"
	"descry/internal/figures"
	"descry/library"
	"descry/library/query"
	"descry/library/search"
	"descry/ml/golden"
)

// judgedQuery is a query with the photos that answer it, by their place in the set.
type judgedQuery struct {
	text  string
	right map[int]bool
}

// TestFeedbackFigures judges a few of the first ten answers to a query as an user
// would and looks how the photos stand of which nothing was said.
func TestFeedbackFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("measures with hundreds of photos")
	}
	most := figures.Of(108, 1000)
	t.Run("groceries", func(t *testing.T) {
		files, queries := groceries(t, golden.Shared(t, "photos", "grocery"), most)
		f := newFeedbackFigures(t, files)
		before, after := f.measure(t, queries)
		if after <= before {
			t.Errorf("average precision fell from %.3f to %.3f", before, after)
		}
	})
	t.Run("captions' words", func(t *testing.T) {
		files, queries := captionWords(t, golden.Shared(t, "photos", "flickr8k-test"), most)
		f := newFeedbackFigures(t, files)
		before, after := f.measure(t, queries)
		if after < before-0.01 {
			t.Errorf("average precision fell from %.3f to %.3f", before, after)
		}
	})
}

// groceries are classes that look alike within themselves, every so many-th photo.
func groceries(t *testing.T, dir string, most int) (files []string, queries []judgedQuery) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "labels.tsv"))
	if err != nil {
		t.Skip("the grocery photos are not beside the checkout")
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")[1:]
	step := max(1, len(lines)/most)
	at := map[string]int{}
	for i := 0; i < len(lines); i += step {
		fields := strings.Split(lines[i], "\t")
		q, known := at[fields[1]]
		if !known {
			q = len(queries)
			at[fields[1]] = q
			text := "a photo of " + strings.ToLower(strings.ReplaceAll(fields[1], "-", " "))
			queries = append(queries, judgedQuery{text, map[int]bool{}})
		}
		queries[q].right[len(files)] = true
		files = append(files, filepath.Join(dir, fields[0]))
	}
	return files, queries
}

// captionWords are the words that at least two captions of each of several photos
// have: an answer is right when they name it, though others may show it as well.
func captionWords(t *testing.T, dir string, most int) (files []string, queries []judgedQuery) {
	t.Helper()
	set, err := learning.ReadCaptionsFile(filepath.Join(dir, "captions.tsv"))
	if err != nil {
		t.Skip("the Flickr8k test photos are not beside the checkout")
	}
	n := min(most, len(set.Images))
	named := map[string]map[int]int{}
	for i, owner := range set.Owner {
		words := query.Content(set.Captions[i])
		slices.Sort(words)
		for _, w := range slices.Compact(words) {
			if named[w] == nil {
				named[w] = map[int]int{}
			}
			named[w][owner]++
		}
	}
	for word, photos := range named {
		q := judgedQuery{word, map[int]bool{}}
		for photo, captions := range photos {
			if photo < n && captions > 1 {
				q.right[photo] = true
			}
		}
		if len(q.right) >= 8 && len(q.right) <= n/5 {
			queries = append(queries, q)
		}
	}
	slices.SortFunc(queries, func(a, b judgedQuery) int { return strings.Compare(a.text, b.text) })
	for _, name := range set.Images[:n] {
		files = append(files, filepath.Join(dir, name))
	}
	return files, queries
}

// feedbackFigures is a library of photos in which nothing is written.
type feedbackFigures struct {
	s      *Searcher
	x      *search.Index
	photos []library.PhotoID
	place  map[library.PhotoID]int
}

func newFeedbackFigures(t *testing.T, files []string) *feedbackFigures {
	t.Helper()
	home, photos := photoHome(t, t.TempDir(), files)
	e, ids := openFigures(t, home, photos, len(files))
	f := &feedbackFigures{s: e.Searcher(), photos: ids, place: map[library.PhotoID]int{}}
	p := f.s.Pack
	var err error
	f.x, err = search.Open(t.Context(), wordless{e.Store}, p.ID, p.JointDim, filepath.Join(t.TempDir(), "v"),
		search.Space{Scale: p.Scale, Calibration: f.s.calibration}, e.Log)
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range ids {
		f.place[id] = i
	}
	return f
}

// ask ranks all photos.
func (f *feedbackFigures) ask(t *testing.T, text string, liked, disliked []library.PhotoID) search.Answer {
	t.Helper()
	q, err := query.Parse(text, query.Now())
	if err != nil {
		t.Fatal(err)
	}
	n := len(f.photos)
	answer, err := f.x.Ask(t.Context(), f.s.Learned.TextEncoder(t.Context()), search.Request{
		Query: q, Limit: n, Weak: n, Liked: liked, Disliked: disliked})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// precision is the average precision of an answer, the photos in without left out.
func (f *feedbackFigures) precision(a search.Answer, right map[int]bool, without []library.PhotoID) float64 {
	hits, seen, sum := 0, 0, 0.
	for _, id := range photosOf(a) {
		if slices.Contains(without, id) {
			continue
		}
		seen++
		if right[f.place[id]] {
			hits++
			sum += float64(hits) / float64(seen)
		}
	}
	return sum / float64(max(hits, 1))
}

// measure prints the means for one, three and five judged of the first ten, apart
// for every other query, and returns those of all.
func (f *feedbackFigures) measure(t *testing.T, queries []judgedQuery) (before, after float64) {
	random := rand.New(rand.NewPCG(1, 2))
	trials := 0.
	for _, k := range []int{1, 3, 5} {
		var sum, moved, n [2]float64
		for i, q := range queries {
			first := f.ask(t, q.text, nil, nil)
			for range 4 {
				was, is, ok := f.try(t, q, first, random.Perm(10)[:k])
				if ok {
					sum[i%2] += was
					moved[i%2] += is
					n[i%2]++
				}
			}
		}
		t.Logf("%d of ten judged, %d queries: the half to choose on %.1f > %.1f, the other half %.1f > %.1f", k, len(queries),
			100*sum[0]/n[0], 100*moved[0]/n[0], 100*sum[1]/n[1], 100*moved[1]/n[1])
		before += sum[0] + sum[1]
		after += moved[0] + moved[1]
		trials += n[0] + n[1]
	}
	return before / trials, after / trials
}

// try judges some of the first answers; it is of no use where no right one is left.
func (f *feedbackFigures) try(t *testing.T, q judgedQuery, first search.Answer, judged []int) (was, is float64, ok bool) {
	var liked, disliked, all []library.PhotoID
	left := len(q.right)
	for _, at := range judged {
		id := first.Results[at].Photo
		all = append(all, id)
		if q.right[f.place[id]] {
			liked = append(liked, id)
			left--
		} else {
			disliked = append(disliked, id)
		}
	}
	if left == 0 {
		return 0, 0, false
	}
	return f.precision(first, q.right, all), f.precision(f.ask(t, q.text, liked, disliked), q.right, all), true
}
