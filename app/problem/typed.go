package problem

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TypedPath makes a typed path absolute. Links are followed as far as the path exists, so that
// a folder is the same folder under any of its names.
func TypedPath(path string) (string, error) {
	if path == "" {
		return "", Usage("folder-unnamed", nil)
	}
	if rest, ok := cutHome(path); ok {
		path = rest
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return FollowLinks(abs), nil
}

// FollowLinks resolves the part of a path that exists. The rest stays, so that the folder of
// an unplugged drive has a path as well.
func FollowLinks(abs string) string {
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real
	}
	parent := filepath.Dir(abs)
	if parent == abs {
		return abs
	}
	return filepath.Join(FollowLinks(parent), filepath.Base(abs))
}

// cutHome resolves a leading "~/", which a shell does but a text field doesn't.
func cutHome(path string) (string, bool) {
	if path != "~" && (len(path) < 2 || path[:2] != "~/") {
		return "", false
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", false
	}
	return filepath.Join(home, path[1:]), true
}

// Printable escapes a file name so that the name stays on its line, and can neither command
// the terminal nor turn the text around it. Such characters, and bytes that are no UTF-8, are
// escaped as in Go. JSON has the name as it is.
func Printable(name string) string {
	if utf8.ValidString(name) && strings.IndexFunc(name, unsafeRune) < 0 {
		return name
	}
	var b strings.Builder
	for len(name) > 0 {
		r, n := utf8.DecodeRuneInString(name)
		if r == utf8.RuneError && n == 1 || unsafeRune(r) {
			quoted := strconv.QuoteToASCII(name[:n])
			b.WriteString(quoted[1 : len(quoted)-1])
		} else {
			b.WriteString(name[:n])
		}
		name = name[n:]
	}
	return b.String()
}

// Quotable escapes at most most letters of a typed text, so that the text can stand between
// quotation marks. Quotation marks and what isn't [Printable] are escaped as in Go.
func Quotable(typed string, most int) string {
	quoted := fmt.Sprintf("%.*q", most, typed)
	return quoted[1 : len(quoted)-1]
}

// unsafeRune reports control characters, line separators and the marks that reorder text.
// Other invisible characters belong to names, such as those that join emoji.
func unsafeRune(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
}
