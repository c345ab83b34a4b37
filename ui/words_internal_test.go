package ui

import (
	"slices"
	"testing"
	"time"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
)

var thursday = time.Date(2024, 5, 16, 14, 0, 0, 0, time.UTC)

func TestPhotoFacts(t *testing.T) {
	p := library.Photo{
		Format: "jpeg", Bytes: 3_400_000, Width: 4032, Height: 3024, Rating: 3,
		Captured: library.CaptureTime{Local: time.Date(2023, 7, 14, 18, 42, 10, 0, time.UTC), HasOffset: true, Offset: -12600},
		Camera:   library.Camera{Make: "Canon", Model: "Canon EOS 40D", ISO: 400, FNumber: 2.8, ExposureSeconds: 1.0 / 250, FocalLength: 35},
		Title:    "Evening at the sea", Caption: "A caption has a place of its own", Keywords: []string{"sea"}, People: []string{"Anna"},
	}
	want := []kit.Fact{
		{Name: "Taken", Value: "Fri 14 July 2023, 18:42:10, UTC−03:30", Written: false, Muted: false},
		{Name: "Camera", Value: "Canon EOS 40D", Written: false, Muted: false},
		{Name: "Exposure", Value: "1/250 s · f/2.8 · ISO 400 · 35 mm", Written: false, Muted: false},
		{Name: "Size", Value: "4032 × 3024 · 12.2 MP", Written: false, Muted: false},
		{Name: "File", Value: "JPEG · 3.40 MB", Written: false, Muted: false},
		{Name: "Title", Value: "Evening at the sea", Written: true, Muted: false},
		{Name: "Rating", Value: "★★★☆☆", Written: false, Muted: false},
	}
	if got := photoFacts(p); !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	if got := photoFacts(library.Photo{}); len(got) != 0 {
		t.Errorf("a photo of which nothing is known has facts %v", got)
	}
	nikon := library.Photo{Camera: library.Camera{Make: "NIKON CORPORATION", Model: "NIKON D1X"}}
	if got := photoFacts(nikon); !slices.Equal(got, []kit.Fact{{Name: "Camera", Value: "Nikon D1X", Written: false, Muted: false}}) {
		t.Errorf("camera %v", got)
	}
	undated := library.Photo{FileDate: time.Date(2026, 11, 30, 5, 6, 7, 0, time.UTC)}
	want = []kit.Fact{{Name: "Taken", Value: "No date", Written: false, Muted: true}, {Name: "File date", Value: "Mon 30 November 2026", Written: false, Muted: true}}
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
		h.add(message.FormatCount(i) + "!")
	}
	if len(h.entries) != historyLimit {
		t.Errorf("%d entries kept, want %d", len(h.entries), historyLimit)
	}
}
