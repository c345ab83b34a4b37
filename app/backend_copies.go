package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"descry/app/service"
	"descry/library/copies"
)

// BackupPath implements ui.CopyBackend.
func (b *backend) BackupPath() string {
	return filepath.Join(b.e.paths.Copies, backupName(time.Now()))
}

// Backups implements ui.CopyBackend.
func (b *backend) Backups(context.Context) ([]service.Backup, error) {
	kept, err := copies.List(b.e.paths.Copies)
	if err != nil {
		return nil, owned(err)
	}
	var list []service.Backup
	for _, c := range kept {
		one := service.Backup{Path: c.Path, Made: c.At}
		if c.Before != "" {
			one.Note = "before " + c.Before
		}
		list = append(list, one)
	}
	entries, err := os.ReadDir(b.e.paths.Copies)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, owned(err)
	}
	for _, entry := range entries {
		if at, own := backupTime(entry.Name()); own && entry.Type().IsRegular() {
			list = append(list, service.Backup{Path: filepath.Join(b.e.paths.Copies, entry.Name()), Made: at, Note: "backup"})
		}
	}
	slices.SortStableFunc(list, func(a, b service.Backup) int { return b.Made.Compare(a.Made) })
	return list, nil
}

// BackUp implements ui.CopyBackend.
func (b *backend) BackUp(ctx context.Context, path string) (int, error) {
	if filepath.Dir(path) == b.e.paths.Copies {
		if err := b.e.makeCopies(); err != nil {
			return 0, owned(err)
		}
	}
	_, summary, err := b.e.backUp(ctx, path)
	return summary.Records, owned(err)
}

// CompareBackup implements ui.CopyBackend.
func (b *backend) CompareBackup(ctx context.Context, path string, merge bool) (service.BackupChanges, error) {
	in, err := b.e.openWords(restoring(path, merge))
	if err != nil {
		return service.BackupChanges{}, owned(err)
	}
	defer in.close()
	d, err := in.compare(ctx, b.e, nil)
	if err != nil {
		return service.BackupChanges{}, owned(err)
	}
	c := service.BackupChanges{Made: in.summary().Header.Made, Photos: d.Photos, Waiting: d.Waiting}
	for _, k := range d.Kinds {
		c.Kinds = append(c.Kinds, kindName(k.Kind)+": "+changeText(k))
	}
	return c, nil
}

// RestoreBackup implements ui.CopyBackend.
func (b *backend) RestoreBackup(ctx context.Context, path string, merge bool, progress func(done int)) (string, error) {
	in, err := b.e.openWords(restoring(path, merge))
	if err != nil {
		return "", owned(err)
	}
	defer in.close()
	before, err := b.e.copyBefore(ctx, "restore")
	if err == nil {
		_, err = in.apply(ctx, b.e, progress)
		b.everythingSaidChanged()
	}
	return before, owned(err)
}

func restoring(path string, merge bool) takingIn {
	return takingIn{path: path, replace: !merge, folders: true}
}
