package message

import (
	"testing"

	"descry/app/service"
	"descry/library"
)

func TestStatusText(t *testing.T) {
	tests := []struct {
		status service.Status
		want   string
	}{
		{service.Status{}, "No photos yet"},
		{service.Status{Photos: 18302}, "Up to date · 18,302 photos"},
		{service.Status{Phase: service.Starting}, "Starting…"},
		{service.Status{Phase: service.Indexing, Done: 1240, Total: 18302, PerSecond: 52, SecondsTo: 290},
			"Indexing 1,240 of 18,302 · 52 photos/s · 5 min left"},
		{service.Status{Phase: service.Indexing, Done: 1, Total: 2}, "Indexing 1 of 2"},
		{service.Status{Phase: service.Indexing, Done: 285, Total: 352, Unstable: 67}, "Indexing 285 of 352 · waiting for 67 files that are still being written"},
		{service.Status{Phase: service.Indexing, Done: 351, Total: 352, Unstable: 1}, "Indexing 351 of 352 · waiting for 1 file that is still being written"},
		{service.Status{Phase: service.Paused, Photos: 7}, "Paused · 7 photos"},
		{service.Status{Phase: service.Indexing, Renewing: true, Done: 1, Total: 2}, "Looking at your photos again: 1 of 2"},
		{service.Status{Phase: service.Paused, Renewing: true, Done: 1, Total: 2}, "Paused · looking at your photos again: 1 of 2"},
		{service.Status{Phase: service.Waiting, Notice: "The disk is full"}, "The disk is full"},
		{service.Status{Phase: service.Indexing, Done: 1, Total: 2, Elsewhere: service.Indexer{Name: "another Descry window"}}, "Indexing 1 of 2 · by another Descry window"},
		{service.Status{Filling: "One", Done: 1, Total: 2, SecondsTo: 290}, "Preparing One: 1 of 2 · 5 min left"},
		{service.Status{Phase: service.Paused, Filling: "One", Done: 1, Total: 2}, "Paused · preparing One: 1 of 2"},
		{service.Status{Photos: 1, Notice: "Watching by polling: too many folders"},
			"Up to date · 1 photo · Watching by polling: too many folders"},
	}
	for _, tt := range tests {
		if got := StatusText(LibraryState{Status: tt.status, At: thursday}); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.status, got, tt.want)
		}
	}
	for _, s := range []service.Status{{Phase: service.Paused}, {Phase: service.Indexing}, {Phase: service.Indexing, Elsewhere: service.Indexer{Name: "the Descry service"}}} {
		if !(LibraryState{Status: s}).CanPause() {
			t.Errorf("pause isn't offered: %+v", s)
		}
	}
	for _, s := range []service.Status{{}, {Phase: service.Indexing, Elsewhere: service.Indexer{Name: "descry in a terminal", Deaf: true}}} {
		if (LibraryState{Status: s}).CanPause() {
			t.Errorf("pause is offered where it can't work: %+v", s)
		}
	}
}

// What is said of folders that the bar and the side don't have at once.
func TestFolderWords(t *testing.T) {
	found := library.Folder{ID: 1, Path: "/p", Counts: library.Counts{Files: 4000, Pending: 4000}}
	if got := lookingText([]library.Folder{found}); got != "Looking for photos in p… 4,000 files found" {
		t.Errorf("while looking: %q", got)
	}
	if got := FolderWords(library.Folder{LastScan: thursday, Counts: library.Counts{Failed: 1}}, nil, Work{}, thursday); got != "up to date · 1 file unreadable" {
		t.Errorf("one unreadable: %q", got)
	}
	if got := offlineWords(thursday, thursday); got != "offline since 14:00" {
		t.Errorf("just now: %q", got)
	}
}
