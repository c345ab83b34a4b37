// Package config holds where Descry keeps what it keeps, and what the user set.
package config

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"

	"descry/app/notice"
	"descry/app/problem"
)

// Paths say where the program keeps what it keeps.
type Paths struct {
	Settings   string // settings.toml, edited by hand or by the window
	Window     string // window.toml, what the window remembers
	Catalogue  string
	Journal    string // folder of what the user said, change by change
	Copies     string // folder of copies of what the user said
	Vectors    string // folder of rebuildable sidecar files
	Thumbnails string // folder of a cache
	Models     string // folder of model packs beside the built-in one
	Heads      string // folder of what was learned
	Downloads  string // folder of checkpoints fetched to make packs of
	Speeds     string // how fast models were on graphics cards
	Log        string
	Runs       string // folder in which runs of the program are noted
	State      string // folder in which the one window of the library is found
	Lock       string // held by the one process that indexes
}

// HomeVariable names the environment variable that puts everything into one
// folder.
const HomeVariable = "DESCRY_HOME"

// DefaultPaths follows DESCRY_HOME if set, otherwise the XDG folders (and their
// counterparts on macOS and Windows).
func DefaultPaths() (Paths, error) {
	if home := os.Getenv(HomeVariable); home != "" {
		abs, err := filepath.Abs(home)
		if err != nil {
			return Paths{}, fmt.Errorf("%s: %w", HomeVariable, err)
		}
		return PathsIn(abs, abs, abs, abs), nil
	}
	if err := checkHome(); err != nil {
		return Paths{}, err
	}
	xdg.Reload() // the environment may have changed since the package was loaded
	return PathsIn(
		filepath.Join(xdg.ConfigHome, "descry"), filepath.Join(xdg.DataHome, "descry"),
		filepath.Join(xdg.CacheHome, "descry"), filepath.Join(xdg.StateHome, "descry"),
	), nil
}

// checkHome refuses to guess a home: without one, everything would lie at the root
// of the file system.
func checkHome() error {
	_, err := os.UserHomeDir()
	if err == nil || os.Getenv("XDG_DATA_HOME") != "" && os.Getenv("XDG_CONFIG_HOME") != "" &&
		os.Getenv("XDG_CACHE_HOME") != "" && os.Getenv("XDG_STATE_HOME") != "" {
		return nil
	}
	return problem.New("config-no-home", notice.Params{"Variable": HomeVariable})
}

// PathsIn are the paths below four folders, which may be the same.
func PathsIn(config, data, cache, state string) Paths {
	return Paths{
		Settings:   filepath.Join(config, "settings.toml"),
		Window:     filepath.Join(state, "window.toml"),
		Catalogue:  filepath.Join(data, "catalogue.db"),
		Journal:    filepath.Join(data, "journal"),
		Copies:     filepath.Join(data, "copies"),
		Vectors:    filepath.Join(data, "vectors"),
		Thumbnails: filepath.Join(cache, "thumbnails"),
		Models:     filepath.Join(data, "models"),
		Heads:      filepath.Join(data, "heads"),
		Downloads:  filepath.Join(data, "checkpoints"),
		Speeds:     filepath.Join(data, "speeds.json"),
		Log:        filepath.Join(state, "descry.log"),
		Runs:       filepath.Join(state, "runs"),
		State:      state,
		Lock:       filepath.Join(data, "indexer.lock"),
	}
}

// Create makes the folders everything lies in.
func (p Paths) Create() error {
	for _, dir := range []string{filepath.Dir(p.Settings), filepath.Dir(p.Window), filepath.Dir(p.Catalogue), p.Vectors, p.Thumbnails} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return &problem.Error{Err: err,
				Notice: notice.New("config-folder-not-made", notice.Params{"Path": dir, "Variable": HomeVariable, "Reason": err.Error()})}
		}
	}
	return nil
}

// VectorFile is the sidecar of a model's vectors.
func (p Paths) VectorFile(model string) string {
	return filepath.Join(p.Vectors, FileName(model)+".vec")
}

// FileName keeps letters, digits, '.', '-' and '_' of a model id.
func FileName(id string) string {
	out := []rune(id)
	for i, r := range out {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.' && i > 0, r == '-', r == '_':
		default:
			out[i] = '_'
		}
	}
	return string(out)
}
