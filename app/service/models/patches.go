package models

import "context"

// EncodePatches gives the vectors of a photo's patches, row by row.
func (m *Encoder) EncodePatches(ctx context.Context, path string) ([][]float32, error) {
	enc, err := m.Vision()
	if err != nil {
		return nil, err
	}
	input, err := prepareFile(ctx, enc, path)
	if err != nil {
		return nil, err
	}
	o, done, err := m.forImages(ctx, false)
	if err != nil {
		return nil, err
	}
	defer done()
	tower, err := o.Image(ctx)
	if err != nil {
		return nil, err
	}
	_, patches, err := tower.Patches(ctx, input)
	return patches, err
}
