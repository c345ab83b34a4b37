package scan

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// photoPackages are the endings of folders in which programs of Apple keep a library, and
// originals the folders of a library that hold photos as they were imported. The rest of a library are previews,
// faces and the database.
var (
	photoPackages = []string{".photoslibrary", ".photolibrary", ".migratedphotolibrary", ".aplibrary", ".migratedaplibrary"}
	originals     = map[string]bool{"originals": true, "masters": true}
)

// derived says whether a name in a folder is that of what another program made of photos that
// lie elsewhere.
func derived(parent, name string) bool {
	switch {
	case hasSuffixFold(name, ".lrdata"): // Lightroom's previews
		return true
	case strings.EqualFold(name, "cache"):
		return strings.EqualFold(parent, "captureone") || hasSuffixFold(parent, ".cocatalog")
	case strings.EqualFold(name, "preview"):
		return strings.HasPrefix(strings.ToLower(parent), "appdata_") // Nextcloud's
	}
	for _, suffix := range photoPackages {
		if hasSuffixFold(parent, suffix) {
			return !originals[strings.ToLower(name)]
		}
	}
	return false
}

func hasSuffixFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}

// Marks says whether a file of this name leaves out the folder in which the file lies, with
// all below.
func Marks(folder, name string) bool {
	switch strings.ToLower(name) {
	case ".nomedia", // Android: no photos for people
		".ppstorage": // PhotoPrism's own files
		return true
	case ".immich": // Immich marks each of its folders, those with photos too
		return immichDerived[strings.ToLower(folder)]
	}
	return false
}

// immichDerived are the folders of Immich that hold what Immich made of photos.
var immichDerived = map[string]bool{"thumbs": true, "encoded-video": true, "profile": true}

// markers are the names that Marks knows, as programs write them.
var markers = []string{".nomedia", ".ppstorage", ".immich"}

// marked says whether a folder below the root holds a marker. first are the first entries of
// the folder, all there are if whole.
func (w *walker) marked(rel string, first []fs.DirEntry, whole bool) bool {
	if rel == "." || w.o.IncludeHidden {
		return false
	}
	for _, e := range first {
		if Marks(path.Base(rel), e.Name()) && !e.IsDir() {
			return true
		}
	}
	return !whole && w.holdsMarker(rel)
}

// holdsMarker looks for markers by their names.
func (w *walker) holdsMarker(rel string) bool { return holdsMarker(absolute(w.root, rel)) }

func holdsMarker(folder string) bool {
	for _, name := range markers {
		if !Marks(filepath.Base(folder), name) {
			continue
		}
		if fi, err := os.Lstat(filepath.Join(folder, name)); err == nil && !fi.IsDir() {
			return true
		}
	}
	return false
}

// Markers remembers which folders were looked at for a marker.
type Markers map[string]bool

// LeaveOut says whether a folder around a file holds a marker, by the slash-separated path of the
// file below an absolute root.
func (m Markers) LeaveOut(root, rel string) bool {
	for dir := path.Dir(rel); dir != "."; dir = path.Dir(dir) {
		at := absolute(root, dir)
		holds, known := m[at]
		if !known {
			holds = holdsMarker(at)
			m[at] = holds
		}
		if holds {
			return true
		}
	}
	return false
}

// leaveOut reports a folder with a marker.
func (w *walker) leaveOut(rel string) {
	w.out.Lock()
	defer w.out.Unlock()
	w.report.Marked = append(w.report.Marked, rel)
}
