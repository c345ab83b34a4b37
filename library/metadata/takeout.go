package metadata

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"descry/library/metadata/text"
)

// MaxTakeout is how many bytes of a JSON file are read. Real ones have one to ten kilobytes.
const MaxTakeout = 1 << 20

// ErrNotTakeout says that a JSON file is not one of Google Photos.
var ErrNotTakeout = errors.New("not a file of Google Photos")

// takeoutFile is what a JSON file of Google Photos says. Positions of zeros are unknown ones.
type takeoutFile struct {
	Title       *string
	Description string
	TakenTime   *struct {
		Timestamp json.RawMessage // seconds since 1970, in quotes
	} `json:"photoTakenTime"`
	Geo     takeoutPosition `json:"geoData"`
	GeoExif takeoutPosition `json:"geoDataExif"`
	People  []struct{ Name string }
}

type takeoutPosition struct{ Latitude, Longitude float64 }

func (p takeoutPosition) valid() bool {
	return (p.Latitude != 0 || p.Longitude != 0) && math.Abs(p.Latitude) <= 90 && math.Abs(p.Longitude) <= 180
}

// ReadTakeout reads the JSON file that Google Photos writes beside a photo that is taken out: the
// date (a moment, without the zone of the place), place, description and people. The error of
// another JSON file is an ErrNotTakeout.
func ReadTakeout(r io.Reader) (m Metadata, err error) {
	defer recovered(&err)
	data, err := io.ReadAll(io.LimitReader(r, MaxTakeout))
	if err != nil {
		return m, fmt.Errorf("read JSON: %w", err)
	}
	if len(data) == MaxTakeout {
		return m, ErrNotTakeout
	}
	var f takeoutFile
	if err := json.Unmarshal(data, &f); err != nil {
		return m, fmt.Errorf("read JSON: %w", err)
	}
	if f.Title == nil || f.TakenTime == nil {
		return m, ErrNotTakeout
	}
	m.Captured = takeoutTime(f.TakenTime.Timestamp)
	block := func(s string) string { return text.Block(s, maxDescription) }
	m.Description = written(block, nil, f.Description)
	for _, p := range []takeoutPosition{f.Geo, f.GeoExif} {
		if p.valid() && !m.HasGPS {
			m.Latitude, m.Longitude, m.HasGPS = p.Latitude, p.Longitude, true
		}
	}
	var people []string
	for _, p := range f.People {
		people = append(people, p.Name)
	}
	m.People = lines(maxName, people)
	return m, nil
}

// takeoutTime reads seconds since 1970. Zero is unknown.
func takeoutTime(raw json.RawMessage) CaptureTime {
	s := string(raw)
	if unquoted, err := strconv.Unquote(s); err == nil {
		s = unquoted
	}
	seconds, err := strconv.ParseInt(s, 10, 64)
	if err != nil || seconds == 0 {
		return CaptureTime{}
	}
	t := time.Unix(seconds, 0).UTC()
	if t.Year() < 1000 || t.Year() > 3000 {
		return CaptureTime{}
	}
	return CaptureTime{Local: t, HasOffset: true, From: Takeout}
}
