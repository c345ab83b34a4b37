// Package notice is what the service tells people, as a kind with parameters. Package
// descry/app/message words notices by the table of the user's language.
package notice

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kind is the id of a message in the tables of descry/assets/translation.
type Kind string

// Params are the values that a notice is about, by the names that its message has for them. A
// value may be a string (a name, a path), an int, Bytes, a time.Time (worded by how long ago
// it was), a FullTime, a Coming, a list of strings as a sentence has it, Names, Quoted, Languages, a
// Reason, an error, a Notice or a list of notices. A list of library.Problem is worded by counting the
// problems by their reasons.
type Params map[string]any

// Names are names one after the other, as "beach, sea".
type Names []string

// List are notices one after the other, as "beach has 1, sea has 2".
type List []Notice

// Series are notices as a sentence has them, as "beach, sea and sky".
type Series []Notice

// Quoted are Names in quotation marks, as "“beach”, “sea”".
type Quoted []string

// Languages are codes of ISO 639-1, worded as the names of the languages.
type Languages []string

// Reason is why a file or a folder can't be read, as the library has stored it.
type Reason string

// Bytes is a size.
type Bytes int64

// FullTime is a time that is worded with its date, however long ago it was.
type FullTime time.Time

// String is the time as a log has it.
func (t FullTime) String() string { return time.Time(t).Format(time.RFC3339) }

// Notice is something to tell people. The zero Notice tells nothing.
type Notice struct {
	Kind   Kind   `json:"kind,omitempty"`
	Plural bool   `json:"plural,omitempty"` // Count chooses the form of the message
	Count  int    `json:"count,omitempty"`
	Params Params `json:"params,omitempty"`
}

// New is a notice about its parameters, which may be nil.
func New(kind Kind, params Params) Notice { return Notice{Kind: kind, Params: params} }

// Counted is a notice about n things.
func Counted(kind Kind, n int, params Params) Notice {
	return Notice{Kind: kind, Plural: true, Count: n, Params: params}
}

// Coming is a future time within a week, worded by how far off it is.
type Coming time.Time

// String is the time as a log has it.
func (t Coming) String() string { return time.Time(t).Format(time.RFC3339) }

// AsItIs is a text that has no kind: a name, a path, the output of another program, or what a
// package below app says in English, which package message knows how to word. For "" AsItIs is
// the zero Notice.
func AsItIs(text string) Notice {
	if text == "" {
		return Notice{}
	}
	return New("as-it-is", Params{"Text": text})
}

// Date is a day, worded with its year: "30 November 2026".
type Date time.Time

// String is the day as a log has it.
func (d Date) String() string { return time.Time(d).Format(time.DateOnly) }

// Sentence is an error that is worded as a sentence of its own.
type Sentence struct{ Err error }

// String is the error as a log has it.
func (s Sentence) String() string { return s.Err.Error() }

// OfError tells an error in a sentence.
func OfError(err error) Notice { return New("as-it-is", Params{"Text": Sentence{err}}) }

// Same reports that two notices tell the same.
func (n Notice) Same(other Notice) bool { return n.String() == other.String() }

// UnmarshalJSON reads a saved notice, or a plain text that was saved before notices had kinds.
func (n *Notice) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*n = Notice{}
		if text != "" {
			*n = AsItIs(text)
		}
		return nil
	}
	type plain Notice
	return json.Unmarshal(data, (*plain)(n))
}

// MarshalJSON writes errors as their texts.
func (p Params) MarshalJSON() ([]byte, error) {
	kept := make(map[string]any, len(p))
	for name, value := range p {
		if err, ok := value.(error); ok {
			value = err.Error()
		}
		kept[name] = value
	}
	return json.Marshal(kept)
}

// UnmarshalJSON reads saved parameters: texts, numbers, lists of texts and notices. Whole
// numbers are of the type int, all others float64.
func (p *Params) UnmarshalJSON(data []byte) error {
	var kept map[string]json.RawMessage
	if err := json.Unmarshal(data, &kept); err != nil {
		return err
	}
	*p = make(Params, len(kept))
	for name, raw := range kept {
		value, err := readParam(raw)
		if err != nil {
			return err
		}
		(*p)[name] = value
	}
	return nil
}

// readParam reads the value of one parameter.
func readParam(data []byte) (any, error) {
	for _, read := range []func() (any, error){
		func() (any, error) { return as[string](data) },
		func() (any, error) { return as[int](data) },
		func() (any, error) { return as[float64](data) },
		func() (any, error) { return as[[]string](data) },
		func() (any, error) { return as[[]Notice](data) },
	} {
		if value, err := read(); err == nil {
			return value, nil
		}
	}
	return as[Notice](data)
}

func as[T any](data []byte) (value T, err error) {
	err = json.Unmarshal(data, &value)
	return value, err
}

// IsZero reports whether there is nothing to tell.
func (n Notice) IsZero() bool { return n.Kind == "" }

// String is the notice as a log has it, in no language: the kind, then the count and the
// parameters in the order of their names.
func (n Notice) String() string {
	var b strings.Builder
	b.WriteString(string(n.Kind))
	if n.Plural {
		fmt.Fprintf(&b, " Count=%d", n.Count)
	}
	names := make([]string, 0, len(n.Params))
	for name := range n.Params {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, " %s=%q", name, fmt.Sprint(n.Params[name]))
	}
	return b.String()
}
