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

// dropLastEvent takes away the toolkit's own work at the end of its loop. The toolkit saves
// preferences, of which Descry has none. The toolkit queues that as an event. Where the event
// comes to the loop a moment too late, Run waits for it for ever, at about one end of a
// hundred on a busy machine. dropLastEvent reports whether there was such work.
func dropLastEvent(l fyne.Lifecycle) bool {
	hooked, ok := l.(interface{ SetOnStoppedHookExecuted(func()) })
	if ok {
		hooked.SetOnStoppedHookExecuted(nil)
	}
	return ok
}
