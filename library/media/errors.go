package media

import (
	"context"
	"errors"
	"strings"
)

// Every error of this package wraps one of these, or the error of the context
// that ended it.
var (
	// ErrNotPhoto: the content is no photo at all.
	ErrNotPhoto = errors.New("the file is not a photo")
	// ErrUnsupported: a photo of a kind that cannot be decoded.
	ErrUnsupported = errors.New("this kind of photo is not supported")
	// ErrTooLarge: decoding would take more pixels, memory or work than allowed, or the header
	// claims so.
	ErrTooLarge = errors.New("the photo is too large to open")
	// ErrDamaged: a photo whose structure or data is broken.
	ErrDamaged = errors.New("the photo is damaged")
	// ErrTooSlow: decoding took longer than DecodeTimeout.
	ErrTooSlow = errors.New("the photo takes too long to open")
	// ErrMemory: there was not the memory to open a photo whose header promised less.
	ErrMemory = errors.New("there is not enough memory to open the photo")
	// ErrUnavailable: the decoder of photos of this kind doesn't run at the moment. The photo
	// is not at fault and may be tried again.
	ErrUnavailable = errors.New("photos of this kind can't be opened at the moment")
)

// Temporary reports that an error is the system's, so that the same bytes may be a photo at
// another time. Memory, time or the decoder's process was missing.
func Temporary(err error) bool {
	return errors.Is(err, ErrTooSlow) || errors.Is(err, ErrMemory) || errors.Is(err, ErrUnavailable)
}

// photoError is one clause for the user, of one of the kinds above. The decoder's own error is
// kept for errors.Is and errors.As.
type photoError struct {
	kind  error
	text  string
	cause error
}

func (e *photoError) Error() string { return e.text }

func (e *photoError) Unwrap() []error {
	if e.cause == nil {
		return []error{e.kind}
	}
	return []error{e.kind, e.cause}
}

// fail makes an error of a kind with a text of its own.
func fail(kind error, text string) error { return &photoError{kind: kind, text: text} }

// damaged makes an ErrDamaged for a format from its decoder's error. Errors that already have
// a kind, and errors of a context, are returned unchanged.
func damaged(f Format, cause error) error {
	var known *photoError
	if errors.As(cause, &known) || errors.Is(cause, context.Canceled) || errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	text := "the " + f.name() + " data is damaged"
	if reason := plainReason(cause); reason != "" {
		text += " (" + reason + ")"
	}
	return &photoError{kind: ErrDamaged, text: text, cause: cause}
}

// maxReason keeps a decoder's message from filling a line of the window.
const maxReason = 100

// plainReason strips the package prefixes from a decoder's message.
func plainReason(err error) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	for _, prefix := range []string{"the TIFF structure is damaged: ", "the box structure is damaged: ", "the JPEG XL structure is damaged: ", "the JPEG 2000 structure is damaged: ", "the PNG structure is damaged: ", "png: ", "gif: ", "jpeg: ", "webp: ", "vp8l: ", "vp8: ", "riff: ",
		"bmp: ", "zlib: ", "flate: ", "lzw: ", "ccitt: ", "invalid format: ", "invalid JPEG format: "} {
		text = strings.TrimPrefix(text, prefix)
	}
	text = strings.ReplaceAll(strings.TrimSpace(text), "\n", " ")
	switch {
	case strings.Contains(text, "unexpected EOF") || text == "EOF":
		return "it ends early"
	case strings.Contains(text, "is damaged"):
		return "" // tells no more than the sentence around
	}
	if len(text) > maxReason {
		text = text[:maxReason]
	}
	return text
}
