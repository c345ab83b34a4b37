package ort

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"unsafe"

	"descry/internal/childprocess"
)

// The messages between the program and the child that computes for it:
//
//	child    hello, once, when it is ready
//	program  requests, any number before an answer
//	child    answers, each with the number of its request, in any order
//
// A request or an answer is its length as a little-endian number of 32 bits, the number of
// bytes of its body in 64 bits, then itself in JSON, then the body. Models and tensors lie in
// shared memory, or in the body where the system has no shared memory. The program checks
// every number of a child before using the number.
const hello = "descry encoder 1\n"

// Bounds of what one side accepts from the other.
const (
	maxHead    = 64 << 10
	maxTensors = 8 // of one direction
	maxDims    = 8
	maxTensor  = 2 << 30 // bytes
)

// request has one of the three kinds of work, or cancels a call.
type request struct {
	Call uint64       `json:"call"` // number of the request; number of the call which Cancel ends
	Load *loadRequest `json:"load,omitempty"`
	Run  *runRequest  `json:"run,omitempty"`
	Ask  string       `json:"ask,omitempty"` // see Question
}

// loadRequest names a graph to load. A child loads one graph in its life.
type loadRequest struct {
	Library  string   `json:"library"`
	Path     string   `json:"path,omitempty"`  // of the model; "" for a model in memory
	Model    *span    `json:"model,omitempty"` // in the shared memory; nil for a model in the body
	Inputs   []string `json:"inputs"`
	Outputs  []string `json:"outputs"`
	Options  Options  `json:"options"`
	Provider Provider `json:"provider"`
	Threads  int      `json:"threads"`
}

// runRequest is a call of the graph. Inputs and outputs lie one behind the other (see layout).
type runRequest struct {
	Inputs  []shape `json:"inputs"`
	Outputs []shape `json:"outputs"`
	Memory  *span   `json:"memory,omitempty"` // nil: inputs are in the request's body, outputs in the answer's
}

// span is a part of the shared memory.
type span struct {
	Offset int64 `json:"offset"`
	Size   int64 `json:"size"`
}

// shape is the shape of a tensor.
type shape struct {
	Ints bool    `json:"ints,omitempty"` // int64, not float32
	Dims []int64 `json:"dims"`
}

// answer belongs to a request.
type answer struct {
	Call  uint64          `json:"call"`
	Error string          `json:"error,omitempty"`
	Kind  errorKind       `json:"kind,omitempty"`  // of the error
	Reply json.RawMessage `json:"reply,omitempty"` // to a question
}

// errorKind is what an error of a child means to the program.
type errorKind string

const (
	otherError  errorKind = ""
	memoryError errorKind = "memory"
)

// childError is an error that a child reported.
type childError struct {
	text string
	kind errorKind
}

func (e *childError) Error() string { return e.text }

// Unwrap returns [ErrOutOfMemory] if the error is about memory, otherwise nil.
func (e *childError) Unwrap() error {
	if e.kind == memoryError {
		return ErrOutOfMemory
	}
	return nil
}

// failed is the answer for an error.
func failed(call uint64, err error) answer {
	err = known(err)
	kind := otherError
	if errors.Is(err, ErrOutOfMemory) {
		kind = memoryError
	}
	return answer{Call: call, Error: cmp.Or(childprocess.OneLine(err.Error()), "it failed and doesn't say why"), Kind: kind}
}

// err is the error of an answer, nil if there is none.
func (a answer) err() error {
	switch {
	case a.Error == "" && a.Kind == otherError:
		return nil
	case a.Kind == memoryError && a.Error == "":
		return ErrOutOfMemory
	}
	return &childError{childprocess.OneLine(a.Error), a.Kind}
}

// writeMessage writes a request or an answer with its body.
func writeMessage(w io.Writer, message any, body []byte) error {
	head, err := json.Marshal(message)
	if err != nil {
		return err
	}
	if len(head) > maxHead {
		return fmt.Errorf("a message of %d bytes: want at most %d", len(head), maxHead)
	}
	start := binary.LittleEndian.AppendUint32(make([]byte, 0, 12+len(head)), uint32(len(head)))
	start = binary.LittleEndian.AppendUint64(start, uint64(len(body)))
	if _, err := w.Write(append(start, head...)); err != nil {
		return err
	}
	if len(body) == 0 {
		return nil
	}
	_, err = w.Write(body)
	return err
}

// readMessage reads a request or an answer. The body, of body bytes, is next.
func readMessage(r io.Reader, message any) (body int64, err error) {
	var start [12]byte
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return 0, err
	}
	size, after := binary.LittleEndian.Uint32(start[:]), binary.LittleEndian.Uint64(start[4:])
	if size > maxHead || after > math.MaxInt64 {
		return 0, fmt.Errorf("a message of %d bytes before %d", size, after)
	}
	head := make([]byte, size)
	if _, err := io.ReadFull(r, head); err != nil {
		return 0, broken(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(head))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(message); err != nil {
		return 0, fmt.Errorf("a message that can't be read: %w", err)
	}
	if decoder.More() {
		return 0, errors.New("a message with something behind it")
	}
	return int64(after), nil
}

// readBody reads a body that should have size bytes.
func readBody(r io.Reader, body, size int64) ([]byte, error) {
	if body != size || size > maxModel {
		return nil, fmt.Errorf("a body of %d bytes: want %d", body, size)
	}
	data := aligned(min(size, trusted))
	for filled := 0; ; {
		n, err := io.ReadFull(r, data[filled:])
		if filled += n; err != nil {
			return nil, broken(err)
		}
		if int64(filled) == size {
			return data, nil
		}
		more := aligned(min(2*int64(filled), size))
		copy(more, data)
		data = more
	}
}

// trusted is how much memory is taken for a body before any of it has come, in bytes.
const trusted = 1 << 20

// maxModel bounds a model that is sent to the child. Larger models are read by the child from
// their files.
const maxModel = 4 << 30

// broken turns an end in the middle of a message into an error of its own.
func broken(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// aligned is memory that can hold numbers of any kind.
func aligned(size int64) []byte {
	if size == 0 {
		return nil
	}
	words := make([]uint64, (size+7)/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), size)
}

// shapesOf are the shapes of tensors.
func shapesOf(tensors []tensor) []shape {
	shapes := make([]shape, len(tensors))
	for i, t := range tensors {
		shapes[i] = shape{t.ints != nil, t.shape}
	}
	return shapes
}

// size is the number of a tensor's elements and bytes.
func (s shape) size() (elements, bytes int64, err error) {
	if len(s.Dims) > maxDims {
		return 0, 0, fmt.Errorf("a tensor of %d dimensions", len(s.Dims))
	}
	each := int64(4)
	if s.Ints {
		each = 8
	}
	elements = 1
	for _, n := range s.Dims {
		if n < 1 || n > maxTensor/each/elements {
			return 0, 0, fmt.Errorf("a tensor of the shape %v", s.Dims)
		}
		elements *= n
	}
	return elements, elements * each, nil
}

// boundary is what tensors begin at a multiple of: a line of a processor's cache.
const boundary = 64

// layout places tensors one behind the other. total is the bytes of all tensors together.
func layout(shapes []shape) (at []int64, total int64, err error) {
	if len(shapes) > maxTensors {
		return nil, 0, fmt.Errorf("%d tensors: want at most %d", len(shapes), maxTensors)
	}
	for _, s := range shapes {
		_, bytes, err := s.size()
		if err != nil {
			return nil, 0, err
		}
		at = append(at, total)
		total += (bytes + boundary - 1) / boundary * boundary
	}
	return at, total, nil
}

// tensorsIn are tensors in memory, at the places of layout.
func tensorsIn(memory []byte, shapes []shape) ([]tensor, error) {
	at, total, err := layout(shapes)
	if err != nil {
		return nil, err
	}
	if int64(len(memory)) < total {
		return nil, fmt.Errorf("tensors of %d bytes in %d", total, len(memory))
	}
	tensors := make([]tensor, len(shapes))
	for i, s := range shapes {
		elements, _, _ := s.size() // layout has checked the size
		first := unsafe.Pointer(&memory[at[i]])
		tensors[i].shape = s.Dims
		if s.Ints {
			tensors[i].ints = unsafe.Slice((*int64)(first), elements)
		} else {
			tensors[i].floats = unsafe.Slice((*float32)(first), elements)
		}
	}
	return tensors, nil
}

// copyTensors copies numbers between tensors of equal shapes, except for unwanted tensors.
func copyTensors(to, from []tensor) {
	for i := range to {
		at := copy(to[i].floats, from[i].floats)
		for _, part := range from[i].parts {
			at += copy(to[i].floats[at:], part)
		}
		copy(to[i].ints, from[i].ints)
	}
}
