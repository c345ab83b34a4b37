package cataloguetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"descry/library"
)

// killEnv names the directory of the catalogue in the process that gets killed.
const killEnv = "DESCRY_CATALOGUETEST_KILL"

// reportPrefix begins the lines by which that process reports written numbers, since the
// test's program prints other lines, too.
const reportPrefix = "written "

// RunAndKill starts a command that prints the numbers that it has written, a line each, and
// kills the command some time after the first. The numbers are added to reported.
func RunAndKill(t *testing.T, cmd *exec.Cmd, after time.Duration, reported map[int]bool) {
	t.Helper()
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	Must(t, err)
	Must(t, cmd.Start())
	var kill *time.Timer
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		text, ok := strings.CutPrefix(lines.Text(), reportPrefix)
		if !ok {
			t.Logf("the process says %q", lines.Text())
			continue
		}
		number, err := strconv.Atoi(text)
		if err != nil {
			t.Errorf("the process reports %q", text)
			break
		}
		reported[number] = true
		if kill == nil {
			kill = time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Process.Kill() // the process may have ended
	_ = cmd.Wait()         // the error says that the process was killed
	if kill == nil {
		t.Fatal("the process reported nothing")
	}
}

// Report prints a number that is written, for RunAndKill.
func Report(number int) { fmt.Println(reportPrefix + strconv.Itoa(number)) }

// killed runs a test in a process of its own on the catalogue in dir, and kills the process.
func killed(t *testing.T, dir string, after time.Duration, reported map[int]bool) {
	t.Helper()
	var name []string
	for level := range strings.SplitSeq(t.Name(), "/") {
		name = append(name, "^"+level+"$")
	}
	cmd := exec.Command(os.Args[0], "-test.run="+strings.Join(name, "/"), "-test.timeout=5m")
	cmd.Env = append(os.Environ(), killEnv+"="+dir)
	RunAndKill(t, cmd, after, reported)
}

// A process that is killed while committing loses nothing that it reported, and leaves a sound
// catalogue.
func testKilledWhileCommitting(t *testing.T, open Open) {
	if dir := os.Getenv(killEnv); dir != "" {
		commitForever(t, open(t, dir, time.Now))
	}
	dir := t.TempDir()
	reported := make(map[int]bool)
	rng := rand.New(rand.NewPCG(1, 2))
	for round := range 20 {
		killed(t, dir, time.Duration(rng.IntN(120))*time.Millisecond, reported)
		s := open(t, dir, time.Now)
		CheckClean(t, s)
		for number := range reported {
			photo, done, err := s.PhotoByHash(t.Context(), Photo(number).Hash, model)
			if err != nil || photo == 0 || !done {
				t.Errorf("photo %d is lost: id %d, done %v, %v", number, photo, done, err)
			}
		}
		Must(t, s.Close())
		if t.Failed() {
			t.Fatalf("failed in round %d with %d photos", round, len(reported))
		}
	}
	t.Logf("%d photos were reported", len(reported))
}

// commitForever indexes made-up photos from the last one on and reports every photo's number
// once the photo is committed.
func commitForever(t *testing.T, s library.Catalogue) {
	folders, err := s.Folders(t.Context(), model)
	Must(t, err)
	if len(folders) == 0 {
		folders = []library.Folder{{ID: AddFolder(t, s, "/a")}}
	}
	for next := folders[0].Counts.Files; ; next += 16 {
		var files []library.ScannedFile
		for i := range 16 {
			files = append(files, File(fmt.Sprintf("%d.jpg", next+i), next+i))
		}
		Scan(t, s, folders[0].ID, files...)
		work, err := s.Pending(t.Context(), model, 0, 1000)
		Must(t, err)
		var batch []library.IndexedPhoto
		for _, f := range work {
			batch = append(batch, Result(f))
		}
		Must(t, s.Commit(t.Context(), model, batch))
		for _, f := range work {
			Report(int(f.Size) - 1000)
		}
	}
}

// numberedPhotos is how many photos a numbered edit is about.
const numberedPhotos = 2400

// NumberedPhotos fills an empty catalogue with the photos of the numbered edits.
func NumberedPhotos(t testing.TB, s library.Catalogue) {
	t.Helper()
	files := make([]library.ScannedFile, numberedPhotos)
	for i := range files {
		files[i] = File(fmt.Sprintf("%d.jpg", i), i)
	}
	Scan(t, s, AddFolder(t, s, "/a"), files...)
	CommitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Photo: Photo(int(f.Size) - 1000)}
	})
}

// numberedEdit is the n-th of a series of edits. Each labels all photos Yes for one tag, and
// unlabels them for the last one's.
func numberedEdit(n int) (e library.Edit) {
	for id := library.PhotoID(1); id <= numberedPhotos; id++ {
		e.Tags = append(e.Tags, Say(id, Tag(fmt.Sprint("tag ", n)), library.Yes), Say(id, Tag(fmt.Sprint("tag ", n-1)), library.Unlabelled))
	}
	e.Captions = []library.CaptionEdit{{Photo: 1, Text: Text(fmt.Sprint("caption ", n))}}
	return e
}

// EditForever goes on after a catalogue's last edit and reports the number of every edit that
// was written.
func EditForever(ctx context.Context, s library.Catalogue) error {
	last, err := LastEdit(ctx, s)
	if err != nil {
		return err
	}
	for n := last + 1; ; n++ {
		if _, err := s.ApplyEdit(ctx, numberedEdit(n)); err != nil {
			return err
		}
		Report(n)
	}
}

// LastEdit reads which numbered edit was written. An edit that was written in part is an
// error.
func LastEdit(ctx context.Context, s library.Catalogue) (n int, err error) {
	err = s.Captions(ctx, func(_ library.PhotoID, text string) { _, _ = fmt.Sscanf(text, "caption %d", &n) })
	if err != nil || n == 0 {
		return 0, err
	}
	counts := make(map[string]int)
	err = s.Statements(ctx, func(e library.TagEdit) { counts[fmt.Sprint(e.Tag.Name, " ", e.Label)]++ })
	wanted := map[string]int{fmt.Sprint("tag ", n, " 1"): numberedPhotos}
	if fmt.Sprint(counts) != fmt.Sprint(wanted) {
		err = errors.Join(err, fmt.Errorf("edit %d is there in part: %v", n, counts))
	}
	return n, err
}

// A process that is killed in the middle of an edit of many photos, but of one step, leaves
// all of the edit or nothing, and what the process reported is there.
func testKilledWhileEditing(t *testing.T, open Open) {
	if dir := os.Getenv(killEnv); dir != "" {
		t.Fatal(EditForever(t.Context(), open(t, dir, time.Now)))
	}
	dir := t.TempDir()
	s := open(t, dir, time.Now)
	NumberedPhotos(t, s)
	Must(t, s.Close())
	rng := rand.New(rand.NewPCG(3, 4))
	reported := make(map[int]bool)
	for round := range 4 {
		killed(t, dir, time.Duration(rng.IntN(400))*time.Millisecond, reported)
		s := open(t, dir, time.Now)
		last, err := LastEdit(t.Context(), s)
		if err != nil || last < len(reported) {
			t.Fatalf("round %d: edit %d is there, %d were reported, %v", round, last, len(reported), err)
		}
		Edit(t, s, Statements(Say(1, Tag("more"), library.Yes), Say(2, Tag("more"), library.Yes)))
		Edit(t, s, Statements(Say(1, Tag("more"), library.Unlabelled), Say(2, Tag("more"), library.Unlabelled)))
		CheckClean(t, s) // the full text has been brought up to date meanwhile
		Must(t, s.Close())
	}
	t.Logf("%d edits were reported", len(reported))
}
