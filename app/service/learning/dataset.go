package learning

import (
	"context"
	"math/rand/v2"
	"slices"

	"descry/finetune"
	"descry/library"
)

const (
	// mostOthers is how many untagged photos are examples of no tag. A few hundred keep a lone
	// tag from meaning everything, and more only take time.
	mostOthers = 300
	// mostWatched untagged photos show whether the neighbourhood stays.
	mostWatched = 500
	// fewestWatched is how many photos are needed to measure a neighbourhood.
	fewestWatched = 20
	// guardShare is the share of captioned photos, one in guardShare, that guards general
	// search for a model without general captions of its own.
	guardShare = 5
)

// libraryJob makes a dataset of the library's labels, with the vectors that the library has.
// No photo is encoded.
func (t Trainer) libraryJob(ctx context.Context, r Request, seed uint64) (finetune.Job, error) {
	s, err := ReadLabels(ctx, t.catalogue())
	if err != nil {
		return finetune.Job{}, err
	}
	classes, err := s.Classes(r)
	if err != nil {
		return finetune.Job{}, err
	}
	var learn, guard []Captioned
	if r.Captions {
		learn = s.Captions
	}
	if t.Model.Pack.ID != t.builtIn() {
		learn, guard = partCaptions(s.Captions, r.Captions)
	}
	others, watched, err := t.untagged(ctx, s, seed)
	if err != nil {
		return finetune.Job{}, err
	}
	b := datasetBuilder{places: map[library.PhotoID]int{}}
	if b.vectors, err = StoredVectors(ctx, t.catalogue(), t.Model.Pack.ID, everyPhoto(classes, learn, guard, others, watched)); err != nil {
		return finetune.Job{}, err
	}
	return b.build(ctx, t, classes, learn, guard, others, watched)
}

// partCaptions keeps every fifth captioned photo out of the dataset, as a guard. Where
// captions are not learned all captioned photos are the guard.
func partCaptions(all []Captioned, wanted bool) (learn, guard []Captioned) {
	for i, c := range all {
		if !wanted || i%guardShare == 0 {
			guard = append(guard, c)
		} else {
			learn = append(learn, c)
		}
	}
	return learn, guard
}

// untagged draws photos without annotations. Some are examples of no tag, and the
// neighbourhood of others is measured.
func (t Trainer) untagged(ctx context.Context, s Labels, seed uint64) (others, watched []library.PhotoID, err error) {
	mentioned := map[library.PhotoID]bool{}
	for _, lists := range []map[library.Tag][]library.PhotoID{s.yes, s.No} {
		for _, list := range lists {
			for _, p := range list {
				mentioned[p] = true
			}
		}
	}
	for _, c := range s.Captions {
		mentioned[c.photo] = true
	}
	for _, list := range s.Feedback {
		for _, f := range list {
			mentioned[f.Photo] = true
		}
	}
	var free []library.PhotoID
	untagged := library.Filter{Conditions: []library.Condition{ // nor tagged by their files
		{Not: true, Any: []library.Test{library.HasTest{Fact: library.HasTag}}},
		{Not: true, Any: []library.Test{library.HasTest{Fact: library.HasPerson}}},
	}}
	err = t.catalogue().PhotosIn(ctx, library.Scope{}, untagged, func(p library.PhotoID) {
		if !mentioned[p] {
			free = append(free, p)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	slices.Sort(free)
	rand.New(rand.NewPCG(seed, 7)).Shuffle(len(free), func(i, j int) { free[i], free[j] = free[j], free[i] })
	for _, p := range free {
		switch {
		case len(others) < mostOthers && len(others) <= len(watched):
			others = append(others, p)
		case len(watched) < mostWatched:
			watched = append(watched, p)
		}
	}
	return others, watched, nil
}

// datasetBuilder turns labels into a dataset. Photos without a vector are left out, since the
// model has not encoded them yet.
type datasetBuilder struct {
	vectors map[library.PhotoID][]float32
	places  map[library.PhotoID]int
	data    finetune.Dataset
}

// place returns the index of a photo in the dataset. A new photo is added. The result is false
// for a photo without a vector.
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

func (b *datasetBuilder) build(ctx context.Context, t Trainer, classes []Class, learn, guard []Captioned, others, watched []library.PhotoID) (finetune.Job, error) {
	tags, err := b.classes(ctx, t, classes)
	if err != nil {
		return finetune.Job{}, err
	}
	if err := b.captions(ctx, t, learn); err != nil {
		return finetune.Job{}, err
	}
	labelled := len(b.data.Photos)
	b.placeAll(others)
	job := finetune.Job{Pack: t.Model.Pack.ID, Train: b.data, Note: headNote(counted{tags, tagsNoun}, counted{len(classes) - tags, descriptionsNoun},
		counted{labelled, photosNoun}, counted{len(b.data.Captions), captionsNoun})}
	if job.Guard, err = b.guard(ctx, t, guard, watched); err != nil {
		return finetune.Job{}, err
	}
	totals, err := t.catalogue().Totals(ctx, t.Model.Pack.ID)
	job.Library = totals.Photos
	return job, err
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

// guard is what general search is measured with. For the built-in pack the guard is the
// vectors that come with the pack, for other packs what the user has written.
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
