package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

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
	return []binding{
		{Group: "Find", Keys: "/  Ctrl+F", What: "Describe what to find", runes: "/", shortcuts: kit.Ctrl(fyne.KeyF), do: inSearch((*query.Search).FocusBox)},
		{Group: "Find", Keys: "Enter", What: "Search now"},
		{Group: "Find", Keys: "Shift+Enter", What: "New line in the description"},
		{Group: "Find", Keys: "Up", What: "Earlier searches, from the empty box"},
		{Group: "Find", Keys: "Tab", What: "Take the completion or date on offer"},
		{Group: "Find", Keys: "Backspace", What: "At the front: remove the last chip"},
		{Group: "Find", Keys: "s", What: "Find similar photos", runes: "s", do: inSearch((*query.Search).SimilarToChosen), photos: true},
		{Group: "Find", Keys: "m", What: "More photos, less certain", runes: "m", do: inSearch((*query.Search).ShowMore), browsing: true, photos: true},
		{Group: "Find", Keys: "+", What: "Right answer, more like this", runes: "+", do: inSearch((*query.Search).LikeChosen), browsing: true, photos: true},
		{Group: "Find", Keys: "x", What: "Wrong answer, less like this", runes: "x", do: inSearch((*query.Search).RejectChosen), browsing: true, photos: true},
		{Group: "Find", Keys: "Ctrl+S", What: "Save the search", shortcuts: kit.Ctrl(fyne.KeyS), do: inSearch((*query.Search).Save), browsing: true, photos: true},

		{Group: "Photos", Keys: "Arrow keys", What: "Move"},
		{Group: "Photos", Keys: "Home  End", What: "First and last photo"},
		{Group: "Photos", Keys: "PageUp  PageDown", What: "A page up or down"},
		{Group: "Photos", Keys: "Enter", What: "View in full size"},
		{Group: "Photos", Keys: "Space", What: "Select, or no longer"},
		{Group: "Photos", Keys: "Shift+arrow keys", What: "Extend the selection"},
		{Group: "Photos", Keys: "Ctrl+A", What: "Select all"},
		{Group: "Photos", Keys: "Menu  Shift+F10", What: "What can be done with them"},
		{Group: "Photos", Keys: "Ctrl++  Ctrl+-", What: "Larger, smaller", shortcuts: plusKeys(), do: inSearch((*query.Search).Larger), browsing: true, photos: true},
		{shortcuts: kit.Ctrl(fyne.KeyMinus), do: inSearch((*query.Search).Smaller), browsing: true, photos: true},
		{Group: "Photos", Keys: "Ctrl+wheel", What: "Larger, smaller"},

		{Group: "What they are", Keys: "t", What: "Tags of the selected photos", runes: "t", do: func(w *Window) { w.tags.AskForTags() }, photos: true},
		{Group: "What they are", Keys: "c", What: "Caption", runes: "c", do: func(w *Window) { w.tags.WriteCaption() }, photos: true},
		{Group: "What they are", Keys: "Ctrl+Enter", What: "Save the caption"},
		{Group: "What they are", Keys: "n", What: "Name this person or thing", runes: "n", do: (*Window).nameChosen, photos: true},
		{Group: "What they are", Keys: "+  x", What: "Accept, reject a suggestion"},
		{Group: "What they are", Keys: "Shift+X", What: "Never suggest it again"},
		{Group: "What they are", Keys: "Ctrl+C", What: "Copy the path", shortcuts: []fyne.Shortcut{&fyne.ShortcutCopy{}}, do: (*Window).copySelectedPaths, photos: true},
		{Group: "What they are", Keys: "Ctrl+R", What: "Show in file manager", shortcuts: kit.Ctrl(fyne.KeyR), do: (*Window).revealChosen, photos: true},
		{Group: "What they are", Keys: "Ctrl+Z", What: "Undo the last thing done", shortcuts: []fyne.Shortcut{&fyne.ShortcutUndo{}}, do: func(w *Window) { w.changes.Undo() }, over: true},
		{Group: "What they are", Keys: "Ctrl+Shift+Z", What: "Redo", shortcuts: redoKeys(), do: func(w *Window) { w.changes.Redo() }, over: true},
		{shortcuts: []fyne.Shortcut{&fyne.ShortcutRedo{}}, do: func(w *Window) { w.changes.Redo() }, over: true}, // Ctrl+Y, as many are used to

		{Group: "Viewer", Keys: "Left  Right", What: "Previous and next photo"},
		{Group: "Viewer", Keys: "Space  Backspace", What: "Next and previous photo"},
		{Group: "Viewer", Keys: "Home  End", What: "First and last photo"},
		{Group: "Viewer", Keys: "+  -  wheel", What: "Zoom in and out"},
		{Group: "Viewer", Keys: "z", What: "The whole photo or its pixels"},
		{Group: "Viewer", Keys: "Up  Down", What: "Move a zoomed photo"},
		{Group: "Viewer", Keys: "i  s  t  c  n", What: "Details, similar, tags, caption, name"},
		{Group: "Viewer", Keys: "Enter  Esc", What: "Back to the photos"},

		{Group: "Window", Keys: "Esc", What: "Close, deselect, clear, go back", keys: []fyne.KeyName{fyne.KeyEscape}, do: (*Window).Escape, over: true},
		{Group: "Window", Keys: "i", What: "Details", runes: "i", do: (*Window).toggleDetails, photos: true},
		{Group: "Window", Keys: "Ctrl+B", What: "Sidebar", shortcuts: kit.Ctrl(fyne.KeyB), do: (*Window).toggleSidebar, browsing: true},
		{Group: "Window", Keys: "Ctrl+O", What: "Add a folder", shortcuts: kit.Ctrl(fyne.KeyO), do: func(w *Window) { w.folders.Ask() }},
		{Group: "Window", Keys: "Tab", What: "Take the folder on offer, in a path"},
		{Group: "Window", Keys: "Ctrl+P", What: "Pause or resume indexing", shortcuts: kit.Ctrl(fyne.KeyP), do: (*Window).togglePause},
		{Group: "Window", Keys: "F6", What: "Models", keys: []fyne.KeyName{fyne.KeyF6}, do: (*Window).toggleModels, browsing: true},
		{Group: "Window", Keys: "F7", What: "Learn", keys: []fyne.KeyName{fyne.KeyF7}, do: (*Window).toggleLearn, browsing: true},
		{Group: "Window", Keys: "F9", What: "Light or dark theme", keys: []fyne.KeyName{fyne.KeyF9}, do: (*Window).switchTheme},
		{Group: "Window", Keys: "F11", What: "Full screen", keys: []fyne.KeyName{fyne.KeyF11}, do: (*Window).toggleFullScreen, over: true},
		{Group: "Window", Keys: "?", What: "These keys", runes: "?", do: (*Window).toggleHelp, over: true},
		{Group: "Window", Keys: "Ctrl+Q", What: "Quit", shortcuts: kit.Ctrl(fyne.KeyQ), do: (*Window).Quit, over: true},
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
