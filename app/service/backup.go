package service

import (
	"time"

	"descry/app/notice"
	"descry/library/annotation"
)

// Backup is a file of what the user said.
type Backup struct {
	Path string
	Made time.Time
	Note notice.Notice // why it was made, such as before forgetting; zero for a daily copy
}

// BackupChanges is what restoring a backup would change.
type BackupChanges struct {
	Made   time.Time
	Kinds  []annotation.KindDifference // none: nothing changes
	Photos int                         // whose words change
	// Waiting are those of them that aren't in the library: their words wait for them.
	Waiting int
}
