package cataloguetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"descry/internal/vectormath"
	"descry/library"
)

// Model is the model that the suite's photos are indexed with.
const Model = "model-a"

// model is short for Model.
const model = Model

// Clock is a time that tests move by hand, in a place east of Greenwich.
type Clock struct{ At time.Time }

// NewClock shows noon of the 1st of May 2024.
func NewClock() *Clock {
	return &Clock{time.Date(2024, 5, 1, 12, 0, 0, 0, time.FixedZone("here", 2*3600))}
}

// Now is the clock's time, for the store.
func (c *Clock) Now() time.Time { return c.At }

// AddFolder adds a folder and returns its id.
func AddFolder(t testing.TB, s library.Catalogue, path string) library.FolderID {
	t.Helper()
	f, err := s.AddFolder(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	return f.ID
}

// Scan has a scan find new files.
func Scan(t testing.TB, s library.Catalogue, id library.FolderID, files ...library.ScannedFile) {
	t.Helper()
	apply(t, s, id, library.ScanDelta{New: files})
}

func apply(t testing.TB, s library.Catalogue, id library.FolderID, delta library.ScanDelta) {
	t.Helper()
	if err := s.ApplyScan(context.Background(), id, delta); err != nil {
		t.Fatal(err)
	}
}

// File is a file with a stamp derived from its number.
func File(rel string, number int) library.ScannedFile {
	return library.ScannedFile{Rel: rel, FileStamp: testStamp(number)}
}

func testStamp(number int) library.FileStamp {
	n := int64(number)
	return library.FileStamp{Size: 1000 + n, ModTimeNS: 1_700_000_000e9 + n, Inode: math.MaxUint64 - uint64(n), Device: 1 << 63}
}

// Photo is a photo with a content derived from its number.
func Photo(number int) library.Photo {
	sum := sha256.Sum256(fmt.Append(nil, "photo ", number))
	return library.Photo{
		Hash: library.Hash(hex.EncodeToString(sum[:])), Format: "jpeg", Bytes: int64(number) + 1,
		Width: 4000, Height: 3000, Colour: 0x102030,
		Captured: library.CaptureTime{Local: time.Unix(1_500_000_000+int64(number)*60, 0).UTC()},
		Camera:   library.Camera{Make: "Acme", Model: "Shooter 3", ISO: 100, FNumber: 2.8},
	}
}

// Vector is a unit vector of dim numbers derived from its seed.
func Vector(dim, seed int) []float32 {
	rng := rand.New(rand.NewPCG(uint64(seed), 1))
	v := make([]float32, dim)
	for i := range v {
		v[i] = float32(rng.NormFloat64())
	}
	if err := vectormath.Normalize(v); err != nil {
		panic(err)
	}
	return v
}

// CommitAll commits what is pending until nothing is.
func CommitAll(t testing.TB, s library.Catalogue, model string, result func(library.PendingFile) library.IndexedPhoto) {
	t.Helper()
	ctx := context.Background()
	var after library.FileID
	for {
		files, err := s.Pending(ctx, model, after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 {
			return
		}
		after = files[len(files)-1].ID
		batch := make([]library.IndexedPhoto, len(files))
		for i, f := range files {
			batch[i] = result(f)
		}
		if err := s.Commit(ctx, model, batch); err != nil {
			t.Fatal(err)
		}
	}
}

// Files names n files in the order of a walk. The size of a file tells which photo the file
// holds.
func Files(from, n int) []library.ScannedFile {
	files := make([]library.ScannedFile, n)
	for i := range files {
		number := int64(from + i)
		files[i] = library.ScannedFile{
			Rel: fmt.Sprintf("%d/album %03d/IMG_%06d.JPG", 2000+i/4000, i/250, i),
			FileStamp: library.FileStamp{Size: number, ModTimeNS: 1_600_000_000e9 + number*1e9,
				Inode: uint64(number), Device: 1},
		}
	}
	return files
}

// Result is the photo of a file's size, with a vector.
func Result(f library.PendingFile) library.IndexedPhoto {
	number := int(f.Size) - 1000
	return library.IndexedPhoto{File: f, Photo: Photo(number), Vector: Vector(8, number)}
}

// IndexAll has Model look at all pending files.
func IndexAll(t testing.TB, s library.Catalogue) {
	t.Helper()
	CommitAll(t, s, model, Result)
}

func folder(t *testing.T, s library.Catalogue, id library.FolderID) library.Folder {
	t.Helper()
	return folderFor(t, s, id, model)
}

func folderFor(t *testing.T, s library.Catalogue, id library.FolderID, model string) library.Folder {
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

func counts(t *testing.T, s library.Catalogue, id library.FolderID) library.Counts {
	t.Helper()
	return folder(t, s, id).Counts
}

func countsOf(t *testing.T, s library.Catalogue, id library.FolderID) func(string) library.Counts {
	return func(model string) library.Counts { return folderFor(t, s, id, model).Counts }
}

// Totals are the totals of all folders, for Model.
func Totals(t testing.TB, s library.Catalogue) library.Counts { return totalsOf(t, s)(model) }

func totalsOf(t testing.TB, s library.Catalogue) func(string) library.Counts {
	return func(model string) library.Counts {
		n, err := s.Totals(context.Background(), model)
		if err != nil {
			t.Error(err)
		}
		return n
	}
}

// FolderPaths lists the folders.
func FolderPaths(t testing.TB, s library.Catalogue) []string {
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
func knownIDs(t *testing.T, s library.Catalogue, id library.FolderID) map[library.FileID]string {
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

func photoAt(t *testing.T, s library.Catalogue, path string) library.PhotoID {
	t.Helper()
	id, err := s.PhotoByPath(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Name is a file name without order among others.
func Name(i int) string { return string(Photo(i).Hash[:16]) + ".jpg" }

// FilterOf wants all of some tests to hold.
func FilterOf(tests ...library.Test) (f library.Filter) {
	for _, t := range tests {
		f.Conditions = append(f.Conditions, library.Condition{Any: []library.Test{t}})
	}
	return f
}

// Must ends the test at an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Equal compares texts. what names the texts in a failure.
func Equal(t testing.TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
	}
}
