package checkpoint

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// Bounds of what is read: how deep skip follows, and how many keys an object has.
const (
	maxNesting = 32
	maxKeys    = maxTensors + 1 // the tensors and __metadata__
)

// jsonReader reads JSON token by token and is stricter than package json: text is UTF-8, a key
// stands only once, and numbers are sizes.
type jsonReader struct{ decoder *json.Decoder }

func newJSONReader(data []byte) (*jsonReader, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return &jsonReader{d}, nil
}

// token returns the next token. The end of the text is an error.
func (r *jsonReader) token() (json.Token, error) {
	t, err := r.decoder.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return t, err
}

func (r *jsonReader) delim(want json.Delim) error {
	t, err := r.token()
	if err == nil && t != want {
		err = fmt.Errorf("%v is missing at byte %d", want, r.decoder.InputOffset())
	}
	return err
}

// object calls visit at each value, which it must read.
func (r *jsonReader) object(visit func(key string) error) error {
	if err := r.delim('{'); err != nil {
		return err
	}
	seen := map[string]bool{}
	for r.decoder.More() {
		t, err := r.token()
		if err != nil {
			return err
		}
		key, _ := t.(string) // the decoder makes sure that keys are strings
		if len(seen) == maxKeys {
			return fmt.Errorf("more than %d keys in one object", maxKeys)
		}
		if seen[key] {
			return fmt.Errorf("key %s stands there twice", quote(key))
		}
		seen[key] = true
		if err := visit(key); err != nil {
			return err
		}
	}
	return r.delim('}')
}

func (r *jsonReader) text() (string, error) {
	t, err := r.token()
	if err != nil {
		return "", err
	}
	s, ok := t.(string)
	if !ok {
		return "", fmt.Errorf("no string at byte %d", r.decoder.InputOffset())
	}
	return s, nil
}

// sizes reads a list of at most maxRank whole numbers, none negative.
func (r *jsonReader) sizes() ([]int64, error) {
	if err := r.delim('['); err != nil {
		return nil, err
	}
	list := []int64{}
	for r.decoder.More() {
		t, err := r.token()
		if err != nil {
			return nil, err
		}
		number, _ := t.(json.Number)
		n, err := strconv.ParseInt(string(number), 10, 64)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("no size or offset at byte %d", r.decoder.InputOffset())
		}
		if len(list) == maxRank {
			return nil, fmt.Errorf("a list of more than %d numbers", maxRank)
		}
		list = append(list, n)
	}
	return list, r.delim(']')
}

// skip passes over a value.
func (r *jsonReader) skip() error {
	for depth := 0; ; {
		t, err := r.token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		if depth > maxNesting {
			return errors.New("nested too deep")
		}
	}
}

// end makes sure that only white space follows.
func (r *jsonReader) end() error {
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more text after the end")
	}
	return nil
}
