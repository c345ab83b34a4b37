package service

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"descry/app/notice"
	"descry/app/problem"
	"descry/library"
)

// AwayPlace is a folder, or a drive in a folder, from which photos are away, in JSON.
type AwayPlace struct {
	Path         string     `json:"path"`
	Folder       string     `json:"folder"`
	OfflineSince *time.Time `json:"offline_since,omitempty"`
	AskedSince   *time.Time `json:"asked_since,omitempty"`
	Photos       int        `json:"photos"` // photos that are away
	// Answer is the command that answers the question whether the photos are deleted, "" where
	// that isn't asked.
	Answer string        `json:"answer,omitempty"`
	Place  library.Place `json:"-"`
}

// AwayPlaces lists the places from which photos are away, by folder and path. A folder that
// can't be reached at all is a place, too.
func (e *Library) AwayPlaces(ctx context.Context, folders []library.Folder) ([]AwayPlace, error) {
	places, err := e.Store.Places(ctx, 0)
	if err != nil {
		return nil, err
	}
	away := []AwayPlace{}
	for _, f := range folders {
		for _, p := range ofFolder(f, places) {
			if p.Here() {
				continue
			}
			j := AwayPlace{Path: placePath(f, p.Rel), Folder: f.Path, Photos: p.Away, Place: p}
			if !p.AwaySince.IsZero() {
				j.OfflineSince = &p.AwaySince
			}
			if p.NeedsAnswer() {
				j.AskedSince = &p.AskedSince
				j.Answer = confirmCommand(j.Path)
			}
			away = append(away, j)
		}
	}
	return away, nil
}

// ofFolder are the places of a folder. While the folder can't be reached at all, the photos
// that are not away from a place below count as away from the folder.
func ofFolder(f library.Folder, places []library.Place) []library.Place {
	var list []library.Place
	below := 0
	for _, p := range places {
		if p.Folder == f.ID {
			list = append(list, p)
			if p.Rel != "" {
				below += p.Away
			}
		}
	}
	if f.OfflineSince.IsZero() {
		return list
	}
	if len(list) == 0 || list[0].Rel != "" {
		list = slices.Insert(list, 0, library.Place{Folder: f.ID})
	}
	if root := &list[0]; root.AwaySince.IsZero() {
		root.AwaySince, root.Away = f.OfflineSince, max(root.Away, f.Counts.Files-below)
	}
	return list
}

// placePath is where a place lies on disk.
func placePath(f library.Folder, rel string) string {
	return filepath.Join(f.Path, filepath.FromSlash(rel))
}

// confirmCommand is what to type if what went from a place is deleted.
func confirmCommand(path string) string {
	return "descry folders confirm " + ShellWord(problem.Printable(path))
}

// ShellWord quotes a word so that a shell takes the word as it is.
func ShellWord(word string) string {
	plain := func(r rune) bool {
		return r > 127 || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+:,@%", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// AwayNames names at most most of the files that are away from a place, and from no place
// inside that place, by path.
func (e *Library) AwayNames(ctx context.Context, id library.FolderID, rel string, most int) ([]string, error) {
	folders, err := e.Store.Folders(ctx, "")
	if err != nil {
		return nil, err
	}
	places, err := e.Store.Places(ctx, id)
	if err != nil {
		return nil, err
	}
	offline := rel == "" && slices.ContainsFunc(folders, func(f library.Folder) bool { return f.ID == id && !f.OfflineSince.IsZero() })
	elsewhere := func(name string) bool {
		return slices.ContainsFunc(places, func(p library.Place) bool {
			return len(p.Rel) > len(rel) && strings.HasPrefix(name, p.Rel+"/")
		})
	}
	var names []string
	err = e.Store.KnownFiles(ctx, id, rel, func(f library.KnownFile) {
		if (f.Away || offline) && !elsewhere(f.Rel) {
			names = append(names, f.Rel)
		}
	})
	slices.Sort(names)
	return names[:min(len(names), most)], err
}

// ConfirmGone takes the files that are away from a place for deleted, and returns their
// number.
func (e *Library) ConfirmGone(ctx context.Context, id library.FolderID, rel string) (int, error) {
	n, err := e.Store.ConfirmGone(ctx, id, rel)
	if err != nil {
		return 0, err
	}
	e.Log.Info("taken for deleted", "folder", id, "place", rel, "files", n)
	// The place is looked at anew: what lies there now is what belongs there.
	return n, e.askRescan(ctx)
}

// AwayAt finds a place by its path. An error says that nothing is away from the place.
func (e *Library) AwayAt(ctx context.Context, dir string) (AwayPlace, error) {
	abs, err := problem.TypedPath(dir)
	if err != nil {
		return AwayPlace{}, err
	}
	folders, err := e.Store.Folders(ctx, "")
	if err != nil {
		return AwayPlace{}, err
	}
	away, err := e.AwayPlaces(ctx, folders)
	if err != nil {
		return AwayPlace{}, err
	}
	var other string
	for _, j := range away {
		switch {
		case j.Photos == 0:
		case j.Path == abs:
			return j, nil
		case other == "":
			other = j.Path
		}
	}
	for _, f := range folders {
		if within(abs, f.Path) {
			if other == "" {
				return AwayPlace{}, problem.Usage("place-nothing-away", notice.Params{"Path": problem.Printable(abs)})
			}
			return AwayPlace{}, problem.Usage("place-nothing-away-here", notice.Params{"Path": problem.Printable(abs),
				"Other": problem.Printable(other), "Command": confirmCommand(other)})
		}
	}
	return AwayPlace{}, problem.Usage("place-not-in-library", notice.Params{"Path": problem.Printable(abs)})
}

// within reports that a path is dir or lies below it.
func within(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, "/")+"/")
}
