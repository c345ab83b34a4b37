package cataloguetest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"descry/library"
)

// fails commits that all pending files failed, for reasons of the system or not.
func fails(t *testing.T, s library.Catalogue, temporary bool) {
	t.Helper()
	for _, f := range pending(t, s, model) {
		r := library.IndexedPhoto{File: f, Err: errors.New("it could not be read"), Temporary: temporary}
		if err := s.Commit(t.Context(), model, []library.IndexedPhoto{r}); err != nil {
			t.Fatal(err)
		}
	}
}

func testRetriesComeAtGrowingIntervals(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	Scan(t, s, AddFolder(t, s, "/a"), File("1", 1))
	for _, want := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440} {
		want *= time.Minute
		fails(t, s, true)
		problems, err := s.Problems(ctx, 0)
		if err != nil || len(problems) != 1 || problems[0].RetryAt.Sub(c.At) != want {
			t.Fatalf("problems %+v, %v; want one that is tried again after %v", problems, err, want)
		}
		if n, next, err := s.Retries(ctx); err != nil || n != 1 || !next.Equal(c.At.Add(want)) {
			t.Errorf("retries %d at %v, %v", n, next, err)
		}
		if n, next, err := s.RetryDue(ctx, c.At.Add(want-1)); err != nil || n != 0 || !next.Equal(c.At.Add(want)) {
			t.Errorf("due too early: %d, then %v, %v", n, next, err)
		}
		c.At = c.At.Add(want)
		if n, next, err := s.RetryDue(ctx, c.At); err != nil || n != 1 || !next.IsZero() {
			t.Errorf("due: %d, then %v, %v", n, next, err)
		}
		if got := paths(pending(t, s, model)); !slices.Equal(got, []string{"/a/1"}) {
			t.Errorf("pending %q", got)
		}
		CheckClean(t, s)
	}
	IndexAll(t, s) // what is read well begins anew
	changed := File("1", 2)
	Scan(t, s, AddFolder(t, s, "/b"), changed)
	fails(t, s, true)
	if problems, err := s.Problems(ctx, 0); err != nil || problems[0].RetryAt.Sub(c.At) != time.Minute {
		t.Errorf("problems %+v, %v", problems, err)
	}
}

// TestWhatForgetsTries lists what begins the intervals anew.
func testWhatForgetsTries(t *testing.T, open Open) {
	ctx := context.Background()
	for name, forget := range map[string]func(s library.Catalogue, folder library.FolderID, file library.FileID) error{
		"retried by the owner": func(s library.Catalogue, _ library.FolderID, _ library.FileID) error { return s.RetryFailed(ctx) },
		"changed": func(s library.Catalogue, folder library.FolderID, file library.FileID) error {
			stamp := File("1", 7).FileStamp
			return s.ApplyScan(ctx, folder, library.ScanDelta{Changed: []library.MovedFile{{ID: file, Rel: "1", FileStamp: stamp}}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, c := open.empty(t)
			folder := AddFolder(t, s, "/a")
			Scan(t, s, folder, File("1", 1))
			for range 3 {
				fails(t, s, true)
				if _, err := s.RetryFolder(ctx, folder); err != nil {
					t.Fatal(err)
				}
			}
			fails(t, s, true)
			problems, err := s.Problems(ctx, 0)
			if err != nil || problems[0].RetryAt.Sub(c.At) != 8*time.Minute {
				t.Fatalf("problems %+v, %v", problems, err)
			}
			if err := forget(s, folder, problems[0].File); err != nil {
				t.Fatal(err)
			}
			fails(t, s, true)
			if problems, err = s.Problems(ctx, 0); err != nil || problems[0].RetryAt.Sub(c.At) != time.Minute {
				t.Errorf("problems %+v, %v", problems, err)
			}
		})
	}
}

// Broken files, files that the user ignores, and files in folders that can't be read are not
// retried.
func testWhatIsNotRetried(t *testing.T, open Open) {
	ctx := context.Background()
	s, _ := open.empty(t)
	ids := map[string]library.FolderID{}
	for _, path := range []string{"/broken", "/ignored", "/paused", "/offline"} {
		ids[path] = AddFolder(t, s, path)
		Scan(t, s, ids[path], File("1", 1))
		fails(t, s, path != "/broken")
	}
	problems, err := s.Problems(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.RetryAt.IsZero() != (p.Path == "/broken/1") {
			t.Errorf("problem %+v", p)
		}
		if p.Path == "/ignored/1" {
			_, err = s.IgnoreFailed(ctx, true, p.File)
		}
	}
	err = errors.Join(err, s.SetFolderPaused(ctx, ids["/paused"], true), s.SetFolderOffline(ctx, ids["/offline"], time.Unix(1, 0)))
	if err != nil {
		t.Fatal(err)
	}
	if n, next, err := s.RetryDue(ctx, time.Now().AddDate(100, 0, 0)); err != nil || n != 0 || !next.IsZero() {
		t.Errorf("due: %d, then %v, %v", n, next, err)
	}
	for path, id := range ids {
		if n, err := s.RetryFolder(ctx, id); err != nil || n != 0 {
			t.Errorf("%s: %d, %v", path, n, err)
		}
	}
	if got := pending(t, s, model); len(got) != 0 {
		t.Errorf("pending %q", paths(got))
	}
}

// A photo refused for reasons of the system stays, and the model takes it later.
func testRefusedForReasonsOfTheSystem(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	folder := AddFolder(t, s, "/a")
	Scan(t, s, folder, File("1", 1))
	IndexAll(t, s)
	const other = "other-1"
	f := pending(t, s, other)[0]
	r := library.IndexedPhoto{File: f, Photo: library.Photo{ID: f.Photo, Hash: f.Hash}, Refused: errors.New("no memory"), Temporary: true}
	if err := s.Commit(ctx, other, []library.IndexedPhoto{r}); err != nil {
		t.Fatal(err)
	}
	if got := pending(t, s, other); len(got) != 0 {
		t.Errorf("pending %q", paths(got))
	}
	if n, _, err := s.RetryDue(ctx, c.At.Add(time.Minute)); err != nil || n != 1 {
		t.Errorf("due: %d, %v", n, err)
	}
	if got := pending(t, s, other); len(got) != 1 || got[0].Photo != f.Photo {
		t.Errorf("pending %+v", got)
	}
	CheckClean(t, s)
}

// New stamps are written only for files whose size and time are still those that the scan saw.
func testRestampKeepsWhatChangedMeanwhile(t *testing.T, open Open) {
	ctx := context.Background()
	s, _ := open.empty(t)
	folder := AddFolder(t, s, "/a")
	Scan(t, s, folder, File("1", 1), File("2", 2))
	IndexAll(t, s)
	before := knownFiles(t, s, folder)
	var delta library.ScanDelta
	for rel, f := range before {
		f.Inode, f.Device, f.ChangedNS = 1<<63+5, 7, 99
		if rel == "2" {
			f.Size++
		}
		delta.Restamped = append(delta.Restamped, library.MovedFile{ID: f.ID, Rel: rel, FileStamp: f.FileStamp})
	}
	if err := s.ApplyScan(ctx, folder, delta); err != nil {
		t.Fatal(err)
	}
	after := knownFiles(t, s, folder)
	if f := after["1"]; f.Inode != 1<<63+5 || f.Device != 7 || f.ChangedNS != 99 || f.State != library.FileIndexed {
		t.Errorf("restamped %+v", f)
	}
	if after["2"] != before["2"] {
		t.Errorf("%+v became %+v", before["2"], after["2"])
	}
	if n := Totals(t, s); n != (library.Counts{Photos: 2, Files: 2, Indexed: 2}) {
		t.Errorf("totals %+v", n)
	}
	hashes := map[library.FileID]library.Hash{}
	err := s.FileHashes(ctx, []library.FileID{after["1"].ID, 999}, func(id library.FileID, h library.Hash) { hashes[id] = h })
	if err != nil || len(hashes) != 1 || hashes[after["1"].ID] != Photo(1).Hash {
		t.Errorf("hashes %v, %v", hashes, err)
	}
}

func knownFiles(t *testing.T, s library.Catalogue, folder library.FolderID) map[string]library.KnownFile {
	t.Helper()
	files := map[string]library.KnownFile{}
	if err := s.KnownFiles(t.Context(), folder, "", func(f library.KnownFile) { files[f.Rel] = f }); err != nil {
		t.Fatal(err)
	}
	return files
}
