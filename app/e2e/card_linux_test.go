package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"descry/app/internal/scene"
	"descry/internal/softvulkan"
)

// TestEndToEndCardLost kills the process that computes on the card while photos are
// indexed: after the first time it is started again, after the second the CPU goes on. All
// photos are indexed, none is called broken, one sentence says what happened, and the
// next start takes the card again.
func TestEndToEndCardLost(t *testing.T) { cardLost(t, syscall.SIGKILL) }

// TestEndToEndCardHangs stops the process instead, as a driver that hangs would.
func TestEndToEndCardHangs(t *testing.T) {
	if os.Getenv("DESCRY_TEST_EVERY_TOWER") == "" {
		t.Skip("a hang is waited for half a minute, twice: DESCRY_TEST_EVERY_TOWER=1 has it run")
	}
	cardLost(t, syscall.SIGSTOP)
}

// cardLost sends the process that computes a signal, twice.
func cardLost(t *testing.T, signal syscall.Signal) {
	t.Helper()
	if os.Getenv("DESCRY_E2E") == "" {
		t.Skip("runs the built program: make test sets DESCRY_E2E")
	}
	c := &cardProgram{t: t, binary: builtBinary(t), home: t.TempDir()}
	c.environment = append(softvulkan.Environment(t), "DESCRY_HOME="+c.home, "HOME="+c.home, "LANG=C.UTF-8")
	// Software is used by name only.
	must(t, os.WriteFile(filepath.Join(c.home, "settings.toml"), []byte("device = \"SwiftShader Device\"\n"), 0o600))
	photos := t.TempDir()
	const each = 60
	must(t, scene.PaintSeries(photos, each))
	all := each * len(scene.All)

	fixtures := filepath.Join("..", "..", "ml", "llm2clip", "testdata")
	var model struct{ ID string }
	must(t, json.Unmarshal(c.run("model", "import", "--vision", filepath.Join(fixtures, "vision-openai-fp16"),
		"--text", filepath.Join(fixtures, "text-llama3-8b-like"), "--quantize", "none", "--json"), &model))
	c.run("model", "use", model.ID, "--now")

	index := c.start("index", photos, "--json")
	var killed []int
	for len(killed) < 2 {
		child := index.encoder(killed)
		time.Sleep(time.Duration(200+200*len(killed)) * time.Millisecond) // it loads, or computes
		must(t, syscall.Kill(child, signal))
		killed = append(killed, child)
	}
	report, said := index.end()
	if report.Photos != all || report.Indexed != all || report.Failed != 0 || report.Pending != 0 || len(report.Problems) != 0 {
		t.Errorf("after losing the card twice: %+v, want %d photos", report, all)
	}
	const sentence = "The graphics card failed; photos are encoded on the CPU until Descry is started again."
	if strings.Count(said, sentence) != 1 {
		t.Errorf("it is not said once what happened:\n%s", said)
	}

	must(t, scene.Paint(photos))
	index = c.start("index", "--json")
	index.encoder(killed)
	report, said = index.end()
	if want := all + len(scene.All); report.Indexed != want || report.Failed != 0 || strings.Contains(said, "graphics card") {
		t.Errorf("at the next start: %+v, want %d photos\n%s", report, want, said)
	}
}

// cardProgram is the built program with software Vulkan for a card.
type cardProgram struct {
	t            *testing.T
	binary, home string
	environment  []string
}

// run runs a command to its end and returns what it prints.
func (c *cardProgram) run(args ...string) []byte {
	c.t.Helper()
	cmd := exec.CommandContext(c.t.Context(), c.binary, args...)
	cmd.Env = c.environment
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		c.t.Fatalf("descry %v: %v\n%s", args, err, &said)
	}
	return out
}

// cardCommand is a command under way.
type cardCommand struct {
	t         *testing.T
	cmd       *exec.Cmd
	out, said bytes.Buffer
	ended     chan error
}

func (c *cardProgram) start(args ...string) *cardCommand {
	c.t.Helper()
	r := &cardCommand{t: c.t, cmd: exec.CommandContext(c.t.Context(), c.binary, args...), ended: make(chan error, 1)}
	r.cmd.Env = c.environment
	r.cmd.Stdout, r.cmd.Stderr = &r.out, &r.said
	must(c.t, r.cmd.Start())
	go func() { r.ended <- r.cmd.Wait() }()
	return r
}

// encoder waits for the process in which the command computes and that none of before is.
// One that only lists the adapters ends by itself at once.
func (r *cardCommand) encoder(before []int) int {
	r.t.Helper()
	for {
		select {
		case err := <-r.ended:
			r.ended <- err
			r.t.Fatalf("it ended by itself: %v\n%s\n%s", err, &r.out, &r.said)
		case <-time.After(5 * time.Millisecond):
		}
		for _, child := range r.children() {
			if !slices.Contains(before, child) && loaded(child, "libonnxruntime") {
				return child
			}
		}
	}
}

// loaded reports that a process has a library in its memory.
func loaded(process int, library string) bool {
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", process))
	return err == nil && bytes.Contains(maps, []byte(library))
}

// children are the processes for graphics cards of the command.
func (r *cardCommand) children() (all []int) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		id, rest, _ := strings.Cut(string(stat), " (descry-encoder) ")
		if fields := strings.Fields(rest); len(fields) > 1 && fields[1] == strconv.Itoa(r.cmd.Process.Pid) {
			if n, err := strconv.Atoi(id); err == nil {
				all = append(all, n)
			}
		}
	}
	return all
}

// indexed is what descry index --json says.
type indexed struct {
	Photos, Indexed, Pending, Failed int
	Problems                         []struct{ Path, Reason string }
}

// end waits for the end and returns what was reported, and what was said beside.
func (r *cardCommand) end() (report indexed, said string) {
	r.t.Helper()
	if err := <-r.ended; err != nil {
		r.t.Fatalf("%v\n%s\n%s", err, &r.out, &r.said)
	}
	must(r.t, json.Unmarshal(r.out.Bytes(), &report))
	return report, r.said.String()
}
