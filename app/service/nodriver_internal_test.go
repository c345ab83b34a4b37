package service

import (
	"path/filepath"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
)

// TestDeviceWithoutDriver names WebGPU on a machine without a driver: texts are read on
// the CPU, and the reason comes from the child.
func TestDeviceWithoutDriver(t *testing.T) {
	home := t.TempDir()
	nothing := filepath.Join(home, "no-driver.json")
	t.Setenv("VK_DRIVER_FILES", nothing)
	t.Setenv("VK_ICD_FILENAMES", nothing)
	paths := config.PathsIn(home, home, home, home)
	apptest.MustWrite(t, paths.Settings, "device = \"webgpu\"\n")
	e := opened(t, paths)
	defer e.Close()
	s := e.Searcher()
	if _, _, err := s.Encoder.EncodeText(t.Context(), "a dog in the snow"); err != nil {
		t.Fatal(err)
	}
	if notice := worded(s.Encoder.Notice()); worded(s.Encoder.Device()) != "CPU" || !strings.HasPrefix(notice, "WebGPU can't be used, the CPU is used instead: ") ||
		strings.Contains(notice, "process") {
		t.Errorf("on %s, %q", s.Encoder.Device(), notice)
	}
}
