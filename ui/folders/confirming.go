package folders

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

// ConfirmGone asks first, and names place and number: what is deleted is not undone.
func (f *Folders) ConfirmGone(p library.Place) {
	name := message.PlaceName(p, f.Shell.Folders())
	path := f.Shell.ScopePath(library.Scope{Folder: p.Folder, Rel: p.Rel})
	names := kit.NewProse("")
	body := kit.NewColumn(0, kit.NewSheetText(message.DeletedText(p.Away, path, message.SinceWords(message.PlaceSince(p), f.Now()))),
		kit.InSheet(names))
	var asking *kit.Sheet
	keep := kit.NewButton(f.Shell, message.Text("cancel", nil), func() { f.Shell.CloseSheet(asking) })
	erase := kit.NewButton(f.Shell, message.Count("gone-deleted", p.Away, nil), func() {
		f.Shell.CloseSheet(asking)
		kit.Load(f.Tasks, func(ctx context.Context) (int, error) { return f.Backend.ConfirmGone(ctx, p.Folder, p.Rel) },
			func(n int, err error) {
				if err != nil {
					f.Shell.SayError(err)
				} else {
					f.Shell.Say(message.Count("gone-done", n, message.Params{"Place": name}), "", nil)
				}
				f.Shell.FoldersChanged()
				f.Shell.PhotosChanged()
			})
	})
	erase.Importance = widget.DangerImportance
	asking = f.Shell.OpenSheet(message.Count("gone-question", p.Away, message.Params{"Place": name}), fyne.NewSize(560, 0), body, keep, erase)
	f.Shell.Focus(keep)
	kit.Load(f.Tasks, func(ctx context.Context) ([]string, error) {
		return f.Backend.AwayNames(ctx, p.Folder, p.Rel, mostAwayNames)
	}, func(list []string, err error) {
		if err == nil && len(list) > 0 {
			names.SetText(message.AwayNamesText(list, p.Away))
			asking.Refit()
		}
	})
}
