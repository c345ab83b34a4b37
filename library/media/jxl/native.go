//go:build (linux || darwin) && (amd64 || arm64)

package jxl

import (
	"fmt"
	"image"
	"runtime"
	"unsafe"

	"descry/library/media/worker"
)

// libjxl's numbers for events, samples and byte orders (decode.h and types.h).
const (
	statusSuccess   = 0
	statusError     = 1
	statusNeedInput = 2
	statusNeedImage = 5
	statusBasicInfo = 0x40
	statusColours   = 0x100
	statusFullImage = 0x1000

	samplesUint8  = 2
	samplesUint16 = 3

	bigEndian = 2

	profileOfPixels = 1
)

// pixelFormat is JxlPixelFormat.
type pixelFormat struct {
	channels, samples, endianness uint32
	align                         uintptr
}

// basicInfo is JxlBasicInfo, of which only the start is used, with more room than the struct
// takes.
type basicInfo struct {
	container     int32
	width, height uint32
	rest          [500]byte
}

// oldest is libjxl 0.7: older versions can't divide colours by their opacity. Since 0.9 the
// functions for profiles have no parameter for the format.
const (
	oldest        = 7000
	withoutFormat = 9000
)

// libjxl are functions of the library. Only the library follows the pointers to decoders.
type libjxl struct {
	version         func() uint32
	create          func(manager uintptr) uintptr
	destroy         func(decoder uintptr)
	subscribe       func(decoder uintptr, events int32) int32
	unpremultiply   func(decoder uintptr, yes int32) int32
	setInput        func(decoder uintptr, data *byte, size uintptr) int32
	closeInput      func(decoder uintptr)
	process         func(decoder uintptr) int32
	info            func(decoder uintptr, info *basicInfo) int32
	imageSize       func(decoder uintptr, format *pixelFormat, size *uintptr) int32
	setImage        func(decoder uintptr, format *pixelFormat, pix *byte, size uintptr) int32
	flush           func(decoder uintptr) int32
	profileSize     func(decoder uintptr, target int32, size *uintptr) int32
	profile         func(decoder uintptr, target int32, icc *byte, size uintptr) int32
	oldProfileSize  func(decoder, format uintptr, target int32, size *uintptr) int32
	oldProfile      func(decoder, format uintptr, target int32, icc *byte, size uintptr) int32
	hasOldSignature bool
}

// system is the library once it is open.
var system *libjxl

// libraryNames are the names of the minor versions, the newest first.
func libraryNames() (names []string) {
	for minor := 15; minor >= 7; minor-- {
		names = append(names, fmt.Sprintf("libjxl.so.0.%d", minor), fmt.Sprintf("libjxl.0.%d.dylib", minor))
	}
	return names
}

// openNative opens the library.
func openNative() (name string, err error) {
	library, err := worker.OpenLibrary(libraryNames()...)
	if err != nil {
		return "", err
	}
	l := new(libjxl)
	if err := library.Register(map[string]any{"JxlDecoderVersion": &l.version}); err != nil {
		return "", err
	}
	version := l.version()
	name = fmt.Sprintf("libjxl %d.%d.%d", version/1000000, version/1000%1000, version%1000)
	if version < oldest {
		return "", fmt.Errorf("%w: %s is too old", worker.ErrMissing, name)
	}
	functions := map[string]any{
		"JxlDecoderCreate":                &l.create,
		"JxlDecoderDestroy":               &l.destroy,
		"JxlDecoderSubscribeEvents":       &l.subscribe,
		"JxlDecoderSetUnpremultiplyAlpha": &l.unpremultiply,
		"JxlDecoderSetInput":              &l.setInput,
		"JxlDecoderCloseInput":            &l.closeInput,
		"JxlDecoderProcessInput":          &l.process,
		"JxlDecoderGetBasicInfo":          &l.info,
		"JxlDecoderImageOutBufferSize":    &l.imageSize,
		"JxlDecoderSetImageOutBuffer":     &l.setImage,
		"JxlDecoderFlushImage":            &l.flush,
		"JxlDecoderGetICCProfileSize":     &l.profileSize,
		"JxlDecoderGetColorAsICCProfile":  &l.profile,
	}
	if version < withoutFormat {
		l.hasOldSignature = true
		functions["JxlDecoderGetICCProfileSize"] = &l.oldProfileSize
		functions["JxlDecoderGetColorAsICCProfile"] = &l.oldProfile
	}
	if err := library.Register(functions); err != nil {
		return "", err
	}
	system = l
	return name, nil
}

// decodeNative decodes a file, or answers with the profile of its pixels.
func decodeNative(file, options []byte, a *worker.Answer) error {
	c, err := DecodeConfig(file)
	if err != nil {
		return err
	}
	d := &decoder{libjxl: system, Config: c, answer: a, onlyProfile: string(options) == profileOption}
	d.pinned.Pin(&file[0])
	defer d.pinned.Unpin()
	if d.at = d.create(0); d.at == 0 {
		return worker.ErrMemory
	}
	defer d.destroy(d.at)
	return d.decode(file)
}

// decoder decodes one file.
type decoder struct {
	*libjxl
	Config
	at          uintptr
	pinned      runtime.Pinner // what the library keeps pointers to
	pix         []byte
	answer      *worker.Answer
	onlyProfile bool
}

// errRefused means that libjxl has found fault with the file. libjxl doesn't tell the fault.
var errRefused = fmt.Errorf("%w: libjxl refuses it", worker.ErrDecode)

func (d *decoder) decode(file []byte) error {
	events := int32(statusBasicInfo | statusFullImage)
	if d.onlyProfile {
		events = statusColours
	}
	if d.subscribe(d.at, events) != statusSuccess || d.unpremultiply(d.at, 1) != statusSuccess ||
		d.setInput(d.at, &file[0], uintptr(len(file))) != statusSuccess {
		return errRefused
	}
	d.closeInput(d.at)
	for {
		var err error
		switch status := d.process(d.at); status {
		case statusBasicInfo:
			err = d.checkSize()
		case statusColours:
			return d.sendProfile()
		case statusNeedImage:
			err = d.takeImage()
		case statusFullImage:
			return d.send()
		case statusNeedInput:
			return d.sendCut()
		default:
			return errRefused
		}
		if err != nil {
			return err
		}
	}
}

func (d *decoder) checkSize() error {
	info := new(basicInfo)
	if d.info(d.at, info) != statusSuccess {
		return errRefused
	}
	if int(info.width) != d.Width || int(info.height) != d.Height {
		return fmt.Errorf("%w: its sizes contradict each other", worker.ErrDecode)
	}
	return nil
}

// takeImage gives libjxl room for the pixels.
func (d *decoder) takeImage() error {
	format := pixelFormat{channels: 4, samples: samplesUint8, endianness: bigEndian}
	if d.Grey && !d.Alpha {
		format.channels = 1
	}
	want := int64(format.channels) * int64(d.Width) * int64(d.Height)
	if d.Deep() {
		format.samples = samplesUint16
		want *= 2
	}
	var size uintptr
	if d.imageSize(d.at, &format, &size) != statusSuccess || int64(size) != want {
		return errRefused
	}
	if want > maxPixelBytes {
		return worker.ErrMemory
	}
	d.pix = make([]byte, size)
	d.pinned.Pin(&d.pix[0])
	if d.setImage(d.at, &format, &d.pix[0], size) != statusSuccess {
		return errRefused
	}
	return nil
}

// maxPixelBytes bounds the pixels of a picture, whatever the header states.
const maxPixelBytes = worker.MaxMemory

func (d *decoder) send() error {
	if d.pix == nil {
		return errRefused
	}
	r := image.Rect(0, 0, d.Width, d.Height)
	switch samples := !d.Grey || d.Alpha; {
	case samples && d.Deep():
		return d.answer.Send(&image.NRGBA64{Pix: d.pix, Stride: 8 * d.Width, Rect: r})
	case samples:
		return d.answer.Send(&image.NRGBA{Pix: d.pix, Stride: 4 * d.Width, Rect: r})
	case d.Deep():
		return d.answer.Send(&image.Gray16{Pix: d.pix, Stride: 2 * d.Width, Rect: r})
	}
	return d.answer.Send(&image.Gray{Pix: d.pix, Stride: d.Width, Rect: r})
}

// sendCut sends the part of a picture that is cut off, if the part is large enough.
func (d *decoder) sendCut() error {
	if d.pix == nil || d.flush(d.at) != statusSuccess {
		return fmt.Errorf("%w: it ends early", worker.ErrDecode)
	}
	if err := d.send(); err != nil {
		return err
	}
	return d.answer.Bytes([]byte(cutMark))
}

// sendProfile answers with the profile of the pixels.
func (d *decoder) sendProfile() error {
	var size uintptr
	if d.getProfileSize(&size) != statusSuccess || size == 0 || size > worker.MaxBytes {
		return errRefused
	}
	icc := make([]byte, size)
	if d.getProfile(unsafe.SliceData(icc), size) != statusSuccess {
		return errRefused
	}
	return d.answer.Bytes(icc)
}

func (d *decoder) getProfileSize(size *uintptr) int32 {
	if d.hasOldSignature {
		return d.oldProfileSize(d.at, 0, profileOfPixels, size)
	}
	return d.profileSize(d.at, profileOfPixels, size)
}

func (d *decoder) getProfile(icc *byte, size uintptr) int32 {
	if d.hasOldSignature {
		return d.oldProfile(d.at, 0, profileOfPixels, icc, size)
	}
	return d.profile(d.at, profileOfPixels, icc, size)
}
