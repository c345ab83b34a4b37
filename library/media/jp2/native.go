//go:build (linux || darwin) && (amd64 || arm64)

package jp2

import (
	"fmt"
	"unsafe"

	"github.com/ebitengine/purego"

	"descry/library/media/worker"
)

// openjpeg's numbers of kinds of files.
const (
	codecStream = 0
	codecJP2    = 2
)

// opjComponent is opj_image_comp_t.
type opjComponent struct {
	dx, dy, w, h, x0, y0, prec, bpp, signed, resolutions, factor uint32

	data  *int32
	alpha uint16
}

// opjImage is opj_image_t.
type opjImage struct {
	x0, y0, x1, y1, components uint32

	space      int32
	comps      *opjComponent
	profile    *byte
	profileLen uint32
}

// parameters is opj_dparameters_t, of which only the start is used, with more room than the
// struct takes: two paths of 4,096 bytes are part of the struct.
type parameters struct {
	reduce, layers uint32
	rest           [16 << 10]byte
}

// openjpeg are functions of the library. Only the library follows the pointers to codecs and
// streams.
type openjpeg struct {
	version       func() string
	createCodec   func(format int32) uintptr
	destroyCodec  func(codec uintptr)
	defaults      func(p *parameters)
	setup         func(codec uintptr, p *parameters) int32
	strict        func(codec uintptr, yes int32) int32 // nil before 2.5
	createStream  func(buffer uintptr, reads int32) uintptr
	destroyStream func(stream uintptr)
	setRead       func(stream, function uintptr)
	setSkip       func(stream, function uintptr)
	setSeek       func(stream, function uintptr)
	setData       func(stream, data, free uintptr)
	setLength     func(stream uintptr, length uint64)
	readHeader    func(stream, codec uintptr, image **opjImage) int32
	decode        func(codec, stream uintptr, image *opjImage) int32
	destroyImage  func(image *opjImage)

	read, skip, seek uintptr // functions that the library calls for the bytes of a file
}

// system is the library once it is open.
var system *openjpeg

// openNative opens the library.
func openNative() (name string, err error) {
	library, err := worker.OpenLibrary("libopenjp2.so.7", "libopenjp2.7.dylib")
	if err != nil {
		return "", err
	}
	o := new(openjpeg)
	err = library.Register(map[string]any{
		"opj_version":                        &o.version,
		"opj_create_decompress":              &o.createCodec,
		"opj_destroy_codec":                  &o.destroyCodec,
		"opj_set_default_decoder_parameters": &o.defaults,
		"opj_setup_decoder":                  &o.setup,
		"opj_stream_create":                  &o.createStream,
		"opj_stream_destroy":                 &o.destroyStream,
		"opj_stream_set_read_function":       &o.setRead,
		"opj_stream_set_skip_function":       &o.setSkip,
		"opj_stream_set_seek_function":       &o.setSeek,
		"opj_stream_set_user_data":           &o.setData,
		"opj_stream_set_user_data_length":    &o.setLength,
		"opj_read_header":                    &o.readHeader,
		"opj_decode":                         &o.decode,
		"opj_image_destroy":                  &o.destroyImage,
	})
	if err != nil {
		return "", err
	}
	_ = library.Register(map[string]any{"opj_decoder_set_strict_mode": &o.strict})
	o.read, o.skip, o.seek = purego.NewCallback(readSource), purego.NewCallback(skipSource), purego.NewCallback(seekSource)
	system = o
	return "openjpeg " + o.version(), nil
}

// source is the file being decoded. A child has one at a time.
var source struct {
	data []byte
	at   int
}

// end is what the functions for the bytes of a file return for none.
const end = ^uintptr(0)

func readSource(to *byte, size, _ uintptr) uintptr {
	rest := source.data[source.at:]
	if len(rest) == 0 {
		return end
	}
	n := copy(unsafe.Slice(to, min(size, uintptr(len(rest)))), rest)
	source.at += n
	return uintptr(n)
}

func skipSource(by int64, _ uintptr) uintptr {
	to := int64(source.at) + by
	if by < 0 || to < 0 || source.at == len(source.data) {
		return end
	}
	skipped := min(by, int64(len(source.data)-source.at))
	source.at += int(skipped)
	return uintptr(skipped)
}

func seekSource(to int64, _ uintptr) uintptr {
	if to < 0 || to > int64(len(source.data)) {
		return 0
	}
	source.at = int(to)
	return 1
}

// errRefused means that openjpeg has found fault with the file.
var errRefused = fmt.Errorf("%w: openjpeg refuses it", worker.ErrDecode)

// decodeNative decodes a file. The option is the number of halvings.
func decodeNative(file, options []byte, a *worker.Answer) error {
	c, err := DecodeConfig(file)
	if err != nil {
		return err
	}
	halvings := uint32(at(options, 0))
	source.data, source.at = file, 0
	format := int32(codecJP2)
	if c.bare {
		format = codecStream
	}
	codec := system.createCodec(format)
	if codec == 0 {
		return worker.ErrMemory
	}
	defer system.destroyCodec(codec)
	p := new(parameters)
	system.defaults(p)
	p.reduce = halvings
	if system.setup(codec, p) == 0 {
		return errRefused
	}
	if system.strict != nil { // a file that is cut off is shown as far as it goes
		system.strict(codec, 0)
	}
	stream, err := system.stream(len(file))
	if err != nil {
		return err
	}
	defer system.destroyStream(stream)
	var image *opjImage
	if system.readHeader(stream, codec, &image) == 0 || image == nil {
		return errRefused
	}
	defer system.destroyImage(image)
	if system.decode(codec, stream, image) == 0 {
		return errRefused
	}
	width, height := c.Halved(int(halvings))
	parts, err := image.parts()
	if err != nil {
		return err
	}
	return c.send(picture{width, height, parts}, a)
}

// stream gives openjpeg the bytes of the source.
func (o *openjpeg) stream(length int) (uintptr, error) {
	const buffer = 256 << 10
	s := o.createStream(buffer, 1)
	if s == 0 {
		return 0, worker.ErrMemory
	}
	o.setRead(s, o.read)
	o.setSkip(s, o.skip)
	o.setSeek(s, o.seek)
	o.setData(s, 0, 0)
	o.setLength(s, uint64(length))
	return s, nil
}

// parts are the components of a decoded image, in openjpeg's memory.
func (m *opjImage) parts() (list []component, err error) {
	if m.comps == nil || m.components == 0 || m.components > maxComponents {
		return nil, errRefused
	}
	for _, c := range unsafe.Slice(m.comps, m.components) {
		if c.data == nil || c.w == 0 || c.h == 0 || c.w > maxSide || c.h > maxSide || c.prec == 0 || c.prec > 31 {
			return nil, errRefused
		}
		list = append(list, component{
			width: int(c.w), height: int(c.h), bits: int(c.prec), signed: c.signed != 0, alpha: int(c.alpha),
			data: unsafe.Slice(c.data, int(c.w)*int(c.h)),
		})
	}
	return list, nil
}
