package sqlite_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"descry/library"
	"descry/library/sqlite"
)

// crashEnv and crashOwnerEnv make the test binary the process that gets killed.
const (
	crashEnv      = "DESCRY_TEST_CRASH_CATALOGUE"
	crashOwnerEnv = "DESCRY_TEST_CRASH_OWNER"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(crashEnv); path != "" {
		fmt.Println(commitForever(path))
		os.Exit(1)
	}
	if path := os.Getenv(crashOwnerEnv); path != "" {
		fmt.Println(editForever(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// commitForever indexes made-up photos from where it left off and prints every
// photo's number once it is committed.
func commitForever(path string) error {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, sqlite.Options{PageSize: 4096})
	if err != nil {
		return err
	}
	folders, err := s.Folders(ctx, model)
	if err != nil {
		return err
	}
	if len(folders) == 0 {
		f, err := s.AddFolder(ctx, "/a")
		if err != nil {
			return err
		}
		folders = append(folders, f)
	}
	id, next := folders[0].ID, folders[0].Counts.Files
	for ; ; next += 16 {
		if err := commitNext(ctx, s, id, next); err != nil {
			return err
		}
	}
}

func commitNext(ctx context.Context, s *sqlite.Store, id library.FolderID, next int) error {
	var files []library.ScannedFile
	for i := range 16 {
		files = append(files, newFile(fmt.Sprintf("%d.jpg", next+i), next+i))
	}
	if err := s.ApplyScan(ctx, id, library.ScanDelta{New: files}); err != nil {
		return err
	}
	work, err := s.Pending(ctx, model, 0, 1000)
	if err != nil {
		return err
	}
	var batch []library.IndexedPhoto
	for _, f := range work {
		batch = append(batch, goodResult(f))
	}
	if err := s.Commit(ctx, model, batch); err != nil {
		return err
	}
	for _, f := range work {
		fmt.Println(f.Size - 1000)
	}
	return nil
}

// A process that is killed while it commits loses nothing that it reported, and
// leaves a sound catalogue.
func TestKilledWhileCommitting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catalogue.db")
	reported := make(map[int]bool)
	rng := rand.New(rand.NewPCG(1, 2))
	for round := range 20 {
		runAndKill(t, crashEnv+"="+path, time.Duration(rng.IntN(120))*time.Millisecond, reported)
		s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		checkClean(t, s)
		requirePhotos(t, s, reported)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Fatalf("failed in round %d with %d photos", round, len(reported))
		}
	}
	t.Logf("%d photos were reported", len(reported))
}

// runAndKill starts the process, which env tells what to do, and kills it some time
// after its first report.
func runAndKill(t *testing.T, env string, after time.Duration, reported map[int]bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), env)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var kill *time.Timer
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		number, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Errorf("the process says %q", lines.Text())
			break
		}
		reported[number] = true
		if kill == nil {
			kill = time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // the error says that it was killed
}

func requirePhotos(t *testing.T, s *sqlite.Store, reported map[int]bool) {
	t.Helper()
	for number := range reported {
		photo, encoded, err := s.PhotoByHash(t.Context(), testPhoto(number).Hash, model)
		if err != nil || photo == 0 || !encoded {
			t.Fatalf("photo %d is lost: id %d, encoded %v, %v", number, photo, encoded, err)
		}
	}
}
