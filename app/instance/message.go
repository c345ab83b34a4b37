package instance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"descry/app/notice"
	"descry/app/problem"
)

// Request is what a later start hands to the running program. Every request shows the window,
// and an empty one does nothing else.
type Request struct {
	Folders []string `json:"folders,omitempty"` // absolute and clean
	Query   string   `json:"query,omitempty"`   // as the user typed it
}

// The bounds of a request. The query may be as long as a page, and there may be as many
// folders as a command line takes.
const (
	messageLimit = 256 << 10 // bytes of a message
	folderLimit  = 1000
	pathLimit    = 4096 // in bytes, the limit of Linux
	queryLimit   = 20000
)

// answer is the answer to a request. The zero answer says that the request was done.
type answer struct {
	Closing bool   `json:"closing,omitempty"` // the program is about to end; the later start asks again
	Refused string `json:"refused,omitempty"` // the reason in one sentence
}

// Parse reads a request from a message: one JSON object on one line. A request with unknown
// members is refused, so that no request is half done.
func Parse(message []byte) (Request, error) {
	var r Request
	if len(message) > messageLimit {
		return r, errors.New("the message is too long")
	}
	dec := json.NewDecoder(bytes.NewReader(message))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		return Request{}, fmt.Errorf("the message can't be read: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Request{}, errors.New("the message goes on after its end")
	}
	if err := r.check(); err != nil {
		return Request{}, err
	}
	return r, nil
}

func (r Request) check() error {
	switch {
	case len(r.Folders) > folderLimit:
		return &problem.Error{Notice: notice.Counted("window-many-folders", len(r.Folders), nil)}
	case len(r.Query) > queryLimit:
		return problem.New("window-long-query", nil)
	case !utf8.ValidString(r.Query) || strings.ContainsRune(r.Query, 0):
		return problem.New("window-query-no-text", nil)
	}
	room := messageLimit / 2 // quotes and escapes take some of the limit
	for _, path := range r.Folders {
		if room -= len(path); room < 0 {
			return problem.New("window-long-paths", nil)
		}
		if len(path) > pathLimit || strings.ContainsRune(path, 0) || !filepath.IsAbs(path) || filepath.Clean(path) != path {
			return problem.New("window-no-path", notice.Params{"Path": problem.Quotable(path, 100)})
		}
	}
	return nil
}

// readLine reads up to the end of a line or of the input, but not past a limit.
func readLine(r io.Reader) ([]byte, error) {
	var line []byte
	chunk := make([]byte, 4096)
	for {
		n, err := r.Read(chunk)
		if at := bytes.IndexByte(chunk[:n], '\n'); at >= 0 {
			return append(line, chunk[:at]...), nil
		}
		if line = append(line, chunk[:n]...); len(line) > messageLimit {
			return line, nil // Parse refuses a line of that length
		}
		if errors.Is(err, io.EOF) {
			return line, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// writeLine writes a message and the end of its line.
func writeLine(w io.Writer, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

func parseAnswer(text []byte) (answer, error) {
	var a answer
	if err := json.Unmarshal(text, &a); err != nil {
		return a, fmt.Errorf("the answer can't be read: %w", err)
	}
	return a, nil
}
