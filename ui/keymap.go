package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/kit"
	"descry/ui/query"
)

// binding is a command of the keyboard. A command has any number of letters, keys and
// shortcuts. Keys is how the help names them all.
type binding struct {
	Group     string
	Keys      string
	What      string
	runes     string
	keys      []fyne.KeyName
	shortcuts []fyne.Shortcut
	do        func(*Window)
	over      bool // also while a sheet or menu is in front
	browsing  bool // not while the viewer is open
	photos    bool // only while photos are shown, not a page
}

// plusKeys are the ways a plus comes with Ctrl, depending on the keyboard.
func plusKeys() []fyne.Shortcut {
	shifted := &desktop.CustomShortcut{KeyName: fyne.KeyEqual, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
	return append(kit.Ctrl(fyne.KeyPlus, fyne.KeyEqual), shifted)
}

// redoKeys are the shortcuts for redo that Fyne has no name for.
func redoKeys() []fyne.Shortcut {
	return []fyne.Shortcut{&desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}}
}

// bindings are all keys of the window. A binding without do belongs to the grid, the viewer or
// a field and is listed here for the help. docs/keys.md is the same table.
func bindings() []binding {
	groups := helpGroups()
	find, photos, labels, viewer, window := groups[0], groups[1], groups[2], groups[3], groups[4]
	return []binding{
		{Group: find, Keys: "/  Ctrl+F", What: message.Text("key-describe", nil), runes: "/", shortcuts: kit.Ctrl(fyne.KeyF), do: inSearch((*query.Search).FocusBox)},
		{Group: find, Keys: "Enter", What: message.Text("key-search", nil)},
		{Group: find, Keys: "Shift+Enter", What: message.Text("key-new-line", nil)},
		{Group: find, Keys: "Up", What: message.Text("key-earlier-searches", nil)},
		{Group: find, Keys: "Tab", What: message.Text("key-completion", nil)},
		{Group: find, Keys: "Backspace", What: message.Text("key-remove-chip", nil)},
		{Group: find, Keys: "s", What: message.Text("key-similar", nil), runes: "s", do: inSearch((*query.Search).SimilarToChosen), photos: true},
		{Group: find, Keys: "m", What: message.Text("key-more-photos", nil), runes: "m", do: inSearch((*query.Search).ShowMore), browsing: true, photos: true},
		{Group: find, Keys: "+", What: message.Text("key-right-answer", nil), runes: "+", do: inSearch((*query.Search).LikeChosen), browsing: true, photos: true},
		{Group: find, Keys: "x", What: message.Text("key-wrong-answer", nil), runes: "x", do: inSearch((*query.Search).RejectChosen), browsing: true, photos: true},
		{Group: find, Keys: "Ctrl+S", What: message.Text("key-save-search", nil), shortcuts: kit.Ctrl(fyne.KeyS), do: inSearch((*query.Search).Save), browsing: true, photos: true},

		{Group: photos, Keys: message.Text("key-name-arrows", nil), What: message.Text("key-move", nil)},
		{Group: photos, Keys: "Home  End", What: message.Text("key-first-and-last", nil)},
		{Group: photos, Keys: "PageUp  PageDown", What: message.Text("key-page", nil)},
		{Group: photos, Keys: "Enter", What: message.Text("key-view", nil)},
		{Group: photos, Keys: "Space", What: message.Text("key-select", nil)},
		{Group: photos, Keys: message.Text("key-name-shift-arrows", nil), What: message.Text("key-extend-selection", nil)},
		{Group: photos, Keys: "Ctrl+A", What: message.Text("key-select-all", nil)},
		{Group: photos, Keys: "Menu  Shift+F10", What: message.Text("key-photo-menu", nil)},
		{Group: photos, Keys: "Ctrl++  Ctrl+-", What: message.Text("key-size", nil), shortcuts: plusKeys(), do: inSearch((*query.Search).Larger), browsing: true, photos: true},
		{shortcuts: kit.Ctrl(fyne.KeyMinus), do: inSearch((*query.Search).Smaller), browsing: true, photos: true},
		{Group: photos, Keys: message.Text("key-name-ctrl-wheel", nil), What: message.Text("key-size", nil)},

		{Group: labels, Keys: "t", What: message.Text("key-tags", nil), runes: "t", do: func(w *Window) { w.tags.AskForTags() }, photos: true},
		{Group: labels, Keys: "c", What: message.Text("key-caption", nil), runes: "c", do: func(w *Window) { w.tags.WriteCaption() }, photos: true},
		{Group: labels, Keys: "Ctrl+Enter", What: message.Text("key-save-caption", nil)},
		{Group: labels, Keys: "n", What: message.Text("key-name", nil), runes: "n", do: (*Window).nameChosen, photos: true},
		{Group: labels, Keys: "+  x", What: message.Text("key-suggestion", nil)},
		{Group: labels, Keys: "Shift+X", What: message.Text("key-suggestion-never", nil)},
		{Group: labels, Keys: "Ctrl+C", What: message.Text("key-copy-path", nil), shortcuts: []fyne.Shortcut{&fyne.ShortcutCopy{}}, do: (*Window).copySelectedPaths, photos: true},
		{Group: labels, Keys: "Ctrl+R", What: message.Text("key-show-file", nil), shortcuts: kit.Ctrl(fyne.KeyR), do: (*Window).revealChosen, photos: true},
		{Group: labels, Keys: "Ctrl+Z", What: message.Text("key-undo", nil), shortcuts: []fyne.Shortcut{&fyne.ShortcutUndo{}}, do: func(w *Window) { w.changes.Undo() }, over: true},
		{Group: labels, Keys: "Ctrl+Shift+Z", What: message.Text("key-redo", nil), shortcuts: redoKeys(), do: func(w *Window) { w.changes.Redo() }, over: true},
		{shortcuts: []fyne.Shortcut{&fyne.ShortcutRedo{}}, do: func(w *Window) { w.changes.Redo() }, over: true}, // Ctrl+Y, as many are used to

		{Group: viewer, Keys: "Left  Right", What: message.Text("key-previous-and-next", nil)},
		{Group: viewer, Keys: "Space  Backspace", What: message.Text("key-next-and-previous", nil)},
		{Group: viewer, Keys: "Home  End", What: message.Text("key-first-and-last", nil)},
		{Group: viewer, Keys: message.Text("key-name-plus-minus-wheel", nil), What: message.Text("key-zoom", nil)},
		{Group: viewer, Keys: "z", What: message.Text("key-zoom-pixels", nil)},
		{Group: viewer, Keys: "Up  Down", What: message.Text("key-move-zoomed", nil)},
		{Group: viewer, Keys: "i  s  t  c  n", What: message.Text("key-viewer-letters", nil)},
		{Group: viewer, Keys: "Enter  Esc", What: message.Text("key-back", nil)},

		{Group: window, Keys: "Esc", What: message.Text("key-escape", nil), keys: []fyne.KeyName{fyne.KeyEscape}, do: (*Window).Escape, over: true},
		{Group: window, Keys: "i", What: message.Text("key-details", nil), runes: "i", do: (*Window).toggleDetails, photos: true},
		{Group: window, Keys: "Ctrl+B", What: message.Text("key-sidebar", nil), shortcuts: kit.Ctrl(fyne.KeyB), do: (*Window).toggleSidebar, browsing: true},
		{Group: window, Keys: "Ctrl+O", What: message.Text("key-add-folder", nil), shortcuts: kit.Ctrl(fyne.KeyO), do: func(w *Window) { w.folders.Ask() }},
		{Group: window, Keys: "Tab", What: message.Text("key-folder-completion", nil)},
		{Group: window, Keys: "Ctrl+P", What: message.Text("key-pause", nil), shortcuts: kit.Ctrl(fyne.KeyP), do: (*Window).togglePause},
		{Group: window, Keys: "F6", What: message.Text("key-models", nil), keys: []fyne.KeyName{fyne.KeyF6}, do: (*Window).toggleModels, browsing: true},
		{Group: window, Keys: "F7", What: message.Text("key-learn", nil), keys: []fyne.KeyName{fyne.KeyF7}, do: (*Window).toggleLearn, browsing: true},
		{Group: window, Keys: "F9", What: message.Text("key-theme", nil), keys: []fyne.KeyName{fyne.KeyF9}, do: (*Window).switchTheme},
		{Group: window, Keys: "F11", What: message.Text("key-full-screen", nil), keys: []fyne.KeyName{fyne.KeyF11}, do: (*Window).toggleFullScreen, over: true},
		{Group: window, Keys: "?", What: message.Text("key-help", nil), runes: "?", do: (*Window).toggleHelp, over: true},
		{Group: window, Keys: "Ctrl+Q", What: message.Text("key-quit", nil), shortcuts: kit.Ctrl(fyne.KeyQ), do: (*Window).Quit, over: true},
	}
}

// inSearch is a command of the search.
func inSearch(do func(*query.Search)) func(*Window) { return func(w *Window) { do(w.search) } }

// bindKeys registers the keys with the canvas. Focused widgets pass on the keys that they have
// no use for.
func (w *Window) bindKeys() {
	c := w.win.Canvas()
	w.bindings = bindings()
	c.SetOnTypedRune(w.TypedRune)
	c.SetOnTypedKey(w.TypedKey)
	for _, b := range w.bindings {
		for _, s := range b.shortcuts {
			c.AddShortcut(s, func(fyne.Shortcut) { w.command(b) })
		}
	}
}

// command does a command of the keyboard. While a sheet or the viewer is in front of the
// window, commands that have no meaning there do nothing.
func (w *Window) command(b binding) {
	covered := w.win.Canvas().Overlays().Top() != nil
	if b.do == nil || covered && !b.over || b.browsing && w.zones.viewing || b.photos && w.zones.paging {
		return
	}
	b.do(w)
}

// TypedRune does what a letter stands for.
func (w *Window) TypedRune(r rune) {
	if w.page != nil && !w.zones.viewing && w.win.Canvas().Overlays().Top() == nil && w.page.takeRune(r) {
		return
	}
	for _, b := range w.bindings {
		for _, known := range b.runes {
			if known == r {
				w.command(b)
				return
			}
		}
	}
}

// TypedKey does the command of a key. A key without a command moves in the photos, or on the
// page that is open.
func (w *Window) TypedKey(ev *fyne.KeyEvent) {
	for _, b := range w.bindings {
		for _, known := range b.keys {
			if known == ev.Name {
				w.command(b)
				return
			}
		}
	}
	if w.win.Canvas().Overlays().Top() != nil || w.win.Canvas().Focused() != nil {
		return
	}
	if w.page == nil {
		w.search.EnterPhotos(ev)
	} else if kit.MoveKeys[ev.Name] {
		w.page.TypedKey(ev)
	}
}

// Hints is for icons.
func (w *Window) Hints() *kit.Tips { return w.tips }

// TakeTyped is takeShortcut for what is typed into a field: what was typed there is
// undone first.
func (w *Window) TakeTyped(e *widget.Entry, s fyne.Shortcut) bool {
	before := e.Text
	switch s.ShortcutName() {
	case (&fyne.ShortcutUndo{}).ShortcutName():
		if e.Undo(); e.Text == before {
			w.changes.Undo()
		}
	case (&fyne.ShortcutRedo{}).ShortcutName(), redoKeys()[0].ShortcutName():
		if e.Redo(); e.Text == before {
			w.changes.Redo()
		}
	default:
		return w.TakeShortcut(s)
	}
	return true
}

// TakeShortcut is for text fields. The window's shortcuts come before those of a field, except
// the shortcuts that Fyne has a name for, such as copying.
func (w *Window) TakeShortcut(s fyne.Shortcut) bool {
	for _, b := range w.bindings {
		for _, known := range b.shortcuts {
			if _, custom := known.(*desktop.CustomShortcut); custom && known.ShortcutName() == s.ShortcutName() {
				w.command(b)
				return true
			}
		}
	}
	return false
}
