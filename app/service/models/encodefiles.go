package models

import (
	"context"
	"fmt"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"descry/library/index"
	"descry/library/media"
)

// EncodeImages encodes photos the way the indexer does: the same decoding, the same
// preprocessing, the same encoder.
func (m *Encoder) EncodeImages(ctx context.Context, dir string, names []string) ([][]float32, error) {
	files := make([]string, len(names))
	for i, name := range names {
		files[i] = filepath.Join(dir, name)
	}
	return m.EncodeFiles(ctx, files)
}

// EncodeFiles gives the vectors of photos outside the library.
func (m *Encoder) EncodeFiles(ctx context.Context, files []string) ([][]float32, error) {
	if len(files) == 0 {
		return nil, nil
	}
	enc, err := m.Vision()
	if err != nil {
		return nil, err
	}
	vectors := make([][]float32, len(files))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(2, enc.Parallel()+1))
	for i, file := range files {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error {
			v, err := encodeFile(ctx, enc, file)
			vectors[i] = v
			return err
		})
	}
	return vectors, g.Wait()
}

// EncodeFile gives the vector of a photo outside the library.
func (m *Encoder) EncodeFile(ctx context.Context, path string) ([]float32, error) {
	enc, err := m.Vision()
	if err != nil {
		return nil, err
	}
	return encodeFile(ctx, enc, path)
}

func encodeFile(ctx context.Context, enc index.Encoder, path string) ([]float32, error) {
	input, err := prepareFile(ctx, enc, path)
	if err != nil {
		return nil, err
	}
	return EncodeInput(ctx, enc, path, input)
}

// EncodeInput encodes one photo. path is for the error.
func EncodeInput(ctx context.Context, enc index.Encoder, path string, input []float32) ([]float32, error) {
	vectors, err := enc.Encode(ctx, [][]float32{input})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return vectors[0], nil
}

// prepareFile reads a photo and makes the encoder's input.
func prepareFile(ctx context.Context, enc index.Encoder, path string) ([]float32, error) {
	photo, err := index.OpenPhoto(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer photo.Close()
	img, err := photo.Decode(ctx, media.Options{MinSide: enc.MinSide()})
	return prepared(enc, path, img, err)
}

// PrepareData makes the encoder's input of a photo's bytes. path is for the error.
func PrepareData(ctx context.Context, enc index.Encoder, path string, data []byte) ([]float32, error) {
	img, err := media.Decode(ctx, data, media.Options{MinSide: enc.MinSide()})
	return prepared(enc, path, img, err)
}

// prepared makes the encoder's input of a decoded photo.
func prepared(enc index.Encoder, path string, img *media.Image, err error) ([]float32, error) {
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	input, err := enc.Prepare(img.Pix)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return input, nil
}
