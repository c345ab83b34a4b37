package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"descry/library"
)

// mostAwayNames is how many of the files are named before they are taken for deleted.
const mostAwayNames = 5

// confirmGone asks first, and names place and number: what is deleted is not undone.
func (w *Window) confirmGone(p library.Place) {
	name := placeName(p, w.tree.folders)
	path := w.tree.scopePath(library.Scope{Folder: p.Folder, Rel: p.Rel})
	count := Plural(p.Away, "photo", "photos")
	names := newProse("")
	body := newColumn(0, wrapped(deletedText(p.Away, path, sinceWords(placeSince(p), w.now()))),
		newInset(inset{left: labelInset, right: labelInset}, names))
	var asking *sheet
	keep := newButton(w, "Cancel", func() { w.closeSheet(asking) })
	erase := newButton(w, theyAre(p.Away)+" deleted", func() {
		w.closeSheet(asking)
		load(w.tasks, func(ctx context.Context) (int, error) { return w.backend.ConfirmGone(ctx, p.Folder, p.Rel) },
			func(n int, err error) {
				if err != nil {
					w.sayError(err)
				} else {
					w.toasts.say("Took "+Plural(n, "photo", "photos")+" of "+name+" off the list. What you said of them is kept.", "", nil)
				}
				w.foldersChanged.fire()
				w.photosChanged.fire()
			})
	})
	erase.Importance = widget.DangerImportance
	asking = w.openSheet("Are "+count+" of "+name+" deleted?", fyne.NewSize(560, 0), body, keep, erase)
	w.win.Canvas().Focus(keep)
	load(w.tasks, func(ctx context.Context) ([]string, error) {
		return w.backend.AwayNames(ctx, p.Folder, p.Rel, mostAwayNames)
	}, func(list []string, err error) {
		if err == nil && len(list) > 0 {
			names.setText(AwayNamesText(list, p.Away))
			asking.refit()
		}
	})
}

func theyAre(n int) string {
	if n == 1 {
		return "It is"
	}
	return "They are"
}

// goneText says what happens to what went from a place, and what is kept.
func deletedText(n int, path, since string) string {
	they, are, them := "They are", "they are", "them"
	stay, come := "they stay in the library and come back", "should they turn up"
	if n == 1 {
		they, are, them = "It is", "it is", "it"
		stay, come = "it stays in the library and comes back", "should it turn up"
	}
	return they + " gone from " + path + " since " + since + ". If only the drive or network share is away, cancel: " + stay + " with it.\n\n" +
		"If " + are + " deleted, Descry takes " + them + " off its list, which can't be undone. What you said of " + them +
		" (tags, captions, people, answers) is kept, and found again " + come + ". No file is touched."
}

// AwayNamesText names files of the many that are away.
func AwayNamesText(names []string, of int) string {
	text := strings.Join(names, ", ")
	if more := of - len(names); more > 0 {
		text += " and " + FormatCount(more) + " more"
	}
	return text
}
