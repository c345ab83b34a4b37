package service

import (
	"time"

	"descry/app/message"
	"descry/app/notice"
	"descry/library/index"
)

// unwatched is a progress that nobody looks at.
type unwatched struct{}

func (unwatched) Show(index.State)   {}
func (unwatched) Note(notice.Notice) {}
func (unwatched) Tell(notice.Notice) {}

// notes are the sentences that stay.
type notes chan string

func (notes) Show(index.State)          {}
func (n notes) Note(told notice.Notice) { n <- message.OfNotice(told, time.Now()) }
func (notes) Tell(notice.Notice)        {}
