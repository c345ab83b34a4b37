package ui

import (
	"math"
	"slices"
	"testing"
	"time"

	"descry/app/service"
	"descry/library"
)

func TestNumbers(t *testing.T) {
	tests := []struct{ got, want string }{
		{FormatCount(0), "0"},
		{FormatCount(999), "999"},
		{FormatCount(18302), "18,302"},
		{FormatCount(-1234567), "−1,234,567"},
		{Plural(1, "photo", "photos"), "1 photo"},
		{Plural(1240, "photo", "photos"), "1,240 photos"},
		{formatTimeLeft(0), ""},
		{formatTimeLeft(math.Inf(1)), ""},
		{formatTimeLeft(4), "a few seconds left"},
		{formatTimeLeft(42), "45 s left"},
		{formatTimeLeft(281), "5 min left"},
		{formatTimeLeft(2*3600 + 13*60), "2 h 10 min left"},
		{formatTimeLeft(30 * 3600), "30 h left"},
		{formatTimeLeft(100 * 3600), "5 days left"},
		{formatRate(0), ""},
		{formatRate(0.42), "0.4 photos/s"},
		{formatRate(52.3), "52 photos/s"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

var thursday = time.Date(2024, 5, 16, 14, 0, 0, 0, time.UTC)

func TestSince(t *testing.T) {
	for hours, want := range map[int]string{
		0: "today", 13: "today", 15: "yesterday", 48: "Tuesday", 6 * 24: "Friday",
		7 * 24: "9 May", 24 * 400: "12 April 2023",
	} {
		if got := formatSince(thursday.Add(-time.Duration(hours)*time.Hour), thursday); got != want {
			t.Errorf("%d hours ago is %q, want %q", hours, got, want)
		}
	}
}

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
		if got := statusText(libraryNow{status: tt.status, at: thursday}); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.status, got, tt.want)
		}
	}
	for _, s := range []service.Status{{Phase: service.Paused}, {Phase: service.Indexing}, {Phase: service.Indexing, Elsewhere: service.Indexer{Name: "the Descry service"}}} {
		if !(libraryNow{status: s}).canPause() {
			t.Errorf("pause isn't offered: %+v", s)
		}
	}
	for _, s := range []service.Status{{}, {Phase: service.Indexing, Elsewhere: service.Indexer{Name: "descry in a terminal", Deaf: true}}} {
		if (libraryNow{status: s}).canPause() {
			t.Errorf("pause is offered where it can't work: %+v", s)
		}
	}
}

func TestPhotoFacts(t *testing.T) {
	p := library.Photo{
		Format: "jpeg", Bytes: 3_400_000, Width: 4032, Height: 3024, Rating: 3,
		Captured: library.CaptureTime{Local: time.Date(2023, 7, 14, 18, 42, 10, 0, time.UTC), HasOffset: true, Offset: -12600},
		Camera:   library.Camera{Make: "Canon", Model: "Canon EOS 40D", ISO: 400, FNumber: 2.8, ExposureSeconds: 1.0 / 250, FocalLength: 35},
		Title:    "Evening at the sea", Caption: "A caption has a place of its own", Keywords: []string{"sea"}, People: []string{"Anna"},
	}
	want := []fact{
		{"Taken", "Fri 14 July 2023, 18:42:10, UTC−03:30", false, false},
		{"Camera", "Canon EOS 40D", false, false},
		{"Exposure", "1/250 s · f/2.8 · ISO 400 · 35 mm", false, false},
		{"Size", "4032 × 3024 · 12.2 MP", false, false},
		{"File", "JPEG · 3.40 MB", false, false},
		{"Title", "Evening at the sea", true, false},
		{"Rating", "★★★☆☆", false, false},
	}
	if got := photoFacts(p); !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	if got := photoFacts(library.Photo{}); len(got) != 0 {
		t.Errorf("a photo of which nothing is known has facts %v", got)
	}
	nikon := library.Photo{Camera: library.Camera{Make: "NIKON CORPORATION", Model: "NIKON D1X"}}
	if got := photoFacts(nikon); !slices.Equal(got, []fact{{"Camera", "Nikon D1X", false, false}}) {
		t.Errorf("camera %v", got)
	}
	undated := library.Photo{FileDate: time.Date(2026, 11, 30, 5, 6, 7, 0, time.UTC)}
	want = []fact{{"Taken", "No date", false, true}, {"File date", "Mon 30 November 2026", false, true}}
	if got := photoFacts(undated); !slices.Equal(got, want) {
		t.Errorf("without a date: %v, want %v", got, want)
	}
	if got := readablePosition(&library.Position{Latitude: 51.025, Longitude: -7.59194}); got != "51.0250° N, 7.5919° W" {
		t.Errorf("a place reads %q", got)
	}
	if got := formatPosition(&library.Position{Latitude: 59.9139, Longitude: -10.75}); got != "59.91390, -10.75000" {
		t.Errorf("position %q", got)
	}
}

func TestHistory(t *testing.T) {
	h := newHistory([]string{"cat", "old"})
	h.add("dog")
	h.add("dog in snow") // typing went on
	h.add("cat")         // searched again
	if want := []string{"cat", "dog in snow", "old"}; !slices.Equal(h.entries, want) {
		t.Fatalf("history %q, want %q", h.entries, want)
	}
	first, _ := h.older()
	second, _ := h.older()
	if first != "cat" || second != "dog in snow" || !h.walking("dog in snow") {
		t.Errorf("walked to %q, %q", first, second)
	}
	h.newer()
	if text, ok := h.newer(); text != "" || !ok || h.walking("") {
		t.Errorf("past the newest: %q, %v", text, ok)
	}
	for i := range 2 * historyLimit {
		h.add(FormatCount(i) + "!")
	}
	if len(h.entries) != historyLimit {
		t.Errorf("%d entries kept, want %d", len(h.entries), historyLimit)
	}
}
