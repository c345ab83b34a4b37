package sqlite_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"descry/library"
	"descry/library/cataloguetest"
	"descry/library/journal"
	"descry/library/sqlite"
)

// crashEnv makes the test binary the process that gets killed.
const crashEnv = "DESCRY_TEST_CRASH_CATALOGUE"

func TestMain(m *testing.M) {
	if path := os.Getenv(crashEnv); path != "" {
		fmt.Println(editForever(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func editForever(path string) error {
	s, err := sqlite.Open(context.Background(), path, sqlite.Options{Journal: journalBeside(path)})
	if err != nil {
		return err
	}
	return cataloguetest.EditForever(context.Background(), s)
}

func journalBeside(path string) *journal.Journal {
	return journal.New(filepath.Join(filepath.Dir(path), "journal"))
}

// journaledEdit reads which edit is the last in the journal, which has each change once,
// in order.
func journaledEdit(t *testing.T, path string) (edit int) {
	t.Helper()
	var n int64
	damaged, err := journal.Read(journalBeside(path).Dir(), 0, func(c library.UserChange) error {
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

// What a killed process reported of edits is in the journal, too, and the journal ends with
// the edit that the catalogue ends with.
func TestJournalOfAProcessKilledWhileEditing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalogue.db")
	s := openStore(t, path, sqlite.Options{})
	cataloguetest.NumberedPhotos(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	reported := make(map[int]bool)
	for round := range 8 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crashEnv+"="+path)
		cataloguetest.RunAndKill(t, cmd, time.Duration(rng.IntN(400))*time.Millisecond, reported)
		if last := journaledEdit(t, path); last < len(reported) {
			t.Fatalf("round %d: the journal ends with edit %d, %d were reported", round, last, len(reported))
		}
		s := openStore(t, path, sqlite.Options{Journal: journalBeside(path)})
		last, err := cataloguetest.LastEdit(t.Context(), s)
		if err != nil || last < len(reported) {
			t.Fatalf("round %d: edit %d is there, %d were reported, %v", round, last, len(reported), err)
		}
		if journaled := journaledEdit(t, path); journaled != last {
			t.Fatalf("round %d: the journal ends with edit %d, the catalogue with %d", round, journaled, last)
		}
		edit(t, s, statements(say(1, tag("more"), library.Yes), say(2, tag("more"), library.Yes)))
		edit(t, s, statements(say(1, tag("more"), library.Unlabelled), say(2, tag("more"), library.Unlabelled)))
		checkClean(t, s) // the full text has been brought up to date meanwhile
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d edits were reported", len(reported))
}
