package service

import "descry/library/index"

// unwatched is a progress that nobody looks at.
type unwatched struct{}

func (unwatched) Show(index.State)       {}
func (unwatched) Note(string)            {}
func (unwatched) Count(string, int, int) {}

// notes are the sentences that stay.
type notes chan string

func (notes) Show(index.State)       {}
func (n notes) Note(text string)     { n <- text }
func (notes) Count(string, int, int) {}
