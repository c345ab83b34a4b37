package service

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/internal/scene"
	"descry/library"
)

// TestIgnoredProblemsAgree asks all that count them, before, after one of two is ignored
// and after that has changed.
func TestIgnoredProblemsAgree(t *testing.T) {
	apptest.WholeRunsOnly(t)
	home, photos := t.TempDir(), t.TempDir()
	t.Setenv(config.HomeVariable, home)
	if err := scene.Paint(photos); err != nil {
		t.Fatal(err)
	}
	ignored := filepath.Join(photos, "raw.raf")
	apptest.MustWrite(t, ignored, "FUJIFILMCCD-RAW no more of it")
	apptest.MustWrite(t, filepath.Join(photos, "broken.jpg"), "half a pho")
	command := func(args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := Program(args, strings.NewReader(""), &out, &errs); code != 0 {
			t.Fatalf("descry %v: exit %d: %s", args, code, &errs)
		}
		return out.String()
	}
	expect := func(what string, failed, ignored int, status, doctor string) {
		t.Helper()
		var report IndexReport
		var counts LibraryStatus
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
	expect("at first", 2, 0, "2 not readable ·", "2 could not be read (Damaged raw files: 1, Not photos, despite their names: 1)\n")

	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	b := NewSession(e)
	problems, err := b.Problems(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.Path == ignored {
			if _, err := b.IgnoreProblems(t.Context(), []library.FileID{p.File}, true); err != nil {
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
	expect("one ignored", 1, 1, "1 not readable, 1 ignored ·", "1 could not be read (Not photos, despite their names: 1); 1 ignored\n")

	apptest.MustWrite(t, ignored, "FUJIFILMCCD-RAW another one, longer")
	expect("changed", 2, 0, "2 not readable ·", "Damaged raw files: 1")
	if err := os.Remove(ignored); err != nil {
		t.Fatal(err)
	}
	expect("gone", 1, 0, "1 not readable ·", "1 could not be read")
}

// TestIgnoringIsAStep ignores files and takes that back, after one of them was replaced
// by a photo, too.
func TestIgnoringIsAStep(t *testing.T) {
	home, photos := t.TempDir(), t.TempDir()
	t.Setenv(config.HomeVariable, home)
	first, second := filepath.Join(photos, "first.jpg"), filepath.Join(photos, "second.jpg")
	apptest.MustWrite(t, first, "half a pho")
	apptest.MustWrite(t, second, "no more of it")
	index := func() {
		t.Helper()
		var out, errs bytes.Buffer
		if code := Program([]string{"index", photos}, strings.NewReader(""), &out, &errs); code != 0 {
			t.Fatalf("exit %d: %s", code, &errs)
		}
	}
	index()
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	b := NewSession(e)
	problems, err := b.Problems(t.Context())
	if err != nil || len(problems) != 2 {
		t.Fatalf("%+v, %v", problems, err)
	}
	ids := make(map[string]library.FileID)
	for _, p := range problems {
		ids[p.Path] = p.File
	}
	ignore := func(ignored bool, label, what string, files ...library.FileID) {
		t.Helper()
		c, err := b.IgnoreProblems(t.Context(), files, ignored)
		if err != nil || worded(c.Label) != label || worded(c.What) != what {
			t.Errorf("%+v, %v; want %q and %q", c, err, label, what)
		}
	}
	counts := func(what string, want int) {
		t.Helper()
		if s := b.Status(); s.Problems != want {
			t.Errorf("%s: the window counts %d problems, want %d", what, s.Problems, want)
		}
	}
	told := make(chan EventKind, 100)
	defer b.Subscribe(func(ev Event) { told <- ev.Kind })()
	ignore(true, "Ignored first.jpg", "ignoring “first.jpg”", ids[first], 99)
	ignore(true, "Ignored second.jpg", "ignoring “second.jpg”", ids[first], ids[second])
	ignore(true, "", "", ids[first], ids[second])
	ignore(false, "2 files are shown again", "showing 2 files again", ids[first], ids[second])
	counts("shown again", 2)
	ignore(true, "Ignored 2 files", "ignoring 2 files", ids[first], ids[second])
	counts("ignored", 0)
	if m, err := b.Undo(t.Context(), 0); err != nil || worded(m.What) != "ignoring 2 files" || m.LeftFiles != 0 {
		t.Errorf("%+v, %v", m, err)
	}
	counts("undone", 2)
	if m, err := b.Redo(t.Context()); err != nil || m.LeftFiles != 0 {
		t.Errorf("%+v, %v", m, err)
	}
	counts("redone", 0)
	for kind := range told {
		if kind == ProblemsChanged {
			break
		}
	}
	if err := scene.Paint(photos); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(photos, scene.All[0].Name), second); err != nil {
		t.Fatal(err)
	}
	index()
	if m, err := b.Undo(t.Context(), 0); err != nil || m.LeftFiles != 1 || m.Gone {
		t.Errorf("%+v, %v", m, err)
	}
	counts("undone after one could be read", 1)
	ignore(false, "", "", ids[first], ids[second])
	done, _, err := b.History(t.Context())
	if err != nil || len(done) != 3 || worded(done[0].What) != "showing 2 files again" {
		t.Errorf("%+v, %v", done, err)
	}
}
