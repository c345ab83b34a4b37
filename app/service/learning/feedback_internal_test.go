package learning

import (
	"reflect"
	"testing"

	"descry/library"
	"descry/library/query"
)

// TestFeedbackTeachesWhatIsWanted: neither what is unwanted nor a filter is taught as
// if it had been asked for.
func TestFeedbackTeachesWhatIsWanted(t *testing.T) {
	feedback := map[string][]library.Feedback{}
	say := func(text string, photo library.PhotoID, good bool) {
		t.Helper()
		q, err := query.Parse(text, query.Now())
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		subject, err := SubjectOf(q)
		if err != nil {
			t.Fatal(err)
		}
		feedback[subject] = append(feedback[subject], library.Feedback{Description: subject, Photo: photo, Good: good})
	}
	say(`a dog -"snow"`, 2, true)
	say("a dog without snow", 1, true)
	say(`a dog -"snow"`, 3, false) // for its snow, as far as one knows
	say("a dog date:2019", 2, true)
	say("a dog", 4, false)
	say("a dog", 1, false)
	say("-people", 5, true)
	say("a cat -dogs", 6, false)
	say("a red boat.", 7, true)
	s := Labels{Feedback: feedback}
	got, err := s.Classes(Request{Feedback: true})
	want := []Class{
		{Name: "“a dog”", Prompts: []string{"a dog"}, Photos: []library.PhotoID{1, 2}, Not: []library.PhotoID{4}},
		{Name: "“a red boat”", Prompts: []string{"a red boat"}, Photos: []library.PhotoID{7}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("learned\n%+v, want\n%+v (%v)", got, want, err)
	}
}
