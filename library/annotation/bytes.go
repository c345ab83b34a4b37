package annotation

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// inBase64 is a text of a record that is no UTF-8, as names of files may be: an object in the
// place of the string.
type inBase64 struct {
	Base64 *[]byte `json:"base64"`
}

// appendBytes appends a text of any bytes.
func appendBytes(line []byte, s string) []byte {
	if utf8.ValidString(s) {
		return appendString(line, s)
	}
	line = append(line, `{"base64":"`...)
	line = base64.StdEncoding.AppendEncode(line, []byte(s))
	return append(line, `"}`...)
}

// JSON is a text of any bytes as records have it.
func JSON(text string) string { return string(appendBytes(nil, text)) }

func (m member) intoBytes(s *string) error {
	if len(m.value) == 0 || m.value[0] != '{' {
		return m.into(s)
	}
	var coded inBase64
	dec := json.NewDecoder(bytes.NewReader(m.value))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&coded); err != nil || coded.Base64 == nil {
		return fmt.Errorf("its %q is not as it should be: %s", m.name, short(m.value))
	}
	*s = string(*coded.Base64)
	return nil
}

func (m member) intoPaths(paths *[]string) error {
	var list []json.RawMessage
	if err := m.into(&list); err != nil {
		return err
	}
	if len(list) > MaxPaths {
		return fmt.Errorf("it has %d paths, more than %d", len(list), MaxPaths)
	}
	for _, value := range list {
		var path string
		if err := (member{name: m.name, value: value}).intoBytes(&path); err != nil {
			return err
		}
		*paths = append(*paths, path)
	}
	return nil
}

func appendString(line []byte, s string) []byte { return appendJSON(line, s) }

// appendJSON writes a value without escaping what only HTML needs.
func appendJSON(line []byte, v any) []byte {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Sprintf("words: %v", err)) // numbers, strings and truth values can be written
	}
	return append(line, strings.TrimSuffix(b.String(), "\n")...)
}
