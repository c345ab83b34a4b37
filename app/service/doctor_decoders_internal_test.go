package service

import (
	"slices"
	"strings"
	"testing"
	"time"

	"descry/app/message"
	"descry/library/media"
)

// detail is what a finding tells, in words.
func detail(f Finding) string { return message.Clauses(f.Details, time.Now()) }

// The doctor names each library that decodes, or says what is done without it.
func TestDoctorTellsWhatDecodes(t *testing.T) {
	natives := media.NativeDecoders(t.Context())
	findings := checkDecoders(t.Context())
	if len(findings) != len(natives) || len(natives) == 0 {
		t.Fatalf("%d findings of %d decoders", len(findings), len(natives))
	}
	for i, n := range natives {
		f := findings[i]
		missing := message.Text(string(decoderMissing[n.Formats[0]]), message.Params{"Formats": message.Listed(n.Formats)})
		if !strings.HasPrefix(missing, message.Listed(n.Formats)+": no library of the system; ") {
			t.Errorf("without a library for %s it says %q", n.Formats, missing)
		}
		want := n.Name
		if want == "" {
			want = missing
		} else if !slices.Contains(n.Guards, "limits") {
			t.Errorf("%s is kept in bounds by %q", n.Name, n.Guards)
		}
		if got := detail(f); !f.OK || !strings.HasPrefix(got, message.Listed(n.Formats)+": ") || !strings.Contains(got, want) {
			t.Errorf("%s of %+v", got, n)
		}
	}
}
