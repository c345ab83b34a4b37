package media

import (
	"context"
	"errors"

	"descry/library/media/heif"
	"descry/library/media/jp2"
	"descry/library/media/jxl"
	"descry/library/media/worker"
)

// NativeDecoder is a library of the system that decodes in a child process if the system has
// the library.
type NativeDecoder struct {
	Reads  string   // the formats, for people
	Name   string   // with its version, such as "libheif 1.15.1 (HEVC, AV1)"; "" where there is none
	Guards []string // limits on a hostile file, see worker.About
	// Without tells what decodes in the library's place.
	Without string
	Err     error // why the library can't be asked, other than that there is none
}

// natives are the libraries that are looked for.
var natives = []struct {
	reads   string
	ask     func(ctx context.Context) (worker.About, error)
	without string
}{
	{"JPEG", func(ctx context.Context) (worker.About, error) { return worker.Ask(ctx, turboKind) }, "Go's own decoder takes several times as long"},
	{"HEIC and AVIF", heif.Native, "the decoders that are built in take four times as long"},
	{"JPEG XL", jxl.Native, "such files aren't read; libjxl 0.7 or newer reads them"},
	{"JPEG 2000", jp2.Native, "such files aren't read; openjpeg (libopenjp2) reads them"},
}

// NativeDecoders tells which libraries of the system decode. NativeDecoders starts a child for
// each.
func NativeDecoders(ctx context.Context) []NativeDecoder {
	list := make([]NativeDecoder, len(natives))
	for i, n := range natives {
		about, err := n.ask(ctx)
		list[i] = NativeDecoder{Reads: n.reads, Name: about.Decoder, Guards: about.Guards, Without: n.without}
		if !errors.Is(err, worker.ErrMissing) {
			list[i].Err = err
		}
	}
	return list
}
