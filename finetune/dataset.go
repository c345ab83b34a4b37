package finetune

import (
	"errors"
	"fmt"
	"math"

	"descry/internal/vectormath"
)

// Dataset is the user's labels and captions of photos. All vectors are normalised and come from
// one model pack. Tags and captions name photos by their index.
type Dataset struct {
	Photos [][]float32
	// Tags are taken to be complete among the photos given here: a photo without a tag is a
	// negative example of the tag. A few untagged photos of the library keep a lone tag from
	// fitting every photo.
	Tags     []Tag
	Captions []Caption
}

// Tag is a tag of the user's with its examples. Several tags may share a photo.
type Tag struct {
	Name    string
	Prompts [][]float32 // vectors of the name in several sentences, at least one
	Photos  []int       // photos that have the tag
	Not     []int       // photos labelled as lacking the tag: they weigh more than photos that merely have no label
}

// Caption is one text about one photo. Several captions may be about the same photo.
type Caption struct {
	Photo  int
	Vector []float32
}

// ErrNothingToLearn reports data without a single example.
var ErrNothingToLearn = errors.New("no tag has an example and no photo has a caption")

// normTolerance is how far from 1 the length of a vector may be. Storage as float16 changes
// the length by less than 1e-3.
const normTolerance = 1e-2

// check is an error for the first part of d that is wrong.
func (d Dataset) check() (dimension int, err error) {
	if len(d.Photos) == 0 {
		return 0, errors.New("there are no photos")
	}
	dimension = len(d.Photos[0])
	if dimension == 0 {
		return 0, errors.New("photo 0 has an empty vector")
	}
	for i, v := range d.Photos {
		if err := checkVector(v, dimension); err != nil {
			return 0, fmt.Errorf("photo %d: %w", i, err)
		}
	}
	for i, c := range d.Captions {
		if err := errors.Join(checkVector(c.Vector, dimension), d.checkPhotos([]int{c.Photo})); err != nil {
			return 0, fmt.Errorf("caption %d: %w", i, err)
		}
	}
	return dimension, d.checkTags(dimension)
}

func (d Dataset) checkTags(dimension int) error {
	seen := map[string]bool{}
	for _, t := range d.Tags {
		if t.Name == "" || seen[t.Name] {
			return fmt.Errorf("tag %q is empty or named twice", t.Name)
		}
		seen[t.Name] = true
		if len(t.Prompts) == 0 {
			return fmt.Errorf("tag %q has no prompt", t.Name)
		}
		for _, v := range t.Prompts {
			if err := checkVector(v, dimension); err != nil {
				return fmt.Errorf("tag %q: prompt: %w", t.Name, err)
			}
		}
		if _, ok := mean(t.Prompts); !ok {
			return fmt.Errorf("tag %q: the prompts cancel each other out", t.Name)
		}
		if err := d.checkPhotos(t.Photos, t.Not); err != nil {
			return fmt.Errorf("tag %q: %w", t.Name, err)
		}
	}
	return nil
}

// checkPhotos is an error for an index that doesn't exist or stands twice.
func (d Dataset) checkPhotos(lists ...[]int) error {
	seen := map[int]bool{}
	for _, list := range lists {
		for _, p := range list {
			if p < 0 || p >= len(d.Photos) {
				return fmt.Errorf("there is no photo %d among %d", p, len(d.Photos))
			}
			if seen[p] {
				return fmt.Errorf("photo %d is named twice", p)
			}
			seen[p] = true
		}
	}
	return nil
}

func checkVector(v []float32, dimension int) error {
	if len(v) != dimension {
		return fmt.Errorf("%d dimensions, want %d", len(v), dimension)
	}
	norm := vectormath.Norm(v)
	if !(math.Abs(norm-1) <= normTolerance) { // a NaN fails, too
		return fmt.Errorf("length %.4g, want 1", norm)
	}
	return nil
}

// keep returns the data of some photos, renumbered in the order given.
func (d Dataset) keep(photos []int) Dataset {
	place := map[int]int{}
	var out Dataset
	for i, p := range photos {
		place[p] = i
		out.Photos = append(out.Photos, d.Photos[p])
	}
	move := func(list []int) (moved []int) {
		for _, p := range list {
			if i, ok := place[p]; ok {
				moved = append(moved, i)
			}
		}
		return moved
	}
	for _, t := range d.Tags {
		out.Tags = append(out.Tags, Tag{t.Name, t.Prompts, move(t.Photos), move(t.Not)})
	}
	for _, c := range d.Captions {
		if i, ok := place[c.Photo]; ok {
			out.Captions = append(out.Captions, Caption{i, c.Vector})
		}
	}
	return out
}

// told counts the photos with a tag, known to lack one, or with a caption. The other photos
// are untagged photos of the library.
func (d Dataset) told() int {
	told := map[int]bool{}
	for _, t := range d.Tags {
		for _, p := range t.Photos {
			told[p] = true
		}
		for _, p := range t.Not {
			told[p] = true
		}
	}
	for _, c := range d.Captions {
		told[c.Photo] = true
	}
	return len(told)
}
