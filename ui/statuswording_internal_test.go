package ui

import (
	"testing"
	"time"

	"descry/app/message"
	appnotice "descry/app/notice"
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
		{service.Status{Phase: service.Waiting, Notice: appnotice.AsItIs("The disk is full")}, "The disk is full"},
		{service.Status{Phase: service.Indexing, Done: 1, Total: 2, Elsewhere: service.Indexer{By: "status-by-window"}}, "Indexing 1 of 2 · by another Descry window"},
		{service.Status{Filling: "One", Done: 1, Total: 2, SecondsTo: 290}, "Preparing One: 1 of 2 · 5 min left"},
		{service.Status{Phase: service.Paused, Filling: "One", Done: 1, Total: 2}, "Paused · preparing One: 1 of 2"},
		{service.Status{Photos: 1, Notice: appnotice.AsItIs("Watching by polling: too many folders")},
			"Up to date · 1 photo · Watching by polling: too many folders"},
	}
	for _, tt := range tests {
		if got := StatusText(LibraryState{Status: tt.status, At: thursday}); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.status, got, tt.want)
		}
	}
	for _, s := range []service.Status{{Phase: service.Paused}, {Phase: service.Indexing}, {Phase: service.Indexing, Elsewhere: service.Indexer{By: "status-by-service"}}} {
		if !(LibraryState{Status: s}).CanPause() {
			t.Errorf("pause isn't offered: %+v", s)
		}
	}
	for _, s := range []service.Status{{}, {Phase: service.Indexing, Elsewhere: service.Indexer{By: "status-by-command", Unpausable: true}}} {
		if (LibraryState{Status: s}).CanPause() {
			t.Errorf("pause is offered where it can't work: %+v", s)
		}
	}
}

// What bar and side say of places in several states.
func TestPlaceWords(t *testing.T) {
	folder := library.Folder{ID: 1, Path: "/home/ann/Photos", LastScan: thursday}
	offline := folder
	offline.OfflineSince = thursday.Add(-48 * time.Hour)
	busy := folder
	busy.Counts.Pending = 20
	asked := library.Place{Folder: 1, AskedSince: thursday.Add(-time.Hour), Away: 212}
	card := library.Place{Folder: 1, Rel: "trips/card", AwaySince: thursday.Add(-48 * time.Hour), Away: 40}
	other := library.Place{Folder: 1, Rel: "usb", AwaySince: thursday.Add(-time.Minute), Away: 3}
	askedCard := library.Place{Folder: 1, Rel: "card", AskedSince: thursday, Away: 9}
	there := library.Place{Folder: 1, Rel: "here"}
	for _, tt := range []struct {
		name      string
		folder    library.Folder
		places    []library.Place
		bar, side string
	}{
		{"all there", folder, []library.Place{{Folder: 1}, there}, "Up to date · 7 photos", "up to date"},
		{"of another folder", folder, []library.Place{{Folder: 2, AskedSince: thursday, Away: 9}}, "Up to date · 7 photos", "up to date"},
		{"one drive", folder, []library.Place{card, there}, "Photos/trips/card offline since Tuesday · 7 photos", "card offline since Tuesday"},
		{"two drives", folder, []library.Place{card, other}, "2 drives offline · 7 photos", "2 drives offline"},
		{"while indexing", busy, []library.Place{card}, "Indexing, 20 left · Photos/trips/card offline since Tuesday · 7 photos", "indexing, 20 left · card offline since Tuesday"},
		{"gone", folder, []library.Place{asked}, "212 photos gone from Photos · 7 photos", "212 photos gone since 13:00"},
		{"gone twice", folder, []library.Place{asked, askedCard}, "221 photos gone from 2 places · 7 photos", "212 photos gone since 13:00 · 9 photos gone from card since 14:00"},
		{"both", folder, []library.Place{asked, card}, "Photos/trips/card offline since Tuesday · 212 photos gone from Photos · 7 photos", "card offline since Tuesday · 212 photos gone since 13:00"},
		{"offline itself", offline, []library.Place{{Folder: 1, AwaySince: offline.OfflineSince, Away: 7}, card}, "Photos offline since Tuesday · 7 photos", "offline since Tuesday"},
		{"nothing of it left to ask", folder, []library.Place{{Folder: 1, AskedSince: thursday}}, "Up to date · 7 photos", "up to date"},
	} {
		folders := []library.Folder{tt.folder}
		if got := StatusText(LibraryState{service.Status{Photos: 7}, folders, tt.places, thursday}); got != tt.bar {
			t.Errorf("%s: the bar says %q, want %q", tt.name, got, tt.bar)
		}
		if got := message.FolderWords(tt.folder, tt.places, message.Work{}, thursday); got != tt.side {
			t.Errorf("%s: the side says %q, want %q", tt.name, got, tt.side)
		}
	}
}

func TestLookingText(t *testing.T) {
	found := library.Folder{ID: 1, Path: "/p", Counts: library.Counts{Files: 4000, Pending: 4000}}
	if got := lookingText([]library.Folder{found}); got != "Looking for photos in p… 4,000 files found" {
		t.Errorf("while looking: %q", got)
	}
}
