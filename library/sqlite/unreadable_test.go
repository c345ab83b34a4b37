package sqlite_test

import (
	"fmt"
	"testing"

	"descry/library"
)

// TestUnreadableFolders counts all, names the first, and keeps names of any bytes; a folder
// that is removed takes them along.
func TestUnreadableFolders(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	set := func(id library.FolderID, list ...library.UnreadableFolder) bool {
		t.Helper()
		changed, err := s.SetUnreadableFolders(ctx, id, list)
		if err != nil {
			t.Fatal(err)
		}
		return changed
	}
	f, err := s.AddFolder(ctx, "/locked")
	if err != nil {
		t.Fatal(err)
	}
	counted := func() int {
		t.Helper()
		folders, err := s.Folders(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range folders {
			if one.ID == f.ID {
				return one.Unreadable
			}
		}
		t.Fatal("the folder is gone")
		return 0
	}
	if set(f.ID) || counted() != 0 {
		t.Error("none is a change")
	}
	odd := library.UnreadableFolder{Rel: "a\xffb", Reason: "no permission to read it"}
	other := library.UnreadableFolder{Rel: "a", Reason: "an error of the disk"}
	if !set(f.ID, odd, other) || set(f.ID, other, odd) || counted() != 2 {
		t.Errorf("%d are counted", counted())
	}
	list, err := s.UnreadableFolders(ctx, f.ID)
	if err != nil || len(list) != 2 || list[0] != other || list[1] != odd {
		t.Errorf("%+v, %v", list, err)
	}
	var many []library.UnreadableFolder
	for i := range library.MostUnreadableFolders + 50 {
		many = append(many, library.UnreadableFolder{Rel: fmt.Sprintf("%03d", i), Reason: "no"})
	}
	set(f.ID, many...)
	list, err = s.UnreadableFolders(ctx, f.ID)
	if err != nil || len(list) != library.MostUnreadableFolders || counted() != len(many) {
		t.Errorf("%d are listed and %d counted, %v", len(list), counted(), err)
	}
	if err := s.RemoveFolder(ctx, f.ID); err != nil {
		t.Fatal(err)
	}
	set(f.ID, many...) // by a scan that was under way
	if list, err := s.UnreadableFolders(ctx, f.ID); err != nil || len(list) != 0 {
		t.Errorf("a removed folder has %+v, %v", list, err)
	}
}
