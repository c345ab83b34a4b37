package sqlite_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"descry/internal/vectormath"
	"descry/library"
	"descry/library/sqlite"
)

const model = "model-a"

// clock is a time that tests move by hand, in a place east of Greenwich.
type clock struct{ at time.Time }

func newClock() *clock {
	return &clock{time.Date(2024, 5, 1, 12, 0, 0, 0, time.FixedZone("here", 2*3600))}
}

func (c *clock) now() time.Time { return c.at }

func openStore(t testing.TB, path string, o sqlite.Options) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// newStore opens an empty catalogue that must be sound when the test ends.
func newStore(t *testing.T) (*sqlite.Store, *clock) {
	t.Helper()
	c := newClock()
	s := openStore(t, filepath.Join(t.TempDir(), "catalogue.db"), sqlite.Options{Now: c.now})
	t.Cleanup(func() { checkClean(t, s) })
	return s, c
}

func checkClean(t testing.TB, s *sqlite.Store) {
	t.Helper()
	findings, err := s.Check(context.Background())
	if err != nil || len(findings) > 0 {
		t.Errorf("check: %q, %v", findings, err)
	}
	if difference, err := sqlite.MentionsDiffer(context.Background(), s); err != nil || difference != "" {
		t.Errorf("the full-text index is wrong: %s, %v", difference, err)
	}
}

func addFolder(t testing.TB, s *sqlite.Store, path string) library.FolderID {
	t.Helper()
	f, err := s.AddFolder(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	return f.ID
}

func scan(t testing.TB, s *sqlite.Store, id library.FolderID, files ...library.ScannedFile) {
	t.Helper()
	apply(t, s, id, library.ScanDelta{New: files})
}

func apply(t testing.TB, s *sqlite.Store, id library.FolderID, delta library.ScanDelta) {
	t.Helper()
	if err := s.ApplyScan(context.Background(), id, delta); err != nil {
		t.Fatal(err)
	}
}

// newFile is a file whose stamp follows from its number.
func newFile(rel string, number int) library.ScannedFile {
	return library.ScannedFile{Rel: rel, FileStamp: testStamp(number)}
}

func testStamp(number int) library.FileStamp {
	n := int64(number)
	return library.FileStamp{Size: 1000 + n, ModTimeNS: 1_700_000_000e9 + n, Inode: math.MaxUint64 - uint64(n), Device: 1 << 63}
}

// testPhoto is a photo whose content follows from its number.
func testPhoto(number int) library.Photo {
	sum := sha256.Sum256(fmt.Append(nil, "photo ", number))
	return library.Photo{
		Hash: library.Hash(hex.EncodeToString(sum[:])), Format: "jpeg", Bytes: int64(number) + 1,
		Width: 4000, Height: 3000, Colour: 0x102030,
		Captured: library.CaptureTime{Local: time.Unix(1_500_000_000+int64(number)*60, 0).UTC()},
		Camera:   library.Camera{Make: "Acme", Model: "Shooter 3", ISO: 100, FNumber: 2.8},
	}
}

// testVector is a unit vector.
func testVector(dim, seed int) []float32 {
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

// commitAll commits what is pending until nothing is.
func commitAll(t testing.TB, s *sqlite.Store, model string, result func(library.PendingFile) library.IndexedPhoto) {
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

// benchFiles names n files in the order of a walk, as a scan finds them; their size
// tells which photo they hold.
func benchFiles(from, n int) []library.ScannedFile {
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
