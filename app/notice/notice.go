// Package notice is what the service has to tell people, as a kind with parameters.
// Package descry/app/message words it, by the table of the language that is read.
package notice

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kind is the id of a message in the tables of descry/assets/translation.
type Kind string

// Params are the values that a notice is about, by the names that the message has for them.
// A value may be a string (a name, a path), an int, Bytes, a time.Time (said by how long
// ago it was), a FullTime, a Coming, a list of strings as a sentence has it, Names, Quoted,
// an error, a Notice or a list of notices. It may be a list of library.Problem, too, which
// are counted by their reasons.
type Params map[string]any

// Names are names one after the other, as "beach, sea".
type Names []string

// List are notices one after the other, as "beach has 1, sea has 2".
type List []Notice

// Series are notices as a sentence has them, as "beach, sea and sky".
type Series []Notice

// Quoted are Names in quotation marks, as "“beach”, “sea”".
type Quoted []string

// Bytes is a size.
type Bytes int64

// FullTime is a time that is said with its date, however long ago it was.
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

// Coming is a time that isn't yet, within a week: it is said by how far off it is.
type Coming time.Time

// String is the time as a log has it.
func (t Coming) String() string { return time.Time(t).Format(time.RFC3339) }

// AsItIs tells what is the same in every language: a name, a path, or what another program
// said.
func AsItIs(text string) Notice { return New("as-it-is", Params{"Text": text}) }

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
