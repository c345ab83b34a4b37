package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"runtime"

	"github.com/BurntSushi/toml"

	"descry/internal/atomicfile"
	"descry/ml"
	"descry/ml/ort"
)

// Settings are what the owner may change; window, service and commands share
// them. The zero value of each field means "as is best".
type Settings struct {
	// Threads is how many CPU threads the encoder uses; 0 = all physical cores.
	// More than the machine has only cost memory, so they are not started.
	Threads int `toml:"threads"`
	// Device is what the encoders run on: "auto" or "" (the best there is), "cpu",
	// or the name of one provider of the runtime, such as "cuda".
	Device string `toml:"device"`
	// GPUMemoryMB bounds the memory that encoders take of a graphics card; 0 = what
	// the provider takes by itself.
	GPUMemoryMB int `toml:"gpu_memory_mb"`
	// ThumbnailsMB is the disk budget of the thumbnail cache; 0 = 4096, enough
	// for about 300,000 photos.
	ThumbnailsMB int64 `toml:"thumbnails_mb"`
}

// modelOptions are the settings of a pack's towers. A small text tower is loaded as
// it is stored, since it answers a query in milliseconds either way; a large one
// is worth the second that rearranging its weights takes.
func (s Settings) modelOptions(p *ml.Pack) (ort.ModelOptions, error) {
	providers, err := ort.ParseDevice(s.Device)
	if err != nil {
		return ort.ModelOptions{}, fmt.Errorf("settings: device: %w", err)
	}
	image := ort.Options{IntraOpThreads: s.Threads, Providers: providers}
	text, small := image, len(p.Text.ExternalData) == 0
	text.KeepQuantized, text.DisablePrepacking = small, small
	return ort.ModelOptions{Image: image, Text: text, MemoryMB: s.GPUMemoryMB}, nil
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
	case s.Threads < 0 || s.ThumbnailsMB < 0 || s.GPUMemoryMB < 0:
		return Settings{}, fmt.Errorf("settings %s: numbers can't be negative", path)
	}
	if _, err := ort.ParseDevice(s.Device); err != nil {
		return Settings{}, fmt.Errorf("settings %s: device: %w", path, err)
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
	return replaceFile(path, buf.Bytes())
}

// replaceFile replaces a file as a whole or not at all.
func replaceFile(path string, data []byte) error {
	if err := atomicfile.WriteBytes(path, data); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
