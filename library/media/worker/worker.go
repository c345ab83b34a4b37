// Package worker has child processes of this program decode with C libraries and WebAssembly.
// A damaged or hostile file can then neither take more memory or time than allowed nor reach
// the program's memory. A decoder that crashes or hangs is ended and costs that file alone.
package worker

import (
	"context"
	"errors"
	"image"
	"runtime"
	"time"
)

// Errors of [Decode], beside those of its context and of use.
var (
	// ErrDecode means that the file could not be decoded.
	ErrDecode = errors.New("the coded picture is damaged")
	// ErrMemory means that decoding needs more memory than a decoder may take.
	ErrMemory = errors.New("decoding takes too much memory")
	// ErrKilled means that the system ended the process that was decoding, or denied it
	// memory.
	ErrKilled = errors.New("the system ended the decoder")
	// ErrTime means that decoding took longer than allowed.
	ErrTime = errors.New("decoding takes too long")
	// ErrUnavailable means that there is no process to decode in. The file is not at fault and
	// can be tried again.
	ErrUnavailable = errors.New("the process that decodes can't be started")
	// ErrMissing is the ErrUnavailable of a decoder whose library this system lacks, or has in
	// an unsuitable version. ErrMissing lasts while the program runs, and repeating it costs
	// nothing.
	ErrMissing error = &childError{ErrUnavailable, "there is no such decoder on this system"}
)

// Kind names a decoder. A child has one decoder.
type Kind string

// Decoder is what a child does.
type Decoder struct {
	// Open prepares for the first file: libraries are opened and code is compiled. Open is
	// called once, before the child locks itself down, so Open has to do everything for which
	// files are opened or code is made. name is the decoder's name for people: "libheif
	// 1.15.1". The error wraps ErrMissing where a library is missing. Any other error is an
	// ErrUnavailable.
	Open func() (name string, err error)
	// Decode answers a request. The file and the options belong to Decode. An error is an
	// ErrDecode unless it wraps another one of this package's. The first line of the error is
	// reported.
	Decode func(file, options []byte, a *Answer) error
}

// Request is a file to decode.
type Request struct {
	Kind    Kind
	File    []byte // at most MaxFile
	Options []byte // for the decoder, at most MaxOptions
	// Size is the size of the picture in the file. Another size is an ErrDecode.
	Size image.Point
	// Room is the size, in bytes, of memory for a picture of one plane that the decoder writes
	// where the program reads it (see [Answer.Room]). With 0, pictures are sent.
	Room int
	// Memory is the most that decoding takes, in bytes, where known. A decoder is denied more.
	// 0 stands for MaxMemory.
	Memory int64
	// Limit is how long decoding may take, waiting for a turn not included.
	Limit time.Duration
}

const (
	// MaxFile bounds a file, in bytes.
	MaxFile = 1 << 28
	// MaxOptions bounds options, in bytes.
	MaxOptions = 1 << 15
	// MaxRoom bounds a request's room, in bytes.
	MaxRoom = 1 << 30
	// KeptRoom is the largest room of a request that is kept for the next request, in bytes. A
	// larger room is given back while the picture is handed to use.
	KeptRoom = 64 << 20
	// MaxMemory bounds what a decoder takes beyond its memory when it is open, in bytes.
	MaxMemory = 1 << 30
	// MaxBytes bounds the bytes of an answer.
	MaxBytes = 16 << 20
)

// Use takes one band of a decoded picture: some full rows. The bounds are the band's place in
// the picture. The bands come from top to bottom and leave nothing out. A band must be read
// before Use returns, and no reference to it kept. An error ends the decoding, which returns
// the error. Use must not decode itself: the turn that it would wait for may be its own.
type Use func(band image.Image) error

// Result is what comes beside a picture.
type Result struct {
	Decoder string // name of the decoder
	Bytes   []byte // the decoder's [Answer.Bytes]; nil for none
}

// Decode has a child of this program decode a file and hands the picture to use. Decode waits
// while as many files are being decoded as there are CPUs. Decode ends with ctx's error soon
// after ctx ends. A nil use stands for a request whose answer has no picture.
func Decode(ctx context.Context, r Request, use Use) (Result, error) {
	return children.decode(ctx, r, use)
}

// About is a child's description of itself.
type About struct {
	Decoder string // the decoder's name and version
	// Guards keep a decoder that a file has taken over from doing harm, as far as this system
	// has them: "limits" of memory, time and files; "landlock", under which the decoder opens
	// no file; "seccomp", under which the decoder has no network, no other process and no code
	// but its own; on Windows "job object", which is most of "limits".
	Guards []string
}

// Ask returns the About of a kind on this system, which takes the start of a child.
func Ask(ctx context.Context, kind Kind) (About, error) { return children.ask(ctx, kind) }

// children decode for the whole program.
var children = newPool(runtime.GOMAXPROCS(0), restFor)
