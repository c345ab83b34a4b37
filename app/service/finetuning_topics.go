package service

import (
	"slices"

	"descry/app/service/models"
	"descry/library"
)

// Wish is what the owner wants to be learned.
type Wish struct {
	Tags               map[library.Tag]bool // nil: all with enough examples
	Captions, Feedback bool
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
func (s said) topics(w Wish) (list []topic, err error) {
	for _, one := range s.tags() {
		tag, photos := one.tag, one.photos
		if w.Tags == nil && len(photos) < fewestExamples || w.Tags != nil && !w.Tags[tag] {
			continue
		}
		prompts, err := models.PromptsOf(tag, nil)
		if err != nil {
			return nil, err
		}
		list = append(list, topic{headKey(tag), prompts, photos, without(s.no[tag], photos), true})
	}
	if w.Feedback {
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
