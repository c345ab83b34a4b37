package adapter

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	maxManifests     = 64      // number of files that are looked at
	maxManifestBytes = 1 << 16 // bytes of one file; a real one has some hundred
)

// driverVariables choose the drivers for the loader. Only the first one that is set counts.
// Loaders before 1.3.207 know the second only.
var driverVariables = []string{"VK_DRIVER_FILES", "VK_ICD_FILENAMES"}

// manifests are the files by which the Vulkan loader finds drivers, in the loader's order
// (LoaderDriverInterface.md, "Linux Driver Discovery").
func manifests(getenv func(string) string) []string {
	var found []string
	add := func(path string) {
		if len(found) < maxManifests && !slices.Contains(found, path) && isManifest(path) {
			found = append(found, path)
		}
	}
	places := func(variable string) {
		for _, place := range filepath.SplitList(getenv(variable)) {
			if !filepath.IsAbs(place) {
				continue
			}
			if info, err := os.Stat(place); err != nil {
				continue
			} else if !info.IsDir() {
				add(place)
				continue
			}
			inFolder(place, add)
		}
	}
	for _, variable := range driverVariables {
		if getenv(variable) != "" {
			places(variable)
			return found
		}
	}
	places("VK_ADD_DRIVER_FILES")
	home := getenv("HOME")
	for _, base := range slices.Concat(
		listOr(getenv("XDG_CONFIG_HOME"), under(home, ".config")),
		listOr(getenv("XDG_CONFIG_DIRS"), "/etc/xdg"),
		[]string{"/usr/local/etc", "/etc"},
		listOr(getenv("XDG_DATA_HOME"), under(home, ".local/share")),
		listOr(getenv("XDG_DATA_DIRS"), "/usr/local/share:/usr/share"),
	) {
		inFolder(filepath.Join(base, "vulkan", "icd.d"), add)
	}
	return found
}

// listOr splits a list of folders, or otherwise if list is empty, and leaves relative ones
// out.
func listOr(list, otherwise string) []string {
	if list == "" {
		list = otherwise
	}
	return slices.DeleteFunc(filepath.SplitList(list), func(dir string) bool { return !filepath.IsAbs(dir) })
}

// under is a folder's subfolder, "" if there is no such folder.
func under(dir, name string) string {
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, name)
}

// inFolder adds the JSON files of a folder in the order of their names.
func inFolder(dir string, add func(path string)) {
	entries, err := os.ReadDir(dir)
	if err != nil { // most of the folders aren't there
		return
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".json") {
			add(filepath.Join(dir, entry.Name()))
		}
	}
}

// isManifest reports that a file names a driver's library.
func isManifest(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxManifestBytes {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxManifestBytes))
	if err != nil {
		return false
	}
	var m struct {
		ICD struct {
			LibraryPath string `json:"library_path"`
		}
	}
	return json.Unmarshal(data, &m) == nil && m.ICD.LibraryPath != ""
}
