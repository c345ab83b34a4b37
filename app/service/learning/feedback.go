package learning

import (
	"maps"
	"slices"

	"descry/library"
	"descry/library/query"
)

// FeedbackTopics are the descriptions that have good answers, by what they want to
// be seen: that is what their good answers show. Descriptions that want the same are
// one topic, and one that only says what is unwanted is none.
func (s Labels) FeedbackTopics() []Class {
	topics := map[string]*Class{}
	for _, description := range slices.Sorted(maps.Keys(s.Feedback)) {
		q, err := query.Parse(description, query.Now())
		wanted := q.Wanted()
		if err != nil || wanted == "" {
			continue
		}
		t := topics[wanted]
		if t == nil {
			t = &Class{Name: DescriptionKey(wanted), Prompts: []string{wanted}}
			topics[wanted] = t
		}
		t.judge(s.Feedback[description], wanted == q.Subject())
	}
	var list []Class
	for _, wanted := range slices.Sorted(maps.Keys(topics)) {
		t := topics[wanted]
		slices.Sort(t.Photos)
		t.Photos = slices.Compact(t.Photos)
		t.Not = without(t.Not, t.Photos)
		if len(t.Photos) > 0 { // what something is not alone teaches no direction
			list = append(list, *t)
		}
	}
	return list
}

// judge adds what was said of a description's answers. Where it has unwanted parts,
// a bad answer may well show what is wanted beside them, so it teaches nothing.
func (t *Class) judge(said []library.Feedback, nothingUnwanted bool) {
	for _, f := range said {
		switch {
		case f.Good:
			t.Photos = append(t.Photos, f.Photo)
		case nothingUnwanted:
			t.Not = append(t.Not, f.Photo)
		}
	}
}
