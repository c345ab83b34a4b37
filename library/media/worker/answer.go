package worker

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"

	"descry/internal/childprocess"
)

var (
	// errBroken means that an answer ends early.
	errBroken = errors.New("the answer breaks off")
	// errNonsense means that the bytes are no answer.
	errNonsense = &childError{ErrDecode, "its decoder answered nonsense"}
)

// answerReader reads answers. The buffer of an answerReader is kept for the next answer and
// holds a band.
type answerReader struct {
	io.Reader
	buffer []byte
}

func (r *answerReader) message() (m message, err error) {
	if err := binary.Read(r, binary.LittleEndian, &m); err != nil {
		return m, fmt.Errorf("%w: %w", errBroken, err)
	}
	return m, nil
}

// body reads what follows a message. The body is valid until the next one is read.
func (r *answerReader) body(m message, most int) ([]byte, error) {
	size := int(m.Size)
	if int64(m.Size) > int64(most) {
		return nil, errNonsense
	}
	if size > cap(r.buffer) {
		r.buffer = make([]byte, size)
	}
	r.buffer = r.buffer[:size]
	if _, err := io.ReadFull(r, r.buffer); err != nil {
		return nil, fmt.Errorf("%w: %w", errBroken, err)
	}
	return r.buffer[:size:size], nil
}

// room is where a picture may lie in shared memory.
type room struct {
	data    []byte
	release func(end int) // gives the first bytes back to the system; nil keeps all
}

// read hands the picture of an answer to use. whole says that the answer was read to its end,
// so that another can follow. size is the size of the picture, which may lie in a room.
func (r *answerReader) read(size image.Point, lies room, use Use) (answered []byte, whole bool, err error) {
	rows := 0
	for {
		m, err := r.message()
		if err != nil {
			return nil, false, err
		}
		switch {
		case m.What == done && m.Size == 0 && (use == nil || rows == size.Y):
			return answered, true, nil
		case m.What == bytesFollow && answered == nil:
			body, err := r.body(m, MaxBytes)
			if err != nil {
				return nil, false, err
			}
			answered = append([]byte{}, body...)
		case m.What == band && use != nil:
			if err := r.band(m, size, rows, use); err != nil {
				return nil, false, err
			}
			rows = int(m.Bottom)
		case m.What == inRoom && use != nil && rows == 0:
			if err := r.picture(m, size, lies, use); err != nil {
				return nil, false, err
			}
			rows = size.Y
		default:
			whole, err := r.failure(m)
			return nil, whole, err
		}
	}
}

func (r *answerReader) band(m message, size image.Point, next int, use Use) error {
	if err := m.check(size, next); err != nil {
		return err
	}
	data, err := r.body(m, int(m.Size))
	if err != nil {
		return err
	}
	return use(m.image(data))
}

// picture hands on a picture in a room. Each band is copied first, since a child that was
// taken over could change the pixels while they are read.
func (r *answerReader) picture(m message, size image.Point, lies room, use Use) error {
	if !m.Colours.known() || m.Colours >= ycbcr || int64(m.Bottom) != int64(size.Y) || m.Top != 0 || m.Size != 0 {
		return errNonsense
	}
	row := m.Colours.layout().bytes * size.X
	if size.X < 1 || size.X > maxSide || size.Y < 1 || size.Y > maxSide || int64(row)*int64(size.Y) > int64(len(lies.data)) {
		return errNonsense
	}
	rows := int(rowsOf(m.Colours, size.X))
	for top := 0; top < size.Y; top += rows {
		b := message{Colours: m.Colours, Width: m.Width, Top: uint32(top), Bottom: uint32(min(top+rows, size.Y))}
		b.Size = uint32(int(b.Bottom-b.Top) * row)
		if err := b.check(size, top); err != nil {
			return err
		}
		r.buffer = append(r.buffer[:0], lies.data[top*row:int(b.Bottom)*row]...)
		if err := use(b.image(r.buffer)); err != nil {
			return err
		}
		if lies.release != nil {
			lies.release(int(b.Bottom) * row)
		}
	}
	return nil
}

func (r *answerReader) failure(m message) (whole bool, err error) {
	kind, known := failures[m.What]
	if !known {
		return false, errNonsense
	}
	text, err := r.body(m, maxText)
	if err != nil {
		return false, err
	}
	// a child without a decoder is of no more use
	return !errors.Is(kind, ErrUnavailable), &childError{kind, childprocess.OneLine(string(text))}
}

// greeting reads a child's first message.
func (r *answerReader) greeting() (a About, err error) {
	got := make([]byte, len(hello))
	if _, err := io.ReadFull(r, got); err != nil {
		return a, errBroken
	}
	if string(got) != hello {
		return a, errors.New("the answer is not its own")
	}
	m, err := r.message()
	if err != nil {
		return a, err
	}
	if m.What != about {
		_, err := r.failure(m)
		return a, err
	}
	body, err := r.body(m, maxText)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return a, errors.New("the answer is not its own")
	}
	a.Decoder = childprocess.OneLine(a.Decoder)
	return a, nil
}
