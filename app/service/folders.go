package service

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"descry/app/notice"
	"descry/app/problem"
	"descry/internal/leave"
	"descry/library"
)

// AddFolders adds the paths that the user named. A file stands for its folder unless dirsOnly.
// Folders that the library covers already are no error.
func (e *Library) AddFolders(ctx context.Context, paths []string, dirsOnly bool) error {
	for _, path := range paths {
		abs, err := leave.Behind(ctx, func() (string, error) { return FolderPath(path, dirsOnly) })
		if err != nil {
			return err
		}
		_, err = e.Store.AddFolder(ctx, abs)
		var nested *library.NestedError
		if err != nil && !errors.Is(err, library.ErrFolderExists) && !errors.As(err, &nested) {
			return fmt.Errorf("add %s: %w", abs, err)
		}
		if nested != nil {
			if err := e.refuseLeftOut(ctx, abs); err != nil {
				return err
			}
		}
	}
	return nil
}

// refuseLeftOut fails for a folder that is left out of the folder of the library around it.
func (e *Library) refuseLeftOut(ctx context.Context, path string) error {
	folders, err := e.Store.Folders(ctx, "")
	if err != nil {
		return err
	}
	patterns, err := e.Excluded(ctx)
	if err != nil {
		return err
	}
	if by := excludedBy(path, folders, patterns); by != "" {
		return problem.Usage("exclude-by-another", notice.Params{"Path": path, "Pattern": by})
	}
	return nil
}

// FolderPath makes a typed path absolute, without links, and checks that the path is a folder.
// A file stands for its folder unless dirsOnly.
func FolderPath(path string, dirsOnly bool) (string, error) {
	abs, err := problem.TypedPath(path)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(abs)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", problem.Usage("folder-missing", notice.Params{"Path": abs})
	case err != nil:
		return "", problem.Wrap("folder-not-opened", notice.Params{"Path": abs}, err)
	case info.IsDir():
		return abs, nil
	case dirsOnly:
		return "", problem.Usage("folder-is-file", notice.Params{"Path": abs})
	}
	return filepath.Dir(abs), nil
}

// FolderNamed finds a folder of the library by its path.
func (e *Library) FolderNamed(ctx context.Context, path string) (library.FolderID, error) {
	abs, err := problem.TypedPath(path)
	if err != nil {
		return 0, err
	}
	folders, err := e.Store.Folders(ctx, e.Pack().ID)
	if err != nil {
		return 0, err
	}
	for _, f := range folders {
		if f.Path == abs {
			return f.ID, nil
		}
	}
	return 0, problem.Usage("folder-not-in-library", notice.Params{"Path": abs})
}
