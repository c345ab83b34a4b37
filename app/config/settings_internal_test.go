package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"descry/app/internal/apptest"
)

func TestRightSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.toml")
	if s, err := LoadSettings(path); err != nil || !reflect.DeepEqual(s, Settings{}) {
		t.Errorf("missing file: %+v, %v", s, err)
	}
	apptest.MustWrite(t, path, "threads = 1\n'thumbnails_mb' = 100\ndevice = \"cpu\"\ngpu_memory_mb = 2048\ngpu_share = 50\ngpu_on_battery = \"pause\"\n")
	if s, err := LoadSettings(path); err != nil || !reflect.DeepEqual(s, Settings{Threads: 1, Device: "cpu", GPUMemoryMB: 2048, GPUShare: 50, GPUOnBattery: "pause", ThumbnailsMB: 100}) {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := LoadSettings(filepath.Dir(path)); err == nil || !errors.Is(err, errNoFile) {
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
		if err := SetSetting(path, "device", `"cpu"`); err != nil {
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

func TestSetExclude(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.toml")
	apptest.MustWrite(t, path, "threads = 1\nexclude = [ # mine\n  \"a\", # with ] and\n  'b'\n]\ndevice = \"cpu\"\n")
	patterns := []string{"a/b", `C:\x "y"`, "it's\n\\", "ä/*"}
	if err := SetExclude(path, patterns); err != nil {
		t.Fatal(err)
	}
	s, err := LoadSettings(path)
	if err != nil || !reflect.DeepEqual(s, Settings{Threads: 1, Device: "cpu", Exclude: patterns}) {
		text, _ := os.ReadFile(path)
		t.Errorf("%s reads as %+v, %v", text, s, err)
	}
	for _, wrong := range []string{"exclude = 'a'", "exclude = ['..']", "exclude = ['*']", "exclude = ['']", "exclude = [1]"} {
		apptest.MustWrite(t, path, wrong)
		if s, err := LoadSettings(path); err == nil || len(s.Exclude) > 0 {
			t.Errorf("%s reads as %+v", wrong, s)
		}
	}
}
