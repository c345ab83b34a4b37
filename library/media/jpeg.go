package media

import (
	"bytes"
	"fmt"
)

const (
	// maxScans is ten times what progressive encoders write.
	maxScans = 100
	// maxScanWork bounds scans x pixels. Each scan passes over the whole picture, and
	// libjpeg-turbo takes about 2 ns for each pixel of a scan.
	maxScanWork = 4 << 30
)

// readJPEG reads the header of a JPEG.
func readJPEG(data []byte) (*header, error) {
	if !bytes.HasPrefix(data, []byte{0xff, 0xd8}) {
		return nil, errNoFrame
	}
	info, err := parseJPEG(data)
	if err != nil {
		return nil, err
	}
	if err := info.complete(); err != nil {
		return nil, err
	}
	h := &header{width: info.width, height: info.height, orientation: info.orientation}
	h.colours.ICC, h.colours.AdobeRGB = info.profile.whole(), info.adobeRGB
	h.inks = info.components == 4
	if err := info.decodable(); err != nil {
		return h, err
	}
	if err := info.workable(); err != nil {
		return h, err
	}
	if info.rare() {
		prepareRareJPEG(h, info)
	} else {
		prepareJPEG(h, info)
	}
	return h, nil
}

// decodable refuses the processes of T.81 that no decoder here knows.
func (i *jpegInfo) decodable() error {
	switch {
	case i.rare():
		return nil
	case i.precision != 8 && i.precision != 0:
		return fail(ErrUnsupported, fmt.Sprintf("JPEG with %d bits a sample is not supported", i.precision))
	case i.process == 3 || i.process == 7 || i.process == 11 || i.process == 15:
		return fail(ErrUnsupported, "lossless JPEG is not supported")
	case i.process == 5 || i.process == 6 || i.process == 13 || i.process == 14:
		return fail(ErrUnsupported, "hierarchical JPEG is not supported")
	}
	return nil
}

// workable refuses pictures made of so many scans that decoding never ends.
func (i *jpegInfo) workable() error {
	if i.scans > maxScans || int64(i.scans)*int64(i.width)*int64(i.height) > maxScanWork {
		return fail(ErrTooLarge, fmt.Sprintf("the JPEG takes too long to open (%d scans)", i.scans))
	}
	return nil
}
