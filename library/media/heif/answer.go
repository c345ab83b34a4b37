package heif

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"

	"descry/internal/childprocess"
)

var (
	// errBroken means that an answer ends before its time.
	errBroken = errors.New("the answer breaks off")
	// errNonsense means that an answer is none.
	errNonsense = &childError{ErrDecode, "its decoder answered nonsense"}
)

// answerReader reads answers; its buffer, which is kept for the next one, holds a band.
type answerReader struct {
	io.Reader
	buffer []byte
}

// read hands the picture of an answer to use. whole says that the answer was read to
// its end, so that another can follow. c is the Config of the file.
func (r *answerReader) read(c Config, use Use) (whole bool, err error) {
	var h answerHead
	if err := binary.Read(r, binary.LittleEndian, &h); err != nil {
		return false, fmt.Errorf("%w: %w", errBroken, err)
	}
	if h.Outcome != pictureFollows {
		return r.failure(h)
	}
	s := shape{h.Colours, int(h.Width), int(h.Height), int(h.Row), int(h.ChromaRow)}
	if err := s.check(c); err != nil {
		return false, err
	}
	err = s.bands(func(top, end int) error {
		band, err := r.band(s, top, end)
		if err != nil {
			return fmt.Errorf("%w: %w", errBroken, err)
		}
		return use(band)
	})
	return err == nil, err
}

func (r *answerReader) failure(h answerHead) (whole bool, err error) {
	kind, known := failures[h.Outcome]
	if !known || h.TextSize > maxText {
		return false, errNonsense
	}
	text := make([]byte, h.TextSize)
	if _, err := io.ReadFull(r, text); err != nil {
		return false, fmt.Errorf("%w: %w", errBroken, err)
	}
	// a child without a decoder is of no more use
	return kind != ErrUnavailable, &childError{kind, childprocess.OneLine(string(text))}
}

// band reads the rows from top to before end.
func (r *answerReader) band(s shape, top, end int) (image.Image, error) {
	var p planes
	spans, size := s.spans(top, end), 0
	for _, at := range spans {
		size += at.to - at.from
	}
	if size > len(r.buffer) {
		r.buffer = make([]byte, size)
	}
	if _, err := io.ReadFull(r, r.buffer[:size]); err != nil {
		return nil, err
	}
	rest := r.buffer[:size:size]
	for i, at := range spans {
		n := at.to - at.from
		p[i], rest = rest[:n:n], rest[n:]
	}
	return s.image(p, top, end), nil
}
