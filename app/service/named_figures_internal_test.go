package service

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"descry/library"
)

// givenName is a name of which no model knows what it means here.
const givenName = "Bella"

// namedNouns are what captions call the things that are given a name, as the user
// would say it and as captions write it.
var namedNouns = []struct{ word, written string }{
	{"dog", "dogs?"}, {"boy", "boys?"}, {"girl", "girls?"}, {"man", "man|men"}, {"woman", "woman|women|lady"},
	{"bicycle", "bike|bicycle|bikes"}, {"horse", "horses?"}, {"child", "child|toddler|kid"}, {"baby", "baby"},
	{"surfer", "surfer"}, {"skateboarder", "skateboarder"}, {"car", "car"}, {"ball", "ball"}, {"player", "player"},
	{"boat", "boat|kayak|canoe"}, {"snowboarder", "snowboarder"},
}

// ownersNouns are what an user would call groceries; of others it is the last word
// of their class.
var ownersNouns = map[string]string{
	"Golden-Delicious": "apple", "Granny-Smith": "apple", "Pink-Lady": "apple", "Red-Delicious": "apple", "Royal-Gala": "apple",
	"Satsumas": "orange", "Anjou": "pear", "Conference": "pear", "Nectarine": "peach", "Watermelon": "melon", "Carrots": "carrot",
	"Arla-Medium-Fat-Milk": "carton", "Arla-Standard-Milk": "carton", "Bravo-Orange-Juice": "carton", "Tropicana-Juice-Smooth": "carton",
}

func ownersNoun(class string) string {
	if noun, ok := ownersNouns[class]; ok {
		return noun
	}
	return strings.ToLower(class[strings.LastIndexByte(class, '-')+1:])
}

// TestNamedFigures teaches a name by three photos and searches with it, in sentences
// and alone. What is written about photos, their tag, counts for nothing.
func TestNamedFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("measures with hundreds of photos")
	}
	x := &namedTrial{newPersonalPhotos(t)}
	t.Run("in sentences", func(t *testing.T) {
		got := x.sentences(t)
		if got["noun"] < got["untaught"]+10 || got["no noun"] < got["untaught"]+5 {
			t.Errorf("taught names found hardly more: %v", got)
		}
	})
	t.Run("alone", func(t *testing.T) {
		got := x.alone(t)
		if got["noun"] < got["untaught"]+20 || got["no noun"] < got["untaught"]+20 {
			t.Errorf("taught names found hardly more: %v", got)
		}
	})
}

// namedTrial is an user who gives names.
type namedTrial struct{ *personalPhotos }

// figureSums are means by what was searched with. Of every other thing they are apart:
// the weights of names were chosen on the first half.
type figureSums map[string][2][]float64

func (s figureSums) add(key string, half int, values ...float64) {
	list := s[key]
	list[half%2] = append(list[half%2], values...)
	s[key] = list
}

func mean(values []float64) (sum float64) {
	for _, v := range values {
		sum += v / float64(len(values))
	}
	return sum
}

// print returns the means of all, in percent.
func (s figureSums) print(t *testing.T, what string, keys ...string) map[string]float64 {
	t.Helper()
	all := map[string]float64{}
	for _, key := range keys {
		v := s[key]
		all[key] = 100 * mean(slices.Concat(v[0], v[1]))
		t.Logf("%s, %-9s %5.1f; the half to choose on %5.1f, the other half %5.1f", what, key, all[key], 100*mean(v[0]), 100*mean(v[1]))
	}
	return all
}

// rank lists the places of all photos, those that a text describes first.
func (x *namedTrial) rank(t *testing.T, text string) (places []int) {
	t.Helper()
	s := x.b.e.Searcher()
	a, err := s.Understand(t.Context(), parsed(t, text), library.Scope{})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	a.Sight, a.Limit, a.Weak = true, len(x.ids), len(x.ids)
	found, _, err := s.Ask(t.Context(), a.Request)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	for _, r := range found.Results {
		places = append(places, x.place[r.Photo])
	}
	return places
}

// taught calls fn while photos have a name.
func (x *namedTrial) taught(t *testing.T, places []int, noun string, fn func()) {
	t.Helper()
	var photos []library.PhotoID
	for _, p := range places {
		photos = append(photos, x.ids[p])
	}
	if _, err := x.b.NameConcept(t.Context(), photos, library.Tag{Name: givenName}, noun); err != nil {
		t.Fatal(err)
	}
	fn()
	if _, err := x.b.Undo(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
}

// namedCaption is a caption with the name in the place of what it calls something.
type namedCaption struct {
	photo             int // its place
	text, named, noun string
}

// sentences returns the recall at ten of captions.
func (x *namedTrial) sentences(t *testing.T) map[string]float64 {
	sums, things := figureSums{}, 0
	random := rand.New(rand.NewPCG(1, 5))
	most := 40
	if !x.full {
		most = 8
	}
	for _, one := range namedNouns {
		photos, captions := x.captionsOf(one.word, one.written)
		if len(photos) < 6 || len(captions) < 8 {
			continue
		}
		random.Shuffle(len(captions), func(i, j int) { captions[i], captions[j] = captions[j], captions[i] })
		own := map[string][]float64{}
		for _, c := range captions[:min(most, len(captions))] {
			others := slices.DeleteFunc(slices.Clone(photos), func(p int) bool { return p == c.photo })
			random.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
			found := func(key, text string) { own[key] = append(own[key], x.amongTen(t, text, c.photo)) }
			found("caption", c.text)
			found("untaught", c.named)
			found("only noun", c.noun)
			x.taught(t, others[:3], one.word, func() { found("noun", c.named) })
			x.taught(t, others[:3], "", func() { found("no noun", c.named) })
		}
		for key, list := range own {
			sums.add(key, things, mean(list))
		}
		things++
	}
	t.Logf("%d nouns", things)
	return sums.print(t, "captions, recall at 10", "caption", "untaught", "only noun", "noun", "no noun")
}

// captionsOf returns the photos that three of five captions say to show something, and
// the captions of these that name it once.
func (x *namedTrial) captionsOf(word, written string) (photos []int, captions []namedCaption) {
	names := regexp.MustCompile(`(?i)\b(?:` + written + `)\b`)
	phrase := regexp.MustCompile(`(?i)\b(?:a|an|the|one)\s+(?:[\w-]+\s+){0,2}?(?:` + written + `)\b`)
	said := map[int]int{}
	for i, text := range x.captions.Captions {
		if names.MatchString(text) {
			said[x.captions.Owner[i]]++
		}
	}
	first := len(x.class)
	for i := range x.captions.Images {
		if said[i] >= 3 {
			photos = append(photos, first+i)
		}
	}
	for i, text := range x.captions.Captions {
		owner := x.captions.Owner[i]
		if said[owner] >= 3 && len(phrase.FindAllString(text, -1)) == 1 {
			captions = append(captions, namedCaption{first + owner, text,
				phrase.ReplaceAllString(text, givenName), phrase.ReplaceAllString(text, "a "+word)})
		}
	}
	return photos, captions
}

// amongTen is 1 if a photo is among the first ten of those with captions.
func (x *namedTrial) amongTen(t *testing.T, text string, photo int) float64 {
	t.Helper()
	places := slices.DeleteFunc(x.rank(t, text), func(p int) bool { return p < len(x.class) })
	if slices.Contains(places[:10], photo) {
		return 1
	}
	return 0
}

// alone returns the average precision of a name alone, among the photos that nobody
// could be taught with.
func (x *namedTrial) alone(t *testing.T) map[string]float64 {
	sums := figureSums{}
	random := rand.New(rand.NewPCG(1, 6))
	for i, class := range x.classes() {
		var train []int
		for p, trains := range x.train {
			if trains && x.class[p] == class {
				train = append(train, p)
			}
		}
		found := func(key, text string) { sums.add(key, i, x.precision(t, text, class)) }
		found("untaught", givenName)
		found("only noun", "a photo of a "+ownersNoun(class))
		for range 2 {
			random.Shuffle(len(train), func(i, j int) { train[i], train[j] = train[j], train[i] })
			x.taught(t, train[:3], ownersNoun(class), func() { found("noun", givenName) })
			x.taught(t, train[:3], "", func() { found("no noun", givenName) })
		}
	}
	return sums.print(t, "groceries, average precision", "untaught", "only noun", "noun", "no noun")
}

func (x *namedTrial) precision(t *testing.T, text, class string) float64 {
	t.Helper()
	hits, seen, sum := 0, 0, 0.
	for _, p := range x.rank(t, text) {
		if p < len(x.train) && x.train[p] {
			continue
		}
		seen++
		if x.isOf(p, class) {
			hits++
			sum += float64(hits) / float64(seen)
		}
	}
	return sum / float64(max(hits, 1))
}
