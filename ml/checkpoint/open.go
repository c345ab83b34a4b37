package checkpoint

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Open opens a checkpoint: a weights file, an index of shards or one of its shards, or the
// folder as downloaded. The content tells the format. Errors name the file and the reason in
// printable characters.
func Open(path string) (File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open checkpoint: %w", err)
	}
	if info.IsDir() {
		path, err = choose(path)
	} else {
		path = indexOf(path)
	}
	if err != nil {
		return nil, fmt.Errorf("open checkpoint: %w", err)
	}
	c, err := openPath(path)
	if err != nil {
		return nil, fmt.Errorf("read checkpoint %s: %w", printable(path), err)
	}
	return c, nil
}

// indexOf is the path of a shard's index, where there is one.
func indexOf(path string) string {
	if m := shardName.FindStringSubmatch(filepath.Base(path)); m != nil {
		index := filepath.Join(filepath.Dir(path), m[1]+".safetensors"+indexSuffix)
		if _, err := os.Stat(index); err == nil {
			return index
		}
	}
	return path
}

func openPath(path string) (*checkpoint, error) {
	if isIndex(path) {
		return openSharded(path)
	}
	return openFile(path, parse)
}

// parse reads one file of either format.
func parse(r io.ReaderAt, size int64) (*checkpoint, error) {
	format, err := detect(r, size)
	switch {
	case err != nil:
		return nil, err
	case format == torchArchive:
		return parseTorch(r, size)
	}
	return parseSafetensors(r, size)
}

// openFile opens and parses one file. The checkpoint closes the file.
func openFile(path string, parse func(io.ReaderAt, int64) (*checkpoint, error)) (*checkpoint, error) {
	f, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	c, err := parse(f, size)
	if err == nil && len(c.tensors) == 0 {
		err = errors.New("it holds no tensors")
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	c.closers = append(c.closers, f)
	return c, nil
}

// openRegular refuses devices and pipes before opening them, since opening might block.
func openRegular(path string) (*os.File, int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, errors.New("not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	if info, err = f.Stat(); err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}
