package app

import (
	"fmt"
	"io"

	"descry/library/index"
)

// unwatched is a progress that nobody looks at.
type unwatched struct{}

func (unwatched) show(index.State)       {}
func (unwatched) note(string)            {}
func (unwatched) count(string, int, int) {}

// notesTo writes the sentences that stay.
type notesTo struct{ w io.Writer }

func (notesTo) show(index.State)       {}
func (n notesTo) note(text string)     { fmt.Fprintln(n.w, text) }
func (notesTo) count(string, int, int) {}
