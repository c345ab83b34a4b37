package app

import (
	"os"
	"path/filepath"
	"testing"

	"descry/ml/ort"
)

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
		chosen, choices := deviceChoices(setting)
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
