package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/BurntSushi/toml"
)

// Settings are what the owner may change; window, service and commands share
// them. The zero value of each field means "as is best".
type Settings struct {
	// Threads is how many CPU threads the encoder uses; 0 = all physical cores.
	// More than the machine has only cost memory, so they are not started.
	Threads int `toml:"threads"`
	// ThumbnailsMB is the disk budget of the thumbnail cache; 0 = 4096, enough
	// for about 300,000 photos.
	ThumbnailsMB int64 `toml:"thumbnails_mb"`
}

func (s Settings) thumbnailBudget() int64 {
	if s.ThumbnailsMB <= 0 {
		return 4096 << 20
	}
	return min(s.ThumbnailsMB, 1<<30) << 20
}

// LoadSettings reads a settings file; a missing one gives the defaults. Unknown
// keys are errors: a misspelt setting that does nothing helps nobody.
func LoadSettings(path string) (Settings, error) {
	var s Settings
	meta, err := toml.DecodeFile(path, &s)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Settings{}, nil
	case err != nil:
		return Settings{}, fmt.Errorf("settings %s: %w", path, err)
	case len(meta.Undecoded()) > 0:
		return Settings{}, fmt.Errorf("settings %s: unknown key %q", path, meta.Undecoded()[0])
	case s.Threads < 0 || s.ThumbnailsMB < 0:
		return Settings{}, fmt.Errorf("settings %s: numbers can't be negative", path)
	}
	s.Threads = min(s.Threads, runtime.NumCPU())
	return s, nil
}

// writeTOML replaces a file as a whole or not at all.
func writeTOML(path string, v any) error {
	var buf bytes.Buffer
	if err := toml.NewEncoder(&buf).Encode(v); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, werr := tmp.Write(buf.Bytes())
	err = errors.Join(werr, tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		os.Remove(tmp.Name())
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
