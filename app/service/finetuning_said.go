package service

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"descry/library"
	"descry/library/spelling"
)

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
func (e *Library) said(ctx context.Context) (said, error) {
	s := said{map[library.Tag][]library.PhotoID{}, map[library.Tag][]library.PhotoID{}, nil, map[string][]library.Feedback{}}
	err := e.Store.Statements(ctx, func(one library.TagEdit) {
		switch one.Label {
		case library.Yes:
			s.yes[one.Tag] = append(s.yes[one.Tag], one.Photo)
		case library.No:
			s.no[one.Tag] = append(s.no[one.Tag], one.Photo)
		case library.Unlabelled: // is in neither
		}
	})
	if err != nil {
		return s, err
	}
	err = e.Store.Captions(ctx, func(p library.PhotoID, text string) {
		if strings.TrimSpace(text) != "" {
			s.captions = append(s.captions, captioned{p, text})
		}
	})
	if err != nil {
		return s, err
	}
	err = e.Store.AllFeedback(ctx, func(f library.Feedback) {
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
