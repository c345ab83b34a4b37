package learning

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"

	"descry/finetune"
	"descry/library"
	"descry/library/spelling"
)

// concepts are the named concepts of a library, learned with one model. The first search learns the
// concepts, and later ones again where the concepts or their photos have changed.
type concepts struct {
	mu       sync.Mutex
	state    string // of the named concepts that known was learned from
	partial  bool   // at the generation gen, photos of a concept had no vector, or too few others for the backdrop
	gen      int64
	known    []namedConcept
	backdrop *finetune.Background
	thin     bool // less than half of the backdrop's photos had a vector
	nouns    []finetune.Noun
}

// Prepare learns the named concepts, so that the first search needn't.
func (l *Learned) Prepare(ctx context.Context) error {
	_, err := l.named(ctx)
	return err
}

// named returns the concepts that searches of this model understand. A concept that can't be learned
// is left out, and its name is read as any word.
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

// learnConcepts learns concepts from the vectors of their photos. partial reports that some of these
// photos have no vector yet.
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

// commonNouns are the candidates for a concept whose noun the user hasn't given: people, animals,
// and what people give names to.
var commonNouns = []string{
	"woman", "man", "girl", "boy", "baby", "child", "dog", "puppy", "cat", "kitten", "horse", "bird", "rabbit", "cow", "sheep",
	"fish", "tortoise", "bicycle", "car", "motorbike", "boat", "caravan", "train", "house", "hut", "garden", "tree", "plant",
	"flower", "street", "beach", "mountain", "lake", "church", "tower", "bridge", "room", "kitchen", "chair", "bag", "cup",
	"toy", "doll", "teddy bear", "guitar", "painting", "statue", "hat", "dress", "camera", "book", "cake",
}

// backdropPhotos are enough to know what a photo of the library is like.
const backdropPhotos = 300

// prepareBackground learns what concepts stand out from. The background is learned once, but again
// while few of the drawn photos have a vector. A library without vectors has no background.
func (l *Learned) prepareBackground(ctx context.Context) error {
	x := &l.concepts
	if x.backdrop != nil && !x.thin {
		return nil
	}
	nouns, err := l.commonNouns(ctx)
	if err != nil {
		return err
	}
	texts := make([][]float32, len(nouns))
	for i, n := range nouns {
		texts[i] = n.Vector
	}
	photos, drawn, err := l.somePhotos(ctx)
	if err != nil || len(photos) == 0 {
		return err
	}
	backdrop, err := finetune.NewBackground(photos, texts)
	if err == nil {
		x.backdrop, x.nouns, x.thin = backdrop, nouns, 2*len(photos) < drawn
	}
	return err
}

// nounsValue is the key under which the catalogue keeps a model's vectors of the common nouns.
func nounsValue(model string) string {
	h := fnv.New64a()
	for _, noun := range commonNouns {
		fmt.Fprintln(h, noun)
	}
	return fmt.Sprintf("named.nouns.%x.%s", h.Sum64(), model)
}

// nounPrompt is the text by which a word for a concept is encoded.
func nounPrompt(word string) string { return "a photo of a " + word }

// commonNouns returns the common nouns with the model's vectors.
func (l *Learned) commonNouns(ctx context.Context) ([]finetune.Noun, error) {
	prompts := make([]string, len(commonNouns))
	for i, word := range commonNouns {
		prompts[i] = nounPrompt(word)
	}
	vectors, err := l.heads.models.FixedTexts(ctx, l.model, nounsValue(l.model.Pack.ID), prompts)
	if err != nil {
		return nil, err
	}
	nouns := make([]finetune.Noun, len(vectors))
	for i, v := range vectors {
		nouns[i] = finetune.Noun{Name: commonNouns[i], Vector: v}
	}
	return nouns, nil
}

// noun returns a word with the model's vector.
func (l *Learned) noun(ctx context.Context, word string) (finetune.Noun, error) {
	v, _, err := l.model.EncodeText(ctx, nounPrompt(word))
	return finetune.Noun{Name: word, Vector: v}, err
}

// somePhotos draws photos from the library, the same ones each time, and returns the vectors of those
// that have one. drawn is the number of photos drawn.
func (l *Learned) somePhotos(ctx context.Context) (list [][]float32, drawn int, err error) {
	var ids []library.PhotoID
	if err := l.heads.models.Catalogue.PhotosIn(ctx, library.Scope{}, library.Filter{}, func(p library.PhotoID) { ids = append(ids, p) }); err != nil {
		return nil, 0, err
	}
	slices.Sort(ids)
	rand.New(rand.NewPCG(1, 9)).Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	ids = ids[:min(len(ids), backdropPhotos)]
	vectors, err := StoredVectors(ctx, l.heads.models.Catalogue, l.model.Pack.ID, ids)
	for _, p := range ids {
		if v := vectors[p]; v != nil {
			list = append(list, v)
		}
	}
	return list, len(ids), err
}

// nounOf returns the noun of a concept: the user's word, or else the common noun that fits the
// concept's photos best.
func (l *Learned) nounOf(ctx context.Context, word string, photos [][]float32) (*finetune.Noun, error) {
	if word != "" {
		n, err := l.noun(ctx, word)
		return &n, err
	}
	if n, ok := l.concepts.backdrop.Nearest(photos, l.concepts.nouns); ok {
		return &n, nil
	}
	return nil, nil
}

// stateOf is a hash of named concepts and their photos.
func stateOf(list []library.NamedConcept) string {
	h := fnv.New64a()
	for _, one := range list {
		fmt.Fprintf(h, "%q %v %q %v\n", one.Tag.Name, one.Tag.Person, one.Noun, one.Photos)
	}
	return fmt.Sprintf("%d %x", len(list), h.Sum64())
}
