package jxl

import (
	"fmt"

	"descry/library/media/colour"
)

// Config is the content of a file's header.
type Config struct {
	// Width and Height are the size upright, since libjxl turns pictures itself.
	Width, Height int
	Bits          int  // of a colour sample
	Float         bool // samples are of floating point
	Grey          bool
	Alpha         bool
	Premultiplied bool // colours are multiplied by the opacity
	Inks          bool // there is black beside three colours, which then are inks
	Animated      bool
	// Colours are the colours of the decoded pixels, unless OwnProfile is true: then [Profile]
	// tells.
	Colours    colour.Tags
	OwnProfile bool

	lossy    bool
	linear   bool // pixels are linear light, for which 8 bits are too few
	channels int  // besides the colours
	fileSize int64
}

// Deep says whether pixels are handed out with 16 bits a sample.
func (c Config) Deep() bool { return c.Bits > 8 || c.Float || c.linear }

// Memory estimates what decoding takes in a child process, in bytes: the file, the picture,
// and libjxl's own memory, which is all samples of lossless pictures and of extra channels as
// 32 bits.
func (c Config) Memory() int64 {
	sample, pixel, kept := int64(1), int64(4), int64(3)
	if c.Deep() {
		sample = 2
	}
	if c.Grey {
		kept = 1
		if !c.Alpha {
			pixel = 1
		}
	}
	if c.lossy {
		kept = 0
	}
	const overhead = 16 << 20
	pixels := int64(c.Width) * int64(c.Height)
	return overhead + 2*c.fileSize + pixels*(sample*pixel+4*(kept+int64(c.channels)))
}

// maxChannels bounds extra channels. The format allows up to 4,352, pictures have a few.
const maxChannels = 64

// DecodeConfig reads the header. Errors wrap ErrFormat.
func DecodeConfig(data []byte) (Config, error) {
	stream, err := codestream(data)
	if err != nil {
		return Config{}, err
	}
	b := &bits{data: stream, ok: true}
	if b.u(16) != 0x0aff {
		return Config{}, fmt.Errorf("%w: it has no codestream", ErrFormat)
	}
	c := Config{fileSize: int64(len(data))}
	c.Width, c.Height = b.size()
	c.metadata(b)
	switch {
	case !b.ok:
		return Config{}, fmt.Errorf("%w: its header is cut off", ErrFormat)
	case c.channels > maxChannels:
		return Config{}, fmt.Errorf("%w: it has %d extra channels", ErrFormat, c.channels)
	}
	return c, nil
}

// ratios of width to height.
var ratios = [8][2]uint64{1: {1, 1}, 2: {12, 10}, 3: {4, 3}, 4: {3, 2}, 5: {16, 9}, 6: {5, 4}, 7: {2, 1}}

// size reads a SizeHeader.
func (b *bits) size() (width, height int) {
	small := b.flag()
	side := func() uint64 {
		if small {
			return 8 * uint64(1+b.u(5))
		}
		return uint64(b.u32(choice{1, 9}, choice{1, 13}, choice{1, 18}, choice{1, 30}))
	}
	return b.sides(side)
}

// previewSize reads a PreviewHeader.
func (b *bits) previewSize() {
	small := b.flag()
	b.sides(func() uint64 {
		if small {
			return 8 * uint64(b.u32(choice{16, 0}, choice{32, 0}, choice{1, 5}, choice{33, 9}))
		}
		return uint64(b.u32(choice{1, 6}, choice{65, 8}, choice{321, 10}, choice{1345, 12}))
	})
}

// sides reads a height and either a ratio or a width.
func (b *bits) sides(side func() uint64) (width, height int) {
	h := side()
	ratio := ratios[b.u(3)]
	if ratio[1] == 0 {
		return int(side()), int(h)
	}
	return int(h * ratio[0] / ratio[1]), int(h)
}

// metadata reads ImageMetadata up to the colours.
func (c *Config) metadata(b *bits) {
	c.Bits, c.lossy = 8, true
	if b.flag() { // all is as usual
		return
	}
	if b.flag() {
		if b.u(3) >= 4 { // orientations 5 to 8
			c.Width, c.Height = c.Height, c.Width
		}
		if b.flag() { // the size to be shown in
			b.size()
		}
		if b.flag() {
			b.previewSize()
		}
		if c.Animated = b.flag(); c.Animated {
			b.animation()
		}
	}
	c.Bits, c.Float = b.depth()
	b.flag() // 16 bits are enough for the decoder's own numbers
	c.channels = int(b.u32(choice{0, 0}, choice{1, 0}, choice{2, 4}, choice{1, 12}))
	if c.channels > maxChannels {
		return
	}
	for range c.channels {
		c.extra(b)
	}
	c.lossy = b.flag()
	c.encoding(b)
	if c.lossy && c.OwnProfile {
		// Only the name of the colours is left, since libjxl hands out linear light.
		c.OwnProfile, c.linear = false, true
		c.Colours.CICP = colour.CICP{Primaries: primariesSRGB, Transfer: transferLinear}
	}
}

func (b *bits) animation() {
	b.u32(choice{100, 0}, choice{1000, 0}, choice{1, 10}, choice{1, 30})
	b.u32(choice{1, 0}, choice{1001, 0}, choice{1, 8}, choice{1, 10})
	b.u32(choice{0, 0}, choice{0, 3}, choice{0, 16}, choice{0, 32})
	b.flag()
}

// depth reads a BitDepth.
func (b *bits) depth() (n int, float bool) {
	if !b.flag() {
		return int(b.u32(choice{8, 0}, choice{10, 0}, choice{12, 0}, choice{1, 6})), false
	}
	n = int(b.u32(choice{32, 0}, choice{16, 0}, choice{24, 0}, choice{1, 6}))
	b.u(4)
	return n, true
}

// Types of extra channels.
const (
	channelAlpha = 0
	channelSpot  = 2
	channelBlack = 4
	channelCFA   = 5
)

// extra reads an ExtraChannelInfo.
func (c *Config) extra(b *bits) {
	if b.flag() {
		c.Alpha = true
		return
	}
	kind := b.enum()
	b.depth()
	b.u32(choice{0, 0}, choice{3, 0}, choice{4, 0}, choice{1, 3})
	for range b.u32(choice{0, 0}, choice{0, 4}, choice{16, 5}, choice{48, 10}) {
		b.u(8)
	}
	switch kind {
	case channelAlpha:
		premultiplied := b.flag()
		if !c.Alpha { // the first channel of opacity counts
			c.Alpha, c.Premultiplied = true, premultiplied
		}
	case channelSpot:
		for range 4 {
			b.u(16)
		}
	case channelBlack:
		c.Inks = true
	case channelCFA:
		b.u32(choice{1, 0}, choice{0, 2}, choice{3, 4}, choice{19, 8})
	}
}
