package ui

import (
	"context"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/theme"
)

// mainMenu holds what is seldom needed.
func (w *Window) mainMenu(below fyne.CanvasObject) {
	look := fyne.NewMenuItem("Theme", nil)
	look.ChildMenu = fyne.NewMenu("", w.themeItem("As the system", theme.System), w.themeItem("Light", theme.Light), w.themeItem("Dark", theme.Dark))
	folders := kit.MenuItem("Sidebar", "Ctrl+B", w.toggleSidebar)
	folders.Checked = w.zones.sidebarShown()
	details := kit.MenuItem("Details", "i", w.toggleDetails)
	details.Checked = w.zones.detailsShown()
	full := kit.MenuItem("Full screen", "F11", w.toggleFullScreen)
	full.Checked = w.win.FullScreen()
	w.dropDown(below, append(w.rowItems(below),
		kit.MenuItem("Add folder…", "Ctrl+O", w.askForFolder),
		fyne.NewMenuItem("Import tags…", w.openImport),
		fyne.NewMenuItem("Files with problems…", w.showProblems),
		fyne.NewMenuItem("History…", w.showHistory),
		fyne.NewMenuItem("Back up…", w.askForBackup),
		fyne.NewMenuItem("Restore…", w.openRestore),
		kit.MenuItem("Learn", "F7", w.openLearn),
		kit.MenuItem("Models", "F6", w.openModels),
		fyne.NewMenuItemSeparator(),
		folders, details, full, look,
		fyne.NewMenuItemSeparator(),
		kit.MenuItem("Keyboard shortcuts", "?", w.toggleHelp),
		fyne.NewMenuItem("How to search", w.showLanguage),
		fyne.NewMenuItem("About Descry", w.showAbout))...)
}

// rowItems stand for the controls that a narrow window has no room for.
func (w *Window) rowItems(below fyne.CanvasObject) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	if !w.row.filter.Visible() {
		items = append(items, fyne.NewMenuItem(filterWord+"…", func() { w.filterMenu(below) }))
	}
	if !w.row.sort.Visible() {
		order := fyne.NewMenuItem("Order", nil)
		order.ChildMenu = fyne.NewMenu("", w.sortItems()...)
		items = append(items, order)
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	return items
}

// setTheme changes the look and remembers it.
func (w *Window) setTheme(variant string) {
	w.state.Theme = variant
	w.app.Settings().SetTheme(theme.New(variant))
	w.remember()
}

// switchTheme goes from light to dark or back, whatever says which it is now.
func (w *Window) switchTheme() {
	now := w.state.Theme
	if now != theme.Light && now != theme.Dark {
		now = theme.Dark
		if w.app.Settings().ThemeVariant() == fynetheme.VariantLight {
			now = theme.Light
		}
	}
	if now == theme.Light {
		w.setTheme(theme.Dark)
	} else {
		w.setTheme(theme.Light)
	}
}

func (w *Window) themeItem(name, variant string) *fyne.MenuItem {
	item := fyne.NewMenuItem(name, func() { w.setTheme(variant) })
	item.Checked = variant == w.state.Theme || variant == theme.System && w.state.Theme == ""
	return item
}

// folderMenu opens the context menu of a folder or of a directory in it.
func (w *Window) folderMenu(row folderRow, at fyne.Position) {
	id := row.Scope.Folder
	f, known := w.tree.folder(id)
	if !known {
		return
	}
	path := w.tree.scopePath(row.Scope)
	show := fyne.NewMenuItem("Show in file manager", func() { w.reveal(path) })
	show.Disabled = row.Offline
	items := []*fyne.MenuItem{show, fyne.NewMenuItem("Copy path", func() { w.copyText("path", path) })}
	if p, known := w.tree.place(row.Scope); known && p.Away > 0 {
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(message.Plural(p.Away, "photo is", "photos are")+" deleted…", func() { w.confirmGone(p) }))
	}
	if row.Scope.Rel == "" {
		items = append(items, fyne.NewMenuItemSeparator(), w.pauseFolderItem(f),
			fyne.NewMenuItem("Look for changes now", func() {
				w.onFolder(func(ctx context.Context) error { return w.backend.RescanFolder(ctx, id) })
			}),
			fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem("Remove from Descry", func() { w.removeFolder(f) }))
	}
	w.popUp(at, items...)
}

func (w *Window) pauseFolderItem(f library.Folder) *fyne.MenuItem {
	name := "Pause"
	if f.Paused {
		name = "Resume"
	}
	return fyne.NewMenuItem(name, func() {
		w.onFolder(func(ctx context.Context) error { return w.backend.PauseFolder(ctx, f.ID, !f.Paused) })
	})
}

// onFolder changes a folder in the background and shows the outcome.
func (w *Window) onFolder(do func(context.Context) error) {
	kit.Load(w.tasks, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) },
		func(_ struct{}, err error) {
			w.sayError(err)
			w.foldersChanged.Fire()
		})
}

// removeFolder forgets a folder without asking: it can be undone, and no file is
// touched.
func (w *Window) removeFolder(f library.Folder) {
	w.change(func(ctx context.Context) (service.Change, error) { return w.backend.RemoveFolder(ctx, f.ID) }, func(err error) {
		w.foldersChanged.Fire()
		w.photosChanged.Fire()
		w.sayError(err)
	})
}

// dropDown opens a menu below a control.
func (w *Window) dropDown(below fyne.CanvasObject, items ...*fyne.MenuItem) {
	menu := widget.NewPopUpMenu(fyne.NewMenu("", kit.WithKeys(items)...), w.win.Canvas())
	menu.ShowAtRelativePosition(fyne.NewPos(0, below.Size().Height+2), below)
}

// popUp opens a menu at a place in the window.
func (w *Window) popUp(at fyne.Position, items ...*fyne.MenuItem) {
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", kit.WithKeys(items)...), w.win.Canvas(), at)
}
