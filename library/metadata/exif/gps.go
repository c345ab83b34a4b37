package exif

import (
	"errors"
	"math"
	"strings"

	"descry/library/container"
)

// Tags of the GPS table.
const (
	tagLatitudeRef  = 1
	tagLatitude     = 2
	tagLongitudeRef = 3
	tagLongitude    = 4
)

// position reads the coordinates of the GPS table. Without hemisphere letters the place could
// be any of four, so there is no position then.
func (d *decoder) position(table container.Directory) {
	_, hasLat := table.Find(tagLatitude)
	_, hasLon := table.Find(tagLongitude)
	if !hasLat && !hasLon {
		return // tables with only a version or a time are common
	}
	lat, err := d.coordinate(table, tagLatitudeRef, tagLatitude, "NS", 90)
	if err != nil {
		d.note(err, "read GPS latitude")
		return
	}
	lon, err := d.coordinate(table, tagLongitudeRef, tagLongitude, "EW", 180)
	if err != nil {
		d.note(err, "read GPS longitude")
		return
	}
	// Devices without a fix write zeros. There is only sea at that place.
	if lat != 0 || lon != 0 {
		d.tags.Latitude, d.tags.Longitude, d.tags.HasGPS = lat, lon, true
	}
}

// coordinate reads degrees, minutes and seconds and their hemisphere. letters holds the
// positive and the negative hemisphere. Missing minutes or seconds are 0.
func (d *decoder) coordinate(table container.Directory, refTag, tag uint16, letters string, limit float64) (float64, error) {
	e, ok := table.Find(tag)
	if !ok {
		return 0, errors.New("missing")
	}
	parts, err := d.floats(e)
	if err != nil {
		return 0, err
	}
	if len(parts) == 0 || len(parts) > 3 {
		return 0, errors.New("neither degrees nor degrees, minutes and seconds")
	}
	var deg float64
	for i, v := range parts {
		deg += v / math.Pow(60, float64(i))
	}
	if !(math.Abs(deg) <= limit) { // also catches NaN
		return 0, errors.New("out of range")
	}
	sign, err := d.hemisphere(table, refTag, letters)
	return sign * deg, err
}

func (d *decoder) hemisphere(table container.Directory, tag uint16, letters string) (float64, error) {
	e, ok := table.Find(tag)
	if !ok {
		return 0, errors.New("no hemisphere")
	}
	s, err := d.text(e)
	if err != nil {
		return 0, err
	}
	s = strings.ToUpper(strings.TrimSpace(s))
	switch {
	case strings.HasPrefix(s, letters[:1]):
		return 1, nil
	case strings.HasPrefix(s, letters[1:]):
		return -1, nil
	}
	return 0, errors.New("unknown hemisphere")
}
