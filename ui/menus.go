package ui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

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
	w.dropDown(below, append(w.search.RowItems(below),
		kit.MenuItem("Add folder…", "Ctrl+O", w.folders.Ask),
		fyne.NewMenuItem("Import tags…", w.tags.OpenImport),
		fyne.NewMenuItem("Files with problems…", w.problems.Toggle),
		fyne.NewMenuItem("History…", w.changes.Open),
		fyne.NewMenuItem("Back up…", w.backups.BackUp),
		fyne.NewMenuItem("Restore…", w.backups.Restore),
		kit.MenuItem("Learn", "F7", w.openLearn),
		kit.MenuItem("Models", "F6", w.openModels),
		fyne.NewMenuItemSeparator(),
		folders, details, full, look,
		fyne.NewMenuItemSeparator(),
		kit.MenuItem("Keyboard shortcuts", "?", w.toggleHelp),
		fyne.NewMenuItem("How to search", w.showLanguage),
		fyne.NewMenuItem("About Descry", w.showAbout))...)
}

// setTheme changes the theme and remembers the choice.
func (w *Window) setTheme(variant string) {
	w.state.Theme = variant
	w.app.Settings().SetTheme(theme.New(variant))
	w.remember()
}

// switchTheme goes from light to dark or back, also where the system chose the present theme.
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

// dropDown opens a menu below a control.
func (w *Window) dropDown(below fyne.CanvasObject, items ...*fyne.MenuItem) {
	menu := widget.NewPopUpMenu(fyne.NewMenu("", kit.WithKeys(items)...), w.win.Canvas())
	menu.ShowAtRelativePosition(fyne.NewPos(0, below.Size().Height+2), below)
}

// popUp opens a menu at a place in the window.
func (w *Window) popUp(at fyne.Position, items ...*fyne.MenuItem) {
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", kit.WithKeys(items)...), w.win.Canvas(), at)
}
