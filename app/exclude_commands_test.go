package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFoldersExcludeInclude(t *testing.T) {
	dir := photoFolder(t)
	private := filepath.Join(dir, "Private")
	if err := os.Mkdir(private, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "sunset.jpg"), filepath.Join(private, "sunset.jpg")); err != nil {
		t.Fatal(err)
	}
	mustDescry(t, "index", dir)
	mustDescry(t, "tag", "add", "evening", filepath.Join(private, "sunset.jpg"))
	found := func() bool {
		t.Helper()
		return len(parse[[]result](t, mustDescry(t, "search", "tag:evening", "--json"))) == 1
	}
	for _, word := range []string{"private", filepath.Join(private, "../Private"), "pri*/", "**/sunset.*"} {
		out := mustDescry(t, "folders", "exclude", word, "*.never")
		if !strings.HasPrefix(out, "Left out from now on: “") || !strings.Contains(out, "descry index") {
			t.Errorf("exclude %s says %q", word, out)
		}
		if !found() {
			t.Errorf("%s: gone before the next index", word)
		}
		mustDescry(t, "index")
		if found() {
			t.Errorf("%s: still found", word)
		}
		if out := mustDescry(t, "folders"); !strings.Contains(out, "Left out: “") {
			t.Errorf("folders doesn't list %s: %s", word, out)
		}
		if out := mustDescry(t, "folders", "include", word, "*.NEVER"); !strings.HasPrefix(out, "Let in again: “") {
			t.Errorf("include %s says %q", word, out)
		}
		mustDescry(t, "index")
		if !found() {
			t.Errorf("%s: let in and not found", word)
		}
	}

	mustDescry(t, "folders", "exclude", "private")
	listed := parse[struct{ Exclude []string }](t, mustDescry(t, "folders", "--json"))
	if len(listed.Exclude) != 1 || listed.Exclude[0] != "private" || mustDescry(t, "folders", "exclude") != "private\n" {
		t.Errorf("listed: %+v", listed)
	}
	mustDescry(t, "index")
	if out, errs, code := descry(t, "forget", "--all-without-file", "--yes"); code != 0 || !strings.Contains(errs, "1 photo that is left out stays") {
		t.Errorf("forget: exit %d: %s%s", code, out, errs)
	}
	if _, errs, code := descry(t, "index", private); code != 2 || !strings.Contains(errs, "is left out by “private”") {
		t.Errorf("a folder that is left out is added: exit %d: %s", code, errs)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"exclude", dir + "/*.jpg"}, "write the pattern as a path"},
		{[]string{"exclude", dir}, "itself a folder of the library"},
		{[]string{"exclude", "*"}, "leave out everything"},
		{[]string{"exclude", "a/../../b"}, "leads out"},
		{[]string{"include", "other"}, "not among what is left out: “private”"},
		{[]string{"include", private}, "is left out by “private”"},
		{[]string{"include"}, ""},
	} {
		_, errs, code := descry(t, append([]string{"folders"}, c.args...)...)
		if code != 2 || !strings.Contains(errs, c.want) {
			t.Errorf("folders %v: exit %d: %s", c.args, code, errs)
		}
	}
}

func TestLinkedFolderIsToldOnce(t *testing.T) {
	dir := photoFolder(t)
	if err := os.Symlink(t.TempDir(), filepath.Join(dir, "other disk")); err != nil {
		t.Skip(err)
	}
	const want = "1 linked folder is passed over: "
	_, errs, _ := descry(t, "index", dir)
	if strings.Count(errs, want) != 1 || !strings.Contains(errs, "descry index '"+filepath.Join(dir, "other disk")+"'") {
		t.Errorf("index says: %s", errs)
	}
	if _, errs, _ := descry(t, "index", dir); strings.Contains(errs, want) {
		t.Errorf("told again: %s", errs)
	}
	for _, command := range []string{"status", "folders"} {
		if out := mustDescry(t, command); strings.Count(out, want) != 1 {
			t.Errorf("%s says: %s", command, out)
		}
	}
	mustDescry(t, "index", filepath.Join(dir, "other disk"))
	if out := mustDescry(t, "status"); strings.Contains(out, want) {
		t.Errorf("status says of a folder that was added: %s", out)
	}
}
