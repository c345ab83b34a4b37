package message

import "testing"

func TestSentence(t *testing.T) {
	for in, want := range map[string]string{
		"open: permission denied": "Open: permission denied.",
		"/a/b is not a folder":    "/a/b is not a folder.",
		"über allem":              "Über allem.",
		"Done.":                   "Done.",
		"":                        "Something went wrong.",
		"a\nb":                    "A b.",
		"is it installed?":        "Is it installed?",
	} {
		if got := AsSentence(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
