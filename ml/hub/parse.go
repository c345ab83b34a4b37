package hub

import (
	"encoding/json"
	"fmt"
	"strings"

	"descry/internal/safename"
)

// entry is one element of the list as the server sends it.
type entry struct {
	Type string `json:"type"`
	OID  string `json:"oid"`
	Size int64  `json:"size"`
	Path string `json:"path"`
	LFS  *struct {
		OID  string `json:"oid"`
		Size int64  `json:"size"`
	} `json:"lfs"`
}

// longestPath is the length of a path, in bytes, that all systems can open below a folder.
const longestPath = 500

// parseFiles adds the files of one page to those of the pages before.
func parseFiles(files []File, page []byte) ([]File, error) {
	var entries []entry
	if err := json.Unmarshal(page, &entries); err != nil {
		return nil, err
	}
	seen := make(map[string]bool, len(files)+len(entries))
	for _, f := range files {
		seen[f.Path] = true
	}
	for _, e := range entries {
		if e.Type != "file" {
			continue
		}
		f, err := e.file()
		if err != nil {
			return nil, err
		}
		if seen[f.Path] {
			return nil, fmt.Errorf("%.100q stands there twice", f.Path)
		}
		if len(files) == maxFiles {
			return nil, fmt.Errorf("more than %d files", maxFiles)
		}
		seen[f.Path] = true
		files = append(files, f)
	}
	return files, nil
}

func (e entry) file() (File, error) {
	if err := checkPath(e.Path); err != nil {
		return File{}, fmt.Errorf("%.100q: %w", e.Path, err)
	}
	f := File{Path: e.Path, Size: e.Size, GitSHA1: e.OID}
	sum := sha1Hex.MatchString(e.OID)
	if e.LFS != nil { // git itself has only a pointer to the file
		f.Size, f.GitSHA1, f.SHA256 = e.LFS.Size, "", strings.TrimPrefix(e.LFS.OID, "sha256:")
		sum = sha256Hex.MatchString(f.SHA256)
	}
	if !sum {
		return File{}, fmt.Errorf("%.100q has no checksum", e.Path)
	}
	if f.Size < 0 || f.Size > maxFileBytes {
		return File{}, fmt.Errorf("%.100q has %d bytes, not 0 to %d", e.Path, f.Size, int64(maxFileBytes))
	}
	return f, nil
}

// checkPath allows the paths of files that every system can have below a folder.
func checkPath(path string) error {
	if len(path) > longestPath {
		return fmt.Errorf("a path of more than %d bytes", longestPath)
	}
	return safename.Path(path)
}
