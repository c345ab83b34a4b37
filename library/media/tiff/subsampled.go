package tiff

import (
	"context"
	"io"
)

// subsampledRows decodes a chunk whose pixels share colours without being a JPEG. For each
// block of pixels come all brightnesses, then the two colours (TIFF 6.0, section 21).
func (d *decoder) subsampledRows(ctx context.Context, i, x, y, w, h int) error {
	src, err := d.source(i, 0)
	if err != nil {
		return err
	}
	stream, done, err := d.open(src)
	if err != nil {
		return err
	}
	defer done()
	across, down := d.sub[0], d.sub[1]
	blocks, size := (d.chunk.width+across-1)/across, across*down+2
	packed := make([]byte, blocks*size)
	samples, out := make([]byte, 3*d.chunk.width), make([]byte, 4*w)
	for top := 0; top < h; top += down {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := io.ReadFull(stream, packed); err != nil {
			return damage(err)
		}
		if d.predictor == 2 {
			d.undoPredictor(packed, nil, size)
		}
		for row := range min(down, h-top) {
			for px := range d.chunk.width {
				block := packed[px/across*size:][:size]
				samples[3*px] = block[row*across+px%across]
				samples[3*px+1], samples[3*px+2] = block[size-2], block[size-1]
			}
			pixels(d.layout, out, samples, false)
			d.rows++
			d.sink.Add(x, y+top+row, out)
		}
	}
	return nil
}
