package softvulkan

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestEnvironment(t *testing.T) {
	t.Setenv("VK_LOADER_DEVICE_SELECT", "1:2")
	t.Setenv("MESA_VK_DEVICE_SELECT", "1:2")
	t.Setenv("LD_LIBRARY_PATH", "/before")
	env := Environment(t, Manifest(t), "/other.json")
	value := func(name string) string {
		i := slices.IndexFunc(env, func(e string) bool { return strings.HasPrefix(e, name+"=") })
		if i < 0 {
			return ""
		}
		return strings.TrimPrefix(env[i], name+"=")
	}
	for name, want := range map[string]string{
		"VK_LOADER_DEVICE_SELECT": "", "MESA_VK_DEVICE_SELECT": "",
		"VK_DRIVER_FILES": Manifest(t) + ":/other.json", "VK_ICD_FILENAMES": Manifest(t) + ":/other.json",
		"LD_LIBRARY_PATH": filepath.Dir(Loader(t)) + ":/before", "PATH": os.Getenv("PATH"),
	} {
		if got := value(name); got != want {
			t.Errorf("%s=%q, want %q", name, got, want)
		}
	}
}

// TestManifests opens the libraries' names as the loader would.
func TestManifests(t *testing.T) {
	for _, path := range []string{Manifest(t), MockManifest(t)} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var m struct {
			ICD struct {
				LibraryPath string `json:"library_path"`
			}
		}
		if err := json.Unmarshal(data, &m); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		library := m.ICD.LibraryPath
		if !filepath.IsAbs(library) {
			library = filepath.Join(filepath.Dir(path), library)
		}
		if info, err := os.Stat(library); err != nil || info.Size() < 1<<16 {
			t.Errorf("%s: library %q: %v", path, library, err)
		}
	}
}
