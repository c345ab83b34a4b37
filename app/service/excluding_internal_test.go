package service

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/library/index"
	"descry/library/scan"
)

// TestMistakeInSettingsLetsNothingIn: what was left out stays so while the file is wrong.
func TestMistakeInSettingsLetsNothingIn(t *testing.T) {
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	e := opened(t, paths)
	defer e.Close()
	for _, c := range []struct {
		text  string
		want  []string
		other bool
	}{
		{"", nil, false},
		{"exclude = ['Private']", []string{"Private"}, true},
		{"exclude = ['Private']\nthreads = 'x'", []string{"Private"}, false},
		{"exclude = ['Private'", []string{"Private"}, false},
		{"exclude = ['*']", []string{"Private"}, false},
		{"thread = 1\nexclude = ['b']", []string{"b"}, true},
		{"exclude = []", nil, true},
	} {
		apptest.MustWrite(t, paths.Settings, c.text)
		_, other, err := e.exclusions(t.Context())
		patterns, perr := e.Excluded(t.Context())
		if err != nil || perr != nil || other != c.other || !slices.Equal(patterns, c.want) {
			t.Errorf("%q leaves out %q, other %v (%v, %v)", c.text, patterns, other, err, perr)
		}
	}
}

// TestLinkedFoldersAreToldOnce in the life of a library.
func TestLinkedFoldersAreToldOnce(t *testing.T) {
	home, photos := t.TempDir(), t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	e := opened(t, paths)
	defer e.Close()
	if err := os.Symlink(t.TempDir(), filepath.Join(photos, "a link")); err != nil {
		t.Skip(err)
	}
	if err := e.AddFolders(t.Context(), []string{photos}, true); err != nil {
		t.Fatal(err)
	}
	x, err := index.New(index.Options{Store: e.Store, Encoder: noEncoder{}, Thumbnails: e.thumbs, Exclude: scan.Exclusions{}})
	if err != nil {
		t.Fatal(err)
	}
	folders, err := e.Store.Folders(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Sync(t.Context(), folders[0]); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"1 linked folder is passed over: " + filepath.Join(folders[0].Path, "a link") + ". To see its photos, add it as a folder of its own.", ""} {
		b := NewSession(e)
		if err := b.Sample(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := worded(b.Status().News); got != want {
			t.Errorf("window %d says %q", i, got)
		}
	}
}

// TestExcludeIsFollowed has a running indexer take up what is left out.
func TestExcludeIsFollowed(t *testing.T) {
	home := t.TempDir()
	e := opened(t, config.PathsIn(home, home, home, home))
	defer e.Close()
	var f followedExclude
	x, err := index.New(index.Options{Store: e.Store, Encoder: noEncoder{}, Thumbnails: e.thumbs})
	if err != nil {
		t.Fatal(err)
	}
	for i, change := range []func() error{
		func() error { return nil },
		func() error { return e.Exclude(t.Context(), "a", "b") },
		func() error { return e.Include(t.Context(), "A") },
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
		past := time.Now().Add(time.Duration(i) * time.Second) // a clock may not tell two writes apart
		_ = os.Chtimes(e.Paths.Settings, past, past)
		for range 2 { // a file that has just changed may still be written
			if err := f.apply(t.Context(), e, x); err != nil {
				t.Fatal(err)
			}
		}
		if f.read != f.seen || !f.read.changed.Equal(past) && i > 0 {
			t.Errorf("step %d: %+v", i, f)
		}
		if patterns, err := e.Excluded(t.Context()); err != nil || len(patterns) != []int{0, 2, 1}[i] {
			t.Errorf("step %d: %q, %v", i, patterns, err)
		}
	}
}

// TestLeavingOutIsUndone undoes and redoes it, also where the settings were changed in between.
func TestLeavingOutIsUndone(t *testing.T) {
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	apptest.MustWrite(t, paths.Settings, "# mine\nthreads = 1\n")
	e := opened(t, paths)
	defer e.Close()
	b := NewSession(e)
	ctx := t.Context()
	expect := func(what string, want ...string) {
		t.Helper()
		if got, err := b.Excluded(ctx); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q is left out, want %q (%v)", what, got, want, err)
		}
	}
	c, err := b.ExcludeFolder(ctx, filepath.Join(home, "Private"))
	if err != nil || worded(c.Label) != "Left out Private; its files are untouched." {
		t.Errorf("%+v, %v", c, err)
	}
	expect("left out", filepath.Join(home, "Private"))
	if c, err := b.ExcludeFolder(ctx, filepath.Join(home, "Private")); err != nil || c.ID != 0 {
		t.Errorf("again: %+v, %v", c, err)
	}
	if _, err := b.Undo(ctx, 0); err != nil {
		t.Error(err)
	}
	expect("undone")
	if _, err := b.Redo(ctx); err != nil {
		t.Error(err)
	}
	expect("redone", filepath.Join(home, "Private"))
	if c, err := b.IncludeAgain(ctx, filepath.Join(home, "Private")); err != nil || worded(c.Label) != "Let in Private again. Its photos appear as they are found." {
		t.Errorf("%+v, %v", c, err)
	}
	if err := e.Exclude(ctx, filepath.Join(home, "Private")); err != nil { // as a command does
		t.Fatal(err)
	}
	if m, err := b.Undo(ctx, 0); err != nil || !m.Gone {
		t.Errorf("undone although nothing was to do: %+v, %v", m, err)
	}
	apptest.MustWrite(t, paths.Settings, "thread = 1\n")
	if _, err := b.ExcludeFolder(ctx, "/x"); err == nil {
		t.Error("a file with a mistake is changed")
	}
}

// noEncoder is for an indexer that only scans.
type noEncoder struct{ index.Encoder }
