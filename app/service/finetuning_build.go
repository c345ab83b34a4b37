package service

import (
	"context"
	"slices"
	"strings"

	"descry/app/message"
	"descry/finetune"
	"descry/library"
)

// lessonBuilder turns what was said into a lesson. Photos without a vector are left
// out: the model has not looked at them yet.
type lessonBuilder struct {
	vectors map[library.PhotoID][]float32
	places  map[library.PhotoID]int
	data    finetune.Data
}

// place returns the index of a photo in the data, to which it is added if it is new,
// or false if it has no vector.
func (b *lessonBuilder) place(p library.PhotoID) (int, bool) {
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

func (b *lessonBuilder) placeAll(photos []library.PhotoID) (list []int) {
	for _, p := range photos {
		if i, ok := b.place(p); ok {
			list = append(list, i)
		}
	}
	return list
}

func (b *lessonBuilder) build(ctx context.Context, t Teacher, topics []topic, learn, guard []captioned, others, watched []library.PhotoID) (Lesson, error) {
	tags, err := b.topics(ctx, t, topics)
	if err != nil {
		return Lesson{}, err
	}
	if err := b.captions(ctx, t, learn); err != nil {
		return Lesson{}, err
	}
	taught := len(b.data.Photos)
	b.placeAll(others)
	l := Lesson{train: b.data, note: lessonNote(tags, len(topics)-tags, taught, len(b.data.Captions))}
	if l.guard, err = b.guard(ctx, t, guard, watched); err != nil {
		return Lesson{}, err
	}
	totals, err := t.E.Store.Totals(ctx, t.M.Pack.ID)
	l.library = totals.Photos
	return l, err
}

// topics adds the tags and the descriptions with feedback, and returns how many are
// tags.
func (b *lessonBuilder) topics(ctx context.Context, t Teacher, topics []topic) (tags int, err error) {
	var prompts []string
	for _, one := range topics {
		prompts = append(prompts, one.prompts...)
	}
	vectors, err := t.texts(ctx, prompts)
	if err != nil {
		return 0, err
	}
	for _, one := range topics {
		tag := finetune.Tag{Name: one.name, Prompts: vectors[:len(one.prompts)], Photos: b.placeAll(one.photos), Not: b.placeAll(one.not)}
		vectors = vectors[len(one.prompts):]
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

func (b *lessonBuilder) captions(ctx context.Context, t Teacher, list []captioned) error {
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
// that come with it, for others what the owner has written.
func (b *lessonBuilder) guard(ctx context.Context, t Teacher, list []captioned, watched []library.PhotoID) (g finetune.Guard, err error) {
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

// lessonNote says what a head was made of: "12 tags, 240 photos, 30 captions".
func lessonNote(tags, feedback, photos, captions int) string {
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

// everyPhoto lists all photos whose vectors a lesson needs.
func everyPhoto(topics []topic, learn, guard []captioned, lists ...[]library.PhotoID) (all []library.PhotoID) {
	for _, t := range topics {
		all = append(append(all, t.photos...), t.not...)
	}
	for _, c := range slices.Concat(learn, guard) {
		all = append(all, c.photo)
	}
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
