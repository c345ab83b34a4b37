package worker

import (
	"encoding/binary"
	"errors"
	"image"
	"io"

	"descry/internal/childprocess"
)

// What the program and a child say to each other, in little-endian numbers:
//
//	child    hello, then a message: "about", or a failure to open
//	program  requestHead, the options, the file
//	child    "taken", as soon as it has all of that
//	child    "band" as often as it takes, or "bytes"; then "done" or a failure
//
// A child is trusted no more than the file it reads: the program weighs every number
// before it acts on it.
const hello = "descry decoder 2\n"

type requestHead struct {
	File    uint32
	Options uint32
}

// message is the head of what a child says; Size bytes follow.
type message struct {
	What what
	Size uint32

	// of a band
	Colours            colours
	Width, Top, Bottom uint32
}

// what a message is.
type what uint8

const (
	about what = iota + 1 // JSON
	taken
	band
	bytesFollow
	done
	decodeFailed // with a text, as all failures
	memoryFailed
	unavailableNow
	missing
)

// failures are the messages that say of an error.
var failures = map[what]error{
	decodeFailed: ErrDecode, memoryFailed: ErrMemory, unavailableNow: ErrUnavailable, missing: ErrMissing,
}

// failureOf finds the message for an error.
func failureOf(err error) what {
	for _, w := range []what{missing, unavailableNow, memoryFailed} {
		if errors.Is(err, failures[w]) {
			return w
		}
	}
	return decodeFailed
}

// maxText bounds what a child says of a failure and of itself, in bytes.
const maxText = childprocess.MaxText

// childError is a failure as a child told it, or told of a child.
type childError struct {
	kind error
	text string
}

func (e *childError) Error() string {
	if e.text == "" {
		return e.kind.Error()
	}
	return e.text
}

func (e *childError) Unwrap() error { return e.kind }

// unavailable is an ErrUnavailable with its reason.
func unavailable(reason string) error {
	return &childError{ErrUnavailable, ErrUnavailable.Error() + ": " + reason}
}

func (r Request) write(w io.Writer) error {
	if err := binary.Write(w, binary.LittleEndian, requestHead{uint32(len(r.File)), uint32(len(r.Options))}); err != nil {
		return err
	}
	if len(r.Options) > 0 {
		if _, err := w.Write(r.Options); err != nil {
			return err
		}
	}
	_, err := w.Write(r.File)
	return err
}

// task is a request as a child has it.
type task struct{ options, file []byte }

func readTask(r io.Reader) (task, error) {
	var h requestHead
	if err := binary.Read(r, binary.LittleEndian, &h); err != nil {
		return task{}, err
	}
	if h.File > MaxFile || h.Options > MaxOptions {
		return task{}, ErrMemory
	}
	t := task{make([]byte, h.Options), make([]byte, h.File)}
	if _, err := io.ReadFull(r, t.options); err != nil {
		return task{}, err
	}
	_, err := io.ReadFull(r, t.file)
	return t, err
}

// say writes a message.
func say(w io.Writer, m message, body []byte) error {
	m.Size = uint32(len(body))
	head, err := binary.Append(nil, binary.LittleEndian, m)
	if err != nil {
		return err
	}
	_, err = w.Write(append(head, body...))
	return err
}

// sayFailure tells of an error.
func sayFailure(w io.Writer, failure error) error {
	return say(w, message{What: failureOf(failure)}, []byte(childprocess.OneLine(failure.Error())))
}

// Answer is where a decoder puts what it has decoded.
type Answer struct {
	out    io.Writer
	buffer []byte // of a band, with its head
	broken error  // of writing

	// For [Here], in place of out.
	take     func(image.Image) error
	answered []byte
}

// Send answers with a picture, of type image.Gray, Gray16, RGBA, RGBA64, NRGBA, NRGBA64,
// CMYK or YCbCr, or with as many full rows of one as there are: its bounds say which. The
// rows go from the top of the picture to its end, and begin at an even one. After an error nothing is left to do.
func (a *Answer) Send(m image.Image) error {
	if a.take != nil {
		return a.take(m)
	}
	s, err := shapeOf(m)
	if err != nil {
		return err
	}
	return s.bands(func(top, bottom int) error {
		h := message{What: band, Colours: s.colours, Width: uint32(s.rect.Dx()), Top: uint32(top), Bottom: uint32(bottom)}
		h.Size = uint32(s.layout().size(s.rect.Dx(), bottom-top))
		if a.buffer, err = binary.Append(a.buffer[:0], binary.LittleEndian, h); err != nil {
			return err
		}
		a.buffer = s.appendRows(a.buffer, top, bottom)
		_, a.broken = a.out.Write(a.buffer)
		return a.broken
	})
}

// Bytes answers with bytes, or says something beside a picture. It is called at most once.
func (a *Answer) Bytes(b []byte) error {
	if len(b) > MaxBytes {
		return ErrMemory
	}
	if a.take != nil {
		a.answered = b
		return nil
	}
	a.broken = say(a.out, message{What: bytesFollow}, b)
	return a.broken
}
