package ml

import (
	"errors"
	"fmt"
	"image"
	"sync"
)

// maxSide bounds the sides of photos that Tensor accepts, in pixels, far above those of
// decoded photos. maxSide keeps the products of sides inside an int.
const maxSide = 1 << 20

// Preprocessor turns pictures into the tensors of one vision encoder, bit for bit as Pillow
// resizes in 8 bits. Preprocessor is safe for concurrent use.
type Preprocessor struct {
	size int
	mode resizeMode
	// values maps channel and clipped sum (−512…511, offset 512) to the
	// normalised float.
	values [3][1024]float32

	mu      sync.Mutex
	kernels map[axis]*kernel
	scratch sync.Pool // of *workspace
	bytes   sync.Pool // of *bytesWorkspace
}

// NewPreprocessor builds the preprocessor of a manifest's vision part.
func NewPreprocessor(v Vision) (*Preprocessor, error) {
	if err := v.validate(); err != nil {
		return nil, fmt.Errorf("preprocessor: %w", err)
	}
	mode, err := parseResize(v.Resize, v.CropRounding)
	if err != nil {
		return nil, fmt.Errorf("preprocessor: %w", err)
	}
	p := &Preprocessor{size: v.Size, mode: mode, kernels: make(map[axis]*kernel)}
	p.scratch.New = func() any { return new(workspace) }
	p.bytes.New = func() any { return new(bytesWorkspace) }
	for c := range p.values {
		for i := range p.values[c] {
			level := float64(clipTable[i]) / 255
			p.values[c][i] = float32((level - v.Mean[c]) / v.Std[c])
		}
	}
	return p, nil
}

// Size is the side of the square input in pixels.
func (p *Preprocessor) Size() int { return p.size }

// TensorLen is the number of floats of one picture: 3·Size·Size.
func (p *Preprocessor) TensorLen() int { return 3 * p.size * p.size }

// Tensor writes one picture as [3, Size, Size] (planes of red, green, blue) to dst, which must
// hold TensorLen floats. The picture must be upright. The picture's alpha is dropped, not
// composited.
func (p *Preprocessor) Tensor(dst []float32, img *image.NRGBA) error {
	if len(dst) < p.TensorLen() {
		return fmt.Errorf("preprocess: tensor of %d floats, want %d", len(dst), p.TensorLen())
	}
	if err := checkPicture(img); err != nil {
		return fmt.Errorf("preprocess: %w", err)
	}
	b := img.Bounds()
	x, y := p.mode.axes(b.Dx(), b.Dy(), p.size)
	p.resample(dst, img, p.kernel(x), p.kernel(y))
	return nil
}

func (p *Preprocessor) resample(dst []float32, img *image.NRGBA, columns, rows *kernel) {
	if columns.starts != nil {
		w := p.bytes.Get().(*bytesWorkspace)
		defer p.bytes.Put(w)
		w.resample(p, dst, img, columns, rows)
		return
	}
	w := p.scratch.Get().(*workspace)
	defer p.scratch.Put(w)
	w.resample(p, dst, img, columns.taps, rows.taps)
}

func checkPicture(img *image.NRGBA) error {
	if img == nil {
		return errors.New("no picture")
	}
	b := img.Bounds()
	switch {
	case b.Empty():
		return errors.New("the picture is empty")
	case b.Dx() > maxSide || b.Dy() > maxSide:
		return fmt.Errorf("the picture has %d × %d pixels, at most %d a side", b.Dx(), b.Dy(), maxSide)
	case img.Stride < 4*b.Dx() || len(img.Pix) < (b.Dy()-1)*img.Stride+4*b.Dx():
		return fmt.Errorf("the picture of %d × %d has only %d bytes", b.Dx(), b.Dy(), len(img.Pix))
	}
	return nil
}

// maxKernels bounds the remembered weights. A camera makes few sizes. A folder of odd crops
// just recomputes its weights (20 µs).
const maxKernels = 64

func (p *Preprocessor) kernel(a axis) *kernel {
	p.mu.Lock()
	defer p.mu.Unlock()
	if k, ok := p.kernels[a]; ok {
		return k
	}
	if len(p.kernels) >= maxKernels {
		clear(p.kernels)
	}
	k := newKernel(a)
	p.kernels[a] = k
	return k
}
