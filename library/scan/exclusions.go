package scan

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// The limits of exclusions. Each name below a root is compared with each pattern.
const (
	maxPatterns      = 1000
	maxPatternLength = 4096 // bytes, as many as a path has on most systems
)

// ErrPattern means that a pattern can't be used. Errors that wrap ErrPattern are a PatternError.
var ErrPattern = errors.New("no pattern of files or folders")

// PatternError tells which pattern can't be used, and why.
type PatternError struct {
	Pattern string
	Fault   PatternFault
}

// PatternFault is what is wrong with a pattern.
type PatternFault int

// The faults of patterns.
const (
	PatternEmpty      PatternFault = iota + 1 // only blanks
	PatternOutside                            // leads out of the folder with ".."
	PatternEverything                         // nothing would be left
	PatternLong                               // longer than any path
	PatternMany                               // too many patterns, of which Pattern is the first that is one too many
)

// Error names the pattern.
func (e *PatternError) Error() string { return fmt.Sprintf("%v: %q", ErrPattern, e.Pattern) }

// Unwrap is ErrPattern.
func (e *PatternError) Unwrap() error { return ErrPattern }

// Exclusions are the patterns of what the user leaves out. The zero value leaves nothing out.
//
// A pattern without a slash is the name of files and folders at any depth. A pattern with a
// slash is a path below a root. An asterisk stands for any characters of a name, a question
// mark for one, and two asterisks in place of a name for any folders. A pattern that ends with a slash is
// one of folders. Case doesn't matter. An absolute path is that file or folder, exactly. A
// folder is left out with all below. A root itself is never left out.
type Exclusions struct {
	patterns []pattern
	absolute []string
}

// pattern is a path below any root.
type pattern struct {
	parts  []string // folded; anyFolders stands for any number of folders
	folder bool     // only of folders
}

// anyFolders is the part of a pattern that stands for any number of folders.
const anyFolders = "**"

// NewExclusions reads patterns. An error is a *PatternError.
func NewExclusions(patterns []string) (Exclusions, error) {
	var x Exclusions
	for i, text := range patterns {
		fail := func(fault PatternFault) (Exclusions, error) { return Exclusions{}, &PatternError{text, fault} }
		slashed := filepath.ToSlash(strings.TrimSpace(text))
		switch {
		case i >= maxPatterns:
			return fail(PatternMany)
		case len(text) > maxPatternLength:
			return fail(PatternLong)
		case slashed == "":
			return fail(PatternEmpty)
		case filepath.IsAbs(text):
			x.absolute = append(x.absolute, filepath.Clean(text))
			continue
		}
		anchored := strings.HasPrefix(slashed, "/") // which is no absolute path on Windows
		parts := strings.Split(path.Clean(strings.TrimLeft(slashed, "/")), "/")
		switch {
		case parts[0] == "." || strings.Trim(slashed, "/") == "":
			return fail(PatternEverything)
		case parts[0] == "..":
			return fail(PatternOutside)
		case strings.Trim(slashed, "*/") == "":
			return fail(PatternEverything)
		}
		if len(parts) == 1 && !anchored {
			parts = []string{anyFolders, parts[0]}
		}
		for i := range parts {
			parts[i] = foldName(parts[i])
		}
		x.patterns = append(x.patterns, pattern{parts, strings.HasSuffix(slashed, "/")})
	}
	return x, nil
}

// foldName makes names equal that differ in case, or in how accents are written.
func foldName(name string) string {
	return strings.ToLower(norm.NFC.String(name))
}

// matches says whether a path, by its folded parts, is one of the pattern.
func (p pattern) matches(parts []string) bool {
	return matchGreedily(p.parts, parts, anyFolders, matchName)
}

// matchName says whether a name is one of a pattern.
func matchName(pattern, name string) bool {
	if !strings.ContainsAny(pattern, "*?") {
		return pattern == name
	}
	return matchGreedily([]rune(pattern), []rune(name), '*', func(p, r rune) bool { return p == '?' || p == r })
}

// matchGreedily says whether a list is one of a pattern, in which the element many stands for
// any number of elements. Only the last such element is ever given more, so the time is
// bounded by the product of the lengths.
func matchGreedily[T comparable](pattern, list []T, many T, same func(pattern, element T) bool) bool {
	p, i := 0, 0
	afterMany, retry := -1, 0
	for i < len(list) {
		switch {
		case p < len(pattern) && pattern[p] == many:
			p++
			afterMany, retry = p, i
		case p < len(pattern) && same(pattern[p], list[i]):
			p++
			i++
		case afterMany >= 0:
			retry++
			p, i = afterMany, retry
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == many {
		p++
	}
	return p == len(pattern)
}

// Rules tell by names what of one root is left out: hidden files, what systems and other programs
// keep for themselves, and the user's Exclusions. Markers in folders are beyond Rules.
type Rules struct {
	at, root string // its path and name
	patterns []pattern
	exact    map[string]bool // paths below the root
	hidden   bool            // only the user's Exclusions count
}

// Rules are the rules for a root, given by its absolute path.
func (x Exclusions) Rules(root string) Rules {
	r := Rules{at: root, root: filepath.Base(root), patterns: x.patterns, exact: map[string]bool{}}
	for _, at := range x.absolute {
		rel, err := filepath.Rel(root, at)
		if err == nil && rel != "." && filepath.IsLocal(rel) {
			r.exact[exactName(filepath.ToSlash(rel))] = true
		}
	}
	return r
}

// exactName is a path as an absolute path of the user must have it. Where file systems take names for the same
// that differ in case, so does exactName.
func exactName(rel string) string {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return foldName(rel)
	}
	return rel
}

// Root is the root's absolute path.
func (r Rules) Root() string { return r.at }

// LeaveOut says whether the user leaves out a folder, by its slash-separated path below a root.
func (x Exclusions) LeaveOut(root, rel string) bool {
	r := x.Rules(root)
	r.hidden = true
	return r.LeaveOut(rel, true)
}

// LeaveOut says whether a file or folder is left out, by its slash-separated path below the
// root, or a folder around it is.
func (r Rules) LeaveOut(rel string, folder bool) bool {
	if rel == "." {
		return false
	}
	for end := 0; end < len(rel); {
		next := strings.IndexByte(rel[end:], '/')
		if next < 0 {
			return r.leaveOutEntry(rel, folder)
		}
		if r.leaveOutEntry(rel[:end+next], true) {
			return true
		}
		end += next + 1
	}
	return false
}

// leaveOutEntry is LeaveOut for a path whose folders are not left out.
func (r Rules) leaveOutEntry(rel string, folder bool) bool {
	name, parent := path.Base(rel), r.root
	if dir := path.Dir(rel); dir != "." {
		parent = path.Base(dir)
	}
	if !r.hidden && (Ignored(name) || derived(parent, name)) {
		return true
	}
	if len(r.exact) > 0 && r.exact[exactName(rel)] {
		return true
	}
	if len(r.patterns) == 0 {
		return false
	}
	parts := strings.Split(foldName(rel), "/")
	for _, p := range r.patterns {
		if (folder || !p.folder) && p.matches(parts) {
			return true
		}
	}
	return false
}
