package sidebar

import (
	"slices"
	"testing"
	"time"

	"descry/library"
)

var thursday = time.Date(2024, 5, 16, 14, 0, 0, 0, time.UTC)

func treeOf(folders ...library.Folder) *folderTree {
	t := newFolderTree(func() time.Time { return thursday })
	t.setFolders(folders, nil)
	return t
}

func rowNames(t *folderTree) []string {
	var names []string
	for _, r := range t.rows() {
		names = append(names, r.Name)
	}
	return names
}

func TestFolderRows(t *testing.T) {
	tree := treeOf(library.Folder{ID: 1, Path: "/home/ann/Pictures"}, library.Folder{ID: 2, Path: "/mnt/card"})
	tree.setSubfolders(1, []library.Subfolder{{Rel: "norway/fjord", Photos: 2}, {Rel: "norway", Photos: 5}, {Rel: "Zoo", Photos: 1}, {Rel: "2023", Photos: 1}})
	if want := []string{"All photos", "Folders", "Pictures", "card"}; !slices.Equal(rowNames(tree), want) {
		t.Errorf("closed: %q, want %q", rowNames(tree), want)
	}
	tree.toggle(library.Scope{Folder: 1})
	tree.toggle(library.Scope{Folder: 1, Rel: "norway"})
	want := []string{"All photos", "Folders", "Pictures", "2023", "norway", "fjord", "Zoo", "card"}
	if !slices.Equal(rowNames(tree), want) {
		t.Errorf("open: %q, want %q", rowNames(tree), want)
	}
	if got := tree.scopePath(library.Scope{Folder: 1, Rel: "norway/fjord"}); got != "/home/ann/Pictures/norway/fjord" {
		t.Errorf("path %q", got)
	}
	tree.setFolders(nil, nil)
	if len(tree.open) != 0 {
		t.Error("a removed folder is remembered as open")
	}
}

func TestFoldersAreSortedByName(t *testing.T) {
	tree := treeOf(library.Folder{ID: 1, Path: "/a/Reise 10"}, library.Folder{ID: 2, Path: "/a/reise 2"}, library.Folder{ID: 3, Path: "/A/Äcker"})
	tree.setSubfolders(1, []library.Subfolder{{Rel: "Tag 10"}, {Rel: "tag 9"}, {Rel: "tag 9/b"}, {Rel: "tag 9/Ä"}})
	tree.toggle(library.Scope{Folder: 1})
	tree.toggle(library.Scope{Folder: 1, Rel: "tag 9"})
	want := []string{"All photos", "Folders", "reise 2", "Reise 10", "tag 9", "Ä", "b", "Tag 10", "Äcker"}
	if !slices.Equal(rowNames(tree), want) {
		t.Errorf("got %q, want %q", rowNames(tree), want)
	}
}

func TestSameNamesAreToldApart(t *testing.T) {
	tree := treeOf(library.Folder{ID: 1, Path: "/a/Pictures"}, library.Folder{ID: 2, Path: "/b/Pictures"}, library.Folder{ID: 3, Path: "/"})
	want := []string{"All photos", "Folders", "/", "Pictures – a", "Pictures – b"}
	if !slices.Equal(rowNames(tree), want) {
		t.Errorf("got %q, want %q", rowNames(tree), want)
	}
}
