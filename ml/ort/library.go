package ort

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// LibraryVariable is the environment variable that names the runtime library, or its folder,
// before any other place is looked at.
const LibraryVariable = "DESCRY_ONNXRUNTIME"

// ErrNoLibrary reports that the ONNX Runtime library was not found.
var ErrNoLibrary = errors.New("ONNX Runtime library not found: run \"make setup\" or set " +
	LibraryVariable + " to the library file or its folder")

// LibraryNames are the file names of the library on this system, best first.
func LibraryNames() []string {
	switch runtime.GOOS {
	case "windows":
		return []string{"onnxruntime.dll"}
	case "darwin":
		return []string{"libonnxruntime.1.dylib", "libonnxruntime.dylib"}
	default:
		return []string{"libonnxruntime.so.1", "libonnxruntime.so"}
	}
}

// FindLibrary returns the absolute path of the ONNX Runtime library. FindLibrary looks at
// [LibraryVariable], the given folders, the executable's folder and the folders that an
// installation or a build puts beside it, the module's build folder when the program was built
// inside the module, and the system's library folders. Without a library the error wraps
// [ErrNoLibrary].
func FindLibrary(dirs ...string) (string, error) {
	if name := os.Getenv(LibraryVariable); name != "" {
		path, ok := libraryAt(name)
		if !ok {
			return "", fmt.Errorf("%s=%s: %w", LibraryVariable, name, ErrNoLibrary)
		}
		return path, nil
	}
	for _, dir := range append(dirs, defaultDirs()...) {
		if path, ok := libraryAt(dir); ok {
			return path, nil
		}
	}
	return "", ErrNoLibrary
}

// libraryAt accepts the library itself or a folder with the library.
func libraryAt(path string) (string, bool) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", false
	}
	if isFile(abs) {
		return abs, true
	}
	for _, name := range LibraryNames() {
		if file := filepath.Join(abs, name); isFile(file) {
			return file, true
		}
	}
	return "", false
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func defaultDirs() []string {
	var dirs []string
	if exe, err := executable(); err == nil {
		home := filepath.Dir(exe)
		dirs = append(dirs, home,
			filepath.Join(home, "..", "lib", "descry"),
			filepath.Join(home, "..", "build", "onnxruntime"))
		if root, ok := moduleRoot(exe); ok {
			dirs = append(dirs, filepath.Join(root, "build", "onnxruntime"))
		}
	}
	return append(dirs, systemDirs()...)
}

func executable() (string, error) {
	exe, err := os.Executable()
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(exe)
}

// moduleRoot finds the module around the working directory, for "go run" and "go test". A
// program installed elsewhere must not look there: another user who writes the working
// directory would choose the program's code.
func moduleRoot(exe string) (string, bool) {
	dir, err := os.Getwd()
	if err != nil {
		return "", false
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if isFile(filepath.Join(dir, "go.mod")) {
			inside := strings.HasPrefix(exe, dir+string(filepath.Separator))
			return dir, inside || strings.Contains(exe, string(filepath.Separator)+"go-build")
		}
	}
	return "", false
}

// systemDirs leaves Windows out, whose system folder holds an old onnxruntime.dll of its own.
func systemDirs() []string {
	switch runtime.GOOS {
	case "windows":
		return nil
	case "darwin":
		return []string{"/opt/homebrew/lib", "/usr/local/lib"}
	}
	triplet := map[string]string{"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}[runtime.GOARCH]
	return []string{"/usr/local/lib/descry", "/usr/lib/descry", "/usr/local/lib",
		filepath.Join("/usr/lib", triplet), "/usr/lib64", "/usr/lib"}
}
