package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"descry/internal/atomicfile"
	"descry/internal/throttle"
)

// Settings are what the user may change; window, service and commands share
// them. The zero value of each field means "as is best".
type Settings struct {
	// Threads is how many CPU threads the encoder uses; 0 = all physical cores.
	// More than the machine has only cost memory, so they are not started.
	Threads int `toml:"threads"`
	// Device is what the encoders run on: "auto" or "" (the best there is), "cpu", the
	// name of one provider of the runtime, such as "cuda", or of a graphics adapter.
	Device string `toml:"device"`
	// GPUMemoryMB bounds the memory that encoders take of a graphics card; 0 = a part of
	// what others leave, where that is known, or else what the provider takes by itself.
	GPUMemoryMB int `toml:"gpu_memory_mb"`
	// GPUShare is how much of the time indexing takes of a graphics card, in percent;
	// 0 = 100.
	GPUShare int `toml:"gpu_share"`
	// GPUOnBattery is what becomes of indexing on a graphics card while the machine runs
	// on its battery: "full" or "" (it goes on), "slow" or "pause".
	GPUOnBattery string `toml:"gpu_on_battery"`
	// ThumbnailsMB is the disk budget of the thumbnail cache; 0 = 4096, enough for the
	// small ones of about 300,000 photos. The larger ones take what those leave.
	ThumbnailsMB int64 `toml:"thumbnails_mb"`
}

// ThumbnailBudget is the disk budget of thumbnails in bytes.
func (s Settings) ThumbnailBudget() int64 {
	if s.ThumbnailsMB <= 0 {
		return 4096 << 20
	}
	return min(s.ThumbnailsMB, 1<<30) << 20
}

// SettingsError is a mistake in the settings file. What the file says otherwise is used;
// what is wrong has its default.
type SettingsError struct {
	Path   string
	Line   int // from 1; 0 when it isn't known
	Reason string
	err    error // of the system, nil for what the file says
}

// Error names the file, the line and what is wrong.
func (e *SettingsError) Error() string { return e.Path + where(e.Line) + ": " + e.Reason }

// Unwrap is the error of the system, nil for what the file says.
func (e *SettingsError) Unwrap() error { return e.err }

// Where names the file and the line.
func (e *SettingsError) Where() string { return filepath.Base(e.Path) + where(e.Line) }

// Remark says for somebody who reads on that a setting is not used.
func (e *SettingsError) Remark() string {
	return e.Where() + ": " + e.Reason + "; the default is used until " + e.Path + " is corrected"
}

func where(line int) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprintf(", line %d", line)
}

// settingKey is a key that the file may have.
type settingKey struct {
	Name     string
	expected string              // what its value must be
	field    func(*Settings) any // a pointer to it
	allowed  func(Settings) error
}

// SettingKeys are all there are.
var SettingKeys = []settingKey{
	{"threads", "a whole number of CPU threads, like 4, or 0 for all", func(s *Settings) any { return &s.Threads },
		func(s Settings) error { return notNegative(int64(s.Threads)) }},
	{"device", "the name of a device in quotes, like \"cpu\" or \"auto\"", func(s *Settings) any { return &s.Device },
		func(s Settings) error { return CheckDevice(s.Device) }},
	{"gpu_memory_mb", "a whole number of megabytes, like 2048", func(s *Settings) any { return &s.GPUMemoryMB },
		func(s Settings) error { return notNegative(int64(s.GPUMemoryMB)) }},
	{"gpu_share", "a whole number of percent from 1 to 100, like 50", func(s *Settings) any { return &s.GPUShare },
		func(s Settings) error { return CheckShare(s.GPUShare) }},
	{"gpu_on_battery", "\"full\", \"slow\" or \"pause\", in quotes", func(s *Settings) any { return &s.GPUOnBattery },
		func(s Settings) error { return CheckOnBattery(s.GPUOnBattery) }},
	{"thumbnails_mb", "a whole number of megabytes, like 4096", func(s *Settings) any { return &s.ThumbnailsMB },
		func(s Settings) error { return notNegative(s.ThumbnailsMB) }},
}

func notNegative(n int64) error {
	if n < 0 {
		return errors.New("it can't be negative")
	}
	return nil
}

// CheckShare reports a share of a card, in percent, that can't be.
func CheckShare(percent int) error {
	if percent < 1 || percent > 100 {
		return fmt.Errorf("it is %d", percent)
	}
	return nil
}

// CheckOnBattery reports a word for what becomes of indexing on the battery that there isn't.
func CheckOnBattery(what string) error {
	switch throttle.Battery(what) {
	case "", throttle.Full, throttle.Slow, throttle.Pause:
		return nil
	}
	return fmt.Errorf("it is %.20q", what)
}

// LoadSettings reads a settings file; a missing one gives the defaults. A mistake is an
// error, a misspelt key too: a setting that does nothing helps nobody. The settings
// returned with it are what can be used of the file. The first mistake is told.
func LoadSettings(path string) (Settings, error) {
	text, err := readSettings(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Settings{}, nil
	case errors.Is(err, errNoFile):
		return Settings{}, &SettingsError{Path: path, Reason: errNoFile.Error(), err: err}
	case err != nil:
		return Settings{}, &SettingsError{Path: path, Reason: "it can't be read: " + errors.Unwrap(err).Error(), err: err}
	}
	values := make(map[string]toml.Primitive)
	meta, err := toml.Decode(string(text), &values)
	var unread toml.ParseError
	switch {
	case errors.As(err, &unread):
		return Settings{}, &SettingsError{Path: path, Line: unread.Position.Line, Reason: cmp.Or(unread.Message, unread.Error())}
	case err != nil:
		return Settings{}, &SettingsError{Path: path, Reason: err.Error()}
	}
	var s Settings
	var mistakes []*SettingsError
	wrong := func(key, reason string) {
		mistakes = append(mistakes, &SettingsError{Path: path, Line: lineOf(text, key), Reason: reason})
	}
	var names []string
	for _, k := range SettingKeys {
		names = append(names, k.Name)
		value, set := values[k.Name]
		delete(values, k.Name)
		if !set {
			continue
		}
		was := s
		if meta.PrimitiveDecode(value, k.field(&s)) != nil {
			s = was
			wrong(k.Name, k.Name+" must be "+k.expected)
		} else if err := k.allowed(s); err != nil {
			s = was
			wrong(k.Name, k.Name+" must be "+k.expected+": "+err.Error())
		}
	}
	for key := range values {
		wrong(key, fmt.Sprintf("there is no setting %q; the settings are %s", key, strings.Join(names, ", ")))
	}
	s.Threads = min(s.Threads, runtime.NumCPU())
	if len(mistakes) > 0 {
		return s, slices.MinFunc(mistakes, func(a, b *SettingsError) int { return cmp.Compare(a.Line, b.Line) })
	}
	return s, nil
}

// errNoFile says that something else lies where the settings should.
var errNoFile = errors.New("it is a folder, a pipe or a device and no file")

// readSettings reads the file, or fails with errNoFile: a FIFO would wait for somebody
// who writes to it, and a device may never end.
func readSettings(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errNoFile
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// lineOf finds the line on which a key is set or a table begins, 0 when none is.
func lineOf(text []byte, key string) int {
	for i, line := range strings.Split(string(text), "\n") {
		name, _, _ := strings.Cut(line, "=")
		name, _, _ = strings.Cut(strings.Trim(name, " \t\r[]"), ".")
		if strings.Trim(name, "\"' \t") == key {
			return i + 1
		}
	}
	return 0
}

// RemarkSettings says on stderr what is wrong with the settings file. A command goes on
// without it.
func RemarkSettings(stderr io.Writer) {
	paths, err := DefaultPaths()
	if err != nil {
		return // the command says so
	}
	var wrong *SettingsError
	if _, err := LoadSettings(paths.Settings); errors.As(err, &wrong) {
		fmt.Fprintln(stderr, "descry:", wrong.Remark())
	}
}

// WriteTOML replaces a file as a whole or not at all.
func WriteTOML(path string, v any) error {
	var buf bytes.Buffer
	if err := toml.NewEncoder(&buf).Encode(v); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return ReplaceFile(path, buf.Bytes())
}

// ReplaceFile replaces a file as a whole or not at all.
func ReplaceFile(path string, data []byte) error {
	if err := atomicfile.WriteBytes(path, data); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// SetSetting changes one key of a settings file and leaves the rest, comments and
// all, as the user wrote it.
func SetSetting(path, key, value string) error {
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("change the settings: %w", err)
	}
	line := key + " = " + value
	old := regexp.MustCompile(`(?m)^[ \t]*` + regexp.QuoteMeta(key) + `[ \t]*=.*$`)
	text := string(data)
	if at := old.FindStringIndex(text); at != nil {
		text = text[:at[0]] + line + text[at[1]:]
	} else {
		text = line + "\n" + text // in front: behind, it might fall into a table
	}
	return ReplaceFile(path, []byte(text))
}

// Version is set by the build from FyneApp.toml.
var Version = "development"
