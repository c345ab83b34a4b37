package ui

import (
	"context"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/library"
	"descry/ui/details"
	"descry/ui/kit"
	"descry/ui/learn"
)

// openFile opens a file with the system's program for its format.
func (w *Window) openFile(path string) { w.system(w.backend.OpenFile, path) }

// reveal shows a file or folder in the file manager.
func (w *Window) reveal(path string) { w.system(w.backend.RevealFile, path) }

// openAddress opens a page of the web in the system's browser.
func (w *Window) openAddress(address string) {
	u, err := url.Parse(address)
	if err != nil {
		w.sayError(err)
		return
	}
	w.system(func(string) error { return w.app.OpenURL(u) }, address)
}

func (w *Window) system(do func(string) error, path string) {
	kit.Load(w.tasks, func(context.Context) (struct{}, error) { return struct{}{}, do(path) },
		func(_ struct{}, err error) { w.sayError(err) })
}

// copyText puts text on the clipboard and shows a sentence that says so.
func (w *Window) copyText(sentence, text string) {
	w.app.Clipboard().SetContent(text)
	w.toasts.say(sentence, "", nil)
}

// photoMenu opens the context menu of the chosen photos; id 0 is the ground.
func (w *Window) photoMenu(id library.PhotoID, at fyne.Position) {
	var items []*fyne.MenuItem
	switch n := w.grid.SelectedCount(); {
	case id == 0:
		items = append(items, kit.MenuItem(message.Text("menu-select-all", nil), "Ctrl+A", w.grid.SelectAll), kit.MenuItem(message.Text("menu-add-folder", nil), "Ctrl+O", w.folders.Ask))
	case n > 1:
		items = append(items, kit.MenuItem(message.Text("menu-view", nil), "Enter", func() { w.view(id) }))
		items = append(items, w.exampleItems(w.chosen())...)
		items = append(items,
			kit.MenuItem(learn.NameMenuItem(), "n", w.nameChosen),
			fyne.NewMenuItemSeparator(),
			kit.MenuItem(message.Text("menu-tags", nil), "t", w.tags.AskForTags),
			kit.MenuItem(message.Text("menu-add-caption", nil), "c", w.tags.WriteCaption),
			fyne.NewMenuItemSeparator(),
			kit.MenuItem(message.Count("menu-copy-paths", n, nil), "Ctrl+C", w.copySelectedPaths))
	default:
		items = w.onePhotoMenu(id)
	}
	w.popUp(at, items...)
}

func (w *Window) onePhotoMenu(id library.PhotoID) []*fyne.MenuItem {
	items := []*fyne.MenuItem{
		kit.MenuItem(message.Text("menu-view", nil), "Enter", func() { w.view(id) }),
		kit.MenuItem(message.Text("menu-similar", nil), "s", func() { w.search.SimilarTo(id) }),
	}
	items = append(items, w.exampleItems([]library.PhotoID{id})...)
	return append(items,
		kit.MenuItem(learn.NameMenuItem(), "n", func() { w.learn.NamePhotos([]library.PhotoID{id}) }),
		fyne.NewMenuItemSeparator(),
		kit.MenuItem(message.Text("menu-tags", nil), "t", w.tags.AskForTags),
		kit.MenuItem(message.Text("menu-add-caption", nil), "c", w.tags.WriteCaption),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(message.Text("menu-open-photo", nil), func() { w.withPath(id, w.openFile) }),
		kit.MenuItem(message.Text("menu-show-file", nil), "Ctrl+R", func() { w.withPath(id, w.reveal) }),
		kit.MenuItem(message.Count("copy-paths", 1, nil), "Ctrl+C", func() { w.withPath(id, func(p string) { w.copyText(message.Count("copied-paths", 1, nil), p) }) }))
}

// exampleItems are the items of the context menu that judge photos. In a search they judge how
// well photos answer the search, and elsewhere whether other photos are to be like them.
func (w *Window) exampleItems(ids []library.PhotoID) []*fyne.MenuItem {
	more := fyne.NewMenuItem(message.Count("menu-more-like", len(ids), nil), func() { w.search.AddExamples(ids, false) })
	if !w.search.Judges() {
		more.Shortcut = kit.KeyHint("+")
		return []*fyne.MenuItem{more, kit.MenuItem(message.Count("menu-not-like", len(ids), nil), "x", func() { w.search.AddExamples(ids, true) })}
	}
	return []*fyne.MenuItem{
		kit.MenuItem(details.LikeWord(w.search.Likes(ids), len(ids)), "+", func() { w.search.Like(ids) }),
		kit.MenuItem(details.RejectWord(len(ids)), "x", func() { w.search.Judge(ids, library.No) }),
		more,
	}
}

// withPath looks up the path of a photo's file and calls do with it.
func (w *Window) withPath(id library.PhotoID, do func(path string)) {
	kit.Load(w.tasks, func(ctx context.Context) (library.Photo, error) {
		return w.backend.Photo(ctx, id)
	}, func(p library.Photo, err error) {
		switch {
		case err != nil:
			w.sayError(err)
		case len(p.Files) > 0:
			do(p.Files[0].Path)
		}
	})
}

// copySelectedPaths copies one path per line, in the order of the photos.
func (w *Window) copySelectedPaths() {
	ids := w.chosen()
	if len(ids) == 0 {
		return
	}
	kit.Load(w.tasks, func(ctx context.Context) ([]string, error) { return w.paths(ctx, ids) },
		func(paths []string, err error) {
			switch {
			case err != nil:
				w.sayError(err)
			default:
				w.copyText(message.Count("copied-paths", len(paths), nil), strings.Join(paths, "\n"))
			}
		})
}

func (w *Window) paths(ctx context.Context, ids []library.PhotoID) ([]string, error) {
	var paths []string
	for _, id := range ids {
		p, err := w.backend.Photo(ctx, id)
		if err != nil {
			return nil, err
		}
		if len(p.Files) > 0 {
			paths = append(paths, p.Files[0].Path)
		}
	}
	return paths, nil
}
