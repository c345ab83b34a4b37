package sqlite_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"descry/library"
	"descry/library/journal"
	"descry/library/sqlite"
)

// crashPhotos is how many photos one edit is about: its statements are one step, and more
// than one transaction brings the full text up to date of.
const crashPhotos = 2400

// crashEdit is the n-th of a row of edits: each says Yes of a tag and nothing any more of
// the last one's, of all photos.
func crashEdit(n int) (e library.Edit) {
	caption := fmt.Sprint("caption ", n)
	for id := library.PhotoID(1); id <= crashPhotos; id++ {
		e.Tags = append(e.Tags, say(id, tag(fmt.Sprint("tag ", n)), library.Yes), say(id, tag(fmt.Sprint("tag ", n-1)), library.Unsaid))
	}
	e.Captions = []library.CaptionEdit{{Photo: 1, Text: &caption}}
	return e
}

// editForever goes on where the catalogue is and prints the number of every edit that
// was written.
func editForever(path string) error {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Options{Journal: journalBeside(path)})
	if err != nil {
		return err
	}
	last, err := lastEdit(ctx, s)
	if err != nil {
		return err
	}
	for n := last + 1; ; n++ {
		if _, err := s.ApplyEdit(ctx, crashEdit(n)); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

func journalBeside(path string) *journal.Journal {
	return journal.New(filepath.Join(filepath.Dir(path), "journal"))
}

// journaledEdit reads which edit is the last in the journal, which has each change once,
// in order.
func journaledEdit(t *testing.T, path string) (edit int) {
	t.Helper()
	var n int64
	damaged, err := journal.Read(journalBeside(path).Dir(), 0, func(c library.OwnerChange) error {
		if n++; c.N != n {
			return fmt.Errorf("change %d stands where %d should", c.N, n)
		}
		var record struct{ Kind, Text string }
		err := json.Unmarshal(c.Record, &record)
		if record.Kind == "caption" {
			_, _ = fmt.Sscanf(record.Text, "caption %d", &edit)
		}
		return err
	})
	if err != nil || len(damaged) > 0 {
		t.Fatalf("journal: damaged %v, %v", damaged, err)
	}
	return edit
}

// lastEdit reads which edit is there; an edit that is there in part is an error.
func lastEdit(ctx context.Context, s *sqlite.Store) (n int, err error) {
	err = s.Captions(ctx, func(_ library.PhotoID, text string) { _, _ = fmt.Sscanf(text, "caption %d", &n) })
	if err != nil || n == 0 {
		return 0, err
	}
	counts := make(map[string]int)
	err = s.Statements(ctx, func(e library.TagEdit) { counts[fmt.Sprint(e.Tag.Name, " ", e.Say)]++ })
	wanted := map[string]int{fmt.Sprint("tag ", n, " 1"): crashPhotos}
	if fmt.Sprint(counts) != fmt.Sprint(wanted) {
		err = errors.Join(err, fmt.Errorf("edit %d is there in part: %v", n, counts))
	}
	return n, err
}

// A process that is killed in the middle of an edit of many photos, but of one step, leaves
// all of it or nothing, and what it reported is there, in the journal too.
func TestKilledWhileEditing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalogue.db")
	s := openStore(t, path, sqlite.Options{})
	files := make([]library.ScannedFile, crashPhotos)
	for i := range files {
		files[i] = newFile(fmt.Sprintf("%d.jpg", i), i)
	}
	scan(t, s, addFolder(t, s, "/a"), files...)
	commitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Photo: testPhoto(int(f.Size) - 1000)}
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	reported := make(map[int]bool)
	for round := range 8 {
		runAndKill(t, crashOwnerEnv+"="+path, time.Duration(rng.IntN(400))*time.Millisecond, reported)
		if last := journaledEdit(t, path); last < len(reported) {
			t.Fatalf("round %d: the journal ends with edit %d, %d were reported", round, last, len(reported))
		}
		s := openStore(t, path, sqlite.Options{Journal: journalBeside(path)})
		last, err := lastEdit(t.Context(), s)
		if err != nil || last < len(reported) {
			t.Fatalf("round %d: edit %d is there, %d were reported, %v", round, last, len(reported), err)
		}
		if journaled := journaledEdit(t, path); journaled != last {
			t.Fatalf("round %d: the journal ends with edit %d, the catalogue with %d", round, journaled, last)
		}
		edit(t, s, statements(say(1, tag("more"), library.Yes), say(2, tag("more"), library.Yes)))
		edit(t, s, statements(say(1, tag("more"), library.Unsaid), say(2, tag("more"), library.Unsaid)))
		checkClean(t, s) // the full text has been brought up to date meanwhile
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d edits were reported", len(reported))
}
