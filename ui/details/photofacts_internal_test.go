package details

import (
	"slices"
	"testing"
	"time"

	"descry/library"
	"descry/ui/kit"
)

func TestPhotoFacts(t *testing.T) {
	p := library.Photo{
		Format: "jpeg", Bytes: 3_400_000, Width: 4032, Height: 3024, Rating: 3,
		Captured: library.CaptureTime{Local: time.Date(2023, 7, 14, 18, 42, 10, 0, time.UTC), HasOffset: true, Offset: -12600},
		Camera:   library.Camera{Make: "Canon", Model: "Canon EOS 40D", ISO: 400, FNumber: 2.8, ExposureSeconds: 1.0 / 250, FocalLength: 35},
		Title:    "Evening at the sea", Caption: "A caption has a place of its own", Keywords: []string{"sea"}, People: []string{"Anna"},
	}
	want := []kit.Fact{
		{Name: "Taken", Value: "Fri 14 July 2023, 18:42:10, UTC-03:30", Written: false, Muted: false},
		{Name: "Camera", Value: "Canon EOS 40D", Written: false, Muted: false},
		{Name: "Exposure", Value: "1/250 s · f/2.8 · ISO 400 · 35 mm", Written: false, Muted: false},
		{Name: "Size", Value: "4032 × 3024 · 12.2 MP", Written: false, Muted: false},
		{Name: "File", Value: "JPEG · 3.40 MB", Written: false, Muted: false},
		{Name: "Title", Value: "Evening at the sea", Written: true, Muted: false},
		{Name: "Rating", Value: "3 stars of 5", Written: false, Muted: false},
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
