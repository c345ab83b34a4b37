//go:build (linux || darwin) && (amd64 || arm64)

package worker

import (
	"fmt"
	"path/filepath"
	"runtime"

	"github.com/ebitengine/purego"
)

// Library is a shared library of the system, which stays open as long as the process lives.
type Library uintptr

// homes are the folders of package managers that the loader of macOS doesn't look into.
var homes = []string{"/opt/homebrew/lib", "/usr/local/lib"}

// OpenLibrary opens the first of the libraries that exists, for [Decoder.Open]. names are for
// the loader: names ending in ".dylib" for macOS, the others for Linux. The error is an
// ErrMissing.
func OpenLibrary(names ...string) (Library, error) {
	last := fmt.Errorf("no library of %s is known", runtime.GOOS)
	for _, name := range names {
		if (filepath.Ext(name) == ".dylib") != (runtime.GOOS == "darwin") {
			continue
		}
		places := []string{name}
		if runtime.GOOS == "darwin" {
			for _, home := range homes {
				places = append(places, filepath.Join(home, name))
			}
		}
		for _, place := range places {
			library, err := purego.Dlopen(place, purego.RTLD_NOW|purego.RTLD_LOCAL)
			if err == nil {
				return Library(library), nil
			}
			last = err
		}
	}
	return 0, fmt.Errorf("%w: %w", ErrMissing, last)
}

// Register makes functions of the library callable: functions has pointers to variables of
// function types, by the functions' names. The error is an ErrMissing for a function that the
// library lacks.
func (l Library) Register(functions map[string]any) error {
	for symbol, function := range functions {
		address, err := purego.Dlsym(uintptr(l), symbol)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrMissing, err)
		}
		purego.RegisterFunc(function, address)
	}
	return nil
}
