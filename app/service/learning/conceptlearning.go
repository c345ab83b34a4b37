package learning

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"descry/finetune"
	"descry/library"
)

// commonNouns are what a named concept may be, when the user hasn't said: people,
// animals, and what people give names to.
var commonNouns = []string{
	"woman", "man", "girl", "boy", "baby", "child", "dog", "puppy", "cat", "kitten", "horse", "bird", "rabbit", "cow", "sheep",
	"fish", "tortoise", "bicycle", "car", "motorbike", "boat", "caravan", "train", "house", "hut", "garden", "tree", "plant",
	"flower", "street", "beach", "mountain", "lake", "church", "tower", "bridge", "room", "kitchen", "chair", "bag", "cup",
	"toy", "doll", "teddy bear", "guitar", "painting", "statue", "hat", "dress", "camera", "book", "cake",
}

// backdropPhotos are enough to know what a photo of the library is like.
const backdropPhotos = 300

// prepareBackground learns what concepts stand out from: once, but while the model has
// seen few of the photos anew. A library without vectors has none.
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

// nounsValue is the key under which the catalogue keeps what a model makes of the
// common nouns.
func nounsValue(model string) string {
	h := fnv.New64a()
	for _, noun := range commonNouns {
		fmt.Fprintln(h, noun)
	}
	return fmt.Sprintf("named.nouns.%x.%s", h.Sum64(), model)
}

// nounPrompt is the text by which a word for a concept is encoded.
func nounPrompt(word string) string { return "a photo of a " + word }

// commonNouns returns them as the model knows them.
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

// noun encodes a word for a concept.
func (l *Learned) noun(ctx context.Context, word string) (finetune.Noun, error) {
	v, _, err := l.model.EncodeText(ctx, nounPrompt(word))
	return finetune.Noun{Name: word, Vector: v}, err
}

// somePhotos are the vectors of photos drawn from the library, the same each time, as
// far as the drawn ones have any.
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

// nounOf is what a concept is: the user's word, or the one that fits its photos best.
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

// stateOf tells lists of named concepts apart.
func stateOf(list []library.NamedConcept) string {
	h := fnv.New64a()
	for _, one := range list {
		fmt.Fprintf(h, "%q %v %q %v\n", one.Tag.Name, one.Tag.Person, one.Noun, one.Photos)
	}
	return fmt.Sprintf("%d %x", len(list), h.Sum64())
}
