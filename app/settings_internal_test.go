package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/ml/ort"
)

// mistakes are settings files that are wrong, what must be said of them, and what is used.
var mistakes = []struct {
	text string
	want []string
	used Settings
}{
	{"# mine\nthread = 2\nthumbnails_mb = 9", []string{"settings.toml, line 2", `"thread"`, "threads, device, gpu_memory_mb, gpu_share, gpu_on_battery, thumbnails_mb"}, Settings{ThumbnailsMB: 9}},
	{"threads = 1\ndevice = cpu\n", []string{"settings.toml, line 2"}, Settings{}},
	{"threads = 1\n\n= broken", []string{"settings.toml, line 3"}, Settings{}},
	{"threads = \"two\"\nthumbnails_mb = 7", []string{"settings.toml, line 1", "threads must be a whole number of CPU threads, like 4"}, Settings{ThumbnailsMB: 7}},
	{"\n\nthreads = -1\n", []string{"settings.toml, line 3", "can't be negative"}, Settings{}},
	{"device = \"abacus\"\nthreads = 1", []string{"settings.toml, line 1", "abacus"}, Settings{Threads: 1}},
	{"device = 3", []string{"settings.toml, line 1", "in quotes"}, Settings{}},
	{"# a\n# b\n\n\nthreads = 1\n\ngpu_memory_mb = \"2 GB\"", []string{"settings.toml, line 7", "gpu_memory_mb must be a whole number of megabytes, like 2048"}, Settings{Threads: 1}},
	{"gpu_memory_mb = 2048.5", []string{"settings.toml, line 1", "a whole number of megabytes"}, Settings{}},
	{"threads = 1\ngpu_share = 0", []string{"settings.toml, line 2", "gpu_share must be a whole number of percent from 1 to 100, like 50", "it is 0"}, Settings{Threads: 1}},
	{"gpu_share = 101\nthreads = 1", []string{"settings.toml, line 1", "gpu_share must be", "it is 101"}, Settings{Threads: 1}},
	{"gpu_share = \"half\"", []string{"settings.toml, line 1", "gpu_share must be a whole number of percent"}, Settings{}},
	{"\ngpu_on_battery = \"never\"", []string{"settings.toml, line 2", `gpu_on_battery must be "full", "slow" or "pause", in quotes`, "never"}, Settings{}},
	{"gpu_on_battery = 10", []string{"settings.toml, line 1", "gpu_on_battery must be"}, Settings{}},
	{"thumbnails_mb = 99999999999999999999", []string{"settings.toml, line 1"}, Settings{}},
	{"threads = 1\n[gpu]\nmemory = 3", []string{"settings.toml, line 2", `"gpu"`}, Settings{Threads: 1}},
	{"thread = 3\ndevices = 'cpu'", []string{"settings.toml, line 1", `"thread"`}, Settings{}},
}

// TestMistakesInSettings names line and expectation of each, uses the rest, opens the
// library all the same, and leaves the file as it is.
func TestMistakesInSettings(t *testing.T) {
	for _, c := range mistakes {
		home := t.TempDir()
		paths := pathsIn(home, home, home, home)
		mustWrite(t, paths.Settings, c.text)
		s, err := LoadSettings(paths.Settings)
		if err == nil || s != c.used {
			t.Errorf("%q reads as %+v, want %+v (%v)", c.text, s, c.used, err)
		}
		e, err := openEngine(t.Context(), paths)
		if err != nil {
			t.Fatalf("%q: the library doesn't open: %v", c.text, err)
		}
		said := newBackend(e).Status().Notice + "\n" + settingsRemark(e.mistake).Text + "\n" + checkSettings(paths).Detail
		for _, want := range c.want {
			if strings.Count(said, want) < 1 {
				t.Errorf("%q: %q isn't said:\n%s", c.text, want, said)
			}
		}
		if err := e.setDevice(t.Context(), "CPU"); err == nil {
			t.Errorf("%q: the device can be set", c.text)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		if text, err := os.ReadFile(paths.Settings); err != nil || string(text) != c.text {
			t.Errorf("%q became %q (%v)", c.text, text, err)
		}
	}
}

func TestRightSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.toml")
	if s, err := LoadSettings(path); err != nil || s != (Settings{}) {
		t.Errorf("missing file: %+v, %v", s, err)
	}
	mustWrite(t, path, "threads = 1\n'thumbnails_mb' = 100\ndevice = \"cpu\"\ngpu_memory_mb = 2048\ngpu_share = 50\ngpu_on_battery = \"pause\"\n")
	if s, err := LoadSettings(path); err != nil || s != (Settings{Threads: 1, Device: "cpu", GPUMemoryMB: 2048, GPUShare: 50, GPUOnBattery: "pause", ThumbnailsMB: 100}) {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := LoadSettings(filepath.Dir(path)); err == nil || !strings.Contains(err.Error(), "no file") {
		t.Errorf("a folder is read as settings: %v", err)
	}
}

func TestSetSettingLeavesTheRest(t *testing.T) {
	for _, c := range []struct{ before, want string }{
		{"", "device = \"cpu\"\n"},
		{"# mine\nthreads = 1\n", "device = \"cpu\"\n# mine\nthreads = 1\n"},
		{"threads = 1\n  device = 'cuda' # fast\n# device = 'no'\n", "threads = 1\ndevice = \"cpu\"\n# device = 'no'\n"},
	} {
		path := filepath.Join(t.TempDir(), "settings.toml")
		if c.before != "" {
			if err := os.WriteFile(path, []byte(c.before), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := setSetting(path, "device", `"cpu"`); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != c.want {
			t.Errorf("%q became %q, want %q (%v)", c.before, got, c.want, err)
		}
		if s, err := LoadSettings(path); err != nil || s.Device != "cpu" {
			t.Errorf("%q reads as %+v, %v", got, s, err)
		}
	}
}

func TestDeviceChoices(t *testing.T) {
	all := ort.Providers()
	for setting, want := range map[string]string{"": automatic, "auto": automatic, "cpu": "CPU", "CPU": "CPU"} {
		chosen, choices := deviceChoices(setting, nil)
		if chosen != want || len(choices) != len(all)+1 || choices[0] != automatic || choices[len(all)] != "CPU" {
			t.Errorf("%q: %s of %v", setting, chosen, choices)
		}
	}
}

// TestSetDeviceWhileInUse changes the device between two texts: the model goes on with
// the new setting, and the file remembers it.
func TestSetDeviceWhileInUse(t *testing.T) {
	home := t.TempDir()
	e, err := openEngine(t.Context(), pathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	s := e.searcher()
	before, _, err := s.EncodeText(t.Context(), "a dog")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.setDevice(t.Context(), "CPU"); err != nil {
		t.Fatal(err)
	}
	after, _, err := s.EncodeText(t.Context(), "a dog")
	if err != nil || len(after) != len(before) || s.device() != "CPU" {
		t.Errorf("after the change: %d numbers on %s, %v", len(after), s.device(), err)
	}
	if err := e.setDevice(t.Context(), "abacus"); err == nil {
		t.Error("an unknown device: no error")
	}
	if saved, err := LoadSettings(e.paths.Settings); err != nil || saved.Device != "cpu" {
		t.Errorf("saved %+v, %v", saved, err)
	}
}
