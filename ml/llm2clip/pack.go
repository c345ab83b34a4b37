package llm2clip

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"descry/internal/atomicfile"
	"descry/ml"
)

// Options are what the weights do not tell about a pack.
type Options struct {
	// Name is the name for the user, made from the towers' sizes if empty.
	Name string
	// Licence is the licence of the weights, which the checkpoints don't name.
	Licence string
	// Languages are ISO 639-1 codes in which the pair was measured.
	Languages []string
	// Image and Text are the precisions of the towers.
	Image, Text Precision
	// Tokenizer is the content of the text encoder's tokenizer.json.
	Tokenizer []byte
	// CLIPColours feeds a SigLIP2 tower with CLIP's mean and deviation instead of SigLIP's
	// 0.5. The release doesn't say which of the two the tower was trained with.
	CLIPColours bool
	// Progress, if set, is called now and then, from the same goroutine, with the bytes of
	// weights written so far and in all.
	Progress func(done, total int64)
}

// Names of a pack's files.
const (
	visionFile    = "vision.onnx"
	textFile      = "text.onnx"
	tokenizerFile = "tokenizer.json"
	dataSuffix    = ".data"
)

// WritePack writes the folder of a model pack, which must not exist yet, and returns the
// manifest. The folder gets its name only when it is complete. An error or the end of the
// context leaves nothing behind.
func WritePack(ctx context.Context, dir string, v *Vision, t *Text, o Options) (ml.Manifest, error) {
	m, err := writePack(ctx, dir, v, t, o)
	if err != nil {
		return ml.Manifest{}, fmt.Errorf("write model pack %s: %w", dir, err)
	}
	return m, nil
}

func writePack(ctx context.Context, dir string, v *Vision, t *Text, o Options) (m ml.Manifest, err error) {
	if err := errors.Join(CheckPair(v, t), o.Image.check(), o.Text.check()); err != nil {
		return m, err
	}
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		return m, errors.Join(fs.ErrExist, err)
	}
	if len(o.Tokenizer) == 0 {
		return m, errors.New("the text encoder's tokenizer.json is missing")
	}
	work, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+"-*")
	if err != nil {
		return m, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(work))
		}
	}()
	if m, err = fillPack(ctx, work, v, t, o); err != nil {
		return m, err
	}
	if err := os.Chmod(work, 0o755); err != nil { // MkdirTemp gives 0700
		return m, err
	}
	return m, atomicfile.Rename(work, dir)
}

// fillPack writes the files and, last, the manifest with their checksums.
func fillPack(ctx context.Context, dir string, v *Vision, t *Text, o Options) (ml.Manifest, error) {
	image, text := v.graph(o.Image), textGraph(v, t, o.Text)
	w := &packWriter{ctx: ctx, dir: dir, sums: make(map[string]string),
		progress: o.Progress, total: image.Bytes() + text.Bytes()}
	imageData, err := w.model(visionFile, image)
	if err != nil {
		return ml.Manifest{}, err
	}
	textData, err := w.model(textFile, text)
	if err != nil {
		return ml.Manifest{}, err
	}
	if err := w.file(tokenizerFile, o.Tokenizer); err != nil {
		return ml.Manifest{}, err
	}
	m := manifest(v, t, o, w.sums)
	m.Vision.ExternalData, m.Text.ExternalData = imageData, textData
	if err := identify(&m, v.Family); err != nil {
		return m, err
	}
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return m, err
	}
	return m, w.file(ml.ManifestName, append(data, '\n'))
}
