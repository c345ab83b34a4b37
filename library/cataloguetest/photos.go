package cataloguetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/library"
)

func testPhotoRoundTrip(t *testing.T, open Open) {
	ctx := context.Background()
	full := Photo(1)
	full.Captured = library.CaptureTime{
		Local: time.Date(1965, 3, 4, 5, 6, 7, 89_000_000, time.UTC), HasOffset: true, Offset: -5 * 3600}
	full.Camera = library.Camera{Make: "Ä", Model: "b", Lens: "50 mm", ISO: 3200, FNumber: 1.4, ExposureSeconds: 1.0 / 8000, FocalLength: 50}
	full.GPS = &library.Position{Latitude: -33.85, Longitude: 151.2}
	full.Rating, full.Title, full.Caption = -1, "title", "two\nlines"
	full.Keywords, full.People = []string{"sea", "sea|boat"}, []string{"Ann", "Ben"}
	bare := library.Photo{Hash: Photo(2).Hash, Format: "png", Bytes: 1, Width: 1, Height: 2}
	equator := Photo(3)
	equator.GPS = &library.Position{}
	equator.Captured = library.CaptureTime{Local: time.Unix(0, 0).UTC(), HasOffset: true}
	for name, want := range map[string]library.Photo{"full": full, "bare": bare, "zeros that count": equator} {
		t.Run(name, func(t *testing.T) {
			s, c := open.empty(t)
			Scan(t, s, AddFolder(t, s, "/a"), File("x.jpg", 1))
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
			if !got.Added.Equal(c.At) || !reflect.DeepEqual(got, want) {
				t.Errorf("got\n%+v, want\n%+v", got, want)
			}
		})
	}
}

func testUnknownPhotos(t *testing.T, open Open) {
	ctx := context.Background()
	s, _ := open.empty(t)
	Scan(t, s, AddFolder(t, s, "/a"), File("unread.jpg", 1))
	if _, err := s.Photo(ctx, 1); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("photo: %v", err)
	}
	for _, path := range []string{"/a/unread.jpg", "/a/x.jpg", "/a", "/ab/unread.jpg", "relative", ""} {
		if _, err := s.PhotoByPath(ctx, path); !errors.Is(err, library.ErrNotFound) {
			t.Errorf("path %q: %v", path, err)
		}
	}
	if id, encoded, err := s.PhotoByHash(ctx, Photo(1).Hash, model); id != 0 || encoded || err != nil {
		t.Errorf("hash: %d, %v, %v", id, encoded, err)
	}
	if _, _, err := s.PhotoByHash(ctx, "abc", model); err == nil {
		t.Error("a bad hash was accepted")
	}
}

// The place to show is the first that can be reached.
func testPlaces(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	a, b := AddFolder(t, s, "/a"), AddFolder(t, s, "/b")
	Scan(t, s, a, File("2.jpg", 1), File("1.jpg", 1), File("0.jpg", 2))
	Scan(t, s, b, File("z.jpg", 1))
	IndexAll(t, s)
	photo, other := photoAt(t, s, "/a/1.jpg"), photoAt(t, s, "/a/0.jpg")
	for _, test := range []struct {
		offline time.Time
		files   []string
		shown   string
		byName  []library.PhotoID
	}{
		{time.Time{}, []string{"/a/1.jpg", "/a/2.jpg", "/b/z.jpg"}, "/a/1.jpg", []library.PhotoID{other, photo}},
		{c.At, []string{"/b/z.jpg", "/a/1.jpg", "/a/2.jpg"}, "/b/z.jpg", []library.PhotoID{other, photo}},
	} {
		if err := s.SetFolderOffline(ctx, a, test.offline); err != nil {
			t.Fatal(err)
		}
		p, err := s.Photo(ctx, photo)
		var files []string
		for _, f := range p.Files {
			files = append(files, f.Path)
		}
		if err != nil || !slices.Equal(files, test.files) || !p.Files[0].Online {
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

func testTiles(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	a, b := AddFolder(t, s, "/a"), AddFolder(t, s, "/b")
	Scan(t, s, a, File("s/3.jpg", 3), File("s/1.jpg", 1), File("sub/2.jpg", 2))
	older := File("undated too.jpg", 5)
	older.ModTimeNS -= int64(time.Hour)
	Scan(t, s, b, File("0 copy of 1.jpg", 1), File("undated.jpg", 4), older)
	ids := make(map[int]library.PhotoID)
	for _, f := range pending(t, s, model) {
		r := Result(f)
		if r.Photo.Bytes >= 5 {
			r.Photo.Captured = library.CaptureTime{}
		}
		c.At = c.At.Add(time.Second)
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
		{ID: ids[4], Date: 1_700_000_000 + 7200, Dating: library.Undated, Width: 4000, Height: 3000, Colour: [3]uint8{0x10, 0x20, 0x30}},
		{ID: ids[1], Date: 1_500_000_060, Width: 4000, Height: 3000, Colour: [3]uint8{0x10, 0x20, 0x30}},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("tiles %+v, want %+v, %v", got, want, err)
	}
}

func tileIDs(t *testing.T, s library.Catalogue, scope library.Scope, sort library.Sort) []library.PhotoID {
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
func testPhotoComesBack(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("x.jpg", 1))
	IndexAll(t, s)
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
	c.At = c.At.Add(library.Retention)
	Scan(t, s, id, File("y.jpg", 1))
	known, encoded, err := s.PhotoByHash(ctx, Photo(1).Hash, model)
	if err != nil || known != photo || !encoded {
		t.Fatalf("by hash: %d, %v, %v", known, encoded, err)
	}
	f := pending(t, s, model)[0]
	if err := s.Commit(ctx, model, []library.IndexedPhoto{{File: f, Photo: library.Photo{ID: known, Hash: Photo(1).Hash}}}); err != nil {
		t.Fatal(err)
	}
	if ids, err := s.Purge(ctx, c.At.Add(time.Hour)); err != nil || len(ids) != 0 {
		t.Errorf("purged %v, %v", ids, err)
	}
	if got := tileIDs(t, s, library.Scope{}, library.NewestFirst); fmt.Sprint(got) != fmt.Sprint([]library.PhotoID{photo}) {
		t.Errorf("tiles %v", got)
	}
}

// A photo is away when none of its files can be reached, for whichever reasons.
func testPhotosAway(t *testing.T, open Open) {
	s, c := open.empty(t)
	here, there := AddFolder(t, s, "/here"), AddFolder(t, s, "/there")
	Scan(t, s, here, File("a.jpg", 1), File("b.jpg", 2), File("both.jpg", 3))
	Scan(t, s, there, File("c.jpg", 4), File("both.jpg", 3))
	CommitAll(t, s, model, func(f library.PendingFile) library.IndexedPhoto {
		number := int(f.ModTimeNS - testStamp(0).ModTimeNS)
		return library.IndexedPhoto{File: f, Photo: Photo(number), Vector: Vector(8, number)}
	})
	paths := map[string]library.PhotoID{}
	for _, path := range []string{"/here/a.jpg", "/here/b.jpg", "/here/both.jpg", "/there/c.jpg"} {
		id, err := s.PhotoByPath(t.Context(), path)
		if err != nil {
			t.Fatal(path, err)
		}
		paths[path] = id
	}
	expect := func(when string, want ...string) {
		t.Helper()
		var got, ids []library.PhotoID
		if err := s.PhotosAway(t.Context(), func(id library.PhotoID) { got = append(got, id) }); err != nil {
			t.Fatal(err)
		}
		for _, path := range want {
			ids = append(ids, paths[path])
		}
		slices.Sort(got)
		slices.Sort(ids)
		if !slices.Equal(got, ids) {
			t.Errorf("%s: %v are away, want %v", when, got, ids)
		}
	}
	lose := func(away bool, rels ...string) {
		t.Helper()
		var ids []library.FileID
		err := s.KnownFiles(t.Context(), here, "", func(f library.KnownFile) {
			if slices.Contains(rels, f.Rel) {
				ids = append(ids, f.ID)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if away {
			apply(t, s, here, library.ScanDelta{Away: ids})
		} else {
			apply(t, s, here, library.ScanDelta{Back: ids})
		}
	}
	offline := func(id library.FolderID, since time.Time) {
		t.Helper()
		if err := s.SetFolderOffline(t.Context(), id, since); err != nil {
			t.Fatal(err)
		}
	}
	expect("all there")
	lose(true, "a.jpg", "both.jpg")
	expect("files away", "/here/a.jpg")
	offline(there, c.At)
	expect("the other folder offline", "/here/a.jpg", "/here/both.jpg", "/there/c.jpg")
	lose(false, "a.jpg", "both.jpg")
	expect("the files back", "/there/c.jpg")
	offline(here, c.At)
	expect("all offline", "/here/a.jpg", "/here/b.jpg", "/here/both.jpg", "/there/c.jpg")
	offline(here, time.Time{})
	offline(there, time.Time{})
	expect("all back")
}

func testPhotoByHashPrefix(t *testing.T, open Open) {
	ctx := t.Context()
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("x.jpg", 1), File("y.jpg", 2))
	IndexAll(t, s)
	hash := string(Photo(1).Hash)
	want := photoAt(t, s, "/a/x.jpg")
	for _, prefix := range []string{hash, hash[:8], strings.ToUpper(hash[:9])} {
		got, err := s.PhotoByHashPrefix(ctx, prefix)
		if got != want || err != nil {
			t.Errorf("%q: %d, want %d, %v", prefix, got, want, err)
		}
	}
	for _, prefix := range []string{hash + "0", "ffffffff", "xyz", "%", hash[:8] + "_"} {
		if _, err := s.PhotoByHashPrefix(ctx, prefix); !errors.Is(err, library.ErrNotFound) {
			t.Errorf("%q: %v", prefix, err)
		}
	}
	if _, err := s.PhotoByHashPrefix(ctx, ""); err == nil || errors.Is(err, library.ErrNotFound) {
		t.Errorf("several photos: %v", err)
	}
}

// A name is compared with a file's name, without regard to case and without the folder.
func testPhotosByName(t *testing.T, open Open) {
	s, _ := open.empty(t)
	a, b := AddFolder(t, s, "/a"), AddFolder(t, s, "/b")
	Scan(t, s, a, File("x/Sunset.JPG", 1), File("sunset.jpg", 2), File("sunset.jpeg", 3), File("late/sunset.jpg", 2), File("new.jpg", 4))
	Scan(t, s, b, File("SUNSET.jpg", 5))
	IndexAll(t, s)
	Scan(t, s, a, File("unread/sunset.jpg", 6))
	one, two, five := photoAt(t, s, "/a/x/Sunset.JPG"), photoAt(t, s, "/a/sunset.jpg"), photoAt(t, s, "/b/SUNSET.jpg")
	all := []library.PhotoID{one, two, five}
	slices.Sort(all)
	for _, test := range []struct {
		name  string
		limit int
		want  []library.PhotoID
	}{
		{"sunset.jpg", 10, all},
		{"SunSet.jpG", 10, all},
		{"sunset.jpg", 2, all[:2]},
		{"new.jpg", 10, []library.PhotoID{photoAt(t, s, "/a/new.jpg")}},
		{"late/sunset.jpg", 10, nil},
		{"sunset", 10, nil},
		{"sunset.%", 10, nil},
		{"", 10, nil},
	} {
		got, err := s.PhotosByName(t.Context(), test.name, test.limit)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%q, %d at the most: %v, want %v, %v", test.name, test.limit, got, test.want, err)
		}
	}
}
