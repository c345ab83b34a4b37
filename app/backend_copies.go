package app

import (
	"context"
	"path/filepath"
	"time"

	"descry/ui"
)

// BackupPath implements ui.CopyBackend.
func (b *backend) BackupPath() string {
	return filepath.Join(b.e.paths.Copies, backupName(time.Now()))
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
func (b *backend) CompareBackup(ctx context.Context, path string, merge bool) (ui.BackupChanges, error) {
	in, err := b.e.openWords(restoring(path, merge))
	if err != nil {
		return ui.BackupChanges{}, owned(err)
	}
	defer in.close()
	d, err := in.compare(ctx, b.e, nil)
	if err != nil {
		return ui.BackupChanges{}, owned(err)
	}
	c := ui.BackupChanges{Made: in.summary().Header.Made, Photos: d.Photos, Waiting: d.Waiting}
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
