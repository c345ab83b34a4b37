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
	Formats []string // that it decodes, by their names
	Name    string   // with its version, such as "libheif 1.15.1 (HEVC, AV1)"; "" where there is none
	Guards  []string // limits on a hostile file, see worker.About
	Err     error    // why the library can't be asked, other than that there is none
}

// natives are the libraries that are looked for.
var natives = []struct {
	formats []string
	ask     func(ctx context.Context) (worker.About, error)
}{
	{[]string{"JPEG"}, func(ctx context.Context) (worker.About, error) { return worker.Ask(ctx, turboKind) }},
	{[]string{"HEIC", "AVIF"}, heif.Native},
	{[]string{"JPEG XL"}, jxl.Native},
	{[]string{"JPEG 2000"}, jp2.Native},
}

// NativeDecoders tells which libraries of the system decode. NativeDecoders starts a child for
// each.
func NativeDecoders(ctx context.Context) []NativeDecoder {
	list := make([]NativeDecoder, len(natives))
	for i, n := range natives {
		about, err := n.ask(ctx)
		list[i] = NativeDecoder{Formats: n.formats, Name: about.Decoder, Guards: about.Guards}
		if !errors.Is(err, worker.ErrMissing) {
			list[i].Err = err
		}
	}
	return list
}
