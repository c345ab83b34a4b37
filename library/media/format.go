package media

import (
	"bytes"
	"strings"

	"descry/library/media/heif"
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

// signatures are the formats known by their first bytes alone.
var signatures = []struct {
	prefix string
	format Format
}{
	{"\xff\xd8", JPEG},
	{"\x89PNG\r\n\x1a\n", PNG},
	{"GIF87a", GIF},
	{"GIF89a", GIF},
	{"BM", BMP},
	{"II*\x00", TIFF},
	{"MM\x00*", TIFF},
	{"II+\x00", TIFF},
	{"MM\x00+", TIFF},
	{"\xff\x0a", JXL}, // bare codestream
	{"\x00\x00\x00\x0cJXL ", JXL},
	{"\x00\x00\x00\x0cjP  ", JPEG2000},
	{"\xff\x4f\xff\x51", JPEG2000},
	{"8BPS", PSD},
}

// sniff tells the format by content. Most raw files begin as a TIFF does.
func sniff(data []byte) (Format, error) {
	if len(data) == 0 {
		return "", fail(ErrDamaged, "the file is empty")
	}
	if raw.Sniff(data) {
		return Raw, nil
	}
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.prefix)) {
			return s.format, nil
		}
	}
	if len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP" {
		return WebP, nil
	}
	switch heif.Sniff(data) {
	case heif.HEIC:
		return HEIC, nil
	case heif.AVIF:
		return AVIF, nil
	case heif.Video:
		return "", fail(ErrNotPhoto, "the file is a video, not a photo")
	default:
		return "", fail(ErrNotPhoto, "the content of the file is not a photo")
	}
}
