//go:build !headless

package app

import (
	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"descry/assets"
)

// appID names the program to the desktop.
const appID = "io.descry.Descry"

// newToolkit starts the toolkit for a window.
func newToolkit() fyne.App {
	a := fyneapp.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon()))
	dropLastEvent(a.Lifecycle())
	return a
}

// dropLastEvent takes away what the toolkit itself does when its loop has ended: it saves
// preferences, of which Descry has none. It queues that as an event, and where the event
// comes to the loop a moment too late, Run waits for it for ever: about one end of a
// hundred on a busy machine. It reports whether there was such a thing.
func dropLastEvent(l fyne.Lifecycle) bool {
	hooked, ok := l.(interface{ SetOnStoppedHookExecuted(func()) })
	if ok {
		hooked.SetOnStoppedHookExecuted(nil)
	}
	return ok
}
