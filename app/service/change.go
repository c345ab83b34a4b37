package service

import (
	"time"

	"descry/app/notice"
	"descry/library"
)

// Change is something that was done and can be taken back. The zero Change says that
// nothing was changed.
type Change struct {
	ID    int64
	Label notice.Notice // told when it is done: "Tagged 3 photos: Bella"
	What  notice.Notice // as a thing: "tag “Bella” on 3 photos"
	At    time.Time
}

// Moved is a change that was taken back or done again.
type Moved struct {
	Change
	Left int  // photos that were changed since, and were left alone
	Gone bool // all of it was changed since: there was nothing to do, and it is forgotten

	LeftFiles int // the same as Left of files that could not be read
}

// Tagging is what is said about the photos that were asked for.
type Tagging struct {
	Photos int // that are there
	Tags   []library.TagShare
	// Caption is what all of them share; Mixed says that they differ, Own that the
	// user wrote it of all of them.
	Caption    string
	Mixed, Own bool
}
