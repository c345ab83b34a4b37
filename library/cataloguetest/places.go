package cataloguetest

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"descry/library"
)

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
}

// placeList tells where files lie: rel, how many are away, A for away and ? for asked.
func placeList(t *testing.T, s library.Catalogue, id library.FolderID) []string {
	t.Helper()
	places, err := s.Places(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, p := range places {
		text := fmt.Sprintf("%s %d", p.Rel, p.Away)
		if !p.AwaySince.IsZero() {
			text += " A"
		}
		if !p.AskedSince.IsZero() {
			text += " ?"
		}
		list = append(list, text)
	}
	return list
}

// files gives the ids of some files of a folder.
func fileIDs(t *testing.T, s library.Catalogue, id library.FolderID, rels ...string) (ids []library.FileID) {
	t.Helper()
	known := map[string]library.FileID{}
	if err := s.KnownFiles(t.Context(), id, "", func(f library.KnownFile) { known[f.Rel] = f.ID }); err != nil {
		t.Fatal(err)
	}
	for _, rel := range rels {
		if known[rel] == 0 {
			t.Fatalf("%q is not known", rel)
		}
		ids = append(ids, known[rel])
	}
	return ids
}

func awayRels(t *testing.T, s library.Catalogue, id library.FolderID) []string {
	t.Helper()
	away := map[string]bool{}
	err := s.KnownFiles(t.Context(), id, "", func(f library.KnownFile) {
		if f.Away {
			away[f.Rel] = true
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(away))
}

// awayLibrary is a folder with a drive inside, and a card inside the drive. Of each place one
// file is there and the others are away.
func awayLibrary(t *testing.T, open Open) (library.Catalogue, *Clock, library.FolderID) {
	t.Helper()
	s, c := open.empty(t)
	id := AddFolder(t, s, "/p")
	Scan(t, s, id, File("here.jpg", 1), File("gone.jpg", 2), File("drive-not/x.jpg", 3),
		File("drive/a.jpg", 4), File("drive/b/c.jpg", 5), File("drive/b/d.jpg", 6),
		File("drive/card\xff/e.jpg", 7), File("drive/card\xff/f.jpg", 8))
	IndexAll(t, s)
	apply(t, s, id, library.ScanDelta{
		Away: fileIDs(t, s, id, "gone.jpg", "drive/b/c.jpg", "drive/b/d.jpg", "drive/card\xff/e.jpg"),
		Places: []library.Place{
			{Device: 1, Inode: 2, UUID: "u", Source: "s", AskedSince: c.At},
			{Rel: "drive", Device: 1<<63 + 1, Inode: 1<<63 + 2, AwaySince: c.At, LastFile: 6},
			{Rel: "drive/card\xff", AwaySince: c.At, AskedSince: c.At},
		},
	})
	return s, c, id
}

func testPlacesOfFiles(t *testing.T, open Open) {
	s, c, id := awayLibrary(t, open)
	same(t, "places", placeList(t, s, id), []string{" 1 ?", "drive 2 A", "drive/card\xff 1 A ?"})
	same(t, "of all folders", placeList(t, s, 0), placeList(t, s, id))
	same(t, "none", placeList(t, s, 99), []string(nil))
	places, err := s.Places(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "root", places[0], library.Place{Folder: id, Device: 1, Inode: 2, UUID: "u", Source: "s", AskedSince: places[0].AskedSince, LastFile: 8, Away: 1})
	if !places[0].AskedSince.Equal(c.At) || !places[1].AwaySince.Equal(c.At) || places[1].Device != 1<<63+1 || places[1].Inode != 1<<63+2 ||
		places[1].LastFile != 6 || places[2].LastFile != 8 {
		t.Errorf("places %+v", places)
	}
	if got, want := counts(t, s, id), (library.Counts{Photos: 8, Files: 8, Indexed: 8, Away: 4}); got != want || Totals(t, s) != want {
		t.Errorf("counts %+v, totals %+v, want %+v", got, Totals(t, s), want)
	}
	CheckClean(t, s)

	apply(t, s, id, library.ScanDelta{Back: fileIDs(t, s, id, "drive/card\xff/e.jpg", "gone.jpg")})
	same(t, "some back", placeList(t, s, id), []string{" 0", "drive 2 A", "drive/card\xff 0"})
	d := library.MovedFile{ID: fileIDs(t, s, id, "drive/b/d.jpg")[0], Rel: "d.jpg", FileStamp: testStamp(6)}
	apply(t, s, id, library.ScanDelta{Moved: []library.MovedFile{d}})
	same(t, "one moved", awayRels(t, s, id), []string{"drive/b/c.jpg"})
	last := library.MovedFile{ID: fileIDs(t, s, id, "drive/b/c.jpg")[0], Rel: "drive/b/c.jpg", FileStamp: testStamp(50)}
	apply(t, s, id, library.ScanDelta{Changed: []library.MovedFile{last}})
	same(t, "all back", placeList(t, s, id), []string{" 0", "drive 0", "drive/card\xff 0"})
	apply(t, s, id, library.ScanDelta{Places: []library.Place{{Device: 1}}})
	same(t, "drive forgotten", placeList(t, s, id), []string{" 0"})
}

// What is away is neither read nor encoded, and shown as offline.
func testAwayFilesAreOffline(t *testing.T, open Open) {
	ctx := t.Context()
	s, c := open.empty(t)
	id := AddFolder(t, s, "/p")
	Scan(t, s, id, File("a.jpg", 1), File("b.jpg", 2), File("copy of b.jpg", 2), File("c.jpg", 3), File("d.jpg", 4))
	IndexAll(t, s)
	apply(t, s, id, library.ScanDelta{
		Changed: []library.MovedFile{moved(fileIDs(t, s, id, "c.jpg")[0], "c.jpg", 30), moved(fileIDs(t, s, id, "d.jpg")[0], "d.jpg", 40)},
		New:     []library.ScannedFile{File("new.jpg", 9)},
	})
	apply(t, s, id, library.ScanDelta{
		Away:   fileIDs(t, s, id, "a.jpg", "b.jpg", "c.jpg", "new.jpg"),
		Places: []library.Place{{AwaySince: c.At}},
	})
	pending, err := s.Pending(ctx, "other model", 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, f := range pending {
		paths = append(paths, f.Path)
	}
	same(t, "pending", paths, []string{"/p/copy of b.jpg", "/p/d.jpg"})
	same(t, "counts", counts(t, s, id), library.Counts{Photos: 4, Files: 6, Indexed: 3, Pending: 1, Away: 4})
	all, err := s.Totals(ctx, "other model")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "totals for another model", all, library.Counts{Photos: 4, Files: 6, Pending: 2, Away: 4})
	list, err := s.Folders(ctx, "other model")
	if err != nil || list[0].Counts != all {
		t.Errorf("folders %+v, %v", list, err)
	}
	photo, err := s.Photo(ctx, photoAt(t, s, "/p/a.jpg"))
	if err != nil || len(photo.Files) != 1 || photo.Files[0].Online {
		t.Errorf("away: %+v, %v", photo.Files, err)
	}
	both := photoAt(t, s, "/p/b.jpg")
	photo, err = s.Photo(ctx, both)
	if err != nil || len(photo.Files) != 2 || !photo.Files[0].Online || photo.Files[1].Online || photo.Files[0].Path != "/p/copy of b.jpg" {
		t.Errorf("one of two away: %+v, %v", photo.Files, err)
	}
	if shown, err := s.Paths(ctx, []library.PhotoID{both}); err != nil || shown[0] != "/p/copy of b.jpg" {
		t.Errorf("shown at %q, %v", shown, err)
	}
	tiles, err := s.Tiles(ctx, library.Scope{}, library.Filter{}, library.ByName)
	if err != nil || len(tiles) != 4 || tiles[3].ID != photoAt(t, s, "/p/d.jpg") || tiles[2].ID != both {
		t.Errorf("tiles %+v, %v", tiles, err)
	}
}

func testConfirmGone(t *testing.T, open Open) {
	tests := []struct {
		rel    string
		n      int
		left   []string // away
		places []string
	}{
		{"", 1, []string{"drive/b/c.jpg", "drive/b/d.jpg", "drive/card\xff/e.jpg"}, []string{" 0", "drive 2 A", "drive/card\xff 1 A ?"}},
		{"drive", 2, []string{"drive/card\xff/e.jpg", "gone.jpg"}, []string{" 1 ?", "drive/card\xff 1 A ?"}},
		{"drive/card\xff", 1, []string{"drive/b/c.jpg", "drive/b/d.jpg", "gone.jpg"}, []string{" 1 ?", "drive 2 A"}},
	}
	for _, test := range tests {
		t.Run(test.rel, func(t *testing.T) {
			s, _, id := awayLibrary(t, open)
			if n, err := s.ConfirmGone(t.Context(), id, test.rel); err != nil || n != test.n {
				t.Errorf("%d dropped, want %d, %v", n, test.n, err)
			}
			same(t, "away", awayRels(t, s, id), test.left)
			same(t, "places", placeList(t, s, id), test.places)
			if got := counts(t, s, id); got.Files != 8-test.n || got.Away != 4-test.n {
				t.Errorf("counts %+v", got)
			}
			if n, err := s.ConfirmGone(t.Context(), id, "no such place"); n != 0 || !errors.Is(err, library.ErrNotFound) {
				t.Errorf("unknown place: %d, %v", n, err)
			}
		})
	}
}

func testConfirmGoneOfAnOfflineFolder(t *testing.T, open Open) {
	s, c, id := awayLibrary(t, open)
	if err := s.SetFolderOffline(t.Context(), id, c.At); err != nil {
		t.Fatal(err)
	}
	same(t, "places", placeList(t, s, id), []string{" 1 ?", "drive 2 A", "drive/card\xff 1 A ?"})
	if n, err := s.ConfirmGone(t.Context(), id, ""); err != nil || n != 3 {
		t.Errorf("%d dropped, %v", n, err)
	}
	if got := counts(t, s, id); got.Files != 5 || got.Away != 3 {
		t.Errorf("counts %+v", got)
	}
}

// The rows that were there when the user was asked are no sign of a move.
func testPhotosFoundElsewhereHaveMoved(t *testing.T, open Open) {
	ctx := t.Context()
	s, c := open.empty(t)
	id, other := AddFolder(t, s, "/p"), AddFolder(t, s, "/q")
	Scan(t, s, id, File("a.jpg", 1), File("b.jpg", 2), File("c.jpg", 3), File("drive/d.jpg", 4), File("e.jpg", 5))
	Scan(t, s, other, File("copy of a.jpg", 1), File("copy of b.jpg", 2))
	IndexAll(t, s)
	lost := fileIDs(t, s, id, "a.jpg", "b.jpg", "c.jpg", "drive/d.jpg")
	found, err := s.FoundElsewhere(ctx, lost)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "found elsewhere", found, lost[:2])
	found, err = s.FoundElsewhere(ctx, fileIDs(t, s, other, "copy of a.jpg"))
	if err != nil || len(found) != 0 {
		t.Errorf("what came before: %v, %v", found, err)
	}
	apply(t, s, id, library.ScanDelta{Away: lost, Places: []library.Place{{AskedSince: c.At}, {Rel: "drive", AwaySince: c.At}}})
	Scan(t, s, other, File("b again.jpg", 2), File("c.jpg", 3), File("d.jpg", 4))
	IndexAll(t, s)
	same(t, "away", awayRels(t, s, id), []string{"a.jpg", "drive/d.jpg"})
	same(t, "places", placeList(t, s, id), []string{" 1 ?", "drive 1 A"})
	Scan(t, s, other, File("a again.jpg", 1))
	IndexAll(t, s)
	same(t, "places", placeList(t, s, id), []string{" 0", "drive 1 A"})
}

func testAbsorbedFoldersKeepTheirPlaces(t *testing.T, open Open) {
	ctx := t.Context()
	s, c := open.empty(t)
	online, offline := AddFolder(t, s, "/a/on"), AddFolder(t, s, "/a/off")
	for i, id := range []library.FolderID{online, offline} {
		Scan(t, s, id, File("x.jpg", 10*i), File("y.jpg", 10*i+1), File("drive/z.jpg", 10*i+2))
		IndexAll(t, s)
		apply(t, s, id, library.ScanDelta{
			Away:   fileIDs(t, s, id, "y.jpg"),
			Places: []library.Place{{Device: 7, AskedSince: c.At}, {Rel: "drive", Device: 8}, {Rel: "empty", Device: 9}},
		})
	}
	if err := s.SetFolderOffline(ctx, offline, c.At); err != nil {
		t.Fatal(err)
	}
	id := AddFolder(t, s, "/a")
	same(t, "places", placeList(t, s, id), []string{"off 2 A ?", "off/drive 1 A", "off/empty 0", "on 1 ?", "on/drive 0", "on/empty 0"})
	same(t, "away", awayRels(t, s, id), []string{"off/drive/z.jpg", "off/x.jpg", "off/y.jpg", "on/y.jpg"})
	if err := s.RemoveFolder(ctx, id); err != nil {
		t.Fatal(err)
	}
	same(t, "places", placeList(t, s, 0), []string(nil))
}

func testPlacesOfAFolderSetAsideComeBack(t *testing.T, open Open) {
	s, _, id := awayLibrary(t, open)
	before, away, dump := placeList(t, s, id), awayRels(t, s, id), folderDump(t, s)
	if err := s.SetFolderAside(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	same(t, "set aside", placeList(t, s, 0), []string(nil))
	if err := s.RestoreFolder(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	same(t, "places", placeList(t, s, id), before)
	same(t, "away", awayRels(t, s, id), away)
	same(t, "folder", folderDump(t, s), dump)
}

// A question keeps the time at which it was first asked, and a file the time since which it is
// away.
func testAwayKeepsItsTime(t *testing.T, open Open) {
	s, c, id := awayLibrary(t, open)
	since := c.At
	places, err := s.Places(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	c.At = c.At.Add(time.Hour)
	apply(t, s, id, library.ScanDelta{Away: fileIDs(t, s, id, "gone.jpg"), Places: places})
	after, err := s.Places(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "places", after, places)
	if !after[0].AskedSince.Equal(since) {
		t.Errorf("asked since %v, want %v", after[0].AskedSince, since)
	}
}
