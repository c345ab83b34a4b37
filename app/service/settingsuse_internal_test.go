package service

import (
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/message"
	"descry/app/service/models"
	"descry/ml/ort"
)

// mistakes are settings files that are wrong, what must be said of them, and what is used.
var mistakes = []struct {
	text string
	want []string
	used config.Settings
}{
	{"# mine\nthread = 2\nthumbnails_mb = 9", []string{"settings.toml, line 2", `"thread"`, "threads, device, gpu_memory_mb, gpu_share, gpu_on_battery, thumbnails_mb"}, config.Settings{ThumbnailsMB: 9}},
	{"threads = 1\ndevice = cpu\n", []string{"settings.toml, line 2"}, config.Settings{}},
	{"threads = 1\n\n= broken", []string{"settings.toml, line 3"}, config.Settings{}},
	{"threads = \"two\"\nthumbnails_mb = 7", []string{"settings.toml, line 1", "threads must be a whole number of CPU threads, like 4"}, config.Settings{ThumbnailsMB: 7}},
	{"\n\nthreads = -1\n", []string{"settings.toml, line 3", "can't be negative"}, config.Settings{}},
	{"device = \"abacus\"\nthreads = 1", []string{"settings.toml, line 1", "abacus"}, config.Settings{Threads: 1}},
	{"device = 3", []string{"settings.toml, line 1", "in quotes"}, config.Settings{}},
	{"# a\n# b\n\n\nthreads = 1\n\ngpu_memory_mb = \"2 GB\"", []string{"settings.toml, line 7", "gpu_memory_mb must be a whole number of megabytes, like 2048"}, config.Settings{Threads: 1}},
	{"gpu_memory_mb = 2048.5", []string{"settings.toml, line 1", "a whole number of megabytes"}, config.Settings{}},
	{"threads = 1\ngpu_share = 0", []string{"settings.toml, line 2", "gpu_share must be a whole number of percent from 1 to 100, like 50", "it is 0"}, config.Settings{Threads: 1}},
	{"gpu_share = 101\nthreads = 1", []string{"settings.toml, line 1", "gpu_share must be", "it is 101"}, config.Settings{Threads: 1}},
	{"gpu_share = \"half\"", []string{"settings.toml, line 1", "gpu_share must be a whole number of percent"}, config.Settings{}},
	{"\ngpu_on_battery = \"never\"", []string{"settings.toml, line 2", `gpu_on_battery must be "full", "slow" or "pause", in quotes`, "never"}, config.Settings{}},
	{"gpu_on_battery = 10", []string{"settings.toml, line 1", "gpu_on_battery must be"}, config.Settings{}},
	{"thumbnails_mb = 99999999999999999999", []string{"settings.toml, line 1"}, config.Settings{}},
	{"threads = 1\n[gpu]\nmemory = 3", []string{"settings.toml, line 2", `"gpu"`}, config.Settings{Threads: 1}},
	{"thread = 3\ndevices = 'cpu'", []string{"settings.toml, line 1", `"thread"`}, config.Settings{}},
}

// TestMistakesInSettings names line and expectation of each, uses the rest, opens the
// library all the same, and leaves the file as it is.
func TestMistakesInSettings(t *testing.T) {
	for _, c := range mistakes {
		home := t.TempDir()
		paths := config.PathsIn(home, home, home, home)
		apptest.MustWrite(t, paths.Settings, c.text)
		s, err := config.LoadSettings(paths.Settings)
		if err == nil || !reflect.DeepEqual(s, c.used) {
			t.Errorf("%q reads as %+v, want %+v (%v)", c.text, s, c.used, err)
		}
		e, err := Open(t.Context(), paths)
		if err != nil {
			t.Fatalf("%q: the library doesn't open: %v", c.text, err)
		}
		said := worded(NewSession(e).Status().Notice) + "\n" + message.OfNotice(e.Mistake.InWindow(), time.Now()) + "\n" + detail(checkSettings(paths))
		for _, want := range c.want {
			if strings.Count(said, want) < 1 {
				t.Errorf("%q: %q isn't said:\n%s", c.text, want, said)
			}
		}
		if err := e.Models.SetDevice(t.Context(), "CPU"); err == nil {
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

func TestDeviceChoices(t *testing.T) {
	all := ort.Providers()
	for setting, want := range map[string]string{"": models.Automatic, "auto": models.Automatic, "cpu": "CPU", "CPU": "CPU"} {
		chosen, choices := models.DeviceChoices(setting, nil)
		if chosen != want || len(choices) != len(all)+1 || choices[0] != models.Automatic || choices[len(all)] != "CPU" {
			t.Errorf("%q: %s of %v", setting, chosen, choices)
		}
	}
}

// TestSetDeviceWhileInUse changes the device between two texts: the model goes on with
// the new setting, and the file remembers it.
func TestSetDeviceWhileInUse(t *testing.T) {
	home := t.TempDir()
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	s := e.Searcher()
	before, _, err := s.EncodeText(t.Context(), "a dog")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Models.SetDevice(t.Context(), "CPU"); err != nil {
		t.Fatal(err)
	}
	after, _, err := s.EncodeText(t.Context(), "a dog")
	if err != nil || len(after) != len(before) || worded(s.Device()) != "CPU" {
		t.Errorf("after the change: %d numbers on %s, %v", len(after), s.Device(), err)
	}
	if err := e.Models.SetDevice(t.Context(), "abacus"); err == nil {
		t.Error("an unknown device: no error")
	}
	if saved, err := config.LoadSettings(e.Paths.Settings); err != nil || saved.Device != "cpu" {
		t.Errorf("saved %+v, %v", saved, err)
	}
}
