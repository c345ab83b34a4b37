package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"descry/app/service/models"
	"descry/internal/atomicfile"
	"descry/ml"
	"descry/ml/llm2clip"
)

// importRequest names the downloaded files of a pair and says how to store it.
type importRequest struct {
	vision, text string   // a folder as downloaded, or the weights file in it
	name         string   // "" for one made of the towers' sizes
	quantize     string   // "int8", "int4", "none"; "" is int8
	languages    []string // ISO 639-1
	clipColours  bool     // of a SigLIP2 tower, see llm2clip.Options
	out          string   // a folder of its own, "" for the shelf
	weightsOnly  bool     // round no inputs of the image tower: for graphics cards
	progress     func(done, total int64)
}

// precisions are how each tower is stored.
func (r importRequest) precisions() (image, text llm2clip.Precision, err error) {
	switch r.quantize {
	case "none":
		return llm2clip.Float32, llm2clip.Float32, nil
	case "int8", "":
		image, text = llm2clip.DynamicInt8, llm2clip.Int8
	case "int4":
		image, text = llm2clip.DynamicInt8, llm2clip.Int4
	default:
		return "", "", &usageError{fmt.Errorf("--quantize %.40q: want int8, int4 or none", r.quantize)}
	}
	if r.weightsOnly {
		image = llm2clip.Int8
	}
	return image, text, nil
}

// importModel makes a pack of a pair of checkpoints and puts it on the shelf, where
// it lies under its id. A pair that was imported before in the same way is found
// there and not written again.
func (e *engine) importModel(ctx context.Context, r importRequest) (ml.Manifest, string, error) {
	pair, err := openPair(r)
	if err != nil {
		return ml.Manifest{}, "", err
	}
	defer pair.Close()
	if r.out != "" {
		return pair.write(ctx, r.out)
	}
	release, err := e.shelf.workshop()
	if err != nil {
		return ml.Manifest{}, "", err
	}
	m, dir, err := pair.shelve(ctx, e.shelf)
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

// openPair finds out all that can be wrong before anything is written.
func openPair(r importRequest) (*pair, error) {
	p := &pair{}
	if err := p.openAll(r); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func (p *pair) openAll(r importRequest) (err error) {
	if p.options.Image, p.options.Text, err = r.precisions(); err != nil {
		return err
	}
	p.options.Name, p.options.Languages, p.options.CLIPColours, p.options.Progress = r.name, r.languages, r.clipColours, r.progress
	vision, err := p.open(r.vision)
	if err != nil {
		return &fileError{models.ImportVision, r.vision, err}
	}
	text, err := p.open(r.text)
	if err != nil {
		return &fileError{models.ImportText, r.text, err}
	}
	if p.vision, err = llm2clip.OpenVision(vision.weights, vision.config); err != nil {
		return &fileError{models.ImportVision, r.vision, fmt.Errorf("%s: %w", printable(r.vision), err)}
	}
	if p.text, err = llm2clip.OpenText(text.weights, text.config); err != nil {
		return &fileError{models.ImportText, r.text, fmt.Errorf("%s: %w", printable(r.text), err)}
	}
	if err = llm2clip.CheckPair(p.vision, p.text); err != nil {
		return err
	}
	p.options.Licence = licences(vision.licence, text.licence)
	if p.options.Tokenizer, err = readTokenizer(text.folder, p.text.Vocabulary); err != nil {
		return &fileError{models.ImportText, r.text, err}
	}
	return nil
}

// write writes a pack into a folder that doesn't exist yet, and tries it.
func (p *pair) write(ctx context.Context, dir string) (ml.Manifest, string, error) {
	m, err := llm2clip.WritePack(ctx, dir, p.vision, p.text, p.options)
	if errors.Is(err, fs.ErrExist) {
		return m, "", &usageError{fmt.Errorf("%s exists already: name a folder that doesn't", printable(dir))}
	}
	return m, dir, err
}

// shelve writes a pack and gives its folder the name of its id.
func (p *pair) shelve(ctx context.Context, s *shelf) (ml.Manifest, string, error) {
	work := filepath.Join(s.dir, ".import")
	m, _, err := p.write(ctx, work)
	if err != nil {
		return m, "", err
	}
	dir := filepath.Join(s.dir, m.ID)
	if err = atomicfile.Rename(work, dir); err == nil {
		return m, dir, nil
	}
	if old := s.read(m.ID); old.pack != nil { // imported before
		return old.pack.Manifest, dir, os.RemoveAll(work)
	}
	return m, "", errors.Join(fmt.Errorf("put the model on the shelf: %w", err), os.RemoveAll(work))
}
