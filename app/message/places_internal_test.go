package message

import (
	"testing"
	"time"

	"descry/app/service"
	"descry/library"
)

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
		if got := FolderWords(tt.folder, tt.places, Work{}, thursday); got != tt.side {
			t.Errorf("%s: the side says %q, want %q", tt.name, got, tt.side)
		}
	}
}
