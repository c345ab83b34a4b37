package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// toggleHelp shows or hides the keys.
func (w *Window) toggleHelp() {
	if w.helpSheet != nil {
		w.closeSheet(w.helpSheet)
		return
	}
	left := container.NewVBox(helpGroup("Find"), helpGroup("Photos"))
	columns := container.NewGridWithColumns(2, left, container.NewVBox(helpGroup("Window"), viewerHelp()))
	w.helpSheet = w.openSheet("Keyboard", fyne.NewSize(820, 560), container.NewVScroll(columns),
		newMainButton(w, "Close", func() { w.closeSheet(w.helpSheet) }))
	w.helpSheet.onClose = func() { w.helpSheet = nil }
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
	return container.New(&keyColumn{}, newLine(keys), newHint(what))
}

// keyColumn is two columns, the first of fixed width.
type keyColumn struct{}

const keyColumnWidth float32 = 136

// Layout is for Fyne.
func (*keyColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, keyColumnWidth, size.Height)
	put(objects[1], keyColumnWidth, 1, max(size.Width-keyColumnWidth, 0), size.Height)
}

// MinSize is for Fyne.
func (*keyColumn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(keyColumnWidth+100, objects[0].MinSize().Height)
}
