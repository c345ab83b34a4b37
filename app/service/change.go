package service

import (
	"time"

	"descry/app/notice"
	"descry/library"
)

// Change is a step that was done and can be undone. The zero Change says that nothing was
// changed.
type Change struct {
	ID    int64
	Label notice.Notice // as told when the step is done: "Tagged 3 photos: Bella"
	What  notice.Notice // as a name of the step: "tag “Bella” on 3 photos"
	At    time.Time
}

// Moved is a step that was undone or redone.
type Moved struct {
	Change
	Left int  // photos that were changed since and stayed as they were
	Gone bool // every photo was changed since: nothing was done, and the step is dropped

	LeftFiles int // files that could not be read, were changed since and stayed as they were
}

// Tagging is the annotations of the photos that were asked for.
type Tagging struct {
	Photos int // photos that are in the library
	Tags   []library.TagShare
	// Caption is the caption that all photos share. Mixed says that the captions differ. Own
	// says that the user wrote the captions of all.
	Caption    string
	Mixed, Own bool
}
