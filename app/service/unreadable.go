package service

import (
	"context"
	"path/filepath"

	"descry/app/notice"
	"descry/app/problem"
	"descry/library"
)

// unreadableFolder is a directory that the last scan could not read.
type unreadableFolder struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// Sentence tells of the directory.
func (u unreadableFolder) Sentence() notice.Notice {
	return notice.New("not-looked-into", notice.Params{"Path": problem.Printable(u.Path), "Reason": notice.Reason(u.Reason)})
}

// unreadable lists the unreadable directories of all folders that are there.
func (e *Library) unreadable(ctx context.Context) (list []unreadableFolder, err error) {
	folders, err := e.Store.Folders(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, f := range folders {
		of, err := e.unreadableIn(ctx, f)
		if err != nil {
			return nil, err
		}
		list = append(list, of...)
	}
	return list, nil
}

func (e *Library) unreadableIn(ctx context.Context, f library.Folder) (list []unreadableFolder, err error) {
	if f.Unreadable == 0 || f.State() == library.FolderOffline {
		return nil, nil
	}
	known, err := e.Store.UnreadableFolders(ctx, f.ID)
	for _, u := range known {
		list = append(list, unreadableFolder{filepath.Join(f.Path, filepath.FromSlash(u.Rel)), u.Reason})
	}
	return list, err
}
