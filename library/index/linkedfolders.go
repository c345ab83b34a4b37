package index

import (
	"context"
	"encoding/json"
	"path/filepath"
	"reflect"
	"slices"

	"descry/library"
	"descry/library/scan"
)

// valueLinked names the value that keeps the links to folders that scans passed over.
const valueLinked = "scan.linked"

// mostLinked bounds the links of a folder that are kept.
const mostLinked = 100

// LinkedFolder is a symbolic link to a folder that scans pass over. Both paths are absolute.
type LinkedFolder struct {
	Path   string `json:"path"`
	Target string `json:"target"`
}

// keepLinked has the catalogue keep the links that a scan of the whole folder passed over.
func (s *syncer) keepLinked(ctx context.Context) error {
	folders, err := s.x.o.Store.Folders(ctx, "")
	if err != nil {
		return err
	}
	before, err := readLinked(ctx, s.x.o.Store)
	if err != nil {
		return err
	}
	now := map[library.FolderID][]scan.LinkedFolder{}
	for _, f := range folders { // of a folder that was removed nothing is kept
		if links := before[f.ID]; len(links) > 0 {
			now[f.ID] = links
		}
	}
	delete(now, s.folder.ID)
	if links := s.report.Linked; len(links) > 0 {
		now[s.folder.ID] = links[:min(len(links), mostLinked)]
	}
	if reflect.DeepEqual(before, now) {
		return nil
	}
	text, err := json.Marshal(now)
	if err != nil {
		return err
	}
	return s.x.o.Store.SetValue(ctx, valueLinked, string(text))
}

// readLinked reads the links of each folder. A value that can't be read is one of a later
// version.
func readLinked(ctx context.Context, store values) (map[library.FolderID][]scan.LinkedFolder, error) {
	linked := map[library.FolderID][]scan.LinkedFolder{}
	text, err := store.Value(ctx, valueLinked)
	if err != nil || text == "" {
		return linked, err
	}
	if json.Unmarshal([]byte(text), &linked) != nil {
		return map[library.FolderID][]scan.LinkedFolder{}, nil
	}
	return linked, nil
}

// values is the part of Store that keeps named values.
type values interface {
	Value(ctx context.Context, key string) (string, error)
}

// LinkedFolders lists the links that the last scans of folders passed over, and that lead
// neither into the library nor to what is around a folder of the library. Of very many links in a folder only some are listed.
func LinkedFolders(ctx context.Context, store values, folders []library.Folder) ([]LinkedFolder, error) {
	linked, err := readLinked(ctx, store)
	if err != nil {
		return nil, err
	}
	var list []LinkedFolder
	for _, f := range folders {
		for _, l := range linked[f.ID] {
			joined := slices.ContainsFunc(folders, func(f library.Folder) bool {
				_, within := below(f.Path, l.Target)
				_, around := below(l.Target, f.Path)
				return within || around || f.Path == l.Target
			})
			if !joined && f.State() != library.FolderOffline {
				list = append(list, LinkedFolder{filepath.Join(f.Path, filepath.FromSlash(l.Rel)), l.Target})
			}
		}
	}
	return list, nil
}
