package service

import (
	"fmt"
	"io"

	"descry/library/index"
)

// unwatched is a progress that nobody looks at.
type unwatched struct{}

func (unwatched) Show(index.State)       {}
func (unwatched) Note(string)            {}
func (unwatched) Count(string, int, int) {}

// notesTo writes the sentences that stay.
type notesTo struct{ w io.Writer }

func (notesTo) Show(index.State)       {}
func (n notesTo) Note(text string)     { fmt.Fprintln(n.w, text) }
func (notesTo) Count(string, int, int) {}
