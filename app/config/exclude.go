package config

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"descry/app/notice"
	"descry/app/problem"
	"descry/library/scan"
)

// CheckExclude reports the first pattern of what is left out that can't be used.
func CheckExclude(patterns []string) error {
	_, err := scan.NewExclusions(patterns)
	var wrong *scan.PatternError
	if !errors.As(err, &wrong) {
		return err
	}
	kind := notice.Kind("exclude-empty")
	switch wrong.Fault {
	case scan.PatternOutside:
		kind = "exclude-outside"
	case scan.PatternEverything:
		kind = "exclude-everything"
	case scan.PatternLong:
		kind = "exclude-long"
	case scan.PatternMany:
		kind = "exclude-many"
	case scan.PatternEmpty:
	}
	return problem.New(kind, notice.Params{"Pattern": problem.Quotable(wrong.Pattern, 60)})
}

// Exclusions are what patterns leave out, which CheckExclude has found right. A tilde at the beginning stands for
// the user's home.
func Exclusions(patterns []string) scan.Exclusions {
	expanded := make([]string, len(patterns))
	for i, p := range patterns {
		expanded[i] = p
		if strings.HasPrefix(filepath.ToSlash(p), "~/") {
			if abs, err := problem.TypedPath(p); err == nil {
				expanded[i] = abs
			}
		}
	}
	x, err := scan.NewExclusions(expanded)
	if err != nil { // a home that is no pattern
		return scan.Exclusions{}
	}
	return x
}

// SetExclude changes the patterns of what is left out in a settings file. A settings file can't
// have names that are no text.
func SetExclude(path string, patterns []string) error {
	quoted := make([]string, len(patterns))
	for i, p := range patterns {
		if !utf8.ValidString(p) {
			return problem.New("exclude-no-text", notice.Params{"Pattern": problem.Quotable(p, 60)})
		}
		quoted[i] = quoteTOML(p)
	}
	return SetSetting(path, "exclude", "["+strings.Join(quoted, ", ")+"]")
}

// quoteTOML is a text as a TOML file has it on one line.
func quoteTOML(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r == '\'' || r < ' ' || r == 0x7f }) {
		return "'" + text + "'"
	}
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteString(`\` + string(r))
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// valueEnd is where the value of a key ends that is set at the beginning of a text, which may be a list of several
// lines.
func valueEnd(text string) int {
	end := 0
	for lines := 0; end < len(text) && lines < 10_000; lines++ {
		if next := strings.IndexByte(text[end:], '\n'); next >= 0 {
			end += next + 1
		} else {
			end = len(text)
		}
		var any map[string]any
		if _, err := toml.Decode(text[:end], &any); err == nil {
			return len(strings.TrimSuffix(text[:end], "\n"))
		}
	}
	first, _, _ := strings.Cut(text, "\n")
	return len(first)
}
