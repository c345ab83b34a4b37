package learning_test

import (
	"testing"

	"descry/app/notice"
	"descry/app/service/learning"
	"descry/finetune"
)

// TestVerdict finds sentences of trainings that have no message.
func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		refused string
		want    notice.Kind
	}{
		{"", ""},
		{"general search would get worse at any strength", "training-spoils-search"},
		{"the test photos were found no better than before", "training-no-better-test"},
		{"the held-out photos were found no better than before", "training-no-better-held-out"},
		{"a reason of a later version", "as-it-is"},
	} {
		if got := learning.Refusal(finetune.Report{Refused: c.refused}); got.Kind != c.want {
			t.Errorf("%q: %v, want %s", c.refused, got, c.want)
		}
	}
	for measured, want := range map[string]notice.Kind{
		"": "", "test photos": "training-test-photos", "held-out photos": "training-held-out-photos", "other photos": "as-it-is",
	} {
		if got := learning.Measured(finetune.Report{Measured: measured}); got.Kind != want {
			t.Errorf("%q: %v, want %s", measured, got, want)
		}
	}
}
