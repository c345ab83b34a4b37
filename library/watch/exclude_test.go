package watch_test

import (
	"os"
	"path/filepath"
	"testing"

	"descry/library/scan"
)

func TestExcluded(t *testing.T) {
	root := t.TempDir()
	put(t, root, "private/deep/1.jpg")
	put(t, root, "open/2.jpg")
	x, err := scan.NewExclusions([]string{"Private", "*_draft.jpg", filepath.Join(root, "later")})
	must(t, err)
	o := quick()
	o.Exclude = func() scan.Exclusions { return x }
	r := start(t, o, root)
	r.ready(t)
	put(t, root, "private/deep/3.jpg")
	put(t, root, "private/new/4.jpg")
	put(t, root, "open/5_draft.jpg")
	put(t, root, "later/6.jpg")
	must(t, os.Chmod(filepath.Join(root, "later"), 0o700))
	put(t, root, "open/7.jpg")
	r.await(t, "a file that is not left out", r.has("open/7.jpg"))
	if r.places() != 1 || r.rescanned(1)() {
		t.Errorf("too much: %v", r)
	}
}

func TestMarkedFolder(t *testing.T) {
	root := t.TempDir()
	put(t, root, "phone/deep/1.jpg")
	r := start(t, quick(), root)
	r.ready(t)

	put(t, root, "phone/.nomedia")
	r.await(t, "the folder that got a marker", r.has("phone"))
	r.forget()
	put(t, root, "phone/2.jpg")
	put(t, root, "phone/deep/3.jpg")
	put(t, root, "4.jpg")
	r.await(t, "a file elsewhere", r.has("4.jpg"))
	if r.places() != 1 || r.rescanned(1)() {
		t.Errorf("too much: %v", r)
	}
	r.forget()

	must(t, os.Remove(filepath.Join(root, "phone/.nomedia")))
	r.await(t, "the folder without its marker", r.has("phone"))
	put(t, root, "phone/deep/5.jpg")
	r.await(t, "a file that is let in", r.has("phone/deep/5.jpg"))
}
