package learning

import (
	"context"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"descry/finetune"
	"descry/library"
	"descry/library/spelling"
)

// concepts are the named concepts of a library, learned by one model. They are learned
// when a search first needs them, and anew when their photos are others.
type concepts struct {
	mu       sync.Mutex
	state    string // what known was learned from
	partial  bool   // some of the photos had no vector, or few of the backdrop's, as of the generation gen
	gen      int64
	known    []namedConcept
	backdrop *finetune.Background
	thin     bool // the backdrop is of fewer photos than it should be
	nouns    []finetune.Noun
}

// namedConcept is a name that searches understand.
type namedConcept struct {
	name    string // as the user writes it
	plain   []rune // without case and accents
	concept *finetune.Concept
}

// mention is a name in a text.
type mention struct {
	from, to int // bytes
	concept  namedConcept
}

// mentions finds names as whole words, case and accents aside, the longest first
// where several would fit.
func mentions(text string, known []namedConcept) (found []mention) {
	for from := 0; from < len(text); {
		r, size := utf8.DecodeRuneInString(text[from:])
		if !wordRune(r) || from > 0 && wordBefore(text, from) {
			from += size
			continue
		}
		best := mention{}
		for _, k := range known {
			if to, ok := nameAt(text, from, k.plain); ok && to > best.to {
				best = mention{from, to, k}
			}
		}
		if best.to > 0 {
			found = append(found, best)
			size = best.to - from
		}
		from += size
	}
	return found
}

// nameAt reports where a name ends that stands at a place as whole words.
func nameAt(text string, from int, plain []rune) (to int, ok bool) {
	i, to := 0, from
	for to < len(text) && i < len(plain) {
		r, size := utf8.DecodeRuneInString(text[to:])
		for _, p := range spelling.Fold(string(r)) {
			if i == len(plain) || plain[i] != p {
				return 0, false
			}
			i++
		}
		to += size
	}
	for to < len(text) { // accents that stand by themselves
		r, size := utf8.DecodeRuneInString(text[to:])
		if spelling.Fold(string(r)) != "" {
			break
		}
		to += size
	}
	next, _ := utf8.DecodeRuneInString(text[to:])
	return to, i == len(plain) && i > 0 && (to == len(text) || !wordRune(next))
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func wordBefore(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return wordRune(r)
}

// spellOut replaces names by what they are, so that the model understands the rest:
// "Bella asleep on the sofa" becomes "a dog asleep on the sofa". A name that stands
// alone is looked for as a photo of it.
func spellOut(text string, found []mention) (spelled string, alone bool) {
	last := 0
	for _, m := range found {
		spelled += text[last:m.from] + m.concept.concept.Word()
		last = m.to
	}
	if len(found) == 1 && strings.TrimSpace(text[:found[0].from]+text[last:]) == "" {
		return "a photo of " + found[0].concept.concept.Word(), true
	}
	return spelled + text[last:], false
}

// wordOfConcept is the name as a search reads it: a person's in full, of a tag the last
// level.
func wordOfConcept(t library.Tag) string {
	word := t.Name
	if !t.Person {
		word = word[strings.LastIndexByte(word, '/')+1:]
	}
	return word
}

// Prepare learns the named concepts, which the first search would wait for.
func (l *Learned) Prepare(ctx context.Context) error {
	_, err := l.named(ctx)
	return err
}

// named are the concepts that searches of this model understand. One that can't be
// learned is left out: its name is read as any word.
func (l *Learned) named(ctx context.Context) ([]namedConcept, error) {
	list, err := l.heads.models.Catalogue.NamedConcepts(ctx)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	l.concepts.mu.Lock()
	defer l.concepts.mu.Unlock()
	gen, err := l.heads.models.Catalogue.Generation(ctx) // before the vectors are read
	if err != nil {
		return nil, err
	}
	state := stateOf(list)
	if x := &l.concepts; x.state == state && (!x.partial || x.gen == gen) {
		return x.known, nil
	}
	known, partial, err := l.learnConcepts(ctx, list)
	if err != nil {
		return nil, err
	}
	l.concepts.state, l.concepts.known, l.concepts.partial, l.concepts.gen = state, known, partial, gen
	return known, nil
}

// learnConcepts also tells that photos of a concept have no vector yet.
func (l *Learned) learnConcepts(ctx context.Context, list []library.NamedConcept) (known []namedConcept, partial bool, err error) {
	if err := l.prepareBackground(ctx); err != nil || l.concepts.backdrop == nil {
		return nil, true, err
	}
	for _, one := range list {
		vectors, err := StoredVectors(ctx, l.heads.models.Catalogue, l.model.Pack.ID, one.Photos)
		if err != nil {
			return nil, false, err
		}
		partial = partial || len(vectors) < len(one.Photos)
		var photos [][]float32
		for _, p := range one.Photos {
			if v := vectors[p]; v != nil {
				photos = append(photos, v)
			}
		}
		if len(photos) == 0 {
			continue
		}
		noun, err := l.nounOf(ctx, one.Noun, photos)
		if err != nil {
			return nil, false, err
		}
		concept, err := l.concepts.backdrop.Concept(photos, noun)
		if err != nil {
			l.heads.models.Log.Warn("a name could not be learned", "name", one.Tag.Name, "err", err)
			continue
		}
		word := wordOfConcept(one.Tag)
		known = append(known, namedConcept{word, []rune(spelling.Fold(word)), concept})
	}
	return slices.Clip(known), partial || l.concepts.thin, nil
}
