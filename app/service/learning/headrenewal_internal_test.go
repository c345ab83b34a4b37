package learning

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"time"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/finetune/heads"
)

// TestLostHeadSaysWhy reads outcomes as the catalogue keeps them: as a kind with parameters, and as
// the text that older versions kept.
func TestLostHeadSaysWhy(t *testing.T) {
	const begin = "Descry's built-in model is a better one now, and what you taught could not be learned anew: "
	const end = ". Teach it again when there is more to learn from."
	denied := &fs.PathError{Op: "open", Path: "/h", Err: fs.ErrPermission}
	stored := map[string]string{`{"problem":"it fell from 0.9 to 0.2.","at":"2026-11-30T12:00:00Z"}`: "it fell from 0.9 to 0.2"}
	for _, err := range []error{
		denied,
		problem.WrapUsage("head-unknown", notice.Params{"Head": "h1"}, heads.ErrNotFound),
		problem.Wrap("labels-line", notice.Params{"Line": "3"}, problem.New("captions-none", nil)),
	} {
		kept, failed := json.Marshal(HeadOutcome{Problem: problem.Saved(err), At: time.Unix(1, 0)})
		if failed != nil {
			t.Fatal(failed)
		}
		stored[string(kept)] = strings.TrimSuffix(message.Explain(err), ".")
	}
	for stored, want := range stored {
		var o HeadOutcome
		if err := json.Unmarshal([]byte(stored), &o); err != nil {
			t.Fatal(err)
		}
		r := HeadRenewal{Stage: HeadLost, Outcome: o}
		if got := message.OfNotice(r.Says(), time.Now()); got != begin+want+end {
			t.Errorf("%s: says %q, want %q within", stored, got, want)
		}
		if !r.Same(HeadRenewal{Stage: HeadLost, Outcome: o}) {
			t.Errorf("%s is not the same as itself", stored)
		}
	}
	var none HeadOutcome
	if err := json.Unmarshal([]byte(`{"head":"h1","at":"2026-11-30T12:00:00Z"}`), &none); err != nil || !none.Problem.IsZero() {
		t.Error(errors.Join(err, errors.New(none.Problem.String())))
	}
}
