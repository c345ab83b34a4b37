package worker

import (
	"encoding/binary"
	"errors"
	"image"
	"io"
	"os"

	"descry/internal/childprocess"
	"descry/internal/sharedmemory"
)

// The messages between the program and a child, in little-endian numbers:
//
//	child    hello, then a message: "about", or a failure to open
//	program  requestHead, the options, the file; or, in shared memory, the file and room
//	child    "taken", as soon as it has all of that
//	child    "band" as often as it takes, or "in room" or "bytes"; then "done" or a failure
//
// A child is trusted no more than the file that it reads: the program checks every number
// before using the number.
const hello = "descry decoder 2\n"

type requestHead struct {
	File, Options uint32
	// Offset is the file's place in the shared memory, with the room behind. Without shared
	// memory Mapped is 0.
	Offset       int64
	Mapped, Room uint32
}

// roomAt is where the room begins after a file in shared memory: on a line of the cache.
func roomAt(file int) int { return (file + 63) &^ 63 }

// message is the head of a child's message. Size bytes follow.
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
	inRoom // a whole picture
	bytesFollow
	done
	decodeFailed // with a text, as all failures
	memoryFailed
	unavailableNow
	missing
)

// failures are the messages about errors.
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

// maxText bounds a child's texts about a failure and about itself, in bytes.
const maxText = childprocess.MaxText

// childError is a failure that a child reported, or a failure of a child.
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

// write sends a request. If region isn't nil, the file and the room lie in region.
func (r Request) write(w io.Writer, region *sharedmemory.Region) error {
	h := requestHead{File: uint32(len(r.File)), Options: uint32(len(r.Options))}
	rest := r.File
	if region != nil {
		h.Offset, h.Mapped, h.Room, rest = region.Offset, uint32(len(region.Data)), uint32(r.Room), nil
		copy(region.Data, r.File)
	}
	head, err := binary.Append(nil, binary.LittleEndian, h)
	if err != nil {
		return err
	}
	if _, err := w.Write(append(head, r.Options...)); err != nil || len(rest) == 0 {
		return err
	}
	_, err = w.Write(rest)
	return err
}

// task is a request on the child's side.
type task struct{ options, file, room []byte }

// tasks reads requests.
type tasks struct {
	in     io.Reader
	memory *os.File

	// What of the memory is mapped.
	view   []byte
	offset int64
	end    func()
}

func (s *tasks) next() (t task, err error) {
	var h requestHead
	if err := binary.Read(s.in, binary.LittleEndian, &h); err != nil {
		return t, err
	}
	if h.File > MaxFile || h.Options > MaxOptions {
		return t, ErrMemory
	}
	t.options = make([]byte, h.Options)
	if _, err := io.ReadFull(s.in, t.options); err != nil {
		return t, err
	}
	if h.Mapped == 0 {
		t.file = make([]byte, h.File)
		_, err = io.ReadFull(s.in, t.file)
		return t, err
	}
	if err := s.look(h.Offset, int(h.Mapped)); err != nil {
		return t, err
	}
	room := roomAt(int(h.File))
	if room+int(h.Room) > len(s.view) {
		return t, ErrMemory
	}
	t.file, t.room = s.view[:h.File:h.File], s.view[room:room+int(h.Room):room+int(h.Room)]
	return t, nil
}

// look maps a region, which often is the region of the request before.
func (s *tasks) look(offset int64, size int) (err error) {
	if s.end != nil {
		if offset == s.offset && size == len(s.view) {
			return nil
		}
		s.end()
	}
	s.offset = offset
	s.view, s.end, err = sharedmemory.Look(s.memory, offset, int64(size))
	return err
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

// Answer takes a decoder's results.
type Answer struct {
	out    io.Writer
	room   []byte
	buffer []byte // bytes of a band, with its head
	broken error  // of writing

	// For [Here], in place of out.
	take     func(image.Image) error
	answered []byte
}

// Room is memory for all pixels of a picture of one plane, which is sent without being copied.
// Room is nil where the program has set none aside.
func (a *Answer) Room() []byte { return a.room }

// Send answers with a picture, of type image.Gray, Gray16, RGBA, RGBA64, NRGBA, NRGBA64, CMYK
// or YCbCr, or with some full rows of a picture, whose bounds tell the rows. The rows go from
// the top of the picture to its end, and begin at an even one. After an error the decoder
// returns.
func (a *Answer) Send(m image.Image) error {
	if a.take != nil {
		return a.take(m)
	}
	s, err := shapeOf(m)
	if err != nil {
		return err
	}
	if len(a.room) > 0 && len(s.planes[0]) > 0 && &s.planes[0][0] == &a.room[0] {
		a.broken = say(a.out, message{What: inRoom, Colours: s.colours, Width: uint32(s.rect.Dx()), Bottom: uint32(s.rect.Max.Y)}, nil)
		return a.broken
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

// Bytes answers with bytes, alone or beside a picture. Bytes is called at most once.
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
