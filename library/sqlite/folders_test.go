package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"descry/library"
	"descry/library/sqlite"
)

func TestAddFolder(t *testing.T) {
	ctx := context.Background()
	s, c := newStore(t)
	f, err := s.AddFolder(ctx, "/home/ann/pictures")
	if err != nil {
		t.Fatal(err)
	}
	if f.Path != "/home/ann/pictures" || !f.Added.Equal(c.at) || f.State() != library.FolderIndexing {
		t.Errorf("got %+v", f)
	}
	if _, err := s.AddFolder(ctx, "/home/ann/pictures"); !errors.Is(err, library.ErrFolderExists) {
		t.Errorf("same folder: %v", err)
	}
	var nested *library.NestedError
	if _, err := s.AddFolder(ctx, "/home/ann/pictures/2024"); !errors.As(err, &nested) ||
		nested.Path != "/home/ann/pictures/2024" || nested.Parent != "/home/ann/pictures" {
		t.Errorf("nested folder: %v", err)
	}
	if _, err := s.AddFolder(ctx, "pictures"); err == nil {
		t.Error("a relative path was accepted")
	}
	addFolder(t, s, "/home/ann/pictures-old")
	addFolder(t, s, "/home/ann/pic")
	if got := folderPaths(t, s); !slices.Equal(got, []string{"/home/ann/pic", "/home/ann/pictures", "/home/ann/pictures-old"}) {
		t.Errorf("folders %q", got)
	}
}

func TestAddFolderAbsorbs(t *testing.T) {
	for _, root := range []string{"/", "/a", "/a/b"} {
		t.Run(root, func(t *testing.T) {
			s, _ := newStore(t)
			inner := addFolder(t, s, "/a/b/c")
			other := addFolder(t, s, "/a/b/d\xff")
			outside := addFolder(t, s, "/x")
			scan(t, s, inner, newFile("one.jpg", 1), newFile("sub/two.jpg", 2))
			scan(t, s, other, newFile("one.jpg", 1))
			scan(t, s, outside, newFile("three.jpg", 3))
			indexAll(t, s)
			before := knownIDs(t, s, inner)

			outer := addFolder(t, s, root)
			paths := []string{"/a/b/c/one.jpg", "/a/b/c/sub/two.jpg", "/a/b/d\xff/one.jpg"}
			if root == "/" {
				paths = append(paths, "/x/three.jpg")
			}
			for _, path := range paths {
				if _, err := s.PhotoByPath(context.Background(), path); err != nil {
					t.Errorf("%q: %v", path, err)
				}
			}
			after := knownIDs(t, s, outer)
			for id := range before {
				if _, ok := after[id]; !ok {
					t.Errorf("file row %d was lost", id)
				}
			}
			want := library.Counts{Photos: len(paths) - 1, Files: len(paths), Indexed: len(paths)}
			if got := counts(t, s, outer); got != want {
				t.Errorf("counts %+v, want %+v", got, want)
			}
		})
	}
}

func TestRemoveFolder(t *testing.T) {
	ctx := context.Background()
	s, c := newStore(t)
	a, b := addFolder(t, s, "/a"), addFolder(t, s, "/b")
	scan(t, s, a, newFile("only.jpg", 1), newFile("both.jpg", 2))
	scan(t, s, b, newFile("both.jpg", 2))
	indexAll(t, s)
	only, both := photoAt(t, s, "/a/only.jpg"), photoAt(t, s, "/a/both.jpg")
	c.at = c.at.Add(time.Hour)
	if err := s.RemoveFolder(ctx, a); err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveFolder(ctx, a); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("second removal: %v", err)
	}
	if p, err := s.Photo(ctx, only); err != nil || len(p.Files) != 0 {
		t.Errorf("photo without a file: %+v, %v", p, err)
	}
	if p, err := s.Photo(ctx, both); err != nil || len(p.Files) != 1 || p.Files[0].Path != "/b/both.jpg" {
		t.Errorf("photo with another file: %+v, %v", p, err)
	}
	if n := totals(t, s); n != (library.Counts{Photos: 1, Files: 1, Indexed: 1}) {
		t.Errorf("totals %+v", n)
	}
	if ids, err := s.Purge(ctx, c.at); err != nil || len(ids) != 0 {
		t.Errorf("purged %v too early, %v", ids, err)
	}
	if list, err := s.Purge(ctx, c.at.Add(1)); err != nil || len(list) != 1 || list[0].ID != only || list[0].Kept {
		t.Errorf("purged %v, want %d, %v", list, only, err)
	}
}

func TestFolderStates(t *testing.T) {
	ctx := context.Background()
	s, c := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("x.jpg", 1))
	if err := s.SetFolderScanned(ctx, id, c.at, 1<<63+5); err != nil {
		t.Fatal(err)
	}
	f := folder(t, s, id)
	if !f.LastScan.Equal(c.at) || f.Device != 1<<63+5 || f.State() != library.FolderIndexing {
		t.Errorf("scanned folder: %+v", f)
	}
	indexAll(t, s)
	if got := folder(t, s, id).State(); got != library.FolderUpToDate {
		t.Errorf("indexed folder: %v", got)
	}
	if err := s.SetFolderPaused(ctx, id, true); err != nil {
		t.Fatal(err)
	}
	if got := folder(t, s, id).State(); got != library.FolderPaused {
		t.Errorf("paused folder: %v", got)
	}
	for _, since := range []time.Time{c.at, {}} {
		if err := s.SetFolderOffline(ctx, id, since); err != nil {
			t.Fatal(err)
		}
		if got := folder(t, s, id).OfflineSince; !got.Equal(since) {
			t.Errorf("offline since %v, want %v", got, since)
		}
	}
	for op, err := range map[string]error{
		"pause":   s.SetFolderPaused(ctx, 99, true),
		"offline": s.SetFolderOffline(ctx, 99, c.at),
		"scanned": s.SetFolderScanned(ctx, 99, c.at, 1),
		"apply":   s.ApplyScan(ctx, 99, library.ScanDelta{Gone: []library.FileID{1}}),
	} {
		if !errors.Is(err, library.ErrNotFound) {
			t.Errorf("%s of an unknown folder: %v", op, err)
		}
	}
}

func TestSubfolders(t *testing.T) {
	s, _ := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("top.jpg", 1), newFile("b/one.jpg", 2), newFile("b/c/two.jpg", 3),
		newFile("b-d/three.jpg", 4), newFile("b/c/broken.jpg", 5), newFile("broken only/x.jpg", 6),
		newFile("b/copy of one.jpg", 2), newFile("b/c/copy of one.jpg", 2))
	commitAll(t, s, model, func(f library.PendingFile) library.IndexedPhoto {
		r := goodResult(f)
		if f.Size >= 1005 {
			r = library.IndexedPhoto{File: f, Err: errors.New("broken")}
		}
		return r
	})
	scan(t, s, id, newFile("new/deep/one.jpg", 7)) // not read yet
	got, err := s.Subfolders(context.Background(), id)
	want := []library.Subfolder{{Rel: "b", Photos: 2}, {Rel: "b/c", Photos: 2}, {Rel: "b-d", Photos: 1}, {Rel: "new"}, {Rel: "new/deep"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, want %v, %v", got, want, err)
	}
	for _, dir := range got {
		if shown := tileIDs(t, s, library.Scope{Folder: id, Rel: dir.Rel}, library.NewestFirst); len(shown) != dir.Photos {
			t.Errorf("%s is said to have %d photos and shows %d", dir.Rel, dir.Photos, len(shown))
		}
	}
}

func TestCounts(t *testing.T) {
	ctx := context.Background()
	s, _ := newStore(t)
	a, b := addFolder(t, s, "/a"), addFolder(t, s, "/b")
	scan(t, s, a, newFile("1.jpg", 1), newFile("1 copy.jpg", 1), newFile("2.jpg", 2), newFile("bad.jpg", 3))
	scan(t, s, b, newFile("1.jpg", 1), newFile("4.jpg", 4))
	commitAll(t, s, model, func(f library.PendingFile) library.IndexedPhoto {
		if f.Size == 1003 {
			return library.IndexedPhoto{File: f, Err: errors.New("bad")}
		}
		return goodResult(f)
	})
	scan(t, s, b, newFile("new.jpg", 5))
	for _, c := range []struct {
		model string
		got   func(model string) library.Counts
		want  library.Counts
	}{
		{model, countsOf(t, s, a), library.Counts{Photos: 2, Files: 3, Indexed: 3, Failed: 1}},
		{model, countsOf(t, s, b), library.Counts{Photos: 2, Files: 3, Indexed: 2, Pending: 1}},
		{"", countsOf(t, s, b), library.Counts{Photos: 2, Files: 3, Indexed: 2, Pending: 1}},
		{"other", countsOf(t, s, a), library.Counts{Photos: 2, Files: 3, Pending: 3, Failed: 1}},
		{model, totalsOf(t, s), library.Counts{Photos: 3, Files: 6, Indexed: 5, Pending: 1, Failed: 1}},
		{"other", totalsOf(t, s), library.Counts{Photos: 3, Files: 6, Pending: 6, Failed: 1}},
	} {
		if got := c.got(c.model); got != c.want {
			t.Errorf("model %q: %+v, want %+v", c.model, got, c.want)
		}
	}
	if err := s.DeleteModelVectors(ctx, model); err != nil {
		t.Fatal(err)
	}
	if got := totalsOf(t, s)(model); got != (library.Counts{Photos: 3, Files: 6, Pending: 6, Failed: 1}) {
		t.Errorf("without vectors: %+v", got)
	}
}

// goodResult is the photo that a file's size stands for, with a vector.
func goodResult(f library.PendingFile) library.IndexedPhoto {
	number := int(f.Size) - 1000
	return library.IndexedPhoto{File: f, Photo: testPhoto(number), Vector: testVector(8, number)}
}

func indexAll(t *testing.T, s *sqlite.Store) {
	t.Helper()
	commitAll(t, s, model, goodResult)
}

func folder(t *testing.T, s *sqlite.Store, id library.FolderID) library.Folder {
	t.Helper()
	return folderFor(t, s, id, model)
}

func folderFor(t *testing.T, s *sqlite.Store, id library.FolderID, model string) library.Folder {
	t.Helper()
	folders, err := s.Folders(context.Background(), model)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("no folder %d", id)
	return library.Folder{}
}

func counts(t *testing.T, s *sqlite.Store, id library.FolderID) library.Counts {
	t.Helper()
	return folder(t, s, id).Counts
}

func countsOf(t *testing.T, s *sqlite.Store, id library.FolderID) func(string) library.Counts {
	return func(model string) library.Counts { return folderFor(t, s, id, model).Counts }
}

func totals(t *testing.T, s *sqlite.Store) library.Counts { return totalsOf(t, s)(model) }

func totalsOf(t *testing.T, s *sqlite.Store) func(string) library.Counts {
	return func(model string) library.Counts {
		n, err := s.Totals(context.Background(), model)
		if err != nil {
			t.Error(err)
		}
		return n
	}
}

func folderPaths(t *testing.T, s *sqlite.Store) []string {
	t.Helper()
	folders, err := s.Folders(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, f := range folders {
		paths = append(paths, f.Path)
	}
	return paths
}

// knownIDs returns the files of a folder by id, as "name state".
func knownIDs(t *testing.T, s *sqlite.Store, id library.FolderID) map[library.FileID]string {
	t.Helper()
	known := make(map[library.FileID]string)
	err := s.KnownFiles(context.Background(), id, "", func(f library.KnownFile) {
		known[f.ID] = fmt.Sprintf("%s %d", f.Rel, f.State)
	})
	if err != nil {
		t.Fatal(err)
	}
	return known
}

func photoAt(t *testing.T, s *sqlite.Store, path string) library.PhotoID {
	t.Helper()
	id, err := s.PhotoByPath(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	return id
}
