package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"descry/library"
	"descry/library/sqlite"
)

func TestPhotoRoundTrip(t *testing.T) {
	ctx := context.Background()
	full := testPhoto(1)
	full.Captured = library.CaptureTime{
		Local: time.Date(1965, 3, 4, 5, 6, 7, 89_000_000, time.UTC), HasOffset: true, Offset: -5 * 3600}
	full.Camera = library.Camera{Make: "Ä", Model: "b", Lens: "50 mm", ISO: 3200, FNumber: 1.4, ExposureSeconds: 1.0 / 8000, FocalLength: 50}
	full.GPS = &library.Position{Latitude: -33.85, Longitude: 151.2}
	full.Rating, full.Title, full.Caption = -1, "title", "two\nlines"
	full.Keywords, full.People = []string{"sea", "sea|boat"}, []string{"Ann", "Ben"}
	bare := library.Photo{Hash: testPhoto(2).Hash, Format: "png", Bytes: 1, Width: 1, Height: 2}
	equator := testPhoto(3)
	equator.GPS = &library.Position{}
	equator.Captured = library.CaptureTime{Local: time.Unix(0, 0).UTC(), HasOffset: true}
	for name, want := range map[string]library.Photo{"full": full, "bare": bare, "zeros that count": equator} {
		t.Run(name, func(t *testing.T) {
			s, c := newStore(t)
			scan(t, s, addFolder(t, s, "/a"), newFile("x.jpg", 1))
			f := pending(t, s, model)[0]
			if err := s.Commit(ctx, model, []library.IndexedPhoto{{File: f, Photo: want}}); err != nil {
				t.Fatal(err)
			}
			got, err := s.Photo(ctx, photoAt(t, s, "/a/x.jpg"))
			if err != nil {
				t.Fatal(err)
			}
			want.ID, want.Added = got.ID, got.Added
			want.FileDate = time.Date(2023, 11, 15, 0, 13, 20, 0, time.UTC) // two hours to the east
			want.Files = []library.FileRef{{ID: f.ID, Folder: 1, Path: "/a/x.jpg", Online: true}}
			if !got.Added.Equal(c.at) || !reflect.DeepEqual(got, want) {
				t.Errorf("got\n%+v, want\n%+v", got, want)
			}
		})
	}
}

func TestUnknownPhotos(t *testing.T) {
	ctx := context.Background()
	s, _ := newStore(t)
	scan(t, s, addFolder(t, s, "/a"), newFile("unread.jpg", 1))
	if _, err := s.Photo(ctx, 1); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("photo: %v", err)
	}
	for _, path := range []string{"/a/unread.jpg", "/a/x.jpg", "/a", "/ab/unread.jpg", "relative", ""} {
		if _, err := s.PhotoByPath(ctx, path); !errors.Is(err, library.ErrNotFound) {
			t.Errorf("path %q: %v", path, err)
		}
	}
	if id, encoded, err := s.PhotoByHash(ctx, testPhoto(1).Hash, model); id != 0 || encoded || err != nil {
		t.Errorf("hash: %d, %v, %v", id, encoded, err)
	}
	if _, _, err := s.PhotoByHash(ctx, "abc", model); err == nil {
		t.Error("a bad hash was accepted")
	}
}

// The place to show is the first that can be reached.
func TestPlaces(t *testing.T) {
	ctx := context.Background()
	s, c := newStore(t)
	a, b := addFolder(t, s, "/a"), addFolder(t, s, "/b")
	scan(t, s, a, newFile("2.jpg", 1), newFile("1.jpg", 1), newFile("0.jpg", 2))
	scan(t, s, b, newFile("z.jpg", 1))
	indexAll(t, s)
	photo, other := photoAt(t, s, "/a/1.jpg"), photoAt(t, s, "/a/0.jpg")
	for _, test := range []struct {
		offline time.Time
		files   []string
		shown   string
		byName  []library.PhotoID
	}{
		{time.Time{}, []string{"/a/1.jpg", "/a/2.jpg", "/b/z.jpg"}, "/a/1.jpg", []library.PhotoID{other, photo}},
		{c.at, []string{"/b/z.jpg", "/a/1.jpg", "/a/2.jpg"}, "/b/z.jpg", []library.PhotoID{other, photo}},
	} {
		if err := s.SetFolderOffline(ctx, a, test.offline); err != nil {
			t.Fatal(err)
		}
		p, err := s.Photo(ctx, photo)
		var files []string
		for _, f := range p.Files {
			files = append(files, f.Path)
		}
		if err != nil || !slices.Equal(files, test.files) || p.Files[0].Online != true {
			t.Errorf("files %q, want %q, %v", files, test.files, err)
		}
		shown, err := s.Paths(ctx, []library.PhotoID{999, photo, photo})
		if err != nil || !slices.Equal(shown, []string{"", test.shown, test.shown}) {
			t.Errorf("paths %q, want %q, %v", shown, test.shown, err)
		}
		if got := tileIDs(t, s, library.Scope{}, library.ByName); !slices.Equal(got, test.byName) {
			t.Errorf("by name %v, want %v", got, test.byName)
		}
	}
}

func TestTiles(t *testing.T) {
	ctx := context.Background()
	s, c := newStore(t)
	a, b := addFolder(t, s, "/a"), addFolder(t, s, "/b")
	scan(t, s, a, newFile("s/3.jpg", 3), newFile("s/1.jpg", 1), newFile("sub/2.jpg", 2))
	older := newFile("undated too.jpg", 5)
	older.ModTimeNS -= int64(time.Hour)
	scan(t, s, b, newFile("0 copy of 1.jpg", 1), newFile("undated.jpg", 4), older)
	ids := make(map[int]library.PhotoID)
	for _, f := range pending(t, s, model) {
		r := goodResult(f)
		if r.Photo.Bytes >= 5 {
			r.Photo.Captured = library.CaptureTime{}
		}
		c.at = c.at.Add(time.Second)
		if err := s.Commit(ctx, model, []library.IndexedPhoto{r}); err != nil {
			t.Fatal(err)
		}
		ids[int(f.Size)-1000] = photoAt(t, s, f.Path)
	}
	for _, test := range []struct {
		scope library.Scope
		sort  library.Sort
		want  []int
	}{
		{library.Scope{}, library.NewestFirst, []int{3, 2, 1, 4, 5}},
		{library.Scope{}, library.OldestFirst, []int{1, 2, 3, 5, 4}},
		{library.Scope{}, library.AddedLast, []int{5, 4, 2, 1, 3}},
		{library.Scope{}, library.ByName, []int{1, 3, 2, 5, 4}},
		{library.Scope{Folder: a}, library.NewestFirst, []int{3, 2, 1}},
		{library.Scope{Folder: b}, library.ByName, []int{1, 5, 4}},
		{library.Scope{Folder: a, Rel: "s"}, library.NewestFirst, []int{3, 1}},
		{library.Scope{Folder: a, Rel: "s"}, library.ByName, []int{1, 3}},
		{library.Scope{Folder: a, Rel: "x"}, library.AddedLast, nil},
		{library.Scope{Folder: 99}, library.ByName, nil},
	} {
		var want []library.PhotoID
		for _, n := range test.want {
			want = append(want, ids[n])
		}
		got := tileIDs(t, s, test.scope, test.sort)
		if !slices.Equal(got, want) {
			t.Errorf("%+v sort %d: %v, want %v", test.scope, test.sort, got, want)
		}
		var in []library.PhotoID
		if err := s.PhotosIn(ctx, test.scope, library.Filter{}, func(id library.PhotoID) { in = append(in, id) }); err != nil {
			t.Fatal(err)
		}
		slices.Sort(in)
		slices.Sort(want)
		if !slices.Equal(in, want) {
			t.Errorf("photos in %+v: %v, want %v", test.scope, in, want)
		}
	}
	if _, err := s.Tiles(ctx, library.Scope{}, library.Filter{}, 17); err == nil {
		t.Error("an unknown order was accepted")
	}
	got, err := s.TilesByID(ctx, []library.PhotoID{ids[4], 999, ids[1]})
	want := []library.Tile{
		// The file's date is 2023-11-14 22:13:20 UTC, shown two hours to the east.
		{ID: ids[4], Date: 1_700_000_000 + 7200, Undated: true, Width: 4000, Height: 3000, Colour: [3]uint8{0x10, 0x20, 0x30}},
		{ID: ids[1], Date: 1_500_000_060, Width: 4000, Height: 3000, Colour: [3]uint8{0x10, 0x20, 0x30}},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("tiles %+v, want %+v, %v", got, want, err)
	}
}

func tileIDs(t *testing.T, s *sqlite.Store, scope library.Scope, sort library.Sort) []library.PhotoID {
	t.Helper()
	tiles, err := s.Tiles(context.Background(), scope, library.Filter{}, sort)
	if err != nil {
		t.Fatal(err)
	}
	var ids []library.PhotoID
	for _, tile := range tiles {
		ids = append(ids, tile.ID)
	}
	return ids
}

// What was moved away and comes back within Retention is known at once.
func TestPhotoComesBack(t *testing.T) {
	ctx := context.Background()
	s, c := newStore(t)
	id := addFolder(t, s, "/a")
	scan(t, s, id, newFile("x.jpg", 1))
	indexAll(t, s)
	photo := photoAt(t, s, "/a/x.jpg")
	for file := range knownIDs(t, s, id) {
		apply(t, s, id, library.ScanDelta{Gone: []library.FileID{file}})
	}
	if got := tileIDs(t, s, library.Scope{}, library.NewestFirst); got != nil {
		t.Errorf("tiles without files: %v", got)
	}
	if tiles, err := s.TilesByID(ctx, []library.PhotoID{photo}); err != nil || len(tiles) != 0 {
		t.Errorf("tiles without files: %v, %v", tiles, err)
	}
	c.at = c.at.Add(library.Retention)
	scan(t, s, id, newFile("y.jpg", 1))
	known, encoded, err := s.PhotoByHash(ctx, testPhoto(1).Hash, model)
	if err != nil || known != photo || !encoded {
		t.Fatalf("by hash: %d, %v, %v", known, encoded, err)
	}
	f := pending(t, s, model)[0]
	if err := s.Commit(ctx, model, []library.IndexedPhoto{{File: f, Photo: library.Photo{ID: known, Hash: testPhoto(1).Hash}}}); err != nil {
		t.Fatal(err)
	}
	if ids, err := s.Purge(ctx, c.at.Add(time.Hour)); err != nil || len(ids) != 0 {
		t.Errorf("purged %v, %v", ids, err)
	}
	if got := tileIDs(t, s, library.Scope{}, library.NewestFirst); fmt.Sprint(got) != fmt.Sprint([]library.PhotoID{photo}) {
		t.Errorf("tiles %v", got)
	}
}
