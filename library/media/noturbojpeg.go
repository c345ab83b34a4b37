//go:build !cgo || nojpegturbo

package media

import (
	"image"

	"descry/library/media/worker"
)

func jpegDecoders() map[worker.Kind]worker.Decoder { return nil }

// prepareJPEG chooses the standard library where libjpeg-turbo is not built in.
func prepareJPEG(h *header, info jpegInfo) { prepareStdJPEG(h, info) }

func encodeJPEG(m *image.NRGBA, quality int) ([]byte, error) { return encodeStdJPEG(m, quality) }
