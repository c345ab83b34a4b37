package service

import (
	"slices"
	"strings"
	"testing"

	"descry/library/media"
)

// The doctor names each library that decodes, or says what is done without it.
func TestDoctorTellsWhatDecodes(t *testing.T) {
	natives := media.NativeDecoders(t.Context())
	findings := checkDecoders(t.Context())
	if len(findings) != len(natives) || len(natives) == 0 {
		t.Fatalf("%d findings of %d decoders", len(findings), len(natives))
	}
	for i, n := range natives {
		f := findings[i]
		want := n.Name
		if want == "" {
			want = n.Without
		} else if !slices.Contains(n.Guards, "limits") {
			t.Errorf("%s is kept in bounds by %q", n.Name, n.Guards)
		}
		if !f.OK || !strings.HasPrefix(f.Detail, n.Reads+": ") || !strings.Contains(f.Detail, want) {
			t.Errorf("%+v of %+v", f, n)
		}
	}
}
