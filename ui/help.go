package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// The pages of the help.
const (
	keysPage = iota
	languagePage
)

// toggleHelp shows or hides the keys.
func (w *Window) toggleHelp() {
	if w.helpSheet != nil {
		w.closeSheet(w.helpSheet)
		return
	}
	w.openHelp(keysPage)
}

// showLanguage explains the search language.
func (w *Window) showLanguage() {
	if w.helpSheet != nil {
		w.helpPages.turn(languagePage)
		return
	}
	w.openHelp(languagePage)
}

func (w *Window) openHelp(page int) {
	w.helpPages = newPages(w, []string{"Keyboard", "Search language"}, container.NewVScroll(keysHelp()), container.NewVScroll(languageHelp()))
	w.helpPages.turn(page)
	w.helpSheet = w.openSheet("Help", fyne.NewSize(880, 640), w.helpPages.root,
		newMainButton(w, "Close", func() { w.closeSheet(w.helpSheet) }))
	w.helpSheet.onClose = func() { w.helpSheet = nil }
}

func keysHelp() fyne.CanvasObject {
	left := container.NewVBox(helpGroup("Find"), viewerHelp())
	return container.NewGridWithColumns(2, left, container.NewVBox(helpGroup("Photos"), helpGroup("Window")))
}

func helpGroup(name string) fyne.CanvasObject {
	rows := []fyne.CanvasObject{groupTitle(name)}
	for _, b := range bindings() {
		if b.Group == name {
			rows = append(rows, helpRow(b.Keys, b.What))
		}
	}
	return helpBox(rows)
}

// viewerHelp lists the keys that only the viewer has.
func viewerHelp() fyne.CanvasObject {
	return helpBox([]fyne.CanvasObject{
		groupTitle("Viewer"),
		helpRow("Left  Right", "Previous and next photo"),
		helpRow("+  −", "Zoom in and out"),
		helpRow("z", "The whole photo or its pixels"),
		helpRow("r", "Show in file manager"),
		helpRow("Esc", "Back to the photos"),
	})
}

func helpBox(rows []fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(0, 12, 4, 12), container.New(layout.NewCustomPaddedVBoxLayout(4), rows...))
}

func groupTitle(name string) fyne.CanvasObject {
	l := newHint(name)
	l.style.Bold = true
	return l
}

// helpRow shows keys in a column of their own. Macs have another key for Ctrl.
func helpRow(keys, what string) fyne.CanvasObject {
	if fyne.KeyModifierShortcutDefault == fyne.KeyModifierSuper {
		keys = strings.ReplaceAll(keys, "Ctrl+", "⌘")
	}
	return container.New(&keyColumn{keyColumnWidth}, newLine(keys), newHint(what))
}

// keyColumn is two columns, the first of fixed width.
type keyColumn struct{ first float32 }

const keyColumnWidth float32 = 136

// Layout is for Fyne.
func (k *keyColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, k.first-8, size.Height)
	put(objects[1], k.first, 1, max(size.Width-k.first, 0), size.Height)
}

// MinSize is for Fyne.
func (k *keyColumn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(k.first+100, objects[0].MinSize().Height)
}
