package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/message"
	"descry/library"
	"descry/library/annotation"
	"descry/library/copies"
	"descry/library/journal"
	"descry/library/sqlite"
)

// saidLibrary is a small library in a home of its own, of which much was said: some of
// it before the last copy, some since. It returns all that was said.
func saidLibrary(t *testing.T, home string) []string {
	t.Helper()
	ctx := t.Context()
	paths := config.PathsIn(home, home, home, home)
	if err := paths.Create(); err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(ctx, paths.Catalogue, sqlite.Options{PageSize: 4096, Journal: journal.New(paths.Journal)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	folder, err := s.AddFolder(ctx, filepath.Join(home, "photos"))
	must(err)
	const photos = 120
	var delta library.ScanDelta
	for i := range photos {
		delta.New = append(delta.New, library.ScannedFile{Rel: fmt.Sprintf("Reise %d/IMG_%04d.jpg", i/20, i),
			FileStamp: library.FileStamp{Size: int64(i + 1), ModTimeNS: 1e18, Inode: uint64(i + 1), Device: 1}})
	}
	must(s.ApplyScan(ctx, folder.ID, delta))
	pending, err := s.Pending(ctx, "model", 0, photos)
	must(err)
	var batch []library.IndexedPhoto
	for i, f := range pending {
		sum := sha256.Sum256(fmt.Append(nil, i))
		vector := make([]float32, 32)
		vector[i%32] = 1
		batch = append(batch, library.IndexedPhoto{File: f, Vector: vector, Photo: library.Photo{
			Hash: library.Hash(hex.EncodeToString(sum[:])), Format: "jpeg", Bytes: f.Size, Width: 4, Height: 3,
			Keywords: []string{"sky", fmt.Sprint("place ", i%7)}, Camera: library.Camera{Make: "Acme", Model: "Shooter", Lens: "Fifty"}}})
	}
	must(s.Commit(ctx, "model", batch))
	say := func(from, to int) {
		for i := from; i < to; i++ {
			id := []library.PhotoID{library.PhotoID(i + 1)}
			_, err := s.TagPhotos(ctx, id, []library.Tag{{Name: fmt.Sprintf("animals/dog %d", i%11)}, {Person: true, Name: fmt.Sprint("Ana ", i%5)}}, []library.Tag{{Name: "sky"}})
			must(err)
			text := fmt.Sprintf("caption %d, with some words", i)
			_, err = s.ApplyEdit(ctx, library.Edit{Captions: []library.CaptionEdit{{Photo: id[0], Text: &text}}})
			must(err)
			must(s.SetFeedback(ctx, fmt.Sprint("boats ", i%3), id, library.Label(1+i%2)))
		}
		_, err := s.SaveSearch(ctx, library.SavedSearch{Name: fmt.Sprint("Search ", from), Query: "red boats"})
		must(err)
	}
	say(0, 60)
	must(s.RejectSuggestions(ctx, library.Tag{Name: "animals/dog 1"}, []library.PhotoID{5, 6}))
	keeper := copies.Keeper{Dir: paths.Copies, By: "test"}
	must(keeper.Daily(ctx, s))
	say(60, 90)
	_, err = s.RenameTag(ctx, library.Tag{Name: "animals/dog 3"}, library.Tag{Name: "Bella"})
	must(err)
	noun := "dog"
	_, err = s.ApplyEdit(ctx, library.Edit{Named: []library.NamedEdit{{Tag: library.Tag{Name: "Bella"}, Noun: &noun}}})
	must(err)
	return saidIn(t, s)
}

// saidIn is all that a catalogue has of the user's, a line each; where photos lie is
// no part of it.
func saidIn(t *testing.T, s *sqlite.Store) (lines []string) {
	t.Helper()
	err := s.Records(context.Background(), func(r annotation.Record) error {
		if r.Kind != annotation.Photo {
			lines = append(lines, string(r.Append(nil)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

func copyTree(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// wantSaid compares what a library's catalogue says with what was said. Where strays may
// be, a folder may be there besides whose path has another letter: it can be removed.
func wantSaid(t *testing.T, paths config.Paths, want []string, strays bool) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), paths.Catalogue, sqlite.Options{Journal: journal.New(paths.Journal)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	got := saidIn(t, s)
	for _, line := range got {
		if !slices.Contains(want, line) && !(strays && strings.Contains(line, `"kind":"folder"`)) {
			t.Errorf("too much: %s", line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("missing: %s", line)
		}
	}
	// What comes next is above what the journal has.
	state, err := s.JournalState(t.Context())
	if err != nil || len(state.Missing) > 0 || state.Waiting > 0 {
		t.Errorf("journal: %+v, %v", state, err)
	}
}

// Twenty bits of the catalogue are other ones: the user's edits are all back each time.
func TestBitFlipsCostNoEdit(t *testing.T) {
	apptest.WholeRunsOnly(t)
	rounds := 50
	if os.Getenv("DESCRY_TORTURE") != "" {
		rounds = 200
	}
	master := t.TempDir()
	want := saidLibrary(t, master)
	rng := rand.New(rand.NewPCG(13, 20))
	var silent, reindexed, rebuilt, restored, photos int
	for round := range rounds {
		home := filepath.Join(t.TempDir(), "home")
		copyTree(t, master, home)
		paths := config.PathsIn(home, home, home, home)
		data, err := os.ReadFile(paths.Catalogue)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			data[rng.IntN(len(data))] ^= 1 << rng.IntN(8)
		}
		if err := os.WriteFile(paths.Catalogue, data, 0o600); err != nil {
			t.Fatal(err)
		}
		f, sound := checkCatalogue(t.Context(), paths, false)
		if !sound {
			t.Fatalf("round %d: %+v", round, f)
		}
		switch {
		case f.OK:
			silent++
		case strings.Contains(detail(f), "made anew; nothing"):
			reindexed++
		default:
			rebuilt++
		}
		if f.Repaired {
			if kept, _ := filepath.Glob(paths.Catalogue + ".damaged-*"); len(kept) == 0 || !strings.Contains(detail(f), kept[0]) {
				t.Errorf("round %d: kept %q; it says %s", round, kept, detail(f))
			}
		}
		// Letters in words and names may be others without any damage of the file: that
		// is for the copies to tell.
		if bringBack(t, paths) {
			restored++
		}
		wantSaid(t, paths, want, f.OK || strings.Contains(detail(f), "made anew; nothing"))
		photos += photosThere(t, paths)
		if t.Failed() {
			t.Fatalf("round %d: %s", round, detail(f))
		}
		if err := os.RemoveAll(home); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d rounds: %d without damage to the file, %d with indexes made anew, %d rebuilt; in %d single words were brought back; %.1f %% of the photos are there",
		rounds, silent, reindexed, rebuilt, restored, float64(photos)/float64(rounds)/1.2)
}

// bringBack does what descry restore does without a file.
func bringBack(t *testing.T, paths config.Paths) (changed bool) {
	t.Helper()
	r, err := copies.Recover(paths.Copies, paths.Journal, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), paths.Catalogue, sqlite.Options{Journal: journal.New(paths.Journal)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d, err := s.ApplyRecords(t.Context(), r.Records(), annotation.Options{Mode: annotation.Replace})
	if err != nil {
		t.Fatal(err)
	}
	return !d.Empty()
}

func photosThere(t *testing.T, paths config.Paths) int {
	t.Helper()
	s, err := sqlite.Open(t.Context(), paths.Catalogue, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n, err := s.Totals(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	return n.Photos
}

// Whatever becomes of the file, doctor makes one again, with what was said.
func TestACatalogueThatIsGone(t *testing.T) {
	master := t.TempDir()
	want := saidLibrary(t, master)
	for name, ruin := range map[string]func(paths config.Paths) error{
		"missing": func(p config.Paths) error { return os.Remove(p.Catalogue) },
		"empty":   func(p config.Paths) error { return os.Truncate(p.Catalogue, 0) },
		"nonsense": func(p config.Paths) error {
			return os.WriteFile(p.Catalogue, []byte(strings.Repeat("no catalogue ", 2000)), 0o600)
		},
		"cut short": func(p config.Paths) error { return os.Truncate(p.Catalogue, 50_000) },
	} {
		t.Run(name, func(t *testing.T) {
			home := filepath.Join(t.TempDir(), "home")
			copyTree(t, master, home)
			paths := config.PathsIn(home, home, home, home)
			if err := ruin(paths); err != nil {
				t.Fatal(err)
			}
			if f, sound := checkCatalogue(t.Context(), paths, true); sound || f.OK || f.Repaired {
				t.Errorf("a dry run says %+v", f)
			}
			if f, sound := checkCatalogue(t.Context(), paths, false); !sound || !f.Repaired || !strings.Contains(detail(f), "the copy of") {
				t.Errorf("doctor says %+v", f)
			}
			wantSaid(t, paths, want, false)
			e, err := Open(t.Context(), paths)
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// Without copies and journal nobody is told that what was said comes back.
func TestACatalogueThatIsGoneWithoutCopies(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	saidLibrary(t, home)
	paths := config.PathsIn(home, home, home, home)
	for _, gone := range []string{paths.Catalogue, paths.Copies, paths.Journal} {
		if err := os.RemoveAll(gone); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{paths.Vectors, filepath.Join(paths.Heads, "learned")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	err := lostCatalogue(paths)
	if err == nil || !errors.Is(err, library.ErrDamaged) || !strings.Contains(message.Explain(err), "learned heads") ||
		!strings.Contains(message.Explain(err), "there is no copy of what you said") || strings.Contains(message.Explain(err), "brings back") {
		t.Errorf("missing: %v", err)
	}
	if f, sound := checkCatalogue(t.Context(), paths, false); !sound || !f.Repaired || strings.Contains(detail(f), "descry doctor") ||
		!strings.Contains(detail(f), "a new catalogue was made; there is no copy of what you said and no journal") {
		t.Errorf("doctor says %+v", f)
	}
	if err := lostCatalogue(paths); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// While another process has the catalogue open, nothing is put in its place.
func TestNoRepairOfACatalogueInUse(t *testing.T) {
	home := t.TempDir()
	saidLibrary(t, home)
	paths := config.PathsIn(home, home, home, home)
	s, err := sqlite.Open(t.Context(), paths.Catalogue, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := repairCatalogue(t.Context(), paths); err == nil || !strings.Contains(message.Explain(err), "open in another Descry") {
		t.Errorf("error %v", err)
	}
}
