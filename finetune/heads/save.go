package heads

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"descry/finetune"
	"descry/internal/atomicfile"
	"descry/internal/safename"
)

// Save keeps a head and returns its id. Equal heads have the same id and are kept once. When
// Save returns, the head outlasts a power cut.
func (s *Store) Save(h *finetune.Head) (id string, err error) {
	if id, err = s.save(h); err != nil {
		return "", fmt.Errorf("save head: %w", err)
	}
	return id, nil
}

func (s *Store) save(h *finetune.Head) (string, error) {
	var file bytes.Buffer
	if err := h.Encode(&file); err != nil {
		return "", err
	}
	id := idOf(h, file.Bytes())
	// A whole file of this name is this head. A damaged file is replaced.
	if kept, err := os.ReadFile(s.path(id)); err == nil && bytes.Equal(kept, file.Bytes()) {
		return id, nil
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return "", atomicfile.Explain(err)
	}
	return id, atomicfile.Explain(atomicfile.WriteBytes(s.path(id), file.Bytes()))
}

// idOf is the time of the training and the beginning of the file's hash. Ids sort by time, and
// no two heads share an id.
func idOf(h *finetune.Head, file []byte) string {
	sum := sha256.Sum256(file)
	return h.Created.UTC().Format(idTime) + "-" + hex.EncodeToString(sum[:4])
}

// idTime is the layout of the time in an id.
const idTime = "20060102-150405"

// longestID is far above the length of what idOf makes.
const longestID = 100

// checkID accepts only plain names, which stay inside the folder.
func checkID(id string) error {
	if !safename.ID(id, "-_", longestID) {
		return ErrNotFound
	}
	return nil
}

// Export writes a copy of a head to a file that does not exist yet. If the file exists, the
// error is ErrExists and the file stays as it is.
func (s *Store) Export(id, path string) error {
	if err := s.export(id, path); err != nil {
		return fmt.Errorf("export head %s: %w", id, err)
	}
	return nil
}

func (s *Store) export(id, path string) error {
	if _, err := s.load(id); err != nil { // a damaged head is of no use elsewhere
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return ErrExists
	}
	file, err := os.ReadFile(s.path(id))
	if err != nil {
		return err
	}
	if err = atomicfile.Create(path, file); errors.Is(err, fs.ErrExist) {
		return ErrExists
	}
	return atomicfile.Explain(err)
}

// Import keeps a copy of a head file from elsewhere and returns its id. A file that is no
// usable head gives finetune.ErrHeadFile with the reason.
func (s *Store) Import(path string) (id string, err error) {
	h, err := read(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = errors.New("the file is not there")
	}
	if err == nil {
		id, err = s.save(h)
	}
	if err != nil {
		return "", fmt.Errorf("import head from %s: %w", path, err)
	}
	return id, nil
}
