package cataloguetest

import (
	"context"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/library"
)

// namesOf are the names of the first files of listed photos.
func namesOf(t *testing.T, s library.Catalogue, sort library.Sort) []string {
	t.Helper()
	tiles, err := s.Tiles(context.Background(), library.Scope{}, library.Filter{}, sort)
	Must(t, err)
	names := make([]string, len(tiles))
	for i, tile := range tiles {
		p, err := s.Photo(context.Background(), tile.ID)
		Must(t, err)
		names[i] = p.Files[0].Path[len("/a/"):]
		if byYear := p.Captured.Precision == library.ToYear; byYear != (tile.Dating == library.DatedByYear) {
			t.Errorf("%s is dated %d", names[i], tile.Dating)
		}
	}
	return names
}

// orderedFile is a photo of a listing.
type orderedFile struct {
	rel      string
	captured library.CaptureTime
	modified time.Time
}

// indexOrdered indexes files in an order that is none of a listing.
func indexOrdered(t *testing.T, s library.Catalogue, files []orderedFile) {
	t.Helper()
	id := AddFolder(t, s, "/a")
	var scanned []library.ScannedFile
	for i, f := range files {
		file := File(f.rel, i)
		file.ModTimeNS = f.modified.UnixNano()
		scanned = append(scanned, file)
	}
	slices.SortFunc(scanned, func(a, b library.ScannedFile) int { return int(a.Size*7%11 - b.Size*7%11) })
	Scan(t, s, id, scanned...)
	CommitAll(t, s, model, func(f library.PendingFile) library.IndexedPhoto {
		i := int(f.Size) - 1000
		p := Photo(i)
		p.Captured = files[i].captured
		return library.IndexedPhoto{File: f, Photo: p, Vector: Vector(4, i)}
	})
}

// testOrderOfDates has photos of one second, and dates that can't be right.
func testOrderOfDates(t *testing.T, open Open) {
	clock := NewClock()
	s := open(t, t.TempDir(), clock.Now)
	at := time.Date(2019, 7, 4, 12, 0, 0, 0, time.UTC)
	exact := func(nanos int) library.CaptureTime {
		return library.CaptureTime{Local: at.Add(time.Duration(nanos))}
	}
	now := clock.At
	never := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	want := []orderedFile{ // the oldest first
		{"year.jpg", library.CaptureTime{Local: time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC), Precision: library.ToYear}, now},
		{"burst 2.jpg", exact(0), now},
		{"burst 10.jpg", exact(0), now},
		{"Burst 11.jpg", exact(0), now},
		{"a third.jpg", exact(300_000_000), now},
		{"a second fraction.jpg", exact(500_000_000), now},
		{"unset clock.jpg", library.CaptureTime{}, never},
		{"epoch.jpg", library.CaptureTime{}, time.Unix(0, 0)},
		{"old file.jpg", library.CaptureTime{}, time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"future date.jpg", library.CaptureTime{Local: time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)}, now.AddDate(0, 0, -1)},
		{"future file.jpg", library.CaptureTime{}, time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)},
	}
	indexOrdered(t, s, want)
	names := make([]string, len(want))
	for i, f := range want {
		names[i] = f.rel
	}
	// Files without a date that can be right stand by their names.
	names[6], names[7] = names[7], names[6]
	if got := namesOf(t, s, library.OldestFirst); !slices.Equal(got, names) {
		t.Errorf("the oldest first:\n%q, want\n%q", got, names)
	}
	dated, undated := names[:6], names[6:]
	slices.Reverse(dated)
	slices.Reverse(undated)
	if got := namesOf(t, s, library.NewestFirst); !slices.Equal(got, names) {
		t.Errorf("the newest first:\n%q, want\n%q", got, names)
	}
	for _, sort := range []library.Sort{library.NewestFirst, library.OldestFirst} {
		all, err := s.Tiles(context.Background(), library.Scope{}, library.Filter{}, sort)
		Must(t, err)
		ids := []library.PhotoID{999}
		for _, tile := range all {
			ids = append(ids, tile.ID)
		}
		slices.Sort(ids)
		tiles, err := s.TilesInOrder(context.Background(), ids, sort)
		Must(t, err)
		if !slices.Equal(tiles, all) {
			t.Errorf("order %d of the photos alone: %v, want %v", sort, tiles, all)
		}
	}
	p, err := s.Photo(context.Background(), photoAt(t, s, "/a/unset clock.jpg"))
	Must(t, err)
	if !p.FileDate.IsZero() {
		t.Errorf("a clock that was never set dates a file: %s", p.FileDate)
	}
	p, err = s.Photo(context.Background(), photoAt(t, s, "/a/future date.jpg"))
	Must(t, err)
	if p.Captured.Local.Year() != 2099 || !p.Captured.Future(p.Added) {
		t.Errorf("the date of the future is %v", p.Captured)
	}
}

// testBetterFileDate has a copy with a date where the first file had none that can be right.
func testBetterFileDate(t *testing.T, open Open) {
	s := open(t, t.TempDir(), NewClock().Now)
	id := AddFolder(t, s, "/a")
	var got []int
	for i, modified := range []time.Time{time.Unix(0, 0), time.Date(2005, 6, 1, 0, 0, 0, 0, time.UTC), time.Date(2003, 6, 1, 0, 0, 0, 0, time.UTC), time.Unix(0, 0)} {
		file := File(string(rune('a'+i))+".jpg", i)
		file.ModTimeNS = modified.UnixNano()
		Scan(t, s, id, file)
		CommitAll(t, s, model, func(f library.PendingFile) library.IndexedPhoto {
			p := Photo(1)
			p.Captured = library.CaptureTime{}
			return library.IndexedPhoto{File: f, Photo: p, Vector: Vector(4, 1)}
		})
		p, err := s.Photo(context.Background(), 1)
		Must(t, err)
		got = append(got, p.FileDate.Year())
	}
	if want := []int{1, 2005, 2003, 2003}; !slices.Equal(got, want) {
		t.Errorf("the file is of %v, want %v", got, want)
	}
}

// testOrderOfNames lists by name: folders before files, numbers by their value.
func testOrderOfNames(t *testing.T, open Open) {
	s := open(t, t.TempDir(), NewClock().Now)
	want := []string{"a/x.jpg", "a-b/x.jpg", "trip 2/1.jpg", "trip 10/1.jpg",
		"apple.jpg", "Ärger.jpg", "scan1.jpg", "scan2.jpg", "scan10.jpg", "scan11.jpg", "Zoo.jpg"}
	var files []orderedFile
	for _, rel := range want {
		files = append(files, orderedFile{rel: rel, modified: time.Unix(1_700_000_000, 0)})
	}
	indexOrdered(t, s, files)
	if got := namesOf(t, s, library.ByName); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// testCoarseDates looks for dates that go only as far as a year, month or day. A span finds
// those that it has all of.
func testCoarseDates(t *testing.T, open Open) {
	s := open(t, t.TempDir(), NewClock().Now)
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	var files []orderedFile
	for name, c := range map[string]library.CaptureTime{
		"year":  {Local: day(1985, 1, 1), Precision: library.ToYear, From: "XMP"},
		"month": {Local: day(1985, 2, 1), Precision: library.ToMonth},
		"day":   {Local: day(1985, 2, 3), Precision: library.ToDay},
		"exact": {Local: day(1985, 2, 3).Add(12 * time.Hour), HasOffset: true, Offset: 3600},
		"leap":  {Local: day(1984, 2, 1), Precision: library.ToMonth},
	} {
		files = append(files, orderedFile{name + ".jpg", c, time.Unix(1_700_000_000, 0)})
	}
	indexOrdered(t, s, files)
	for _, f := range files {
		p, err := s.Photo(context.Background(), photoAt(t, s, "/a/"+f.rel))
		Must(t, err)
		if p.Captured != f.captured {
			t.Errorf("%s: %+v, want %+v", f.rel, p.Captured, f.captured)
		}
	}
	for _, c := range []struct {
		from, to time.Time
		want     string
	}{
		{day(1985, 1, 1), day(1986, 1, 1), "day exact month year"},
		{day(1980, 1, 1), day(1990, 1, 1), "day exact leap month year"},
		{day(1985, 2, 1), day(1985, 3, 1), "day exact month"},
		{day(1985, 2, 3), day(1985, 2, 4), "day exact"},
		{day(1985, 2, 3).Add(12 * time.Hour), day(1985, 2, 3).Add(13 * time.Hour), "exact"},
		{day(1985, 1, 2), time.Time{}, "day exact month"},
		{time.Time{}, day(1985, 12, 31), "day exact leap month"},
		{day(1984, 2, 1), day(1984, 3, 1), "leap"},
		{day(1984, 2, 1), day(1984, 2, 29), ""},
	} {
		filter := library.Filter{Conditions: []library.Condition{{Any: []library.Test{library.DateTest{From: c.from, To: c.to}}}}}
		var got []string
		Must(t, s.PhotosIn(context.Background(), library.Scope{}, filter, func(id library.PhotoID) {
			p, err := s.Photo(context.Background(), id)
			Must(t, err)
			got = append(got, strings.TrimSuffix(path.Base(p.Files[0].Path), ".jpg"))
		}))
		slices.Sort(got)
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

// testOutdatedMetadata follows what files say of two photos through versions of the reading.
func testOutdatedMetadata(t *testing.T, open Open) {
	ctx := context.Background()
	s := open(t, t.TempDir(), NewClock().Now)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("1.jpg", 1), File("2.jpg", 2), File("copy.jpg", 3))
	result := func(f library.PendingFile) library.IndexedPhoto {
		n := int(f.Size) - 1000
		r := library.IndexedPhoto{File: f, Photo: Photo(min(n, 2)), Vector: Vector(4, n), Metadata: 1, Sidecars: map[library.FileID]int64{f.ID: int64(n)}}
		if n == 3 { // a copy of photo 2
			r.Photo = library.Photo{Hash: r.Photo.Hash}
			r.Vector, r.Metadata = nil, 0
		}
		return r
	}
	CommitAll(t, s, model, result)
	expect := func(version int, want ...string) []library.PendingFile {
		t.Helper()
		var all []library.PendingFile
		var names []string
		var after library.PendingFile
		for {
			list, err := s.OutdatedMetadata(ctx, version, after, 1)
			Must(t, err)
			if len(list) == 0 {
				break
			}
			after = list[0]
			all, names = append(all, after), append(names, path.Base(after.Path))
		}
		n, err := s.CountOutdatedMetadata(ctx, version)
		Must(t, err)
		if slices.Sort(names); n != len(names) || !slices.Equal(names, want) {
			t.Errorf("%d to be read by version %d: %q, want %q", n, version, names, want)
		}
		return all
	}
	expect(1, "2.jpg") // what lies beside the copy has not been read
	expect(2, "1.jpg", "2.jpg")

	// What is read anew replaces what files said, and nothing else.
	before, err := s.Photo(ctx, photoAt(t, s, "/a/2.jpg"))
	Must(t, err)
	for _, f := range expect(1, "2.jpg") {
		if f.Metadata != -1 {
			t.Errorf("version %d of a photo that is to be read for another reason", f.Metadata)
		}
		p := library.Photo{ID: f.Photo, Hash: f.Hash, Title: "new", Keywords: []string{"owl"}, Rating: 4,
			Captured: library.CaptureTime{Local: time.Date(2001, 2, 3, 0, 0, 0, 0, time.UTC), Precision: library.ToDay, From: "name"},
			GPS:      &library.Position{Latitude: 1, Longitude: 2}, Camera: library.Camera{Make: "Other", Lens: "Wide"}}
		Must(t, s.Commit(ctx, model, []library.IndexedPhoto{{File: f, Photo: p, Reread: true, Metadata: 2}}))
		got, err := s.Photo(ctx, f.Photo)
		Must(t, err)
		if got.Title != "new" || got.Rating != 4 || got.Captured != p.Captured || *got.GPS != *p.GPS || got.Camera != p.Camera || !slices.Equal(got.Keywords, p.Keywords) {
			t.Errorf("read anew: %+v", got)
		}
		if got.Width != before.Width || got.Format != before.Format || !got.Added.Equal(before.Added) || len(got.Files) != 2 {
			t.Errorf("the rest has changed: %+v", got)
		}
	}
	expect(2, "1.jpg")

	var known []library.KnownFile
	Must(t, s.KnownFiles(ctx, id, "", func(f library.KnownFile) { known = append(known, f) }))
	for _, f := range known {
		if f.Sidecars != f.Size-1000 {
			t.Errorf("%s: hash %d of what lies beside it", f.Rel, f.Sidecars)
		}
	}
	// A scan finds something else beside a file.
	one := known[slices.IndexFunc(known, func(f library.KnownFile) bool { return f.Rel == "1.jpg" })]
	apply(t, s, id, library.ScanDelta{Sidecars: []library.FileID{one.ID}})
	expect(1, "1.jpg")
	n, err := s.RereadMetadata(ctx)
	Must(t, err)
	if n != 2 {
		t.Errorf("%d photos are read anew", n)
	}
	expect(1, "1.jpg", "2.jpg")
	// A folder that is offline waits.
	Must(t, s.SetFolderOffline(ctx, id, time.Unix(1_700_000_000, 0)))
	expect(1)
}
