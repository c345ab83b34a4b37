// Package worker has child processes of this program decode what C libraries and
// WebAssembly decode: a damaged or hostile file can then neither take more memory or
// time than it is given nor reach what the program holds, and what crashes or hangs is
// ended and costs that file alone.
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
	// ErrMemory means that decoding needs more memory than a decoder is given.
	ErrMemory = errors.New("decoding takes too much memory")
	// ErrKilled means that the system ended the process that was decoding, or denied it
	// memory.
	ErrKilled = errors.New("the system ended the decoder")
	// ErrTime means that decoding took longer than it was given.
	ErrTime = errors.New("decoding takes too long")
	// ErrUnavailable means that there is no process to decode in. It says nothing of the
	// file, which can be tried again.
	ErrUnavailable = errors.New("the process that decodes can't be started")
	// ErrMissing is the ErrUnavailable of a decoder whose library this system lacks, or
	// has in a version that doesn't do. It stays so while the program runs, and costs
	// nothing to be told again.
	ErrMissing error = &childError{ErrUnavailable, "there is no such decoder on this system"}
)

// Kind names a decoder. A child has one.
type Kind string

// Decoder is what a child does.
type Decoder struct {
	// Open prepares for the first file: it opens libraries and compiles. It is called
	// once, before the child locks itself down, and so has to do all for which files
	// are opened or code is made. Its name for what decodes is for people: "libheif
	// 1.15.1". It wraps ErrMissing where what it needs isn't there; any other error is an
	// ErrUnavailable.
	Open func() (name string, err error)
	// Decode answers a request. The file and the options are its own. An error is an
	// ErrDecode unless it wraps another one of this package's; its first line is told.
	Decode func(file, options []byte, a *Answer) error
}

// Request is a file to decode.
type Request struct {
	Kind    Kind
	File    []byte // at most MaxFile
	Options []byte // for the decoder, at most MaxOptions
	// Size is that of the picture which the file promises; any other is an ErrDecode.
	Size image.Point
	// Room is for a picture of one plane that the decoder puts where the program sees it,
	// in bytes (see [Answer.Room]). 0: pictures are sent.
	Room int
	// Memory is the most that decoding takes, in bytes, where that is known: a decoder
	// that takes more is denied it. 0: MaxMemory.
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
	// KeptRoom is how large a request's room can be and be kept for the next one. A larger
	// one is given back while the picture is handed to use.
	KeptRoom = 64 << 20
	// MaxMemory bounds what a decoder takes beyond what it has when it is open, in bytes.
	MaxMemory = 1 << 30
	// MaxBytes bounds bytes that are answered.
	MaxBytes = 16 << 20
)

// Use takes one band of a decoded picture: full rows of it. The bounds say where in the
// picture it lies; the bands come from top to bottom and leave nothing out. A band must
// be read before Use returns, and no reference to it kept. An error ends the decoding,
// which returns it. Use must not decode itself: the turn that it would wait for may be
// its own.
type Use func(band image.Image) error

// Result is what comes beside a picture.
type Result struct {
	Decoder string // what decoded, as it named itself
	Bytes   []byte // what the decoder answered with [Answer.Bytes]; nil: nothing
}

// Decode has a child of this program decode a file and hands the picture to use. It waits
// while as many files are being decoded as there are CPUs. It ends with ctx's error soon
// after ctx ends. A nil use stands for a request that has no picture for an answer.
func Decode(ctx context.Context, r Request, use Use) (Result, error) {
	return children.decode(ctx, r, use)
}

// About is what a child says of itself.
type About struct {
	Decoder string // its name and version
	// Guards are what keeps a decoder that a file has taken over from doing harm, of this
	// system's: "limits" of memory, time and files; "landlock", by which it opens no file;
	// "seccomp", by which it has no network, no other process and no code but its own; on
	// Windows "job object", which is most of the first alone.
	Guards []string
}

// Ask tells what decodes files of a kind on this system, which takes the start of a child.
func Ask(ctx context.Context, kind Kind) (About, error) { return children.ask(ctx, kind) }

// children decode for the whole program.
var children = newPool(runtime.GOMAXPROCS(0), restFor)
