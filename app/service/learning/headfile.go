package learning

import (
	"bytes"
	"fmt"
	"os"

	"descry/app/config"
	"descry/finetune"
	"descry/ml"
)

// readHead reads a head from a file of the user's.
func readHead(path string) (*finetune.Head, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h, err := finetune.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return h, nil
}

// ReadHeadFor reads the file of a head. The head of another pack is an error.
func ReadHeadFor(path string, p *ml.Pack) (*finetune.Head, error) {
	h, err := readHead(path)
	if err == nil {
		if err = h.Fits(p.ID, p.JointDim); err != nil {
			err = fmt.Errorf("%s: %w", path, err)
		}
	}
	return h, err
}

// WriteHead writes a head to a file, as a whole or not at all.
func WriteHead(path string, h *finetune.Head) error {
	var file bytes.Buffer
	if err := h.Encode(&file); err != nil {
		return err
	}
	return config.ReplaceFile(path, file.Bytes())
}
