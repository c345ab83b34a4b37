package llm2clip

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"os"
	"path/filepath"

	"descry/ml/onnx"
)

// producer stands in the models as the program that wrote them.
const producer = "descry"

// packWriter writes the files of one pack and keeps their checksums.
type packWriter struct {
	ctx  context.Context
	dir  string
	sums map[string]string // file → hex SHA-256

	progress    func(done, total int64)
	done, total int64
}

// model writes a graph and its weights. external are the names of the files beside the model,
// none if all weights are small.
func (w *packWriter) model(name string, g *onnx.Graph) (external []string, err error) {
	model, err := w.create(name)
	if err != nil {
		return nil, err
	}
	data, err := w.create(name + dataSuffix)
	if err != nil {
		return nil, errors.Join(err, model.Close())
	}
	err = g.Write(model, data, onnx.Files{Location: name + dataSuffix, Producer: producer})
	if err := errors.Join(err, model.finish(), data.finish()); err != nil {
		return nil, err
	}
	if data.size == 0 {
		delete(w.sums, data.name)
		return nil, os.Remove(filepath.Join(w.dir, data.name))
	}
	return []string{data.name}, nil
}

// file writes a small file.
func (w *packWriter) file(name string, content []byte) error {
	f, err := w.create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.finish())
}

// hashedFile is a file in the making.
type hashedFile struct {
	*os.File
	pack   *packWriter
	name   string
	size   int64
	sum    hash.Hash
	buffer *bufio.Writer
}

func (w *packWriter) create(name string) (*hashedFile, error) {
	f, err := os.OpenFile(filepath.Join(w.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	return &hashedFile{File: f, pack: w, name: name, sum: sha256.New(), buffer: bufio.NewWriterSize(f, 1<<20)}, nil
}

// Write also hashes, reports progress, and fails once the context has ended.
func (f *hashedFile) Write(b []byte) (int, error) {
	w := f.pack
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := f.buffer.Write(b)
	f.sum.Write(b[:n]) // a hash never fails
	f.size += int64(n)
	w.done += int64(n)
	if w.progress != nil {
		w.progress(min(w.done, w.total), w.total)
	}
	return n, err
}

// finish brings the file to the disk, closes it and keeps its checksum.
func (f *hashedFile) finish() error {
	err := errors.Join(f.buffer.Flush(), f.Sync(), f.Close())
	f.pack.sums[f.name] = hex.EncodeToString(f.sum.Sum(nil))
	return err
}
