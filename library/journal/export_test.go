package journal

import "os"

// SetLimit sets the size from which a segment is followed by another.
func SetLimit(j *Journal, bytes int64) { j.limit = bytes }

// SetSync sets how a file and the names in a folder are brought to the disk.
func SetSync(j *Journal, file func(f *os.File) error, folder func(dir string)) {
	j.syncFile, j.syncFolder = file, folder
}
