package media

import (
	"strings"

	"descry/library/container"
	"descry/library/media/raw"
)

// name is how a format is called in a sentence.
func (f Format) name() string {
	switch f {
	case WebP:
		return "WebP"
	case Raw:
		return "raw photo"
	case JXL:
		return "JPEG XL"
	case JPEG2000:
		return "JPEG 2000"
	case PSD:
		return "Photoshop"
	default:
		return strings.ToUpper(string(f))
	}
}

// formats are the formats of files whose kind alone tells it.
var formats = map[container.Kind]Format{
	container.KindBMP:      BMP,
	container.KindJPEG:     JPEG,
	container.KindPNG:      PNG,
	container.KindGIF:      GIF,
	container.KindWebP:     WebP,
	container.KindTIFF:     TIFF, // or Raw
	container.KindJXL:      JXL,
	container.KindJXLBoxes: JXL,
	container.KindJPC:      JPEG2000,
	container.KindJP2:      JPEG2000,
	container.KindPSD:      PSD,
	container.KindRAF:      Raw,
	container.KindMRW:      Raw,
	container.KindX3F:      Raw,
	container.KindCRW:      Raw,
	container.KindCR3:      Raw,
	container.KindHEIC:     HEIC,
	container.KindAVIF:     AVIF,
}

// sniff tells the format by content. Most raw files begin as a TIFF does.
func sniff(data []byte) (Format, error) {
	if len(data) == 0 {
		return "", fail(ErrDamaged, "the file is empty")
	}
	kind := container.KindOf(data)
	if (kind == container.KindTIFF || kind == container.KindRawTIFF) && raw.Sniff(data) {
		return Raw, nil
	}
	if f := formats[kind]; f != "" {
		return f, nil
	}
	if kind == container.KindMovie {
		return "", fail(ErrNotPhoto, "the file is a video, not a photo")
	}
	return "", fail(ErrNotPhoto, "the content of the file is not a photo")
}
