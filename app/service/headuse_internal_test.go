package service

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/internal/apptest"
	"descry/finetune/heads"
)

// headFile is where a head lies and what is in there.
func headFile(t *testing.T, b *Session, id string) (path string, data []byte) {
	t.Helper()
	path = filepath.Join(b.e.Paths.Heads, id+heads.Extension)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, data
}

// TestUnusableHeadIsTriedAgain damages the file of the head in use, looks at it with a
// new process, and mends it.
func TestUnusableHeadIsTriedAgain(t *testing.T) {
	apptest.WholeRunsOnly(t)
	b, _ := taughtLibrary(t)
	got, _, _ := trained(t, b)
	if err := b.UseHead(t.Context(), got.Head); err != nil {
		t.Fatal(err)
	}
	path, good := headFile(t, b, got.Head)
	put := func(data []byte) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bad := bytes.Clone(good)
	bad[len(bad)-1] ^= 1
	put(bad)
	e, err := Open(t.Context(), b.e.Paths)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	told := 0
	e.onHead = func() { told++ }
	look := func(what string, used bool, wantTold int) {
		t.Helper()
		if err := e.FollowChoice(t.Context()); err != nil {
			t.Fatal(err)
		}
		now := e.Searcher().inUse()
		if (now.head != nil) != used || (now.problem == "") != used || told != wantTold {
			t.Errorf("%s: used %v with the problem %q, told %d times", what, now.head != nil, now.problem, told)
		}
	}
	look("damaged", false, 0) // opening has seen it
	if p := e.modelNotice(); !strings.Contains(p, "damaged") || strings.Count(p, ".") != 1 {
		t.Errorf("the owner reads %q", p)
	}
	put(bad[:len(bad)-1])
	look("damaged otherwise", false, 1)
	put(good)
	look("mended", true, 2)
	look("as it was", true, 2)
}

// TestUnusableHeadIsTriedAgainAfterAWhile mends a file so that it looks as it did.
func TestUnusableHeadIsTriedAgainAfterAWhile(t *testing.T) {
	apptest.WholeRunsOnly(t)
	b, _ := taughtLibrary(t)
	got, _, _ := trained(t, b)
	path, good := headFile(t, b, got.Head)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	put := func(data []byte) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
			t.Fatal(err)
		}
	}
	s := b.e.Searcher()
	if err := b.e.writeHeadChoice(t.Context(), s.Pack.ID, headChoice{Used: got.Head}); err != nil {
		t.Fatal(err)
	}
	put(bytes.Repeat([]byte{1}, len(good)))
	look := func(what string, used bool) {
		t.Helper()
		if err := b.e.FollowChoice(t.Context()); err != nil {
			t.Fatal(err)
		}
		if now := s.inUse(); (now.head != nil) != used {
			t.Errorf("%s: used %v, %q", what, now.head != nil, now.problem)
		}
	}
	look("damaged", false)
	put(good)
	look("mended, but just tried", false)
	earlier := s.inUse()
	earlier.tried = earlier.tried.Add(-retryHead)
	s.learned.Store(&earlier)
	look("after a while", true)
}
