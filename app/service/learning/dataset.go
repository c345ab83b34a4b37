package learning

import (
	"context"
	"slices"
	"strings"

	"descry/app/message"
	"descry/finetune"
	"descry/library"
)

// datasetBuilder turns labels into a dataset. Photos without a vector are left
// out: the model has not looked at them yet.
type datasetBuilder struct {
	vectors map[library.PhotoID][]float32
	places  map[library.PhotoID]int
	data    finetune.Data
}

// place returns the index of a photo in the data, to which it is added if it is new,
// or false if it has no vector.
func (b *datasetBuilder) place(p library.PhotoID) (int, bool) {
	if i, ok := b.places[p]; ok {
		return i, true
	}
	v := b.vectors[p]
	if v == nil {
		return 0, false
	}
	i := len(b.data.Photos)
	b.places[p] = i
	b.data.Photos = append(b.data.Photos, v)
	return i, true
}

func (b *datasetBuilder) placeAll(photos []library.PhotoID) (list []int) {
	for _, p := range photos {
		if i, ok := b.place(p); ok {
			list = append(list, i)
		}
	}
	return list
}

func (b *datasetBuilder) build(ctx context.Context, t Trainer, classes []Class, learn, guard []Captioned, others, watched []library.PhotoID) (Dataset, error) {
	tags, err := b.classes(ctx, t, classes)
	if err != nil {
		return Dataset{}, err
	}
	if err := b.captions(ctx, t, learn); err != nil {
		return Dataset{}, err
	}
	labelled := len(b.data.Photos)
	b.placeAll(others)
	l := Dataset{train: b.data, note: datasetNote(tags, len(classes)-tags, labelled, len(b.data.Captions))}
	if l.guard, err = b.guard(ctx, t, guard, watched); err != nil {
		return Dataset{}, err
	}
	totals, err := t.catalogue().Totals(ctx, t.Model.Pack.ID)
	l.library = totals.Photos
	return l, err
}

// classes adds the tags and the descriptions with feedback, and returns how many are
// tags.
func (b *datasetBuilder) classes(ctx context.Context, t Trainer, classes []Class) (tags int, err error) {
	var prompts []string
	for _, one := range classes {
		prompts = append(prompts, one.Prompts...)
	}
	vectors, err := t.texts(ctx, prompts)
	if err != nil {
		return 0, err
	}
	for _, one := range classes {
		tag := finetune.Tag{Name: one.Name, Prompts: vectors[:len(one.Prompts)], Photos: b.placeAll(one.Photos), Not: b.placeAll(one.Not)}
		vectors = vectors[len(one.Prompts):]
		if len(tag.Photos) == 0 {
			continue
		}
		b.data.Tags = append(b.data.Tags, tag)
		if one.isTag {
			tags++
		}
	}
	return tags, nil
}

func (b *datasetBuilder) captions(ctx context.Context, t Trainer, list []Captioned) error {
	var texts []string
	var photos []int
	for _, c := range list {
		if p, ok := b.place(c.photo); ok {
			texts, photos = append(texts, c.text), append(photos, p)
		}
	}
	vectors, err := t.texts(ctx, texts)
	for i, v := range vectors {
		b.data.Captions = append(b.data.Captions, finetune.Caption{Photo: photos[i], Vector: v})
	}
	return err
}

// guard is what general search is measured with: for the built-in pack the vectors
// that come with it, for others what the user has written.
func (b *datasetBuilder) guard(ctx context.Context, t Trainer, list []Captioned, watched []library.PhotoID) (g finetune.Guard, err error) {
	if g, err = t.guard(); err != nil {
		return g, err
	}
	var texts []string
	for _, c := range list {
		if v := b.vectors[c.photo]; v != nil && len(texts) < mostWatched {
			g.PhotoOf = append(g.PhotoOf, len(g.Photos))
			g.Photos = append(g.Photos, v)
			texts = append(texts, c.text)
		}
	}
	own, err := t.texts(ctx, texts)
	g.Texts = append(g.Texts, own...)
	var near [][]float32
	for _, p := range watched {
		if v := b.vectors[p]; v != nil {
			near = append(near, v)
		}
	}
	if len(near) >= fewestWatched {
		g.Untagged = near
	}
	return g, err
}

// datasetNote says what a head was made of: "12 tags, 240 photos, 30 captions".
func datasetNote(tags, feedback, photos, captions int) string {
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{{tags, "tag", "tags"}, {feedback, "description with feedback", "descriptions with feedback"},
		{photos, "photo", "photos"}, {captions, "caption", "captions"}} {
		if p.n > 0 {
			parts = append(parts, message.Plural(p.n, p.one, p.many))
		}
	}
	return strings.Join(parts, ", ")
}

// everyPhoto lists all photos whose vectors a dataset needs.
func everyPhoto(classes []Class, learn, guard []Captioned, lists ...[]library.PhotoID) (all []library.PhotoID) {
	for _, c := range classes {
		all = append(append(all, c.Photos...), c.Not...)
	}
	for _, c := range slices.Concat(learn, guard) {
		all = append(all, c.photo)
	}
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
