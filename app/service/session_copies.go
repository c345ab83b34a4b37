package service

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"descry/app/notice"
	"descry/library/copies"
)

// BackupPath is where a backup goes unless the user chooses a path.
func (b *Session) BackupPath() string {
	return filepath.Join(b.e.Paths.Copies, backupName(time.Now()))
}

// Backups lists the copies and backups in the folder of copies, newest first.
func (b *Session) Backups(context.Context) ([]Backup, error) {
	kept, err := copies.List(b.e.Paths.Copies)
	if err != nil {
		return nil, err
	}
	var list []Backup
	for _, c := range kept {
		list = append(list, Backup{Path: c.Path, Made: c.At, Note: madeBefore(c.Before)})
	}
	entries, err := os.ReadDir(b.e.Paths.Copies)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, entry := range entries {
		if at, own := BackupTime(entry.Name()); own && entry.Type().IsRegular() {
			list = append(list, Backup{Path: filepath.Join(b.e.Paths.Copies, entry.Name()), Made: at, Note: notice.New("backup-own", nil)})
		}
	}
	slices.SortStableFunc(list, func(a, b Backup) int { return b.Made.Compare(a.Made) })
	return list, nil
}

// madeBefore words the large change that a copy was made before. what is the argument of
// CopyBefore, and "" for a daily copy.
func madeBefore(what string) notice.Notice {
	switch what {
	case "":
		return notice.Notice{}
	case "forgetting":
		return notice.New("backup-before-forgetting", nil)
	case "restore":
		return notice.New("backup-before-restore", nil)
	case "repair":
		return notice.New("backup-before-repair", nil)
	case "merging tags":
		return notice.New("backup-before-merging-tags", nil)
	}
	return notice.New("backup-before", notice.Params{"What": what}) // of another version
}

// BackUp writes all annotations to a file and returns the number of records. When BackUp
// returns, the file is on the disk and was read back.
func (b *Session) BackUp(ctx context.Context, path string) (int, error) {
	if filepath.Dir(path) == b.e.Paths.Copies {
		if err := b.e.MakeCopies(); err != nil {
			return 0, err
		}
	}
	_, summary, err := b.e.BackUp(ctx, path)
	return summary.Records, err
}

// CompareBackup tells what RestoreBackup would change.
func (b *Session) CompareBackup(ctx context.Context, path string, merge bool) (BackupChanges, error) {
	in, err := b.e.OpenAnnotations(restoring(path, merge))
	if err != nil {
		return BackupChanges{}, err
	}
	defer in.Close()
	d, err := in.Compare(ctx, b.e, nil)
	if err != nil {
		return BackupChanges{}, err
	}
	return BackupChanges{Made: in.Summary().Header.Made, Kinds: d.Kinds, Photos: d.Photos, Waiting: d.Waiting}, nil
}

// RestoreBackup imports a file of annotations. With merge, annotations that the file doesn't
// have stay. The annotations of before are kept in a file, whose path is returned. progress
// may be called on any goroutine.
func (b *Session) RestoreBackup(ctx context.Context, path string, merge bool, progress func(done int)) (string, error) {
	in, err := b.e.OpenAnnotations(restoring(path, merge))
	if err != nil {
		return "", err
	}
	defer in.Close()
	before, err := b.e.CopyBefore(ctx, "restore")
	if err == nil {
		_, err = in.Apply(ctx, b.e, progress)
		b.annotationsChanged()
	}
	return before, err
}

func restoring(path string, merge bool) TakingIn {
	return TakingIn{Path: path, Replace: !merge, Folders: true}
}
