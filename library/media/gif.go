package media

import (
	"bufio"
	"compress/lzw"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"io"

	"descry/library/container"
)

// gifFile is the first frame of a GIF. The standard library refuses files that browsers show:
// with frames beyond the canvas, surplus or missing data, or bytes between the blocks. gifFile
// reads these, too.
type gifFile struct {
	canvas      image.Point
	frame       image.Rectangle // on the canvas, and maybe beyond the canvas
	interlaced  bool
	colours     *[256][4]byte
	codeSize    int
	pixels      func() io.Reader
	transparent int // -1 for none
}

// readGIF reads up to the pixels of the first frame.
func readGIF(data []byte) (*header, error) {
	f, err := parseGIF(data)
	if err != nil {
		return nil, err
	}
	h := &header{width: f.canvas.X, height: f.canvas.Y, orientation: 1, decode: f.decode}
	h.fixed = 1 << 20
	if f.interlaced {
		h.fixed += int64(f.frame.Dx()) * int64(f.frame.Dy())
	}
	return h, nil
}

var errGIF = errors.New("it ends before the first frame")

func parseGIF(data []byte) (*gifFile, error) {
	src := container.Memory(data)
	if src.Size() < 13 {
		return nil, errors.New("its header is cut off")
	}
	g, err := src.OpenGIF()
	if err != nil {
		return nil, errGIF
	}
	f := &gifFile{transparent: -1, canvas: image.Pt(g.Width, g.Height)}
	for b, err := range src.GIFBlocks(g.First) {
		if err != nil {
			return nil, errGIF
		}
		switch b.Kind {
		case container.GIFTrailer:
			return nil, errNoPicture
		case container.GIFImage:
			return f, f.image(src, b, g.Colours)
		}
		if b.Label == container.GIFGraphicControl {
			f.control(src, b.Data)
		}
	}
	return nil, errGIF
}

// control reads which colour is transparent.
func (f *gifFile) control(src container.Source, at int64) {
	for part, err := range src.SubBlocks(at) {
		b, bytesErr := part.All()
		if err != nil || bytesErr != nil {
			return // the walk through the blocks finds the error, too
		}
		if len(b) >= 4 {
			f.transparent = -1
			if b[0]&1 != 0 {
				f.transparent = int(b[3])
			}
		}
	}
}

// image reads what stands in front of the pixels of a frame.
func (f *gifFile) image(src container.Source, b container.GIFBlock, global container.Source) error {
	number := func(i int) int { return int(binary.LittleEndian.Uint16(b.Descriptor[i:])) }
	f.frame = image.Rect(number(0), number(2), number(0)+number(4), number(2)+number(6))
	f.interlaced = b.Descriptor[8]&0x40 != 0
	colours := b.Colours
	if colours.Size() == 0 {
		colours = global
	}
	table, err := colours.All()
	switch {
	case err != nil:
		return err
	case f.frame.Empty():
		return errNoPicture
	case len(table) == 0:
		return errors.New("it has no colours")
	}
	f.place()
	f.colours = new([256][4]byte)
	for i := range f.colours {
		f.colours[i][3] = 255
		if 3*i+2 < len(table) {
			copy(f.colours[i][:3], table[3*i:])
		}
	}
	if f.transparent >= 0 {
		f.colours[f.transparent] = [4]byte{}
	}
	if f.codeSize = int(b.CodeSize); f.codeSize < 2 || f.codeSize > 8 {
		return errors.New("its codes have an impossible size")
	}
	f.pixels = func() io.Reader { return src.SubBlockReader(b.Data) }
	return nil
}

// place makes the frame the picture where the canvas has no size or shows nothing of the
// frame.
func (f *gifFile) place() {
	if !f.frame.Overlaps(image.Rectangle{Max: f.canvas}) {
		f.frame = f.frame.Sub(f.frame.Min)
		f.canvas = f.frame.Max
	}
}

// decode decodes the first frame and puts it on its canvas.
func (f *gifFile) decode(ctx context.Context, _ []byte, p plan) (*image.NRGBA, string, error) {
	pixels := lzw.NewReader(bufio.NewReader(f.pixels()), lzw.LSB, f.codeSize)
	defer pixels.Close()
	r := newReducer(p)
	w, h := f.frame.Dx(), f.frame.Dy()
	indices := make([]byte, w)
	var all []byte
	if f.interlaced {
		all = make([]byte, w*h)
	}
	row := make([]byte, 4*w)
	rows := 0
	for y := range interlacedRows(h, f.interlaced) {
		if rows%64 == 0 && ctx.Err() != nil {
			return nil, "", ctx.Err()
		}
		if n, err := io.ReadFull(pixels, indices); err != nil && (n == 0 || rows > 0) {
			break // what there is of a first row is shown
		}
		rows++
		if f.interlaced {
			copy(all[y*w:], indices)
			continue
		}
		f.add(r, y, indices, row)
	}
	if rows == 0 {
		return nil, "", errors.New("it ends early")
	}
	if f.interlaced {
		f.addAll(r, all, row, rows)
	}
	if rows < h {
		return r.image(), "it ends early", nil
	}
	return r.image(), "", nil
}

// interlacedRows are the rows in the order in which they are stored.
func interlacedRows(h int, interlaced bool) func(yield func(int) bool) {
	passes := [][2]int{{0, 1}}
	if interlaced {
		passes = [][2]int{{0, 8}, {4, 8}, {2, 4}, {1, 2}}
	}
	return func(yield func(int) bool) {
		for _, p := range passes {
			for y := p[0]; y < h; y += p[1] {
				if !yield(y) {
					return
				}
			}
		}
	}
}

// addAll gives the rows of an interlaced frame. In place of a missing row the row above is
// shown.
func (f *gifFile) addAll(r *reducer, all, row []byte, rows int) {
	w, h := f.frame.Dx(), f.frame.Dy()
	there := make([]bool, h)
	for y := range interlacedRows(h, true) {
		if rows > 0 {
			there[y] = true
			rows--
		}
	}
	from := 0
	for y := range h {
		if there[y] {
			from = y
		}
		f.add(r, y, all[from*w:(from+1)*w], row)
	}
}

// add gives the part of a row that lies on the canvas.
func (f *gifFile) add(r *reducer, y int, indices, row []byte) {
	if y += f.frame.Min.Y; y >= f.canvas.Y {
		return
	}
	n := min(len(indices), f.canvas.X-f.frame.Min.X)
	lookUp(row[:4*n], indices, f.colours)
	r.Add(f.frame.Min.X, y, row[:4*n])
}
