package sqlite_test

import "testing"

// A folder that went offline before its first scan ended has files and no place. Added
// again with the folder around it, its files are away from a place.
func TestAbsorbingAnOfflineFolderThatWasNeverScanned(t *testing.T) {
	s, c := newStore(t)
	id := addFolder(t, s, "/a/b")
	scan(t, s, id, newFile("1.jpg", 1))
	if err := s.SetFolderOffline(t.Context(), id, c.at); err != nil {
		t.Fatal(err)
	}
	around := addFolder(t, s, "/a")
	places, err := s.Places(t.Context(), around)
	if err != nil || len(places) != 1 || places[0].Rel != "b" || places[0].Away != 1 || places[0].AwaySince.IsZero() {
		t.Errorf("places %+v, %v", places, err)
	}
	checkClean(t, s)
	if n, err := s.ConfirmGone(t.Context(), around, "b"); err != nil || n != 1 {
		t.Errorf("%d files confirmed, %v", n, err)
	}
	checkClean(t, s)
}
