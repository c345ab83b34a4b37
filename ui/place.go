package ui

import (
	"time"

	"descry/library"
)

// placeKind tells what fills the grid.
type placeKind int

const (
	browsing placeKind = iota
	searching
	similarTo
)

// place is somewhere the owner can be: a listing, a search or the photos similar
// to one. Two places are the same when they compare equal.
type place struct {
	Kind  placeKind
	Scope library.Scope
	Sort  library.Sort    // browsing only
	Text  string          // searching only
	Photo library.PhotoID // similarTo only
}

// listing is what a place holds. Name is the file name of the photo that others
// are similar to.
type listing struct {
	Place    place
	Tiles    []library.Tile
	Sections []month
	Notice   string
	Name     string
	Took     time.Duration
}

// frame is a place on the way back: what was shown there and how far down.
type frame struct {
	place   place
	listing listing
	loaded  bool // listing is of this place
	offset  float32
	changes uint64 // of the library when it was listed
}

// month is a run of tiles under one heading, starting at index Start.
type month struct {
	Title string
	Start int
}

// months groups a listing by date into months; listings in any other order have
// no headings.
func months(tiles []library.Tile, sort library.Sort) []month {
	if sort != library.NewestFirst && sort != library.OldestFirst {
		return nil
	}
	var found []month
	var from, to int64 // the current month, in seconds of the local clock
	for i, tile := range tiles {
		if i > 0 && tile.Taken >= from && tile.Taken < to {
			continue
		}
		y, m, _ := time.Unix(tile.Taken, 0).UTC().Date()
		first := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
		from, to = first.Unix(), first.AddDate(0, 1, 0).Unix()
		found = append(found, month{Title: first.Format("January 2006"), Start: i})
	}
	return found
}
