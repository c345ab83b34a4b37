package notice_test

import (
	"encoding/json"
	"errors"
	"testing"

	"descry/app/notice"
)

// TestKeptNoticesComeBack writes notices as JSON and reads them.
func TestKeptNoticesComeBack(t *testing.T) {
	for _, n := range []notice.Notice{
		{},
		notice.AsItIs("CPU"),
		notice.Counted("photos", 3, nil),
		notice.New("a", notice.Params{"Rate": 34.25, "Whole": 1000, "Names": []string{"a", "b"}, "Inner": notice.New("b", notice.Params{"Card": "x"}),
			"List": []notice.Notice{notice.AsItIs("a"), notice.AsItIs("b")}}),
	} {
		data, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		var back notice.Notice
		if err := json.Unmarshal(data, &back); err != nil || !back.Same(n) || back.Plural != n.Plural {
			t.Errorf("%s came back as %v, %v", data, back, err)
		}
	}
}

func TestKeptNoticesOfOtherKinds(t *testing.T) {
	for data, want := range map[string]notice.Notice{
		`"chosen"`: notice.AsItIs("chosen"), // before there were kinds
		`""`:       {},
		`{"kind":"a","params":{"Cause":"it failed"}}`: notice.New("a", notice.Params{"Cause": "it failed"}),
	} {
		var got notice.Notice
		if err := json.Unmarshal([]byte(data), &got); err != nil || !got.Same(want) {
			t.Errorf("%s: %v, %v, want %v", data, got, err, want)
		}
	}
	for _, damaged := range []string{`1`, `{"kind":1}`, `{"params":[]}`, `{"params":{"a":{"kind":1}}}`, `{`} {
		var got notice.Notice
		if err := json.Unmarshal([]byte(damaged), &got); err == nil {
			t.Errorf("%s was read as %v", damaged, got)
		}
	}
	data, err := json.Marshal(notice.New("a", notice.Params{"Cause": errors.New("it failed")}))
	if want := `{"kind":"a","params":{"Cause":"it failed"}}`; err != nil || string(data) != want {
		t.Errorf("%s, %v, want %s", data, err, want)
	}
}
