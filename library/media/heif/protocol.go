package heif

import (
	"encoding/binary"
	"errors"
	"io"

	"descry/internal/childprocess"
)

// What the program and a child say to each other, in little-endian numbers:
//
//	child    hello, once, when it is ready
//	program  requestHead, the file
//	child    taken, as soon as it has all of the file
//	child    answerHead; then the text of a failure, or the bands of the picture
//
// A child is trusted no more than the file it reads: the program weighs every number
// before it acts on it.
const hello = "descry heif 1\n"

const taken byte = 0x06

// request is a file to decode.
type request struct {
	kind Kind
	file []byte
}

type requestHead struct {
	Kind uint8
	Size uint32
}

type answerHead struct {
	Outcome        outcome
	Colours        colours
	TextSize       uint16
	Width, Height  uint32
	Row, ChromaRow uint32
}

// outcome is what became of a request.
type outcome uint8

const (
	pictureFollows outcome = iota + 1
	formatFailed
	decodeFailed
	memoryFailed
	noDecoder
)

// failures are what the outcomes other than a picture mean. What is none of the
// others is no fault of the photo's.
var failures = map[outcome]error{
	formatFailed: ErrFormat, decodeFailed: ErrDecode, memoryFailed: ErrMemory, noDecoder: ErrUnavailable,
}

// maxText bounds what a child says of a failure, in bytes.
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

func (r request) write(w io.Writer) error {
	if err := binary.Write(w, binary.LittleEndian, requestHead{uint8(r.kind), uint32(len(r.file))}); err != nil {
		return err
	}
	_, err := w.Write(r.file)
	return err
}

func readRequest(r io.Reader) (request, error) {
	var h requestHead
	if err := binary.Read(r, binary.LittleEndian, &h); err != nil {
		return request{}, err
	}
	if h.Size > MemoryLimit {
		return request{}, ErrMemory
	}
	file := make([]byte, h.Size)
	_, err := io.ReadFull(r, file)
	return request{Kind(h.Kind), file}, err
}

// sendFailure answers that there is no picture.
func sendFailure(w io.Writer, failure error) error {
	h := answerHead{Outcome: noDecoder}
	for outcome, kind := range failures {
		if errors.Is(failure, kind) {
			h.Outcome = outcome
		}
	}
	text := childprocess.OneLine(failure.Error())
	h.TextSize = uint16(len(text))
	if err := binary.Write(w, binary.LittleEndian, h); err != nil {
		return err
	}
	_, err := io.WriteString(w, text)
	return err
}

// sendPicture answers with a picture.
func sendPicture(w io.Writer, s shape, p planes) error {
	h := answerHead{Outcome: pictureFollows, Colours: s.colours, Width: uint32(s.width), Height: uint32(s.height),
		Row: uint32(s.row), ChromaRow: uint32(s.chromaRow)}
	if err := binary.Write(w, binary.LittleEndian, h); err != nil {
		return err
	}
	return s.bands(func(top, end int) error {
		for i, at := range s.spans(top, end) {
			if _, err := w.Write(p[i][at.from:at.to]); err != nil {
				return err
			}
		}
		return nil
	})
}
