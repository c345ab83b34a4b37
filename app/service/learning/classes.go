package learning

import (
	"slices"

	"descry/library"
)

// Request is what the user wants to be learned.
type Request struct {
	Tags     []library.Tag
	EveryTag bool // all tags with enough examples, instead of Tags
	Captions bool
	Feedback bool
	Again    bool // the request trains a head again that was trained for a former built-in model
}

// Class is what a head learns to tell apart: a tag, or a description with feedback.
type Class struct {
	Name    string
	Prompts []string
	Photos  []library.PhotoID
	Not     []library.PhotoID
	isTag   bool
}

// Classes are the classes of a request, as far as there are labels for them.
func (s Labels) Classes(r Request) (list []Class, err error) {
	for _, one := range s.Tags() {
		tag, photos := one.Tag, one.Photos
		if r.EveryTag && len(photos) < FewestExamples || !r.EveryTag && !slices.Contains(r.Tags, tag) {
			continue
		}
		prompts, err := promptsOf(tag, nil)
		if err != nil {
			return nil, err
		}
		list = append(list, Class{HeadKey(tag), prompts, photos, without(s.No[tag], photos), true})
	}
	if r.Feedback {
		list = append(list, s.FeedbackClasses()...)
	}
	return list, nil
}

// without returns the photos of a list that are not in other, which is sorted.
func without(list, other []library.PhotoID) []library.PhotoID {
	return slices.DeleteFunc(slices.Clone(list), func(p library.PhotoID) bool {
		_, found := slices.BinarySearch(other, p)
		return found
	})
}
