package service

import (
	"time"

	"descry/app/notice"
	"descry/library/annotation"
)

// Backup is a file of annotations: a daily copy, a copy before a large change, or a backup
// that the user made.
type Backup struct {
	Path string
	Made time.Time
	Note notice.Notice // large change that the copy was made before; zero for a daily copy
}

// BackupChanges is what restoring a backup would change.
type BackupChanges struct {
	Made   time.Time
	Kinds  []annotation.KindDifference // no kinds: nothing changes
	Photos int                         // photos whose annotations change
	// Waiting counts those of the photos that aren't in the library. Their annotations wait
	// for them.
	Waiting int
}
