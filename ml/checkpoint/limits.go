package checkpoint

import (
	"errors"
	"fmt"
	"strconv"

	"descry/internal/safename"
)

// Bounds that no published model comes near. The bounds keep a hostile file from costing more
// than a few dozen megabytes.
const (
	maxHeader    = 8 << 20  // bytes of a safetensors header or of a shard index
	maxPickle    = 8 << 20  // bytes of data.pkl; a model of 2,000 tensors needs 300 KB
	maxOpcodes   = 1 << 20  // of a pickle: some 40 per tensor are usual
	maxDirectory = 16 << 20 // bytes of a zip archive's directory
	maxEntries   = 1 << 16  // files in a zip archive
	maxTensors   = 1 << 16
	maxShards    = 256 // each keeps a file open
	maxRank      = 8
	maxElements  = 1 << 40
	maxName      = 512      // bytes of a tensor's name
	maxGather    = 64 << 20 // bytes of a view that is not contiguous, which is held in memory
)

// elements multiplies a shape without overflow.
func elements(shape []int64) (int64, error) {
	if len(shape) > maxRank {
		return 0, fmt.Errorf("%d dimensions, more than %d", len(shape), maxRank)
	}
	n := int64(1)
	for _, d := range shape {
		if d < 0 || d > maxElements {
			return 0, fmt.Errorf("shape %v has the impossible size %d", shape, d)
		}
		if d > 0 && n > maxElements/d {
			return 0, fmt.Errorf("shape %v has too many elements", shape)
		}
		n *= d
	}
	return n, nil
}

// checkName refuses tensor names that no model has and that would spoil messages.
func checkName(name string) error {
	if name == "" {
		return errors.New("a tensor without a name")
	}
	if len(name) > maxName || !safename.Printable(name) {
		return fmt.Errorf("tensor name %s is too long or not printable", quote(name))
	}
	return nil
}

// quote makes text of a file fit for a message: printable, and not too long.
func quote(s string) string {
	const most = 100
	if len(s) > most {
		return strconv.Quote(s[:most]) + "…"
	}
	return strconv.Quote(s)
}

// printable returns a path, quoted if it can't be printed as it is.
func printable(path string) string {
	if safename.Printable(path) {
		return path
	}
	return strconv.Quote(path)
}
