package ui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/kit"
	"descry/ui/theme"
)

// mainMenu holds what is seldom needed.
func (w *Window) mainMenu(below fyne.CanvasObject) {
	look := fyne.NewMenuItem(message.Text("menu-theme", nil), nil)
	look.ChildMenu = fyne.NewMenu("", w.themeItem(message.Text("menu-theme-system", nil), theme.System), w.themeItem(message.Text("menu-theme-light", nil), theme.Light), w.themeItem(message.Text("menu-theme-dark", nil), theme.Dark))
	folders := kit.MenuItem(message.Text("menu-sidebar", nil), "Ctrl+B", w.toggleSidebar)
	folders.Checked = w.zones.sidebarShown()
	details := kit.MenuItem(message.Text("menu-details", nil), "i", w.toggleDetails)
	details.Checked = w.zones.detailsShown()
	full := kit.MenuItem(message.Text("menu-full-screen", nil), "F11", w.toggleFullScreen)
	full.Checked = w.win.FullScreen()
	items := append(w.search.RowItems(below),
		kit.MenuItem(message.Text("menu-add-folder", nil), "Ctrl+O", w.folders.Ask),
		fyne.NewMenuItem(message.Text("menu-import-tags", nil), w.tags.OpenImport),
		fyne.NewMenuItem(message.Text("menu-problems", nil), w.problems.Toggle),
		fyne.NewMenuItem(message.Text("menu-history", nil), w.changes.Open),
		fyne.NewMenuItem(message.Text("menu-back-up", nil), w.backups.BackUp),
		fyne.NewMenuItem(message.Text("menu-restore", nil), w.backups.Restore),
		kit.MenuItem(message.Text("page-learn", nil), "F7", w.openLearn),
		kit.MenuItem(message.Text("page-models", nil), "F6", w.openModels),
		fyne.NewMenuItemSeparator(),
		folders, details, full, look)
	if w.languages.Choose != nil {
		items = append(items, w.languageItem())
	}
	w.dropDown(below, append(items,
		fyne.NewMenuItemSeparator(),
		kit.MenuItem(message.Text("menu-keys", nil), "?", w.toggleHelp),
		fyne.NewMenuItem(message.Text("help-how-to-search", nil), w.showLanguage),
		fyne.NewMenuItem(message.Text("menu-about", nil), w.showAbout))...)
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
