//go:build (linux || darwin) && (amd64 || arm64)

package heif

import (
	"unsafe"

	"github.com/ebitengine/purego"

	"descry/library/media/worker"
)

// pluginTable is heif_decoder_plugin of heif_plugin.h in libheif 1.15 to 1.18.
type pluginTable struct {
	apiVersion  int32
	name        uintptr
	initialise  uintptr
	end         uintptr
	supports    uintptr
	newDecoder  uintptr
	freeDecoder uintptr
	pushData    uintptr
	decodeImage uintptr
}

const pluginVersion = 3

// plugin is a decoder of libheif. Until 1.18 the library turns every picture into RGB, which
// takes longer than decoding, and then into the requested format. The library's decoders hand
// out the coded samples.
type plugin struct {
	newDecoder  func(decoder *uintptr) heifError
	freeDecoder func(decoder uintptr)
	pushData    func(decoder uintptr, data *byte, size uintptr) heifError
	decodeImage func(decoder uintptr, image *uintptr) heifError
}

// openPlugin finds the functions of a decoder. From 1.15 to 1.18 a decoder's descriptor is the
// decoder's table itself. The result is nil for another descriptor.
func openPlugin(descriptor uintptr) *plugin {
	table := *(**pluginTable)(unsafe.Pointer(&descriptor)) // no memory of Go's
	if table == nil || table.apiVersion != pluginVersion {
		return nil
	}
	p := new(plugin)
	purego.RegisterFunc(&p.newDecoder, table.newDecoder)
	purego.RegisterFunc(&p.freeDecoder, table.freeDecoder)
	purego.RegisterFunc(&p.pushData, table.pushData)
	purego.RegisterFunc(&p.decodeImage, table.decodeImage)
	return p
}

// image decodes a picture. The decoder copies the data.
func (p *plugin) image(coded *picture) (image uintptr, err error) {
	data := coded.units()
	if len(data) == 0 {
		return 0, worker.ErrDecode
	}
	var decoder uintptr
	if err := p.newDecoder(&decoder).err(); err != nil {
		return 0, err
	}
	defer p.freeDecoder(decoder)
	if err := p.pushData(decoder, &data[0], uintptr(len(data))).err(); err != nil {
		return 0, err
	}
	if err := p.decodeImage(decoder, &image).err(); err != nil {
		return 0, err
	}
	if image == 0 {
		return 0, worker.ErrDecode
	}
	return image, nil
}
