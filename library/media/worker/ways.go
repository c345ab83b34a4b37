package worker

import (
	"context"
	"errors"
)

// Ways are the decoders that may be used for files that several can decode.
type Ways int

// Native decoders are the system's.
const (
	NativeFirst Ways = iota // and WebAssembly for files that they refuse
	NativeOnly
	WebAssemblyOnly
)

type waysKey struct{}

// Using returns a context in which decoding keeps to some ways, so that their results can be
// compared.
func Using(ctx context.Context, w Ways) context.Context { return context.WithValue(ctx, waysKey{}, w) }

// WaysOf returns the ways that a context keeps to.
func WaysOf(ctx context.Context) Ways {
	w, _ := ctx.Value(waysKey{}).(Ways)
	return w
}

// DecodeEither is Decode by the system's decoder, and for files that it refuses by another
// one. A second band that begins at row 0 is that of the other one, which begins anew. missing
// says that the system's decoder isn't there.
func DecodeEither(ctx context.Context, native, other Request, use Use) (result Result, missing bool, err error) {
	ways := WaysOf(ctx)
	if ways != WebAssemblyOnly {
		result, err := Decode(ctx, native, use)
		missing = errors.Is(err, ErrUnavailable)
		refused := missing || errors.Is(err, ErrDecode)
		if !refused || ways == NativeOnly {
			return result, missing, err
		}
	}
	result, err = Decode(ctx, other, use)
	return result, missing, err
}
