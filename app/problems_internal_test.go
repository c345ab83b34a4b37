package app

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/internal/scene"
	"descry/library"
)

// TestIgnoredProblemsAgree asks all that count them, before, after one of two is ignored
// and after that has changed.
func TestIgnoredProblemsAgree(t *testing.T) {
	home, photos := t.TempDir(), t.TempDir()
	t.Setenv(HomeVariable, home)
	if err := scene.Paint(photos); err != nil {
		t.Fatal(err)
	}
	ignored := filepath.Join(photos, "raw.raf")
	mustWrite(t, ignored, "FUJIFILMCCD-RAW no more of it")
	mustWrite(t, filepath.Join(photos, "broken.jpg"), "half a pho")
	command := func(args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := Main(args, strings.NewReader(""), &out, &errs); code != 0 {
			t.Fatalf("descry %v: exit %d: %s", args, code, &errs)
		}
		return out.String()
	}
	expect := func(what string, failed, ignored int, status, doctor string) {
		t.Helper()
		var report indexReport
		var counts statusJSON
		for answer, v := range map[string]any{command("index", photos, "--json"): &report, command("status", "--json"): &counts} {
			if err := json.Unmarshal([]byte(answer), v); err != nil {
				t.Fatal(err)
			}
		}
		if report.Failed != failed || report.Ignored != ignored || len(report.Problems) != failed {
			t.Errorf("%s: index says %+v", what, report)
		}
		if counts.Failed != failed || counts.Ignored != ignored || counts.Folders[0].Failed != failed {
			t.Errorf("%s: status says %+v", what, counts)
		}
		if out := command("status"); !strings.Contains(out, status) {
			t.Errorf("%s: status says %s, want %q", what, out, status)
		}
		if out := command("doctor"); !strings.Contains(out, doctor) {
			t.Errorf("%s: doctor says %s, want %q", what, out, doctor)
		}
	}
	expect("at first", 2, 0, "2 not readable ·", "2 could not be read (Not photos, whatever their names say: 1, Raw files without support: 1)\n")

	e, err := openEngine(t.Context(), pathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	b := newBackend(e)
	problems, err := b.Problems(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.Path == ignored {
			if err := b.IgnoreProblems(t.Context(), []library.FileID{p.File}, true); err != nil {
				t.Fatal(err)
			}
		}
	}
	if s := b.Status(); s.Problems != 1 {
		t.Errorf("the window counts %d problems", s.Problems)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	expect("one ignored", 1, 1, "1 not readable, 1 ignored ·", "1 could not be read (Not photos, whatever their names say: 1); 1 ignored\n")

	mustWrite(t, ignored, "FUJIFILMCCD-RAW another one, longer")
	expect("changed", 2, 0, "2 not readable ·", "Raw files without support: 1")
	if err := os.Remove(ignored); err != nil {
		t.Fatal(err)
	}
	expect("gone", 1, 0, "1 not readable ·", "1 could not be read")
}
