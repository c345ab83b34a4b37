// Package safename judges names that come from outside, in manifests, archives, indexes and
// listings of servers, before a file is opened or made by such a name. A safe name leads
// nowhere else, and means the same on every system.
package safename

import (
	"errors"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Reasons for which Path refuses a path.
var (
	// ErrOutside means a path that is empty, absolute or leads out of its folder.
	ErrOutside = errors.New("not a path inside the folder")
	// ErrCharacter means a character with a special meaning to a system or a terminal.
	ErrCharacter = errors.New("a character that file names can't have everywhere")
	// ErrName means a file name that Windows changes or takes for a device.
	ErrName = errors.New("a file name that isn't possible everywhere")
)

// longestName is the length in bytes of a file name that fits every file system, also with an
// ending for a file that is half written.
const longestName = 200

// Path refuses a text that is not a relative, slash-separated path of a file that means the
// same on every system and can't leave its folder. The reasons are ErrOutside, ErrCharacter
// and ErrName.
func Path(path string) error {
	if !Inside(path) {
		return ErrOutside
	}
	if strings.ContainsAny(path, `\:*?"<>|`) || !Printable(path) {
		return ErrCharacter
	}
	for element := range strings.SplitSeq(path, "/") {
		if len(element) > longestName || strings.HasSuffix(element, ".") || strings.HasSuffix(element, " ") || isDevice(element) {
			return ErrName
		}
	}
	return nil
}

// Inside reports a slash-separated path below a folder, in UTF-8 and in its shortest form,
// whatever characters its elements have. Inside is enough for a path which becomes no file,
// such as the path of an entry in an archive which is read in place.
func Inside(path string) bool { return fs.ValidPath(path) && path != "." }

// Printable reports text in UTF-8 that a terminal shows as it is: without control characters,
// and without characters that turn the direction of writing.
func Printable(text string) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// ID reports a name of ASCII letters, digits and the characters in signs, at most longest
// bytes long, whose first character is a letter or a digit.
func ID(name, signs string, longest int) bool {
	for i, c := range []byte(name) {
		letter := c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || strings.IndexByte(signs, c) < 0) {
			return false
		}
	}
	return name != "" && len(name) <= longest
}

// isDevice reports the names of devices on Windows, with any extension.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	port, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		port, ok = strings.CutPrefix(stem, "LPT")
	}
	return ok && utf8.RuneCountInString(port) == 1 && strings.Contains("0123456789¹²³", port)
}
