package service

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/internal/scene"
	"descry/app/message"
)

// In the window nobody is in a folder: like: takes the name of a file, as README shows it.
func TestLikeAPhotoByItsName(t *testing.T) {
	dir := t.TempDir()
	if err := scene.Paint(dir); err != nil {
		t.Fatal(err)
	}
	for i, sub := range []string{"a", "b"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o700); err != nil {
			t.Fatal(err)
		}
		finePattern(t, filepath.Join(dir, sub, "twin.jpg"), 64+80*i, 64)
	}
	e := indexed(t, dir)
	b := NewSession(e)
	sunset := filepath.Join(dir, "sunset.jpg")
	id, err := e.photoNamed(t.Context(), sunset)
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"like:sunset.jpg", "like:Sunset.JPG", "a lake like:sunset.jpg"} {
		answer, err := b.Search(t.Context(), asking(t, query))
		if err != nil || len(answer.Examples) != 1 || answer.Examples[0].Photo != id || answer.Examples[0].Name != "sunset.jpg" {
			t.Errorf("%s: %+v, %v", query, answer.Examples, err)
		}
	}
	for query, says := range map[string][]string{
		"like:twin.jpg":     {"several photos", filepath.Join(dir, "a", "twin.jpg"), filepath.Join(dir, "b", "twin.jpg")},
		"-like:none.jpg":    {`"none.jpg" is neither a file nor a photo of the library`},
		"like:x/sunset.jpg": {"is neither a file nor a photo of the library"},
	} {
		_, err := b.Search(t.Context(), asking(t, query))
		for _, part := range says {
			if err == nil || !strings.Contains(message.Explain(err), part) {
				t.Errorf("%s: %v, without %q", query, err, part)
			}
		}
	}
	if out, errs, code := runMain("similar", "sunset.jpg"); code != 0 || out == "" || strings.Contains(out, sunset) {
		t.Errorf("similar: %s%s", out, errs)
	}
	if _, errs, code := runMain("tag", "add", "sky", "sunset.jpg"); code == 0 { // a change takes no guess
		t.Errorf("tagged by name: %s", errs)
	}
	here := t.TempDir()
	finePattern(t, filepath.Join(here, "sunset.jpg"), 224, 64)
	t.Chdir(here)
	answer, err := b.Search(t.Context(), asking(t, "like:sunset.jpg"))
	if err != nil || len(answer.Examples) != 1 || answer.Examples[0].Photo != 0 {
		t.Errorf("a file where the command is given: %+v, %v", answer.Examples, err)
	}
}
