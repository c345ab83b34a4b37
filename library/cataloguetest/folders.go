package cataloguetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"descry/library"
)

func testAddFolder(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	f, err := s.AddFolder(ctx, "/home/ann/pictures")
	if err != nil {
		t.Fatal(err)
	}
	if f.Path != "/home/ann/pictures" || !f.Added.Equal(c.At) || f.State() != library.FolderIndexing {
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
	AddFolder(t, s, "/home/ann/pictures-old")
	AddFolder(t, s, "/home/ann/pic")
	if got := FolderPaths(t, s); !slices.Equal(got, []string{"/home/ann/pic", "/home/ann/pictures", "/home/ann/pictures-old"}) {
		t.Errorf("folders %q", got)
	}
}

func testAddFolderAbsorbs(t *testing.T, open Open) {
	for _, root := range []string{"/", "/a", "/a/b"} {
		t.Run(root, func(t *testing.T) {
			s, _ := open.empty(t)
			inner := AddFolder(t, s, "/a/b/c")
			other := AddFolder(t, s, "/a/b/d\xff")
			outside := AddFolder(t, s, "/x")
			Scan(t, s, inner, File("one.jpg", 1), File("sub/two.jpg", 2))
			Scan(t, s, other, File("one.jpg", 1))
			Scan(t, s, outside, File("three.jpg", 3))
			IndexAll(t, s)
			before := knownIDs(t, s, inner)

			outer := AddFolder(t, s, root)
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

func testRemoveFolder(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	a, b := AddFolder(t, s, "/a"), AddFolder(t, s, "/b")
	Scan(t, s, a, File("only.jpg", 1), File("both.jpg", 2))
	Scan(t, s, b, File("both.jpg", 2))
	IndexAll(t, s)
	only, both := photoAt(t, s, "/a/only.jpg"), photoAt(t, s, "/a/both.jpg")
	c.At = c.At.Add(time.Hour)
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
	if n := Totals(t, s); n != (library.Counts{Photos: 1, Files: 1, Indexed: 1}) {
		t.Errorf("totals %+v", n)
	}
	if ids, err := s.Purge(ctx, c.At); err != nil || len(ids) != 0 {
		t.Errorf("purged %v too early, %v", ids, err)
	}
	if list, err := s.Purge(ctx, c.At.Add(1)); err != nil || len(list) != 1 || list[0].ID != only || list[0].Kept {
		t.Errorf("purged %v, want %d, %v", list, only, err)
	}
}

func testFolderStates(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("x.jpg", 1))
	if err := s.SetFolderScanned(ctx, id, c.At, 1<<63+5); err != nil {
		t.Fatal(err)
	}
	f := folder(t, s, id)
	if !f.LastScan.Equal(c.At) || f.Device != 1<<63+5 || f.State() != library.FolderIndexing {
		t.Errorf("scanned folder: %+v", f)
	}
	IndexAll(t, s)
	if got := folder(t, s, id).State(); got != library.FolderUpToDate {
		t.Errorf("indexed folder: %v", got)
	}
	if err := s.SetFolderPaused(ctx, id, true); err != nil {
		t.Fatal(err)
	}
	if got := folder(t, s, id).State(); got != library.FolderPaused {
		t.Errorf("paused folder: %v", got)
	}
	for _, since := range []time.Time{c.At, {}} {
		if err := s.SetFolderOffline(ctx, id, since); err != nil {
			t.Fatal(err)
		}
		if got := folder(t, s, id).OfflineSince; !got.Equal(since) {
			t.Errorf("offline since %v, want %v", got, since)
		}
	}
	for op, err := range map[string]error{
		"pause":   s.SetFolderPaused(ctx, 99, true),
		"offline": s.SetFolderOffline(ctx, 99, c.At),
		"scanned": s.SetFolderScanned(ctx, 99, c.At, 1),
		"apply":   s.ApplyScan(ctx, 99, library.ScanDelta{Gone: []library.FileID{1}}),
	} {
		if !errors.Is(err, library.ErrNotFound) {
			t.Errorf("%s of an unknown folder: %v", op, err)
		}
	}
}

func testSubfolders(t *testing.T, open Open) {
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("top.jpg", 1), File("b/one.jpg", 2), File("b/c/two.jpg", 3),
		File("b-d/three.jpg", 4), File("b/c/broken.jpg", 5), File("broken only/x.jpg", 6),
		File("b/copy of one.jpg", 2), File("b/c/copy of one.jpg", 2))
	CommitAll(t, s, model, func(f library.PendingFile) library.IndexedPhoto {
		r := Result(f)
		if f.Size >= 1005 {
			r = library.IndexedPhoto{File: f, Err: errors.New("broken")}
		}
		return r
	})
	Scan(t, s, id, File("new/deep/one.jpg", 7)) // not read yet
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

func testCounts(t *testing.T, open Open) {
	ctx := context.Background()
	s, _ := open.empty(t)
	a, b := AddFolder(t, s, "/a"), AddFolder(t, s, "/b")
	Scan(t, s, a, File("1.jpg", 1), File("1 copy.jpg", 1), File("2.jpg", 2), File("bad.jpg", 3))
	Scan(t, s, b, File("1.jpg", 1), File("4.jpg", 4))
	CommitAll(t, s, model, func(f library.PendingFile) library.IndexedPhoto {
		if f.Size == 1003 {
			return library.IndexedPhoto{File: f, Err: errors.New("bad")}
		}
		return Result(f)
	})
	Scan(t, s, b, File("new.jpg", 5))
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

// A folder that went offline before its first scan ended has files and no place. Added again
// with the folder around, the folder's files are away from a place.
func testAbsorbingAnOfflineFolderThatWasNeverScanned(t *testing.T, open Open) {
	s, c := open.empty(t)
	id := AddFolder(t, s, "/a/b")
	Scan(t, s, id, File("1.jpg", 1))
	if err := s.SetFolderOffline(t.Context(), id, c.At); err != nil {
		t.Fatal(err)
	}
	around := AddFolder(t, s, "/a")
	places, err := s.Places(t.Context(), around)
	if err != nil || len(places) != 1 || places[0].Rel != "b" || places[0].Away != 1 || places[0].AwaySince.IsZero() {
		t.Errorf("places %+v, %v", places, err)
	}
	CheckClean(t, s)
	if n, err := s.ConfirmGone(t.Context(), around, "b"); err != nil || n != 1 {
		t.Errorf("%d files confirmed, %v", n, err)
	}
	CheckClean(t, s)
}

// folderDump is all that is known of the folders, their files and their photos.
func folderDump(t *testing.T, s library.Catalogue) string {
	t.Helper()
	ctx := t.Context()
	list, err := s.Folders(ctx, model)
	if err != nil {
		t.Fatal(err)
	}
	dump := fmt.Sprintf("%+v\n", list)
	for _, f := range list {
		dirs, err := s.Subfolders(ctx, f.ID)
		if err != nil {
			t.Fatal(err)
		}
		files := map[string]library.KnownFile{}
		err = s.KnownFiles(ctx, f.ID, "", func(k library.KnownFile) { files[k.Rel] = k })
		if err != nil {
			t.Fatal(err)
		}
		dump += fmt.Sprintf("%v %v\n", dirs, files)
	}
	problems, err := s.Problems(ctx, 100)
	if err != nil {
		t.Fatal(err)
	}
	tiles, err := s.Tiles(ctx, library.Scope{}, library.Filter{}, library.NewestFirst)
	if err != nil {
		t.Fatal(err)
	}
	return dump + fmt.Sprintf("%+v\n%+v\n%+v\n", problems, tiles, Totals(t, s))
}

func testFolderSetAsideComesBackAsItWas(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	a, b := AddFolder(t, s, "/a"), AddFolder(t, s, "/b")
	Scan(t, s, a, File("only.jpg", 1), File("x/both.jpg", 2), File("x/y/broken.jpg", 3), File("later.jpg", 4))
	Scan(t, s, b, File("both.jpg", 2))
	CommitAll(t, s, model, func(p library.PendingFile) library.IndexedPhoto {
		if p.Size == 1003 {
			return library.IndexedPhoto{File: p, Err: errors.New("permission denied")}
		}
		return Result(p)
	})
	for _, err := range []error{
		s.SetFolderScanned(ctx, a, c.At, 77),
		s.SetFolderPaused(ctx, a, true),
		s.SetFolderOffline(ctx, a, c.At.Add(time.Minute)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	Edit(t, s, Statements(Say(photoAt(t, s, "/a/only.jpg"), Tag("sea"), library.Yes)))
	before, tags := folderDump(t, s), TagList(t, s)
	CheckClean(t, s)
	for range 2 {
		c.At = c.At.Add(time.Hour)
		if err := s.SetFolderAside(ctx, a); err != nil {
			t.Fatal(err)
		}
		if f, err := s.Folders(ctx, model); err != nil || len(f) != 1 || Totals(t, s).Photos != 1 {
			t.Fatalf("%+v, %v", f, err)
		}
		CheckClean(t, s)
		if err := s.RestoreFolder(ctx, a); err != nil {
			t.Fatal(err)
		}
		Equal(t, "restored", folderDump(t, s), before)
		Equal(t, "tags", TagList(t, s), tags)
		CheckClean(t, s)
	}
	if err := s.RestoreFolder(ctx, a); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("it was restored twice: %v", err)
	}
	if err := s.SetFolderAside(ctx, 99); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("a folder that isn't there: %v", err)
	}
}

func testFolderThatWasAddedSinceIsNotRestored(t *testing.T, open Open) {
	for name, path := range map[string]string{"itself": "/a/b", "around": "/a", "inside": "/a/b/c"} {
		t.Run(name, func(t *testing.T) {
			s, _ := open.empty(t)
			id := AddFolder(t, s, "/a/b")
			Scan(t, s, id, File("c/x.jpg", 1))
			if err := s.SetFolderAside(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			AddFolder(t, s, path)
			before := folderDump(t, s)
			if err := s.RestoreFolder(t.Context(), id); !errors.Is(err, library.ErrChanged) {
				t.Errorf("%v", err)
			}
			Equal(t, "left alone", folderDump(t, s), before)
		})
	}
}

// Photos that were deleted for good meanwhile are read again.
func testRestoredFilesWithoutTheirPhotoAreRead(t *testing.T, open Open) {
	s, c := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("x.jpg", 1), File("y.jpg", 2))
	IndexAll(t, s)
	if err := s.SetFolderAside(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Purge(t.Context(), c.At.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := s.RestoreFolder(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	want := library.Counts{Files: 2, Pending: 2}
	if got := folder(t, s, id).Counts; !reflect.DeepEqual(got, want) {
		t.Errorf("counts %+v, want %+v", got, want)
	}
	CheckClean(t, s)
}

// Unreadable folders are all counted. The first are named, with names of any bytes. A folder
// that is removed takes its unreadable folders along.
func testUnreadableFolders(t *testing.T, open Open) {
	s, _ := open.empty(t)
	ctx := t.Context()
	set := func(id library.FolderID, list ...library.UnreadableFolder) bool {
		t.Helper()
		changed, err := s.SetUnreadableFolders(ctx, id, list)
		if err != nil {
			t.Fatal(err)
		}
		return changed
	}
	f, err := s.AddFolder(ctx, "/locked")
	if err != nil {
		t.Fatal(err)
	}
	counted := func() int {
		t.Helper()
		folders, err := s.Folders(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range folders {
			if one.ID == f.ID {
				return one.Unreadable
			}
		}
		t.Fatal("the folder is gone")
		return 0
	}
	if set(f.ID) || counted() != 0 {
		t.Error("none is a change")
	}
	odd := library.UnreadableFolder{Rel: "a\xffb", Reason: "no permission to read it"}
	other := library.UnreadableFolder{Rel: "a", Reason: "an error of the disk"}
	if !set(f.ID, odd, other) || set(f.ID, other, odd) || counted() != 2 {
		t.Errorf("%d are counted", counted())
	}
	list, err := s.UnreadableFolders(ctx, f.ID)
	if err != nil || len(list) != 2 || list[0] != other || list[1] != odd {
		t.Errorf("%+v, %v", list, err)
	}
	var many []library.UnreadableFolder
	for i := range library.MostUnreadableFolders + 50 {
		many = append(many, library.UnreadableFolder{Rel: fmt.Sprintf("%03d", i), Reason: "no"})
	}
	set(f.ID, many...)
	list, err = s.UnreadableFolders(ctx, f.ID)
	if err != nil || len(list) != library.MostUnreadableFolders || counted() != len(many) {
		t.Errorf("%d are listed and %d counted, %v", len(list), counted(), err)
	}
	if err := s.RemoveFolder(ctx, f.ID); err != nil {
		t.Fatal(err)
	}
	set(f.ID, many...) // by a scan that was under way
	if list, err := s.UnreadableFolders(ctx, f.ID); err != nil || len(list) != 0 {
		t.Errorf("a removed folder has %+v, %v", list, err)
	}
}
