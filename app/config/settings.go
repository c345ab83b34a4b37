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

// Settings are what the user may set. Window, service and commands share the settings. The
// zero value of each field lets the program choose.
type Settings struct {
	// Threads is how many CPU threads the encoder uses, 0 = all physical cores. No more
	// threads are started than there are cores, since more only cost memory.
	Threads int `toml:"threads"`
	// Device is what the encoders run on: "auto" or "" (the best there is), "cpu", the
	// name of one provider of the runtime, such as "cuda", or of a graphics adapter.
	Device string `toml:"device"`
	// GPUMemoryMB bounds the memory of a graphics card that encoders take, in megabytes. 0 = a
	// part of the memory that others leave, where that is known, or else as much as the
	// provider takes.
	GPUMemoryMB int `toml:"gpu_memory_mb"`
	// GPUShare is the share of a graphics card's time that indexing takes, in percent, 0 =
	// 100.
	GPUShare int `toml:"gpu_share"`
	// GPUOnBattery is how indexing on a graphics card goes on while the machine runs on its
	// battery: "full" or "" (as otherwise), "slow" or "pause".
	GPUOnBattery string `toml:"gpu_on_battery"`
	// ThumbnailsMB is the disk budget of the thumbnail cache in megabytes. 0 = 4096, enough
	// for the small thumbnails of about 300,000 photos. The larger thumbnails take what the
	// small ones leave.
	ThumbnailsMB int64 `toml:"thumbnails_mb"`
	// Language is what the program speaks, a BCP 47 tag such as "de" or "zh-Hans". "" is the
	// system's.
	Language string `toml:"language"`
	// Exclude are patterns of files and folders that the library leaves out, as
	// scan.Exclusions has them.
	Exclude []string `toml:"exclude"`
}

// ThumbnailBudget is the disk budget of thumbnails in bytes.
func (s Settings) ThumbnailBudget() int64 {
	if s.ThumbnailsMB <= 0 {
		return 4096 << 20
	}
	return min(s.ThumbnailsMB, 1<<30) << 20
}

// SettingsError is a mistake in the settings file. A setting with a mistake has its default.
// The other settings of the file are used.
type SettingsError struct {
	Path   string
	Line   int // from 1, 0 when the line isn't known
	Reason notice.Notice
	err    error // error of the system, nil for a mistake in the text
}

// Error names the file, the line and what is wrong.
func (e *SettingsError) Error() string { return e.told().Error() }

// Unwrap is a [*problem.Error] that tells all that Error does. That error wraps the error of
// the system, if there is one.
func (e *SettingsError) Unwrap() error { return e.told() }

func (e *SettingsError) told() *problem.Error {
	return problem.Wrap("settings-mistake", notice.Params{"Where": e.in(e.Path), "Reason": e.Reason}, e.err)
}

// Remark tells on a terminal that a setting is not used.
func (e *SettingsError) Remark() notice.Notice {
	return notice.New("settings-remark", notice.Params{"Where": e.in(filepath.Base(e.Path)), "Reason": e.Reason, "Path": e.Path})
}

// InWindow is Remark for a window with a button that opens the file.
func (e *SettingsError) InWindow() notice.Notice {
	return notice.New("settings-in-window", notice.Params{"Where": e.in(filepath.Base(e.Path)), "Reason": e.Reason})
}

// Unused is Remark in a few words.
func (e *SettingsError) Unused() notice.Notice {
	return notice.New("settings-unused", notice.Params{"Where": e.in(filepath.Base(e.Path))})
}

// in is the place of the mistake: a line of a file.
func (e *SettingsError) in(file string) notice.Notice {
	if e.Line == 0 {
		return notice.AsItIs(file)
	}
	return notice.New("settings-line", notice.Params{"File": file, "Line": strconv.Itoa(e.Line)})
}

// settingKey is a key that the file may have.
type settingKey struct {
	Name    string
	rule    notice.Kind         // rule for the key's value
	field   func(*Settings) any // pointer to the key's field
	allowed func(Settings) error
}

// SettingKeys are all keys of the settings file.
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
	{"language", "settings-language", func(s *Settings) any { return &s.Language },
		func(s Settings) error { return CheckLanguage(s.Language) }},
	{"exclude", "settings-exclude", func(s *Settings) any { return &s.Exclude },
		func(s Settings) error { return CheckExclude(s.Exclude) }},
}

func notNegative(n int64) error {
	if n < 0 {
		return problem.New("settings-negative", nil)
	}
	return nil
}

// CheckShare reports a share of a card, in percent, that is out of range.
func CheckShare(percent int) error {
	if percent < 1 || percent > 100 {
		return problem.New("settings-value", notice.Params{"Value": strconv.Itoa(percent)})
	}
	return nil
}

// CheckOnBattery reports an unknown value of GPUOnBattery.
func CheckOnBattery(what string) error {
	switch throttle.Battery(what) {
	case "", throttle.Full, throttle.Slow, throttle.Pause:
		return nil
	}
	return problem.New("settings-word", notice.Params{"Word": problem.Quotable(what, 20)})
}

// LoadSettings reads a settings file. A missing file gives the defaults. The error is the
// first mistake, and a misspelt key is a mistake, too, since it would have no effect. The
// settings that are returned with an error are all that could be used of the file.
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

// errNoFile says that the settings' path is no regular file.
var errNoFile = errors.New("no file")

// readSettings reads the file, or fails with errNoFile. Reading a FIFO would wait for a
// writer, and reading a device may never end.
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

// lineOf finds the line on which a key is set or a table begins, 0 when there is none.
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

// MistakeInSettings is the mistake in the settings file, nil for none. A command goes on with
// a mistake.
func MistakeInSettings() *SettingsError {
	paths, err := DefaultPaths()
	if err != nil {
		return nil // the command reports that
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
	old := regexp.MustCompile(`(?m)^[ \t]*` + regexp.QuoteMeta(key) + `[ \t]*=`)
	text := string(data)
	if at := old.FindStringIndex(text); at != nil {
		text = text[:at[0]] + line + text[at[0]+valueEnd(text[at[0]:]):]
	} else {
		text = line + "\n" + text // in front, since behind the text it might fall into a table
	}
	return ReplaceFile(path, []byte(text))
}

// Version is set by the build from FyneApp.toml.
var Version = "development"
