package message

import (
	"testing"

	"descry/library"
)

// What is said of folders that the bar and the side don't have at once.
func TestFolderWords(t *testing.T) {
	if got := FolderWords(library.Folder{LastScan: thursday, Counts: library.Counts{Failed: 1}}, nil, Work{}, thursday); got != "1 file unreadable" {
		t.Errorf("one unreadable: %q", got)
	}
	if got := offlineWords(thursday, thursday); got != "offline since 14:00" {
		t.Errorf("just now: %q", got)
	}
}
