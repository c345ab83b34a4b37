//go:build !cgo || nojpegturbo

package media

import "image"

func decodePlanes([]byte) (*image.YCbCr, error) { return nil, errNoPlanes }
