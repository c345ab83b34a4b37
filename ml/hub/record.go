package hub

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
)

// record is what a folder remembers of its download, so that gigabytes are not hashed again
// and parts are recognised.
type record struct {
	Repository string `json:"repository"`
	Revision   string `json:"revision"`
	// Commit is where the files are from, or are going to be.
	Commit string `json:"commit"`
	// Complete says that every wanted file of the commit arrived.
	Complete bool `json:"complete"`
	// Files are the verified files, by their names.
	Files map[string]stamp `json:"files"`
	// Parts are the checksums that unfinished files are going to have.
	Parts map[string]string `json:"parts"`
}

// stamp is a file when it was verified. A file with another size or time of change is verified
// again.
type stamp struct {
	Sum        string `json:"sum"`
	Size       int64  `json:"size"`
	ModifiedNS int64  `json:"modified_ns"`
}

const (
	recordFile     = ".download.json"
	lockFile       = ".download.lock"
	partSuffix     = ".part"
	maxRecordBytes = 4 << 20
)

// readRecord takes a record that is damaged or from elsewhere for an empty one, which only
// costs verifying again.
func readRecord(root *os.Root) (record, error) {
	f, err := root.Open(recordFile)
	if errors.Is(err, fs.ErrNotExist) {
		return newRecord(), nil
	}
	if err != nil {
		return record{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxRecordBytes))
	if err != nil {
		return record{}, err
	}
	return parseRecord(data), nil
}

func parseRecord(data []byte) record {
	r := newRecord()
	if json.Unmarshal(data, &r) != nil || r.Files == nil || r.Parts == nil {
		return newRecord()
	}
	for name := range r.Files {
		if checkPath(name) != nil {
			return newRecord()
		}
	}
	for name := range r.Parts {
		if checkPath(name) != nil {
			return newRecord()
		}
	}
	return r
}

func newRecord() record {
	return record{Files: map[string]stamp{}, Parts: map[string]string{}}
}

// write replaces the record on disk, whole or not at all.
func (r record) write(root *os.Root) error {
	data, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	f, err := root.OpenFile(recordFile+partSuffix, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return root.Rename(recordFile+partSuffix, recordFile)
}
