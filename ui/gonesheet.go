package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
)

// mostAwayNames is how many of the files are named before they are taken for deleted.
const mostAwayNames = 5

// confirmGone asks first, and names place and number: what is deleted is not undone.
func (w *Window) confirmGone(p library.Place) {
	name := message.PlaceName(p, w.side.Folders())
	path := w.side.ScopePath(library.Scope{Folder: p.Folder, Rel: p.Rel})
	count := message.Plural(p.Away, "photo", "photos")
	names := kit.NewProse("")
	body := kit.NewColumn(0, kit.Wrapped(message.DeletedText(p.Away, path, message.SinceWords(message.PlaceSince(p), w.now()))),
		kit.NewInset(kit.Inset{Left: kit.LabelInset, Right: kit.LabelInset}, names))
	var asking *kit.Sheet
	keep := kit.NewButton(w, "Cancel", func() { w.closeSheet(asking) })
	erase := kit.NewButton(w, message.TheyAre(p.Away)+" deleted", func() {
		w.closeSheet(asking)
		kit.Load(w.tasks, func(ctx context.Context) (int, error) { return w.backend.ConfirmGone(ctx, p.Folder, p.Rel) },
			func(n int, err error) {
				if err != nil {
					w.sayError(err)
				} else {
					w.toasts.say("Took "+message.Plural(n, "photo", "photos")+" of "+name+" off the list. What you said of them is kept.", "", nil)
				}
				w.foldersChanged.Fire()
				w.photosChanged.Fire()
			})
	})
	erase.Importance = widget.DangerImportance
	asking = w.openSheet("Are "+count+" of "+name+" deleted?", fyne.NewSize(560, 0), body, keep, erase)
	w.win.Canvas().Focus(keep)
	kit.Load(w.tasks, func(ctx context.Context) ([]string, error) {
		return w.backend.AwayNames(ctx, p.Folder, p.Rel, mostAwayNames)
	}, func(list []string, err error) {
		if err == nil && len(list) > 0 {
			names.SetText(message.AwayNamesText(list, p.Away))
			asking.Refit()
		}
	})
}
