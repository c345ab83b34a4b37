package learning

import (
	"slices"

	"descry/app/service/models"
	"descry/library"
)

// Request is what the user wants to be learned.
type Request struct {
	Tags               map[library.Tag]bool // nil: all with enough examples
	Captions, Feedback bool
	Again              bool // it was learned before, for a built-in model of before
}

// Class is a query to learn: a tag, or a description with feedback.
type Class struct {
	Name    string
	Prompts []string
	Photos  []library.PhotoID
	Not     []library.PhotoID
	isTag   bool
}

// Topics are what is to be learned of what was said.
func (s Labels) Topics(w Request) (list []Class, err error) {
	for _, one := range s.Tags() {
		tag, photos := one.Tag, one.Photos
		if w.Tags == nil && len(photos) < FewestExamples || w.Tags != nil && !w.Tags[tag] {
			continue
		}
		prompts, err := models.PromptsOf(tag, nil)
		if err != nil {
			return nil, err
		}
		list = append(list, Class{HeadKey(tag), prompts, photos, without(s.No[tag], photos), true})
	}
	if w.Feedback {
		list = append(list, s.FeedbackTopics()...)
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
