//go:build (linux || darwin) && (amd64 || arm64)

package heif

import (
	"fmt"
	"runtime"
	"strings"
	"unsafe"

	"descry/library/media/worker"
)

// libheif's numbers for codings, colour spaces and channels (heif.h).
const (
	heifHEVC = 1
	heifAV1  = 4

	heifUndefined = 99

	heifYCbCr      = 0
	heifMonochrome = 2

	heifY  = 0
	heifCb = 1
	heifCr = 2
)

// heifError is the result of most functions: a code, 0 for success, and a text.
type heifError struct {
	code, subcode int32
	message       *byte
}

func (e heifError) err() error {
	if e.code == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s", worker.ErrDecode, goString(e.message))
}

// goString copies the start of a C string of a library.
func goString(p *byte) string {
	if p == nil {
		return "no reason is given"
	}
	var b strings.Builder
	for i := 0; i < 200; i++ {
		c := *(*byte)(unsafe.Add(unsafe.Pointer(p), i))
		if c == 0 {
			break
		}
		b.WriteByte(c)
	}
	return b.String()
}

// libheif are functions of the library. Only the library follows the pointers to contexts,
// handles and images.
type libheif struct {
	version       func() string
	versionNumber func() uint32
	initialise    func(parameters uintptr) heifError
	descriptors   func(coding int32, list *uintptr, most int32) int32
	contextAlloc  func() uintptr
	contextFree   func(context uintptr)
	setThreads    func(context uintptr, most int32)
	setLimit      func(context uintptr, side int32)
	read          func(context uintptr, data *byte, size uintptr, options uintptr) heifError
	primary       func(context uintptr, handle *uintptr) heifError
	handleFree    func(handle uintptr)
	decode        func(handle uintptr, image *uintptr, space, chroma int32, options uintptr) heifError
	imageFree     func(image uintptr)
	space         func(image uintptr) int32
	chroma        func(image uintptr) int32
	width         func(image uintptr, channel int32) int32
	height        func(image uintptr, channel int32) int32
	bits          func(image uintptr, channel int32) int32
	plane         func(image uintptr, channel int32, stride *int32) *byte

	plugins map[coding]*plugin // decode where the library itself would convert
}

// system is the library once it is open.
var system *libheif

const libraryOnLinux = "libheif.so.1"

// openNative opens the library and its plug-ins.
func openNative() (name string, err error) {
	library, err := worker.OpenLibrary(libraryOnLinux, "libheif.1.dylib")
	if err != nil {
		return "", err
	}
	l := new(libheif)
	err = library.Register(map[string]any{
		"heif_get_version":                           &l.version,
		"heif_get_version_number":                    &l.versionNumber,
		"heif_init":                                  &l.initialise,
		"heif_get_decoder_descriptors":               &l.descriptors,
		"heif_context_alloc":                         &l.contextAlloc,
		"heif_context_free":                          &l.contextFree,
		"heif_context_set_max_decoding_threads":      &l.setThreads,
		"heif_context_set_maximum_image_size_limit":  &l.setLimit,
		"heif_context_read_from_memory_without_copy": &l.read,
		"heif_context_get_primary_image_handle":      &l.primary,
		"heif_image_handle_release":                  &l.handleFree,
		"heif_decode_image":                          &l.decode,
		"heif_image_release":                         &l.imageFree,
		"heif_image_get_colorspace":                  &l.space,
		"heif_image_get_chroma_format":               &l.chroma,
		"heif_image_get_width":                       &l.width,
		"heif_image_get_height":                      &l.height,
		"heif_image_get_bits_per_pixel_range":        &l.bits,
		"heif_image_get_plane_readonly":              &l.plane,
	})
	if err != nil {
		return "", err
	}
	return l.open()
}

// Versions of libheif in its own numbers.
const (
	oldest = 1<<24 | 15<<16 // older versions can't list their decoders
	plain  = 1<<24 | 19<<16 // from this version on a picture is handed out as coded
)

// open prepares the library, which stays open as long as the process lives.
func (l *libheif) open() (name string, err error) {
	if l.versionNumber() < oldest {
		return "", fmt.Errorf("%w: libheif %s is too old", worker.ErrMissing, l.version())
	}
	if err := l.initialise(0).err(); err != nil {
		return "", fmt.Errorf("%w: %w", worker.ErrMissing, err)
	}
	l.plugins = map[coding]*plugin{}
	var codings []string
	for _, c := range []struct {
		coding
		number int32
		name   string
	}{{hevc, heifHEVC, "HEVC"}, {av1, heifAV1, "AV1"}} {
		var first uintptr
		if l.descriptors(c.number, &first, 1) < 1 {
			continue
		}
		codings = append(codings, c.name)
		if l.versionNumber() < plain {
			if l.plugins[c.coding] = openPlugin(first); l.plugins[c.coding] == nil {
				return "", fmt.Errorf("%w: libheif %s has another kind of plug-ins", worker.ErrMissing, l.version())
			}
		}
	}
	if codings == nil {
		return "", fmt.Errorf("%w: libheif %s has no decoders", worker.ErrMissing, l.version())
	}
	system = l
	return fmt.Sprintf("libheif %s (%s)", l.version(), strings.Join(codings, ", ")), nil
}

// decodeNative decodes a file from its coded parts.
func decodeNative(file, _ []byte, a *worker.Answer) error {
	return decodeParts(file, system.still, a)
}

// maxNative is the most memory that a picture may take natively, by an estimate.
const maxNative = 1 << 30

// still decodes a coded picture.
func (l *libheif) still(p *picture) (f *frame, err error) {
	if p.memory().native > maxNative {
		return nil, worker.ErrMemory
	}
	var image uintptr
	if plugin := l.plugins[p.codedBy]; plugin != nil {
		image, err = plugin.image(p)
	} else {
		image, err = l.image(p.still(unconverted))
	}
	if err != nil {
		return nil, err
	}
	if f, err = l.frame(image); err != nil {
		l.imageFree(image)
		return nil, err
	}
	f.release = func() { l.imageFree(image) }
	return f, nil
}

// image decodes the picture of a file.
func (l *libheif) image(file []byte) (image uintptr, err error) {
	var pinned runtime.Pinner
	pinned.Pin(&file[0])
	defer pinned.Unpin()
	context := l.contextAlloc()
	if context == 0 {
		return 0, worker.ErrMemory
	}
	defer l.contextFree(context)
	l.setThreads(context, 0)
	l.setLimit(context, maxSide)
	if err := l.read(context, &file[0], uintptr(len(file)), 0).err(); err != nil {
		return 0, err
	}
	var handle uintptr
	if err := l.primary(context, &handle).err(); err != nil {
		return 0, err
	}
	defer l.handleFree(handle)
	if err := l.decode(handle, &image, heifUndefined, heifUndefined, 0).err(); err != nil {
		return 0, err
	}
	return image, nil
}

var errPlanes = fmt.Errorf("%w: its planes are unknown", worker.ErrDecode)

// frame looks at the planes of an image.
func (l *libheif) frame(image uintptr) (*frame, error) {
	f := &frame{width: int(l.width(image, heifY)), height: int(l.height(image, heifY)), bits: int(l.bits(image, heifY))}
	channels := []int32{heifY, heifCb, heifCr}
	switch space := l.space(image); {
	case space == heifMonochrome:
		channels = channels[:1]
	case space == heifYCbCr:
		f.layout = layout(l.chroma(image))
		if f.layout == mono {
			channels = channels[:1]
		}
	default:
		return nil, errPlanes
	}
	for i, channel := range channels {
		var stride int32
		plane := l.plane(image, channel, &stride)
		height := int(l.height(image, channel))
		if plane == nil || stride <= 0 || height <= 0 || height > maxSide || int(l.bits(image, channel)) != f.bits {
			return nil, errPlanes
		}
		f.planes[i] = unsafe.Slice(plane, int(stride)*height)
		if i == 0 {
			f.row = int(stride)
		} else {
			f.chromaRow = int(stride)
		}
	}
	if len(channels) == 3 && len(f.planes[1]) != len(f.planes[2]) {
		return nil, errPlanes
	}
	return f, nil
}
