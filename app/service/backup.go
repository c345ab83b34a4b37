package service

import "time"

// Backup is a file of what the user said.
type Backup struct {
	Path string
	Made time.Time
	Note string // why it was made, such as "before forgetting"; "" for a daily copy
}

// BackupChanges is what restoring a backup would change.
type BackupChanges struct {
	Made   time.Time
	Kinds  []string // a clause for each kind of words, such as "tags: 12 added, 3 taken back"; none: nothing changes
	Photos int      // whose words change
	// Waiting are those of them that aren't in the library: their words wait for them.
	Waiting int
}
