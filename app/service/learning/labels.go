package learning

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"descry/library"
	"descry/library/spelling"
	"descry/library/sqlite"
)

// Labels are the user's labels, captions and feedback of a library.
type Labels struct {
	yes, No  map[library.Tag][]library.PhotoID
	Captions []Captioned
	Feedback map[string][]library.Feedback
}

// Captioned is a photo with the caption that the user wrote.
type Captioned struct {
	photo library.PhotoID
	text  string
}

// ReadLabels reads the user's labels.
func ReadLabels(ctx context.Context, catalogue *sqlite.Store) (Labels, error) {
	s := Labels{map[library.Tag][]library.PhotoID{}, map[library.Tag][]library.PhotoID{}, nil, map[string][]library.Feedback{}}
	err := catalogue.Statements(ctx, func(one library.TagEdit) {
		switch one.Label {
		case library.Yes:
			s.yes[one.Tag] = append(s.yes[one.Tag], one.Photo)
		case library.No:
			s.No[one.Tag] = append(s.No[one.Tag], one.Photo)
		case library.Unlabelled: // is in neither
		}
	})
	if err != nil {
		return s, err
	}
	err = catalogue.Captions(ctx, func(p library.PhotoID, text string) {
		if strings.TrimSpace(text) != "" {
			s.Captions = append(s.Captions, Captioned{p, text})
		}
	})
	if err != nil {
		return s, err
	}
	err = catalogue.AllFeedback(ctx, func(f library.Feedback) {
		s.Feedback[f.Description] = append(s.Feedback[f.Description], f)
	})
	return s, err
}

// examples are the photos of each tag and of the tags below it. A photo is an example of all
// levels above its tag that the user has as tags.
func (s Labels) examples() map[library.Tag][]library.PhotoID {
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

// Example is a tag with its examples.
type Example struct {
	Tag    library.Tag
	Photos []library.PhotoID
}

// Tags are the tags with examples, those with most examples first, then by name.
func (s Labels) Tags() []Example {
	var list []Example
	for tag, photos := range s.examples() {
		list = append(list, Example{tag, photos})
	}
	slices.SortFunc(list, func(a, b Example) int {
		return cmp.Or(cmp.Compare(len(b.Photos), len(a.Photos)), strings.Compare(HeadKey(a.Tag), HeadKey(b.Tag)))
	})
	return list
}
