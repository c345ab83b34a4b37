package sidebar

import (
	"path"
	"slices"
	"strings"
	"time"

	"descry/app/message"
	"descry/library"
)

// folderTree is the model behind the folders: with their directories, of which some are open,
// flattened to rows.
type folderTree struct {
	folders  []library.Folder
	places   []library.Place                       // places with something away
	children map[library.Scope][]library.Subfolder // direct children by parent
	loaded   map[library.FolderID]bool
	open     map[library.Scope]bool
	closed   bool // the heading: no folder shows
	photos   int
	work     message.Work
	now      func() time.Time
}

func newFolderTree(now func() time.Time) *folderTree {
	return &folderTree{
		children: map[library.Scope][]library.Subfolder{},
		loaded:   map[library.FolderID]bool{},
		open:     map[library.Scope]bool{},
		now:      now,
	}
}

// setFolders replaces the folders and the places in them. Open rows stay open.
func (t *folderTree) setFolders(folders []library.Folder, places []library.Place) {
	t.folders, t.places = slices.Clone(folders), places
	message.SortByName(t.folders, func(f library.Folder) string { return f.Path })
	for scope := range t.open {
		if _, ok := t.folder(scope.Folder); !ok {
			delete(t.open, scope)
		}
	}
}

// setSubfolders takes all directories of a folder in any order.
func (t *folderTree) setSubfolders(id library.FolderID, subs []library.Subfolder) {
	for scope := range t.children {
		if scope.Folder == id {
			delete(t.children, scope)
		}
	}
	t.loaded[id] = true
	for _, sub := range subs {
		parent := path.Dir(sub.Rel)
		if parent == "." {
			parent = ""
		}
		key := library.Scope{Folder: id, Rel: parent}
		t.children[key] = append(t.children[key], sub)
	}
	for scope, children := range t.children {
		if scope.Folder == id {
			message.SortByName(children, func(sub library.Subfolder) string { return sub.Rel })
		}
	}
}

// toggle opens or closes a row and reports whether the row is open now.
func (t *folderTree) toggle(scope library.Scope) bool {
	t.open[scope] = !t.open[scope]
	return t.open[scope]
}

// openFolders lists the folders whose directories are on show.
func (t *folderTree) openFolders() []library.FolderID {
	var ids []library.FolderID
	for _, f := range t.folders {
		if t.open[library.Scope{Folder: f.ID}] {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

func (t *folderTree) folder(id library.FolderID) (library.Folder, bool) {
	for _, f := range t.folders {
		if f.ID == id {
			return f, true
		}
	}
	return library.Folder{}, false
}

// place is the place at a scope, if something of the place is away.
func (t *folderTree) place(scope library.Scope) (library.Place, bool) {
	for _, p := range t.places {
		if p.Folder == scope.Folder && p.Rel == scope.Rel && !p.Here() {
			return p, true
		}
	}
	return library.Place{}, false
}

// rows flattens what is open, all photos first.
func (t *folderTree) rows() []Row {
	rows := []Row{{Name: message.Text("all-photos", nil), Count: t.photos}}
	rows = append(rows, Row{Name: message.Text("sidebar-folders", nil), Heading: true, Adds: true, Expandable: len(t.folders) > 0, Open: !t.closed})
	if t.closed {
		return rows
	}
	names := message.FolderNames(t.folders)
	for _, f := range t.folders {
		scope := library.Scope{Folder: f.ID}
		row := Row{
			Scope:      scope,
			Name:       names[f.ID],
			Count:      f.Counts.Photos,
			State:      message.FolderWords(f, t.places, t.work, t.now()),
			Offline:    f.State() == library.FolderOffline,
			Expandable: !t.loaded[f.ID] || len(t.children[scope]) > 0,
			Open:       t.open[scope],
		}
		rows = append(rows, row)
		if row.Open {
			rows = t.appendChildren(rows, scope, 1, row.Offline)
		}
	}
	return rows
}

func (t *folderTree) appendChildren(rows []Row, parent library.Scope, depth int, offline bool) []Row {
	for _, sub := range t.children[parent] {
		scope := library.Scope{Folder: parent.Folder, Rel: sub.Rel}
		row := Row{
			Scope: scope, Name: path.Base(sub.Rel), Count: sub.Photos, Depth: depth,
			Offline: offline, Expandable: len(t.children[scope]) > 0, Open: t.open[scope],
		}
		if p, known := t.place(scope); known && !offline {
			row.State, row.Offline = message.PlaceWords(p, t.now()), !p.AwaySince.IsZero()
		}
		rows = append(rows, row)
		if row.Open {
			rows = t.appendChildren(rows, scope, depth+1, row.Offline)
		}
	}
	return rows
}

// scopeName is how the window speaks of a scope: "" for all photos.
func (t *folderTree) scopeName(s library.Scope) string {
	if s.Folder == 0 {
		return ""
	}
	if s.Rel != "" {
		return path.Base(s.Rel)
	}
	return message.FolderNames(t.folders)[s.Folder]
}

// scopePath is the directory on disk a scope stands for, or "".
func (t *folderTree) scopePath(s library.Scope) string {
	f, ok := t.folder(s.Folder)
	if !ok {
		return ""
	}
	return strings.TrimSuffix(f.Path+"/"+s.Rel, "/")
}
