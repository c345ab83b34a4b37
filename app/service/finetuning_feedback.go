package service

import (
	"maps"
	"slices"

	"descry/library"
	"descry/library/query"
)

// feedbackTopics are the descriptions that have good answers, by what they want to
// be seen: that is what their good answers show. Descriptions that want the same are
// one topic, and one that only says what is unwanted is none.
func (s said) feedbackTopics() []topic {
	topics := map[string]*topic{}
	for _, description := range slices.Sorted(maps.Keys(s.feedback)) {
		q, err := query.Parse(description, ClockNow())
		wanted := q.Wanted()
		if err != nil || wanted == "" {
			continue
		}
		t := topics[wanted]
		if t == nil {
			t = &topic{name: descriptionKey(wanted), prompts: []string{wanted}}
			topics[wanted] = t
		}
		t.judge(s.feedback[description], wanted == q.Subject())
	}
	var list []topic
	for _, wanted := range slices.Sorted(maps.Keys(topics)) {
		t := topics[wanted]
		slices.Sort(t.photos)
		t.photos = slices.Compact(t.photos)
		t.not = without(t.not, t.photos)
		if len(t.photos) > 0 { // what something is not alone teaches no direction
			list = append(list, *t)
		}
	}
	return list
}

// judge adds what was said of a description's answers. Where it has unwanted parts,
// a bad answer may well show what is wanted beside them, so it teaches nothing.
func (t *topic) judge(said []library.Feedback, nothingUnwanted bool) {
	for _, f := range said {
		switch {
		case f.Good:
			t.photos = append(t.photos, f.Photo)
		case nothingUnwanted:
			t.not = append(t.not, f.Photo)
		}
	}
}
