package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"descry/app/notice"
	"descry/app/problem"
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
	Reason notice.Notice
	err    error // of the system, nil for what the file says
}

// Error names the file, the line and what is wrong.
func (e *SettingsError) Error() string { return e.told().Error() }

// Unwrap is a [*problem.Error] that tells all that Error does. Behind it is the error of the
// system, if there is one.
func (e *SettingsError) Unwrap() error { return e.told() }

func (e *SettingsError) told() *problem.Error {
	return problem.Wrap("settings-mistake", notice.Params{"Where": e.in(e.Path), "Reason": e.Reason}, e.err)
}

// Remark tells somebody who reads on that a setting is not used.
func (e *SettingsError) Remark() notice.Notice {
	return notice.New("settings-remark", notice.Params{"Where": e.in(filepath.Base(e.Path)), "Reason": e.Reason, "Path": e.Path})
}

// InWindow is Remark for a window that shows the file.
func (e *SettingsError) InWindow() notice.Notice {
	return notice.New("settings-in-window", notice.Params{"Where": e.in(filepath.Base(e.Path)), "Reason": e.Reason})
}

// Unused is Remark in a few words.
func (e *SettingsError) Unused() notice.Notice {
	return notice.New("settings-unused", notice.Params{"Where": e.in(filepath.Base(e.Path))})
}

// in is the line of a file.
func (e *SettingsError) in(file string) notice.Notice {
	if e.Line == 0 {
		return notice.AsItIs(file)
	}
	return notice.New("settings-line", notice.Params{"File": file, "Line": strconv.Itoa(e.Line)})
}

// settingKey is a key that the file may have.
type settingKey struct {
	Name    string
	rule    notice.Kind         // what its value must be
	field   func(*Settings) any // a pointer to it
	allowed func(Settings) error
}

// SettingKeys are all there are.
var SettingKeys = []settingKey{
	{"threads", "settings-threads", func(s *Settings) any { return &s.Threads },
		func(s Settings) error { return notNegative(int64(s.Threads)) }},
	{"device", "settings-device", func(s *Settings) any { return &s.Device },
		func(s Settings) error { return CheckDevice(s.Device) }},
	{"gpu_memory_mb", "settings-gpu-memory", func(s *Settings) any { return &s.GPUMemoryMB },
		func(s Settings) error { return notNegative(int64(s.GPUMemoryMB)) }},
	{"gpu_share", "settings-gpu-share", func(s *Settings) any { return &s.GPUShare },
		func(s Settings) error { return CheckShare(s.GPUShare) }},
	{"gpu_on_battery", "settings-gpu-on-battery", func(s *Settings) any { return &s.GPUOnBattery },
		func(s Settings) error { return CheckOnBattery(s.GPUOnBattery) }},
	{"thumbnails_mb", "settings-thumbnails", func(s *Settings) any { return &s.ThumbnailsMB },
		func(s Settings) error { return notNegative(s.ThumbnailsMB) }},
}

func notNegative(n int64) error {
	if n < 0 {
		return problem.New("settings-negative", nil)
	}
	return nil
}

// CheckShare reports a share of a card, in percent, that can't be.
func CheckShare(percent int) error {
	if percent < 1 || percent > 100 {
		return problem.New("settings-value", notice.Params{"Value": strconv.Itoa(percent)})
	}
	return nil
}

// CheckOnBattery reports a word for what becomes of indexing on the battery that there isn't.
func CheckOnBattery(what string) error {
	switch throttle.Battery(what) {
	case "", throttle.Full, throttle.Slow, throttle.Pause:
		return nil
	}
	return problem.New("settings-word", notice.Params{"Word": problem.Quotable(what, 20)})
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
		return Settings{}, &SettingsError{Path: path, Reason: notice.New("settings-no-file", nil), err: err}
	case err != nil:
		return Settings{}, &SettingsError{Path: path, Reason: notice.New("settings-unread", notice.Params{"Text": errors.Unwrap(err).Error()}), err: err}
	}
	values := make(map[string]toml.Primitive)
	meta, err := toml.Decode(string(text), &values)
	var unread toml.ParseError
	switch {
	case errors.As(err, &unread):
		return Settings{}, &SettingsError{Path: path, Line: unread.Position.Line, Reason: notice.AsItIs(cmp.Or(unread.Message, unread.Error()))}
	case err != nil:
		return Settings{}, &SettingsError{Path: path, Reason: notice.AsItIs(err.Error())}
	}
	var s Settings
	var mistakes []*SettingsError
	wrong := func(key string, reason notice.Notice) {
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
			wrong(k.Name, notice.New(k.rule, nil))
		} else if err := k.allowed(s); err != nil {
			s = was
			wrong(k.Name, notice.New("settings-rule-broken", notice.Params{"Rule": notice.New(k.rule, nil), "Cause": err}))
		}
	}
	for key := range values {
		wrong(key, notice.New("settings-unknown", notice.Params{"Key": problem.Quotable(key, 1000), "Keys": notice.Names(names)}))
	}
	s.Threads = min(s.Threads, runtime.NumCPU())
	if len(mistakes) > 0 {
		return s, slices.MinFunc(mistakes, func(a, b *SettingsError) int { return cmp.Compare(a.Line, b.Line) })
	}
	return s, nil
}

// errNoFile says that something else lies where the settings should.
var errNoFile = errors.New("no file")

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

// MistakeInSettings is what is wrong with the settings file, nil for nothing. A command
// goes on without it.
func MistakeInSettings() *SettingsError {
	paths, err := DefaultPaths()
	if err != nil {
		return nil // the command says so
	}
	var wrong *SettingsError
	if _, err := LoadSettings(paths.Settings); errors.As(err, &wrong) {
		return wrong
	}
	return nil
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
