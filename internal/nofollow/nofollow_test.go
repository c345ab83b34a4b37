package nofollow_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"descry/internal/nofollow"
)

// linked is a folder with a file, a link to it, a link to nothing, and a link to the
// folder itself.
func linked(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "file"), []byte("content"), 0o600))
	for name, target := range map[string]string{"link": "file", "dangling": "nothing", "folder": dir} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	return dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpenFollowsNoLink(t *testing.T) {
	dir := linked(t)
	for _, name := range []string{"link", "dangling"} {
		for _, flag := range []int{os.O_RDONLY, os.O_WRONLY | os.O_TRUNC, os.O_WRONLY | os.O_CREATE, os.O_APPEND | os.O_CREATE | os.O_WRONLY} {
			if f, err := nofollow.Open(filepath.Join(dir, name), flag, 0o600); !errors.Is(err, nofollow.ErrLink) {
				t.Errorf("%s, %x: %v, %v", name, flag, f, err)
			}
		}
		if err := nofollow.Lock(filepath.Join(dir, name)).Lock(); err == nil {
			t.Errorf("%s was locked", name)
		}
	}
	through := filepath.Join(dir, "folder", "file") // a link on the way
	f, err := nofollow.Open(through, os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, err = f.WriteString(", more")
	must(t, errors.Join(err, f.Close()))
	if data, err := os.ReadFile(filepath.Join(dir, "file")); err != nil || string(data) != "content, more" {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := os.Lstat(filepath.Join(dir, "nothing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file was made through a link: %v", err)
	}
	if _, err := nofollow.Open(filepath.Join(dir, "none"), os.O_RDONLY, 0); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("none: %v", err)
	}
	lock := nofollow.Lock(filepath.Join(dir, "lock"))
	must(t, lock.Lock())
	must(t, lock.Unlock())
	if info, err := os.Stat(filepath.Join(dir, "lock")); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestReplaceTakesTheLinkAway(t *testing.T) {
	dir := linked(t)
	for _, name := range []string{"link", "dangling", "file", "new"} {
		path := filepath.Join(dir, name)
		f, err := nofollow.Replace(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		must(t, err)
		_, err = f.WriteString("own")
		must(t, errors.Join(err, f.Close()))
		if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
			t.Errorf("%s: %v, %v", name, info, err)
		}
		if data, err := os.ReadFile(filepath.Join(dir, "file")); name == "link" && string(data) != "content" {
			t.Errorf("written through a link: %q, %v", data, err)
		}
	}
}
