package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app"
)

// lostPhoto is what descry forget --json prints of a photo.
type lostPhoto struct {
	ID, Path, Caption string
	Tags, People, Not []string
	Answers           []struct {
		Query string
		Good  bool
	}
}

func lostPhotos(t *testing.T) []lostPhoto {
	t.Helper()
	return parse[[]lostPhoto](t, mustDescry(t, "forget", "--json"))
}

// answering runs a command with something typed.
func answering(t *testing.T, typed string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = app.Main(args, strings.NewReader(typed), &out, &errs)
	return out.String(), errs.String(), code
}

// remove deletes files and has that seen.
func remove(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	mustDescry(t, "index")
}

func TestForget(t *testing.T) {
	dir := taggedFolder(t)
	stars, sunset, meadow := filepath.Join(dir, "stars.jpg"), filepath.Join(dir, "sunset.jpg"), filepath.Join(dir, "meadow.jpg")
	data, err := os.ReadFile(stars)
	if err != nil {
		t.Fatal(err)
	}
	if out, errs, code := descry(t, "forget"); code != 0 || out != "" || !strings.Contains(errs, "Every photo has a file") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	mustDescry(t, "tag", "add", "night/sky", stars)
	mustDescry(t, "tag", "add", "Anna", "--person", stars)
	mustDescry(t, "caption", stars, strings.Repeat("a very long caption ", 10))
	mustDescry(t, "feedback", "a starry night", "--good", stars)
	mustDescry(t, "tag", "add", "evening", sunset)
	remove(t, stars, sunset)

	list := lostPhotos(t)
	if len(list) != 2 {
		t.Fatalf("lost are %+v", list)
	}
	if list[0].Path != stars {
		list[0], list[1] = list[1], list[0]
	}
	if p := list[0]; p.Path != stars || strings.Join(p.Tags, " ") != "night/sky" || strings.Join(p.People, " ") != "Anna" ||
		!strings.HasPrefix(p.Caption, "a very long") || len(p.Answers) != 1 || !p.Answers[0].Good || list[1].Path != sunset {
		t.Errorf("lost are %+v", list)
	}
	out := mustDescry(t, "forget")
	for _, want := range []string{list[0].ID[:8], list[1].ID[:8], stars, "tagged Anna", "night/sky", "caption “a very long caption a very long caption…”", "1 answer judged", "without a file since 20"} {
		if !strings.Contains(out, want) {
			t.Errorf("the list lacks %q:\n%s", want, out)
		}
	}

	for _, wrong := range []struct {
		args []string
		want string
	}{
		{[]string{"--yes"}, "say which photos"},
		{[]string{"--older", "soon"}, "90d"},
		{[]string{"--older", "2y", "--all-without-file"}, "not several"},
		{[]string{meadow, list[0].ID, "--yes"}, "has a file, and only photos without one are forgotten; remove its tags instead"},
		{[]string{"00000000", "--yes"}, "descry forget lists them"},
	} {
		if _, errs, code := descry(t, append([]string{"forget"}, wrong.args...)...); code != 2 || !strings.Contains(errs, wrong.want) {
			t.Errorf("%v: exit %d, %s", wrong.args, code, errs)
		}
	}
	if out, errs, code := descry(t, "forget", "--older", "1d", "--yes"); code != 0 || !strings.Contains(errs, "nothing was forgotten") {
		t.Errorf("none is that old: exit %d, %s%s", code, out, errs)
	}
	for _, typed := range []string{"", "no\n", "y\n", "yes please\n"} {
		if _, errs, code := answering(t, typed, "forget", list[0].ID[:8]); code != 1 || !strings.Contains(errs, "nothing was forgotten") {
			t.Errorf("%q: exit %d, %s", typed, code, errs)
		}
	}
	if got := parse[[]lostPhoto](t, mustDescry(t, "forget", list[0].ID[:8], "--json")); len(got) != 1 || len(lostPhotos(t)) != 2 {
		t.Errorf("a script's look: %+v", got)
	}
	if out, errs, code := answering(t, "Yes\n", "forget", list[0].ID[:8], stars); code != 0 ||
		!strings.Contains(errs, "Forgot 1 photo and what you said of it.") || !strings.Contains(out, "night/sky") || strings.Contains(out, "evening") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	if left := lostPhotos(t); len(left) != 1 || left[0].Path != sunset {
		t.Errorf("left are %+v", left)
	}
	write(t, stars, data)
	mustDescry(t, "index")
	if got := shown(t, stars); len(got.Tags)+len(got.People) != 0 || got.Caption != "" {
		t.Errorf("what was forgotten is back: %+v", got)
	}
	mustDescry(t, "forget", "--all-without-file", "--yes")
	if out := mustDescry(t, "tag", "list"); len(lostPhotos(t)) != 0 || strings.Contains(out, "evening") || strings.Contains(out, "night") {
		t.Errorf("a tag is left: %s", out)
	}
	if out := mustDescry(t, "doctor"); strings.Contains(out, "purged photos") {
		t.Errorf("doctor: %s", out)
	}
}

// A path of which the photo is gone names it, too.
func TestForgetByPlace(t *testing.T) {
	dir := taggedFolder(t)
	stars := filepath.Join(dir, "stars.jpg")
	mustDescry(t, "tag", "add", "night", stars)
	remove(t, stars)
	mustDescry(t, "forget", stars, "--yes")
	if left := lostPhotos(t); len(left) != 0 {
		t.Errorf("left are %+v", left)
	}
}
