package app

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestDeviceWithoutDriver names WebGPU on a machine without a driver: texts are read on
// the CPU, and the reason comes from the child.
func TestDeviceWithoutDriver(t *testing.T) {
	home := t.TempDir()
	nothing := filepath.Join(home, "no-driver.json")
	t.Setenv("VK_DRIVER_FILES", nothing)
	t.Setenv("VK_ICD_FILENAMES", nothing)
	paths := pathsIn(home, home, home, home)
	mustWrite(t, paths.Settings, "device = \"webgpu\"\n")
	e := opened(t, paths)
	defer e.Close()
	s := e.searcher()
	if _, _, err := s.model.EncodeText(t.Context(), "a dog in the snow"); err != nil {
		t.Fatal(err)
	}
	if notice := s.model.notice(); s.model.device() != "CPU" || !strings.HasPrefix(notice, "WebGPU can't be used, the CPU is used instead: ") ||
		strings.Contains(notice, "process") {
		t.Errorf("on %s, %q", s.model.device(), notice)
	}
}
