package app

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"strings"

	"descry/library"
	"descry/library/spelling"
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

// wish is what the owner wants to be learned.
type wish struct {
	tags               map[library.Tag]bool // nil: all with enough examples
	captions, feedback bool
}

// said is all that the owner has said.
type said struct {
	yes, no  map[library.Tag][]library.PhotoID
	captions []captioned
	feedback map[string][]library.Feedback
}

// captioned is a photo with what the owner wrote about it.
type captioned struct {
	photo library.PhotoID
	text  string
}

// said reads the owner's words.
func (e *engine) said(ctx context.Context) (said, error) {
	s := said{map[library.Tag][]library.PhotoID{}, map[library.Tag][]library.PhotoID{}, nil, map[string][]library.Feedback{}}
	err := e.store.Statements(ctx, func(one library.TagEdit) {
		switch one.Say {
		case library.Yes:
			s.yes[one.Tag] = append(s.yes[one.Tag], one.Photo)
		case library.No:
			s.no[one.Tag] = append(s.no[one.Tag], one.Photo)
		}
	})
	if err != nil {
		return s, err
	}
	err = e.store.Captions(ctx, func(p library.PhotoID, text string) {
		if strings.TrimSpace(text) != "" {
			s.captions = append(s.captions, captioned{p, text})
		}
	})
	if err != nil {
		return s, err
	}
	err = e.store.AllFeedback(ctx, func(f library.Feedback) {
		s.feedback[f.Description] = append(s.feedback[f.Description], f)
	})
	return s, err
}

// examples are the photos of each tag or of one below it, which is an example of all
// the levels above that are tags of the owner's as well.
func (s said) examples() map[library.Tag][]library.PhotoID {
	spelled := make(map[string]library.Tag, len(s.yes))
	for tag := range s.yes {
		if !tag.Person {
			spelled[spelling.Fold(tag.Name)] = tag
		}
	}
	all := make(map[library.Tag][]library.PhotoID, len(s.yes))
	for tag, photos := range s.yes {
		all[tag] = append(all[tag], photos...)
		for above := tag.Name; !tag.Person; {
			end := strings.LastIndexByte(above, '/')
			if end < 0 {
				break
			}
			above = above[:end]
			if t, ok := spelled[spelling.Fold(above)]; ok {
				all[t] = append(all[t], photos...)
			}
		}
	}
	for tag, photos := range all {
		slices.Sort(photos)
		all[tag] = slices.Compact(photos)
	}
	return all
}

// example is a tag with its examples.
type example struct {
	tag    library.Tag
	photos []library.PhotoID
}

// tags are those with examples, most first, then by name.
func (s said) tags() []example {
	var list []example
	for tag, photos := range s.examples() {
		list = append(list, example{tag, photos})
	}
	slices.SortFunc(list, func(a, b example) int {
		return cmp.Or(cmp.Compare(len(b.photos), len(a.photos)), strings.Compare(headKey(a.tag), headKey(b.tag)))
	})
	return list
}

// topic is a query to learn: a tag, or a description with feedback.
type topic struct {
	name    string
	prompts []string
	photos  []library.PhotoID
	not     []library.PhotoID
	isTag   bool
}

// topics are what is to be learned of what was said.
func (s said) topics(w wish) (list []topic, err error) {
	for _, one := range s.tags() {
		tag, photos := one.tag, one.photos
		if w.tags == nil && len(photos) < fewestExamples || w.tags != nil && !w.tags[tag] {
			continue
		}
		prompts, err := promptsOf(tag, nil)
		if err != nil {
			return nil, err
		}
		list = append(list, topic{headKey(tag), prompts, photos, without(s.no[tag], photos), true})
	}
	if w.feedback {
		list = append(list, s.feedbackTopics()...)
	}
	return list, nil
}

// without returns the photos of a list that are not in another, which is sorted.
func without(list, other []library.PhotoID) []library.PhotoID {
	return slices.DeleteFunc(slices.Clone(list), func(p library.PhotoID) bool {
		_, found := slices.BinarySearch(other, p)
		return found
	})
}

// ownerLesson gathers what is to be learned from the library, in the vectors that it
// has: no photo is looked at.
func (t teacher) ownerLesson(ctx context.Context, w wish, seed uint64) (lesson, error) {
	s, err := t.e.said(ctx)
	if err != nil {
		return lesson{}, err
	}
	topics, err := s.topics(w)
	if err != nil {
		return lesson{}, err
	}
	var learn, guard []captioned
	if w.captions {
		learn = s.captions
	}
	if t.m.pack.ID != t.e.shelf.builtIn.ID {
		learn, guard = partCaptions(s.captions, w.captions)
	}
	others, watched, err := t.untagged(ctx, s, seed)
	if err != nil {
		return lesson{}, err
	}
	b := lessonBuilder{places: map[library.PhotoID]int{}}
	if b.vectors, err = t.e.storedVectors(ctx, t.m.pack.ID, everyPhoto(topics, learn, guard, others, watched)); err != nil {
		return lesson{}, err
	}
	return b.build(ctx, t, topics, learn, guard, others, watched)
}

// partCaptions keeps every fifth captioned photo out of the learning, as a guard; all
// of them where captions are not learned.
func partCaptions(all []captioned, wanted bool) (learn, guard []captioned) {
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
func (t teacher) untagged(ctx context.Context, s said, seed uint64) (others, watched []library.PhotoID, err error) {
	mentioned := map[library.PhotoID]bool{}
	for _, lists := range []map[library.Tag][]library.PhotoID{s.yes, s.no} {
		for _, list := range lists {
			for _, p := range list {
				mentioned[p] = true
			}
		}
	}
	for _, c := range s.captions {
		mentioned[c.photo] = true
	}
	for _, list := range s.feedback {
		for _, f := range list {
			mentioned[f.Photo] = true
		}
	}
	var free []library.PhotoID
	untagged := library.Filter{Conditions: []library.Condition{ // by their files either
		{Not: true, Any: []library.Test{library.HasTest{Fact: library.HasTag}}},
		{Not: true, Any: []library.Test{library.HasTest{Fact: library.HasPerson}}},
	}}
	err = t.e.store.PhotosIn(ctx, library.Scope{}, untagged, func(p library.PhotoID) {
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
