package app

import (
	"slices"

	"descry/library"
)

// wish is what the owner wants to be learned.
type wish struct {
	tags               map[library.Tag]bool // nil: all with enough examples
	captions, feedback bool
	again              bool // it was learned before, for a built-in model of before
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
