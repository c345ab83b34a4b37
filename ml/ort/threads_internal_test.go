package ort

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestImageThreads(t *testing.T) {
	for _, c := range []struct{ asked, cores, threads, parallel int }{
		{0, 1, 1, 1}, {0, 2, 1, 2}, {0, 16, 1, 16}, {2, 8, 2, 4}, {8, 2, 8, 1}, {3, 8, 3, 2},
	} {
		if threads, parallel := imageThreads(c.asked, c.cores); threads != c.threads || parallel != c.parallel {
			t.Errorf("%d of %d cores: %d threads, %d calls, want %d, %d",
				c.asked, c.cores, threads, parallel, c.threads, c.parallel)
		}
	}
	if a, b := textThreads(1<<20, 16), textThreads(4<<30, 16); a != 4 || b != 16 {
		t.Errorf("text towers: %d and %d threads", a, b)
	}
}

func TestSiblingSets(t *testing.T) {
	root := t.TempDir()
	for cpu, set := range []string{"0,2\n", "1,3\n", "0,2\n", "1,3\n"} {
		dir := filepath.Join(root, "cpu"+string(rune('0'+cpu)), "topology")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "thread_siblings_list"), []byte(set), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n := siblingSets(root); n != 2 {
		t.Errorf("%d cores, want 2", n)
	}
	if n := siblingSets(t.TempDir()); n != 0 {
		t.Errorf("no report: %d cores", n)
	}
	if physicalCores() < 1 {
		t.Error("no core at all")
	}
}

func TestModuleRootOnlyInside(t *testing.T) {
	root, inside := moduleRoot("/opt/descry/bin/descry")
	if inside {
		t.Errorf("an installed program would load code from %s", root)
	}
	if _, inside := moduleRoot(filepath.Join(root, "bin", "descry")); !inside {
		t.Errorf("a program built in %s does not see it", root)
	}
}

func TestThreadsAskedForAreBounded(t *testing.T) {
	for requested, want := range map[int]int{0: 3, 1: 1, 100_000: runtime.NumCPU()} {
		if got := threadsOf(requested, 3); got != want {
			t.Errorf("%d asked for, %d given, want %d", requested, got, want)
		}
	}
}
