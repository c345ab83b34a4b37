package models

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"descry/app/notice"
	"descry/app/problem"
	"descry/internal/atomicfile"
	"descry/ml"
	"descry/ml/llm2clip"
)

// ImportOptions names the downloaded files of a pair and says how to store it.
type ImportOptions struct {
	Vision, Text string   // a folder as downloaded, or the weights file in it
	Name         string   // "" for a name made of the towers' sizes
	Quantize     string   // "int8", "int4", "none"; "" is int8
	Languages    []string // ISO 639-1
	ClipColours  bool     // of a SigLIP2 tower, see llm2clip.Options
	Out          string   // folder of the pack, "" for the model store
	WeightsOnly  bool     // round no inputs of the image tower: for graphics cards
	Progress     func(done, total int64)
}

// precisions are how each tower is stored.
func (r ImportOptions) precisions() (image, text llm2clip.Precision, err error) {
	switch r.Quantize {
	case "none":
		return llm2clip.Float32, llm2clip.Float32, nil
	case "int8", "":
		image, text = llm2clip.DynamicInt8, llm2clip.Int8
	case "int4":
		image, text = llm2clip.DynamicInt8, llm2clip.Int4
	default:
		return "", "", problem.Usage("import-quantize", notice.Params{"Word": problem.Quotable(r.Quantize, 40)})
	}
	if r.WeightsOnly {
		image = llm2clip.Int8
	}
	return image, text, nil
}

// ImportModel makes a pack of a pair of checkpoints. In the model store the pack lies under
// its id. A pair that was imported before in the same way is found there and not written
// again.
func (e *Manager) ImportModel(ctx context.Context, r ImportOptions) (ml.Manifest, string, error) {
	pair, err := openPair(r)
	if err != nil {
		return ml.Manifest{}, "", err
	}
	defer pair.Close()
	if r.Out != "" {
		return pair.write(ctx, r.Out)
	}
	release, err := e.Packs.lockForImport()
	if err != nil {
		return ml.Manifest{}, "", err
	}
	m, dir, err := pair.store(ctx, e.Packs)
	return m, dir, errors.Join(err, release())
}

// pair is an image tower and a text encoder, open and checked.
type pair struct {
	vision  *llm2clip.Vision
	text    *llm2clip.Text
	options llm2clip.Options
	files   []io.Closer
}

// Close closes the checkpoints.
func (p *pair) Close() error {
	var errs []error
	for _, f := range p.files {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// openPair checks all that can be wrong before anything is written.
func openPair(r ImportOptions) (*pair, error) {
	p := &pair{}
	if err := p.openAll(r); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func (p *pair) openAll(r ImportOptions) (err error) {
	if p.options.Image, p.options.Text, err = r.precisions(); err != nil {
		return err
	}
	p.options.Name, p.options.Languages, p.options.CLIPColours, p.options.Progress = r.Name, r.Languages, r.ClipColours, r.Progress
	vision, err := p.open(r.Vision)
	if err != nil {
		return &FieldError{ImportVision, r.Vision, err}
	}
	text, err := p.open(r.Text)
	if err != nil {
		return &FieldError{ImportText, r.Text, err}
	}
	if p.vision, err = llm2clip.OpenVision(vision.weights, vision.config); err != nil {
		return &FieldError{ImportVision, r.Vision, fmt.Errorf("%s: %w", problem.Printable(r.Vision), err)}
	}
	if p.text, err = llm2clip.OpenText(text.weights, text.config); err != nil {
		return &FieldError{ImportText, r.Text, fmt.Errorf("%s: %w", problem.Printable(r.Text), err)}
	}
	if err = llm2clip.CheckPair(p.vision, p.text); err != nil {
		return err
	}
	p.options.Licence = licences(vision.licence, text.licence)
	if p.options.Tokenizer, err = readTokenizer(text.folder, p.text.Vocabulary); err != nil {
		return &FieldError{ImportText, r.Text, err}
	}
	return nil
}

// write writes a pack into a folder that doesn't exist yet, and tries the pack.
func (p *pair) write(ctx context.Context, dir string) (ml.Manifest, string, error) {
	m, err := llm2clip.WritePack(ctx, dir, p.vision, p.text, p.options)
	if errors.Is(err, fs.ErrExist) {
		return m, "", problem.Usage("import-exists", notice.Params{"Path": problem.Printable(dir)})
	}
	return m, dir, err
}

// store writes a pack and gives the folder the name of the pack's id.
func (p *pair) store(ctx context.Context, s *Store) (ml.Manifest, string, error) {
	work := filepath.Join(s.dir, ".import")
	m, _, err := p.write(ctx, work)
	if err != nil {
		return m, "", err
	}
	dir := filepath.Join(s.dir, m.ID)
	if err = atomicfile.Rename(work, dir); err == nil {
		return m, dir, nil
	}
	if old := s.read(m.ID); old.Pack != nil { // imported before
		return old.Pack.Manifest, dir, os.RemoveAll(work)
	}
	return m, "", errors.Join(fmt.Errorf("put the model into the model store: %w", err), os.RemoveAll(work))
}
