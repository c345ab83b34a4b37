package ui

import (
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
)

// Options is what a window needs. App and Backend must be set.
type Options struct {
	App     fyne.App
	Backend Backend
	// Dispatch runs a function on the goroutine of the widgets without waiting for its end. In
	// tests Dispatch is a queue. nil means fyne.Do.
	Dispatch func(func())
	Version  string // shown in About
	About    About  // shown on the sheet about the program
	Remark   Remark // shown with the window
	// Window is shown with new content, as left by another Window. nil makes a window.
	Window    fyne.Window
	Languages Languages
	// Quitting is called when the user has asked for the end, before the window waits for what
	// is under way. nil does nothing.
	Quitting func()
	Log      *slog.Logger // nil discards

	// After calls fn once on any goroutine when d has passed, unless stop is called before.
	// nil means the real clock. Now is the time of day.
	After func(d time.Duration, fn func()) (stop func())
	Now   func() time.Time
}

// Remark is a message about a file that is shown once. Its button opens the file.
type Remark struct {
	Text string // a sentence, "" for nothing
	Path string
}

// Default size of a window that was never resized: what a small laptop shows.
const (
	defaultWidth  float32 = 1280
	defaultHeight float32 = 800
)

// How often the window asks again, at most.
const (
	statusPace  = 100 * time.Millisecond // the eye follows ten changes a second
	foldersPace = 500 * time.Millisecond // counts at the side need no more
	photosPace  = 2 * time.Second        // a grid that changes more often can't be used
	photosShare = 40                     // the pace is at least this many times as long as listing took
	savePause   = 2 * time.Second        // a setting rests before it is written
)

func (o Options) withDefaults() Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Dispatch == nil {
		o.Dispatch = fyne.Do
	}
	if o.Quitting == nil {
		o.Quitting = func() {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = func(d time.Duration, fn func()) func() {
			t := time.AfterFunc(d, fn)
			return func() { t.Stop() }
		}
	}
	return o
}
