package learning

import (
	"context"
	"math/rand/v2"
	"slices"

	"descry/library"
)

const (
	// mostOthers untagged photos are examples of what no tag means: a few hundred
	// keep a lone tag from meaning everything, and more only take time.
	mostOthers = 300
	// mostWatched untagged photos show whether the neighbourhood stays.
	mostWatched = 500
	// fewestWatched are too few to say anything of it.
	fewestWatched = 20
	// guardShare: every so many-th captioned photo guards general search, where a
	// model has no general captions of its own.
	guardShare = 5
)

// libraryDataset gathers what is to be learned from the library, in the vectors that it
// has: no photo is looked at.
func (t Trainer) libraryDataset(ctx context.Context, r Request, seed uint64) (Dataset, error) {
	s, err := ReadLabels(ctx, t.catalogue())
	if err != nil {
		return Dataset{}, err
	}
	classes, err := s.Classes(r)
	if err != nil {
		return Dataset{}, err
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
		return Dataset{}, err
	}
	b := datasetBuilder{places: map[library.PhotoID]int{}}
	if b.vectors, err = StoredVectors(ctx, t.catalogue(), t.Model.Pack.ID, everyPhoto(classes, learn, guard, others, watched)); err != nil {
		return Dataset{}, err
	}
	return b.build(ctx, t, classes, learn, guard, others, watched)
}

// partCaptions keeps every fifth captioned photo out of the learning, as a guard; all
// of them where captions are not learned.
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

// untagged draws photos that nobody has said anything of: some to learn what no tag
// means, and others to watch the neighbourhood of.
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
	untagged := library.Filter{Conditions: []library.Condition{ // by their files either
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
