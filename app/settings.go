package app

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strconv"
	"strings"

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
	// ThumbnailsMB is the disk budget of the thumbnail cache; 0 = 4096, enough for the
	// small ones of about 300,000 photos. The larger ones take what those leave.
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

// settingsError is a mistake in the settings file.
type settingsError struct {
	Path   string
	Line   int // from 1; 0 when it isn't known
	Reason string
}

func (e *settingsError) Error() string { return e.Path + where(e.Line) + ": " + e.Reason }

// where names the file and the line.
func (e *settingsError) where() string { return filepath.Base(e.Path) + where(e.Line) }

func where(line int) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprintf(", line %d", line)
}

// LoadSettings reads a settings file; a missing one gives the defaults. Unknown
// keys are errors: a misspelt setting that does nothing helps nobody.
func LoadSettings(path string) (Settings, error) {
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Settings{}, nil
	case err != nil:
		return Settings{}, fmt.Errorf("settings %s: %w", path, err)
	}
	wrong := func(key, reason string) (Settings, error) {
		return Settings{}, &settingsError{path, lineOf(text, key), reason}
	}
	var s Settings
	meta, err := toml.Decode(string(text), &s)
	var unread toml.ParseError
	switch {
	case errors.As(err, &unread):
		return Settings{}, &settingsError{path, unread.Position.Line, cmp.Or(unread.Message, unread.Error())}
	case err != nil:
		line, reason := splitPosition(err.Error())
		return Settings{}, &settingsError{path, line, reason}
	case len(meta.Undecoded()) > 0:
		key := meta.Undecoded()[0].String()
		return wrong(key, fmt.Sprintf("there is no setting %q; the settings are %s", key, strings.Join(settingNames(), ", ")))
	case s.Threads < 0:
		return wrong("threads", "threads can't be negative")
	case s.ThumbnailsMB < 0:
		return wrong("thumbnails_mb", "thumbnails_mb can't be negative")
	case s.GPUMemoryMB < 0:
		return wrong("gpu_memory_mb", "gpu_memory_mb can't be negative")
	}
	if _, err := ort.ParseDevice(s.Device); err != nil {
		return wrong("device", "device: "+err.Error())
	}
	s.Threads = min(s.Threads, runtime.NumCPU())
	return s, nil
}

// positioned is what stands before the reason where a value is of a wrong kind.
var positioned = regexp.MustCompile(`^toml: line (\d+) \(last key "[^"]*"\): `)

func splitPosition(text string) (line int, reason string) {
	found := positioned.FindStringSubmatch(text)
	if found == nil {
		return 0, text
	}
	line, _ = strconv.Atoi(found[1])
	return line, text[len(found[0]):]
}

// lineOf finds the line on which a key is set, 0 when none is.
func lineOf(text []byte, key string) int {
	for i, line := range bytes.Split(text, []byte("\n")) {
		name, _, found := bytes.Cut(line, []byte("="))
		if found && strings.Trim(string(bytes.TrimSpace(name)), `"'`) == key {
			return i + 1
		}
	}
	return 0
}

// settingNames are the keys that the file may have.
func settingNames() (names []string) {
	fields := reflect.TypeFor[Settings]()
	for i := range fields.NumField() {
		names = append(names, fields.Field(i).Tag.Get("toml"))
	}
	return names
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
