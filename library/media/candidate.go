package media

import (
	"path/filepath"
	"strings"
)

// photoExtensions are the file name extensions worth looking into. Content
// decides what a file really is.
var photoExtensions = set(
	"jpg jpeg jpe jfif mpo png apng gif webp tif tiff bmp dib heic heif hif heics heifs avif avifs " +
		"dng cr2 cr3 crw nef nrw arw sr2 srf raf rw2 orf pef srw x3f mrw raw rwl erf kdc dcr 3fr iiq mef mos")

func set(extensions string) map[string]bool {
	m := map[string]bool{}
	for _, e := range strings.Fields(extensions) {
		m["."+e] = true
	}
	return m
}

// IsCandidate says whether a scanner should look into a file of this name: a
// known photo extension in any case, or none at all. Hidden files, sidecars,
// videos and everything else are passed over.
func IsCandidate(name string) bool {
	name = filepath.Base(name)
	if strings.HasPrefix(name, ".") {
		return false
	}
	ext := strings.ToLower(Extension(name))
	return ext == "" || photoExtensions[ext]
}

// Extension is the extension of a path with its dot, as it stands there, "" for none.
// Dots at the end of the name are passed over: they are part of no extension.
func Extension(path string) string { return filepath.Ext(strings.TrimRight(path, ".")) }
