package backup

import (
	"context"

	"descry/app/service"
)

// Backend copies what the user said to a file, and brings it back. All methods may be called
// from any goroutine; errors carry one sentence for the user.
type Backend interface {
	// BackupPath is where a backup goes unless the user says otherwise.
	BackupPath() string
	// Backups lists the copies and backups where they go by themselves, newest first.
	Backups(ctx context.Context) ([]service.Backup, error)
	// BackUp writes all that the user said to a file, which is on the disk and was read
	// back when it returns, and tells how many records that were.
	BackUp(ctx context.Context, path string) (records int, err error)
	// CompareBackup tells what RestoreBackup would change.
	CompareBackup(ctx context.Context, path string, merge bool) (service.BackupChanges, error)
	// RestoreBackup brings back what a file says. With merge nothing is taken back of
	// which it doesn't speak. What there was is kept in a file beforehand, whose path is
	// returned. progress may be called on any goroutine.
	RestoreBackup(ctx context.Context, path string, merge bool, progress func(done int)) (before string, err error)
}
