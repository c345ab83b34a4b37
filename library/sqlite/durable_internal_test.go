package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"descry/library"
)

// Values of PRAGMA synchronous.
const (
	isNormal = 1
	isFull   = 2
)

// levelsOf are those at which transactions on the handle that writes have changed what the
// user says, and where indexing has changed photos, since the last call.
func levelsOf(t *testing.T, s *Store) (labelled, indexed []int) {
	t.Helper()
	for table, list := range map[string]*[]int{"said": &labelled, "indexed": &indexed} {
		err := each(t.Context(), s.writer, "SELECT DISTINCT level FROM temp."+table, nil, func(rows *sql.Rows) error {
			var level int
			err := rows.Scan(&level)
			*list = append(*list, level)
			return err
		})
		if err == nil {
			_, err = s.writer.Exec("DELETE FROM temp." + table)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return labelled, indexed
}

// Each method by which the user annotates waits for the disk. Indexing doesn't.
func TestAnnotationsAreOnTheDisk(t *testing.T) {
	ctx := context.Background()
	j := newJournaled(t)
	s := j.Store
	for _, query := range []string{
		"CREATE TEMP TABLE said (level)",
		"CREATE TEMP TABLE indexed (level)",
		`CREATE TEMP TRIGGER watch_said AFTER INSERT ON main.owner_changes BEGIN
  INSERT INTO said SELECT synchronous FROM pragma_synchronous; END`,
		`CREATE TEMP TRIGGER watch_indexed AFTER UPDATE ON main.files BEGIN
  INSERT INTO indexed SELECT synchronous FROM pragma_synchronous; END`,
	} {
		if _, err := s.writer.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range UserSteps() {
		if err := step.Run(ctx, s); err != nil {
			t.Fatalf("%s: %v", step.Name, err)
		}
		if labelled, _ := levelsOf(t, s); len(labelled) != 1 || labelled[0] != isFull {
			t.Errorf("%s: changes were made at %v", step.Name, labelled)
		}
		var now int
		if err := s.writer.QueryRow("PRAGMA synchronous").Scan(&now); err != nil || now != isNormal {
			t.Errorf("%s: %d afterwards, %v", step.Name, now, err)
		}
	}
	if _, err := s.writer.Exec("UPDATE files SET state = 0 WHERE id = 1"); err != nil {
		t.Fatal(err)
	}
	levelsOf(t, s)
	files, err := s.Pending(ctx, "", 0, 10)
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	hash := sha256.Sum256([]byte("changed"))
	photo := library.Photo{Hash: library.Hash(hex.EncodeToString(hash[:])), Format: "jpeg", Bytes: 1, Width: 1, Height: 1}
	before := len(j.written(t))
	if err := s.Commit(ctx, "", []library.IndexedPhoto{{File: files[0], Photo: photo}}); err != nil {
		t.Fatal(err)
	}
	if labelled, indexed := levelsOf(t, s); len(indexed) != 1 || indexed[0] != isNormal {
		t.Errorf("indexing wrote at %v, with words at %v", indexed, labelled)
	}
	// What it handed on to the changed photo is in the journal nevertheless.
	handedOn := func(line string) bool { return strings.HasSuffix(line, " a boat") }
	if list := j.written(t)[before:]; !slices.ContainsFunc(list, handedOn) {
		t.Errorf("the journal ends with %q", list)
	}
}
