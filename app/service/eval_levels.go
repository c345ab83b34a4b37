package service

import (
	"math"
	"math/rand/v2"
	"slices"

	"descry/app/service/learning"
	"descry/internal/vectormath"
	"descry/library"
	"descry/library/query"
	"descry/library/search"
)

// LevelFigure tells how good matches and maybes come out in a library, summed over all queries
// of a kind. Shares are in percent.
type LevelFigure struct {
	Library string `json:"library"`
	Photos  int    `json:"photos"`
	// Nouns are the figures of queries that are a noun. Of the right photos among as many
	// first ones, Held is the share of good matches and maybes. Precision is the share of the
	// shown photos that are right.
	Nouns struct {
		Held      float64 `json:"held"`
		Precision float64 `json:"precision"`
		Shown     float64 `json:"shown"`  // on average
		Ranked    float64 `json:"ranked"` // share of right photos among as many first photos as there are right ones
	} `json:"nouns"`
	Captions struct {
		Kept  float64 `json:"kept"` // share of captions whose photo is a good match or a maybe
		Shown float64 `json:"shown"`
	} `json:"captions"`
	// Absent are the shares of absent subjects with a good match, and with a maybe at least
	// (Any).
	Absent struct {
		Good  float64 `json:"good"`
		Any   float64 `json:"any"`
		Shown float64 `json:"shown"`
	} `json:"absent"`
	// Lost is how many of the answers without other photos are none any more.
	Lost float64 `json:"lost"`
}

// levelKind is a kind of queries.
type levelKind int

const (
	nounQuery levelKind = iota
	captionQuery
	absentQuery
)

// levelQuery is a query with the photos that answer it.
type levelQuery struct {
	kind   levelKind
	text   string
	vector []float32
	right  []int // photos
}

// Nouns that name few photos, or nearly all, are of no use for measuring.
const (
	fewestNamed = 10
	mostNamed   = 200
)

// levelQueries are all captions, the nouns that name 10 to 200 photos, and absent subjects.
func levelQueries(set learning.CaptionSet, captions [][]float32, words []string, nouns [][]float32, absentTexts []string, absent [][]float32) (list []levelQuery) {
	for i, text := range set.Captions {
		list = append(list, levelQuery{captionQuery, text, captions[i], []int{set.Owner[i]}})
	}
	for i, word := range words {
		if right := named(set, word); len(right) >= fewestNamed && len(right) <= mostNamed {
			list = append(list, levelQuery{nounQuery, word, nouns[i], right})
		}
	}
	for i, text := range absentTexts {
		list = append(list, levelQuery{absentQuery, text, absent[i], nil})
	}
	return list
}

// named are the photos that at least two captions name by a word.
func named(s learning.CaptionSet, word string) (photos []int) {
	captions := make([]int, len(s.Images))
	for i, text := range s.Captions {
		if slices.Contains(query.Content(text), word) {
			captions[s.Owner[i]]++
		}
	}
	for i, n := range captions {
		if n > 1 {
			photos = append(photos, i)
		}
	}
	return photos
}

// levelModel is a model as far as levels are concerned.
type levelModel struct {
	calibration search.CalibrationTexts
	scale       float64
}

// levelTrial searches photos with queries.
type levelTrial struct {
	model   levelModel
	photos  [][]float32
	queries []levelQuery
}

// figures are the figures of the photos alone, among other photos and mixtures of others, and
// with the vectors that other models would give.
func (t levelTrial) figures(others [][]float32) []LevelFigure {
	alone, shown := t.among(nil, nil)
	alone.Library = "alone"
	all := []LevelFigure{alone}
	add := func(name string, others [][]float32) {
		f, _ := t.among(others, shown)
		f.Library = name
		all = append(all, f)
	}
	if len(others) > 0 {
		var half [][]float32
		for i := 0; i < len(others); i += 2 {
			half = append(half, others[i])
		}
		add("half of the others", half)
		add("the others", others)
		add("5 times mixed ones", mixtures(others, 5*len(others)))
		add("20 times mixed ones", mixtures(others, 20*len(others)))
	}
	for _, other := range otherModels(len(t.photos[0]), t.model.scale) {
		f, _ := other.of(t).among(nil, shown)
		f.Library = other.name
		all = append(all, f)
	}
	return all
}

// among runs all queries on the photos among others. before are the matches without others.
// The matches of the photos are returned.
func (t levelTrial) among(others [][]float32, before [][]bool) (f LevelFigure, matches [][]bool) {
	images := append(slices.Clip(t.photos), others...)
	levels := search.NewLevels(t.model.calibration, images, t.model.scale)
	answers := make([]levelAnswer, len(t.queries))
	eachPart(len(answers), func(i int) { answers[i] = t.ask(levels, images, t.queries[i]) })
	var sums [3]struct{ queries, right, first, held, shown, held1, good int }
	kept, lost := 0, 0
	for i, a := range answers {
		s := &sums[t.queries[i].kind]
		s.queries++
		s.right += len(t.queries[i].right)
		s.first += a.first
		s.held += a.held
		s.held1 += a.right
		s.shown += a.shown
		if a.good > 0 {
			s.good++
		}
		matches = append(matches, a.matches)
		if before != nil {
			for p, was := range before[i] {
				if was {
					kept++
					if !a.matches[p] {
						lost++
					}
				}
			}
		}
	}
	share := func(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
	mean := func(n, of int) float64 { return float64(n) / float64(max(of, 1)) }
	nouns, captions, absent := sums[nounQuery], sums[captionQuery], sums[absentQuery]
	f.Photos = len(images)
	f.Nouns.Held, f.Nouns.Precision = share(nouns.held, nouns.first), share(nouns.held1, nouns.shown)
	f.Nouns.Shown, f.Nouns.Ranked = mean(nouns.shown, nouns.queries), share(nouns.first, nouns.right)
	f.Captions.Kept, f.Captions.Shown = share(captions.held1, captions.queries), mean(captions.shown, captions.queries)
	f.Absent.Good, f.Absent.Shown = share(absent.good, absent.queries), mean(absent.shown, absent.queries)
	for i, a := range answers {
		if t.queries[i].kind == absentQuery && a.shown > 0 {
			f.Absent.Any += 100 / float64(absent.queries)
		}
	}
	f.Lost = share(lost, kept)
	return f, matches
}

// levelAnswer counts the matches of a query.
type levelAnswer struct {
	shown, good int
	right       int // right photos among the shown ones
	first, held int // right photos among as many first ones, and those of them that are shown
	matches     []bool
}

func (t levelTrial) ask(levels *search.Levels, images [][]float32, q levelQuery) (a levelAnswer) {
	j := judge(levels, images, q.vector, -1, q.text)
	right := make([]bool, len(images))
	for _, p := range q.right {
		right[p] = true
	}
	first := float32(math.Inf(1))
	if q.kind == nounQuery {
		best := slices.Sorted(slices.Values(j.scores))
		first = best[len(best)-len(q.right)]
	}
	a.matches = make([]bool, len(t.photos))
	for i, s := range j.scores {
		m := j.cutoff.Match(s)
		if right[i] && s >= first {
			a.first++
			if m != library.Weak {
				a.held++
			}
		}
		if m == library.Weak {
			continue
		}
		a.shown++
		if m == library.Good {
			a.good++
		}
		if right[i] {
			a.right++
		}
		if i < len(t.photos) {
			a.matches[i] = true
		}
	}
	return a
}

// mixtures are n vectors, each a mixture of two at random.
func mixtures(of [][]float32, n int) [][]float32 {
	r := rand.New(rand.NewPCG(3, 4))
	all := make([][]float32, n)
	for i := range all {
		a, b, share := of[r.IntN(len(of))], of[r.IntN(len(of))], r.Float32()
		v := make([]float32, len(a))
		for k := range v {
			v[k] = share*a[k] + (1-share)*b[k]
		}
		all[i] = unit(v)
	}
	return all
}

// unit scales a vector in place to length 1. A vector of length 0 stays.
func unit(v []float32) []float32 {
	_ = vectormath.Normalize(v)
	return v
}

// otherModel makes the vectors of a model with other cosines and another scale, but the same
// order of photos.
type otherModel struct {
	name         string
	scale        float64
	photo, query func([]float32) []float32
}

// otherModels are two.
func otherModels(dim int, scale float64) []otherModel {
	mirrors := make([][]float32, 8) // reflections that turn the space
	r := rand.New(rand.NewPCG(5, 6))
	for i := range mirrors {
		v := make([]float32, dim)
		for k := range v {
			v[k] = float32(r.NormFloat64())
		}
		mirrors[i] = unit(v)
	}
	turn := func(v []float32) []float32 {
		v = slices.Clone(v)
		for _, m := range mirrors {
			twice := 2 * float32(vectormath.Dot(v, m))
			for k := range v {
				v[k] -= twice * m[k]
			}
		}
		return v
	}
	// cosine' = share·cosine + by. The vectors keep their share, and get a part of their own
	// on which photos and texts agree in by.
	moved := func(v []float32, share, by float64, query bool) []float32 {
		w := make([]float32, 0, dim+2)
		for _, e := range v {
			w = append(w, e*float32(math.Sqrt(share)))
		}
		if rest := 1 - share; !query {
			return append(w, float32(math.Sqrt(rest)), 0)
		} else {
			along := by / math.Sqrt(rest)
			return append(w, float32(along), float32(math.Sqrt(max(0, rest-along*along))))
		}
	}
	const common = 0.3      // share of the length that is a mean of all vectors
	const sigLIP = 117.33   // SigLIP's scale
	const sigLIPMean = 0.01 // where meaningless cosines lie
	squeezed := scale / sigLIP
	return []otherModel{
		{"turned, a mean added", scale / (1 - common),
			func(v []float32) []float32 { return moved(turn(v), 1-common, common, false) },
			func(v []float32) []float32 { return moved(turn(v), 1-common, common, true) }},
		{"cosines like SigLIP's", sigLIP,
			func(v []float32) []float32 { return moved(v, squeezed, sigLIPMean, false) },
			func(v []float32) []float32 { return moved(v, squeezed, sigLIPMean, true) }},
	}
}

// of is the trial as with the other model.
func (o otherModel) of(t levelTrial) levelTrial {
	each := func(list [][]float32, fn func([]float32) []float32) (all [][]float32) {
		for _, v := range list {
			all = append(all, fn(v))
		}
		return all
	}
	t.model = levelModel{search.CalibrationTexts{
		Descriptions: each(t.model.calibration.Descriptions, o.query), Nouns: each(t.model.calibration.Nouns, o.query)}, o.scale}
	t.photos = each(t.photos, o.photo)
	t.queries = slices.Clone(t.queries)
	for i := range t.queries {
		t.queries[i].vector = o.query(t.queries[i].vector)
	}
	return t
}
