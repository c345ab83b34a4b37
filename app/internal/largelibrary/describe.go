package largelibrary

import (
	"math/rand/v2"

	"descry/library"
)

var (
	cameras = []library.Camera{
		{Make: "Example", Model: "X100", Lens: "23 mm f/2"},
		{Make: "Canon", Model: "EOS 5D", Lens: "EF 50 mm f/1.8"},
		{Make: "Nikon", Model: "D750", Lens: "24-70 mm f/2.8"},
		{Make: "Apple", Model: "iPhone 12"},
	}
	tags   = []string{"beach", "family", "norway", "animals/dogs", "animals/cats", "wedding", "garden", "work", "snow", "food"}
	words  = []string{"sunset", "lake", "roof", "lanterns", "bicycle", "birthday", "children", "harbour", "old", "red", "market", "train"}
	people = []string{"Anna", "Ben", "Carla", "Deniz"}
)

// describe gives a photo what owners and cameras write: a third have tags, a tenth
// a caption, a fifth people, half a place.
func describe(r *rand.Rand, p *library.Photo) {
	camera := cameras[r.IntN(len(cameras))]
	p.Camera.Make, p.Camera.Model, p.Camera.Lens, p.Camera.ISO = camera.Make, camera.Model, camera.Lens, 100<<r.IntN(7)
	p.Rating = max(0, r.IntN(12)-6)
	if r.IntN(3) == 0 {
		p.Keywords = []string{tags[r.IntN(len(tags))], tags[r.IntN(len(tags))]}
	}
	if r.IntN(10) == 0 {
		p.Caption = words[r.IntN(len(words))] + " and " + words[r.IntN(len(words))] + " by the " + words[r.IntN(len(words))]
	}
	if r.IntN(5) == 0 {
		p.People = []string{people[r.IntN(len(people))]}
	}
	if r.IntN(2) == 0 {
		p.GPS = &library.Position{Latitude: 40 + 30*r.Float64(), Longitude: 30 * r.Float64()}
	}
}
