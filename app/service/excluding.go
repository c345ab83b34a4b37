package service

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"descry/app/config"
	"descry/app/history"
	"descry/app/notice"
	"descry/app/problem"
	"descry/library"
	"descry/library/index"
	"descry/library/scan"
)

// valueExclude keeps the patterns of what is left out as the indexer last used them. A mistake
// in the settings' file must not let in what was left out.
const valueExclude = "indexing.exclude"

// Excluded are the patterns of what is left out, as the settings' file has them now. With a
// mistake in the file they are those of the indexer.
func (e *Library) Excluded(ctx context.Context) ([]string, error) {
	s, err := config.LoadSettings(e.Paths.Settings)
	if err == nil || len(s.Exclude) > 0 {
		return s.Exclude, nil
	}
	text, err := e.Store.Value(ctx, valueExclude)
	if err != nil || text == "" {
		return nil, err
	}
	var last []string
	if json.Unmarshal([]byte(text), &last) != nil || config.CheckExclude(last) != nil {
		return nil, nil
	}
	return last, nil
}

// exclusions are what an indexer is to leave out. other reports that the last call in any process told something
// else.
func (e *Library) exclusions(ctx context.Context) (x scan.Exclusions, other bool, err error) {
	patterns, err := e.Excluded(ctx)
	if err != nil {
		return x, false, err
	}
	text := ""
	if len(patterns) > 0 {
		list, err := json.Marshal(patterns)
		if err != nil {
			return x, false, err
		}
		text = string(list)
	}
	before, err := e.Store.Value(ctx, valueExclude)
	if err == nil && before != text {
		other, err = true, e.Store.SetValue(ctx, valueExclude, text)
	}
	return config.Exclusions(patterns), other, err
}

// followedExclude carries what is left out from the settings' file to the indexer.
type followedExclude struct {
	looked bool
	seen   fileState // at the last look
	read   fileState // when the file was last read
}

// fileState tells whether a file has changed.
type fileState struct {
	size    int64
	changed time.Time
}

// apply has the indexer leave out something else, if the settings' file says so. A file that is being
// written, or is missing for a moment, is left alone: what it says then would be undone.
func (f *followedExclude) apply(ctx context.Context, e *Library, x *index.Indexer) error {
	var now fileState
	if info, err := os.Stat(e.Paths.Settings); err == nil {
		now = fileState{info.Size(), info.ModTime()}
	} else if f.looked {
		return nil
	}
	steady := now == f.seen
	f.seen = now
	if f.looked && (now == f.read || !steady) {
		return nil
	}
	exclude, other, err := e.exclusions(ctx)
	if err != nil {
		return err
	}
	if other {
		x.SetExclude(exclude)
	}
	f.looked, f.read = true, now
	return nil
}

// Exclude leaves out files and folders from now on. Whatever process indexes takes the change up.
func (e *Library) Exclude(ctx context.Context, patterns ...string) error {
	return e.changeExclude(ctx, func(list []string) ([]string, error) {
		for _, p := range patterns {
			if !slices.Contains(list, p) {
				list = append(list, p)
			}
		}
		return list, nil
	})
}

// Include lets in again what patterns leave out. A pattern must be one of those in use.
func (e *Library) Include(ctx context.Context, patterns ...string) error {
	return e.changeExclude(ctx, func(list []string) ([]string, error) {
		for _, p := range patterns {
			at := slices.IndexFunc(list, func(q string) bool { return samePattern(p, q) })
			if at < 0 {
				return nil, e.notExcluded(ctx, p, list)
			}
			list = slices.Delete(list, at, at+1)
		}
		return list, nil
	})
}

// SetExcluded leaves out what a pattern names, or lets it in again, and reports whether that was
// otherwise before.
func (e *Library) SetExcluded(ctx context.Context, pattern string, out bool) (changed bool, err error) {
	err = e.changeExclude(ctx, func(list []string) ([]string, error) {
		at := slices.IndexFunc(list, func(q string) bool { return samePattern(pattern, q) })
		changed = out == (at < 0)
		switch {
		case !changed:
		case out:
			list = append(list, pattern)
		default:
			list = slices.Delete(list, at, at+1)
		}
		return list, nil
	})
	return changed && err == nil, err
}

// ExcludeFolder leaves out a folder, by its absolute path, as a step that can be undone.
func (b *Session) ExcludeFolder(ctx context.Context, path string) (Change, error) {
	return b.do(ctx, excludeLabel(path, true), history.Excluding(b.e, path, true))
}

// IncludeAgain lets in again what a pattern leaves out, as a step that can be undone.
func (b *Session) IncludeAgain(ctx context.Context, pattern string) (Change, error) {
	return b.do(ctx, excludeLabel(pattern, false), history.Excluding(b.e, pattern, false))
}

// Excluded are the patterns of what is left out.
func (b *Session) Excluded(ctx context.Context) ([]string, error) { return b.e.Excluded(ctx) }

// samePattern says whether two patterns are written alike, but for case and a slash at the
// end.
func samePattern(a, b string) bool {
	plain := func(p string) string { return strings.TrimRight(filepath.ToSlash(strings.TrimSpace(p)), "/") }
	if filepath.IsAbs(a) || filepath.IsAbs(b) {
		return plain(a) == plain(b)
	}
	return strings.EqualFold(plain(a), plain(b))
}

// notExcluded says that a pattern is not in use, and which one leaves out the file or folder of
// that name instead.
func (e *Library) notExcluded(ctx context.Context, pattern string, list []string) error {
	folders, err := e.Store.Folders(ctx, "")
	if err != nil {
		return err
	}
	if by := excludedBy(pattern, folders, list); by != "" {
		return problem.Usage("exclude-by-another", notice.Params{"Path": pattern, "Pattern": by})
	}
	if len(list) == 0 {
		return problem.Usage("exclude-nothing", notice.Params{"Pattern": pattern})
	}
	return problem.Usage("exclude-not-listed", notice.Params{"Pattern": pattern, "Patterns": notice.Quoted(list)})
}

// excludedBy is the pattern that leaves out a folder of a path, "" for none.
func excludedBy(path string, folders []library.Folder, patterns []string) string {
	for _, f := range folders {
		rel, err := filepath.Rel(f.Path, path)
		if err != nil || !filepath.IsLocal(rel) {
			continue
		}
		for _, p := range patterns {
			if config.Exclusions([]string{p}).LeaveOut(f.Path, filepath.ToSlash(rel)) {
				return p
			}
		}
	}
	return ""
}

// WithoutLeftOut parts photos without a file that have lost their file from those whose file is left
// out, of which it returns the number.
func (e *Library) WithoutLeftOut(ctx context.Context, photos []library.LostPhoto) (lost []library.LostPhoto, leftOut int, err error) {
	folders, err := e.Store.Folders(ctx, "")
	if err != nil {
		return nil, 0, err
	}
	patterns, err := e.Excluded(ctx)
	if err != nil {
		return nil, 0, err
	}
	marks := scan.Markers{}
	rules := make([]scan.Rules, len(folders))
	for i, f := range folders {
		rules[i] = config.Exclusions(patterns).Rules(f.Path)
	}
	for _, p := range photos {
		out := slices.ContainsFunc(rules, func(r scan.Rules) bool {
			rel, err := filepath.Rel(r.Root(), p.Path)
			return err == nil && p.Path != "" && filepath.IsLocal(rel) &&
				(r.LeaveOut(filepath.ToSlash(rel), false) || marks.LeaveOut(r.Root(), filepath.ToSlash(rel)))
		})
		if out {
			leftOut++
		} else {
			lost = append(lost, p)
		}
	}
	return lost, leftOut, nil
}

func (e *Library) changeExclude(ctx context.Context, change func([]string) ([]string, error)) error {
	s, err := config.LoadSettings(e.Paths.Settings)
	if err != nil {
		return problem.Wrap("settings-left", nil, err)
	}
	list, err := change(s.Exclude)
	if err != nil {
		return err
	}
	if err := config.CheckExclude(list); err != nil {
		return problem.AsUsage(err)
	}
	return config.SetExclude(e.Paths.Settings, list)
}

// TypedExclude is what the user wants to leave out or let in, by a word of a command. A path of a folder that is there stands for that
// folder, anything else is a pattern.
func (e *Library) TypedExclude(ctx context.Context, word string) (string, error) {
	if !strings.ContainsRune(filepath.ToSlash(word), '/') && word != "." && word != ".." && word != "~" {
		return word, nil
	}
	abs, err := problem.TypedPath(word)
	if err != nil {
		return "", err
	}
	slashed := filepath.ToSlash(word)
	typed := filepath.IsAbs(word) || strings.HasPrefix(slashed, "~") || strings.HasPrefix(slashed, ".")
	info, err := os.Stat(abs)
	switch {
	case !typed && (err != nil || !info.IsDir()):
		return word, nil
	case err != nil && strings.ContainsAny(word, "*?"):
		return "", problem.Usage("exclude-absolute-pattern", notice.Params{"Pattern": problem.Quotable(word, 200)})
	}
	folders, err := e.Store.Folders(ctx, "")
	if err != nil {
		return "", err
	}
	for _, f := range folders {
		if f.Path == abs {
			return "", problem.Usage("exclude-library-folder", notice.Params{"Path": abs})
		}
	}
	return abs, nil
}
