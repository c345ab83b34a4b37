package app_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/app/internal/apptest"
)

// TestFeedback says of answers to a description how good they are.
func TestFeedback(t *testing.T) {
	apptest.WholeRunsOnly(t)
	dir := taggedFolder(t)
	photo := func(name string) string { return filepath.Join(dir, name+".jpg") }
	const sky = "a night sky full of stars"
	if got := searchNames(t, sky); got[0] != "stars" || !slices.Contains(got, "chess") {
		t.Fatalf("found %v before anything was said", got)
	}
	mustDescry(t, "feedback", sky+" date:2019", "--good", photo("meadow"), "--bad", photo("chess"), "--bad", photo("stars"))
	if got := searchNames(t, "A  night sky, full of stars."); got[0] != "stars" {
		t.Errorf("another description finds %v", got)
	}
	if got := searchNames(t, "rating:>=0 "+sky); got[0] != "meadow" || slices.Contains(got, "chess") || slices.Contains(got, "stars") {
		t.Errorf("with other filters: %v", got)
	}
	if got := searchNames(t, sky, "--no-feedback"); got[0] != "stars" || len(got) != 4 {
		t.Errorf("as if nothing had been said: %v", got)
	}
	found := parse[[]foundPhoto](t, mustDescry(t, "search", "--json", sky))
	if found[0].Match != "good" {
		t.Errorf("the good answer is %+v", found[0])
	}
	if why := mustDescry(t, "why", photo("stars"), sky); !strings.HasPrefix(why, "weak") {
		t.Errorf("what is no answer: %s", why)
	}
	said := parse[[]struct {
		Query, Path string
		Good        bool
	}](t, mustDescry(t, "feedback", "list", "--json"))
	if len(said) != 3 || said[0].Query != sky || !said[0].Good || filepath.Base(said[0].Path) != "meadow.jpg" {
		t.Errorf("said %+v", said)
	}
	if out := mustDescry(t, "feedback", "A NIGHT sky full of stars"); strings.Count(out, "bad ") != 2 {
		t.Errorf("said of the description: %s", out)
	}
	mustDescry(t, "feedback", sky, "--forget")
	if got := searchNames(t, sky); got[0] != "stars" || len(got) != 4 {
		t.Errorf("after all was forgotten: %v", got)
	}
}

func TestFeedbackNeedsADescriptionAndPhotos(t *testing.T) {
	dir := taggedFolder(t)
	for _, wrong := range [][]string{
		{"feedback"}, {"feedback", "date:2019", "--good", filepath.Join(dir, "stars.jpg")},
		{"feedback", "stars", "--good", "/no/such.jpg"}, {"feedback", "date:x"},
		{"feedback", "stars", "--forget", "--good", filepath.Join(dir, "stars.jpg")},
	} {
		if _, errs, code := descry(t, wrong...); code != 2 || errs == "" {
			t.Errorf("%v: exit %d, %s", wrong, code, errs)
		}
	}
}
