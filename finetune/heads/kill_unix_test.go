//go:build unix

package heads_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"descry/finetune"
	"descry/finetune/heads"
)

// killed names the folder that a child process saves heads in until it is killed.
const killed = "DESCRY_TEST_HEADS_KILLED"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killed); dir != "" {
		fmt.Println("error", saveForever(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// saveForever saves ever new heads, large enough to be cut, and prints each id once
// it is kept.
func saveForever(dir string) error {
	s := heads.Open(dir)
	fmt.Println("ready")
	for i := range 100_000 {
		h := large(i + os.Getpid()*1000)
		id, err := s.Save(h)
		if err != nil {
			return err
		}
		fmt.Println("done", id)
	}
	return errors.New("nobody killed the process")
}

func large(number int) *finetune.Head {
	const dimension = 4096
	h := finetune.Identity("pack-1", dimension)
	h.Created, h.Note = time.Unix(1_800_000_000, 0).UTC(), fmt.Sprint("number ", number)
	for i := range 16 {
		row := make([]float32, dimension)
		for j := range row {
			row[j] = float32(number + i + j)
		}
		h.Down, h.Up = append(h.Down, row), append(h.Up, row)
	}
	return h
}

// TestKilledWhileSaving kills a process that saves in a loop: whatever is listed is
// whole, and whatever Save returned is there.
func TestKilledWhileSaving(t *testing.T) {
	dir, r, kept := t.TempDir(), rand.New(rand.NewPCG(5, 6)), 0
	for round := range 20 {
		begin := "ready"
		if round%4 == 0 { // on a busy machine no other may get so far
			begin = "done"
		}
		ids := saveAndKill(t, dir, begin, time.Duration(r.IntN(60_000))*time.Microsecond)
		s := heads.Open(dir)
		list, err := s.List()
		must(t, err)
		listed := map[string]bool{}
		for _, info := range list {
			listed[info.ID] = true
			if info.Problem != nil {
				t.Fatalf("round %d: %s: %v", round, info.ID, info.Problem)
			}
			if _, err := s.Load(info.ID); err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
		}
		for _, id := range ids {
			if !listed[id] {
				t.Fatalf("round %d: %s was saved and is lost", round, id)
			}
		}
		kept += len(ids)
		for id := range listed { // so that the test stays short
			must(t, s.Delete(id))
		}
	}
	if kept < 5 {
		t.Errorf("all processes together saved %d heads before they were killed", kept)
	}
}

// saveAndKill kills a process so long after a line that begins so, and returns which heads the
// process reported as saved.
func saveAndKill(t *testing.T, dir, begin string, after time.Duration) (ids []string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killed+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	var timer *time.Timer
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		line := lines.Text()
		if timer == nil && strings.HasPrefix(line, begin) {
			timer = time.AfterFunc(after, func() { _ = cmd.Process.Signal(syscall.SIGKILL) })
		}
		if id, done := strings.CutPrefix(line, "done "); done {
			ids = append(ids, id)
		} else if line != "ready" {
			t.Errorf("child: %s", line)
		}
	}
	if err := cmd.Wait(); err == nil || timer == nil {
		t.Error("the process ended by itself")
	}
	if timer != nil {
		timer.Stop()
	}
	return ids
}
