package heif

// working is about what decoders take for a picture, in bytes.
type working struct{ native, wasm int64 }

// pixels are the pixels of a coded picture, by its stream where the stream states more.
func (p *picture) pixels() int64 {
	const most = 1 << 40 // far more than any picture has
	return min(max(area(p.CodedWidth, p.CodedHeight), area(p.info.width, p.info.height)), most)
}

func area(width, height int) int64 { return int64(width) * int64(height) }

// frameBytes are the bytes of a coded picture's samples.
func (p *picture) frameBytes() int64 {
	perPixel := []int64{2, 3, 4, 6}[p.info.chroma] // halves
	if p.info.bits > 8 {
		perPixel *= 2
	}
	return p.pixels() * perPixel / 2
}

// Bytes of the decoders in WebAssembly for each pixel: 6 and 20 measured with a HEIC of 12
// megapixels and an AVIF of 20, rounded up. Deep samples take half as much again.
const (
	heicPixelBytes     = 7
	avifPixelBytes     = 21
	avifDeepPixelBytes = 32
	// fixedBytes is the memory of a decoder with its stack and tables, and of its process.
	fixedBytes = 28 << 20
)

// memory estimates what decoding takes.
func (p *picture) memory() working {
	w := p.parts()
	return working{fixedBytes + w.native, fixedBytes + w.wasm}
}

func (p *picture) parts() (w working) {
	whole := min(area(p.CodedWidth, p.CodedHeight), 1<<40)
	switch {
	case p.layers != nil:
		for _, l := range p.layers {
			w.atLeast(l.parts(), 8*l.pixels())
		}
		w.add(4 * whole)
	case p.cells != nil:
		first := p.cells[0]
		w = first.parts()
		// the tiles of a row wait for each other
		w.native += int64(p.columns) * first.frameBytes()
		tile := int64(4)
		if p.Deep {
			tile = 8
		}
		w.wasm += int64(p.columns) * first.pixels() * tile
		if first.codedBy == hevc {
			w.wasm += min(whole, maxPixels) * heicPixelBytes
		}
	default:
		w.native = 3*p.frameBytes() + p.pixels()
		w.wasm = heicPixelBytes * p.pixels()
		if p.codedBy == av1 {
			w.wasm = avifPixelBytes * p.pixels()
			if p.Deep {
				w.wasm = avifDeepPixelBytes * p.pixels()
			}
		}
	}
	if p.alpha != nil {
		w.atLeast(p.alpha.parts(), 0)
		w.add(p.alpha.pixels())
	}
	return w
}

func (w *working) atLeast(other working, more int64) {
	w.native, w.wasm = max(w.native, other.native+more), max(w.wasm, other.wasm+more)
}

func (w *working) add(bytes int64) {
	w.native += bytes
	w.wasm += bytes
}
