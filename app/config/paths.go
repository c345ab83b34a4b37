// Package config holds the paths of the program's data and the user's settings.
package config

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"

	"descry/app/notice"
	"descry/app/problem"
)

// Paths are the files and folders of the program's data.
type Paths struct {
	Settings   string // settings.toml, edited by hand or by the window
	Window     string // window.toml, the window's state
	Catalogue  string
	Journal    string // folder of the journal of annotations, edit by edit
	Copies     string // folder of copies of the annotations
	Vectors    string // folder of rebuildable sidecar files
	Thumbnails string // folder of the thumbnail cache
	Fonts      string // folder of the fonts that the program carries, unpacked
	Models     string // folder of model packs beside the built-in one
	Heads      string // folder of trained heads
	Downloads  string // folder of downloaded checkpoints that packs are made of
	Speeds     string // file with the speed of models on graphics cards
	Log        string
	Runs       string // folder of package journal, which notes runs of the program
	State      string // folder of package instance, with the lock of the library's one window
	Lock       string // lock file of the one process that indexes
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

// checkHome reports a missing home. Without a home all files would lie at the root of the file
// system.
func checkHome() error {
	_, err := os.UserHomeDir()
	if err == nil || os.Getenv("XDG_DATA_HOME") != "" && os.Getenv("XDG_CONFIG_HOME") != "" &&
		os.Getenv("XDG_CACHE_HOME") != "" && os.Getenv("XDG_STATE_HOME") != "" {
		return nil
	}
	return problem.New("config-no-home", notice.Params{"Variable": HomeVariable})
}

// PathsIn are the paths below four folders, some of which may be the same.
func PathsIn(config, data, cache, state string) Paths {
	return Paths{
		Settings:   filepath.Join(config, "settings.toml"),
		Window:     filepath.Join(state, "window.toml"),
		Catalogue:  filepath.Join(data, "catalogue.db"),
		Journal:    filepath.Join(data, "journal"),
		Copies:     filepath.Join(data, "copies"),
		Vectors:    filepath.Join(data, "vectors"),
		Thumbnails: filepath.Join(cache, "thumbnails"),
		Fonts:      filepath.Join(cache, "fonts"),
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

// Create makes the folders of all paths.
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

// FileName is a model id as a file name. Letters, digits, '.', '-' and '_' stay.
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
