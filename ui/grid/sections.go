package grid

import (
	"time"

	"descry/app/message"
	"descry/library"
)

// Section is a run of tiles under one heading. A section ends where the next begins.
type Section struct {
	Title   string
	First   int       // index of its first tile
	Month   time.Time // first of the month for the date scrubber; zero for no month
	Counted bool      // the title has the number, so no count stands beside the title
}

// monthTitle is the default heading of a month.
func monthTitle(month time.Time) string { return message.FormatMonth(month) }

// months cuts tiles where the month changes, with photos of which only the year is known, and
// undated ones, in sections of their own. Tiles are taken in order, so a listing that is not
// sorted by date yields a month more than once.
func months(tiles []library.Tile, title func(time.Time) string) []Section {
	var sections []Section
	var from, to int64 // the seconds of the open section; almost every tile falls into it
	var open library.Dating
	for i, t := range tiles {
		if len(sections) > 0 && t.Dating == open && (open == library.Undated || t.Date >= from && t.Date < to) {
			continue
		}
		open = t.Dating
		taken := time.Unix(t.Date, 0).UTC()
		switch t.Dating {
		case library.Undated:
			sections = append(sections, Section{Title: message.Text("no-date", nil), First: i})
		case library.DatedByYear:
			year := time.Date(taken.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
			from, to = year.Unix(), year.AddDate(1, 0, 0).Unix()
			sections = append(sections, Section{Title: message.FormatCapturedPart(year, library.ToYear), First: i, Month: year})
		case library.Dated:
			month := time.Date(taken.Year(), taken.Month(), 1, 0, 0, 0, 0, time.UTC)
			from, to = month.Unix(), month.AddDate(0, 1, 0).Unix()
			sections = append(sections, Section{Title: title(month), First: i, Month: month})
		}
	}
	return sections
}

// tidy makes given sections safe to lay out: in order, in range, none empty and every tile
// covered by one.
func tidy(sections []Section, tiles int) []Section {
	var ok []Section
	for _, s := range sections {
		s.First = max(s.First, 0)
		if s.First >= tiles || (len(ok) > 0 && s.First < ok[len(ok)-1].First) {
			continue
		}
		if len(ok) > 0 && s.First == ok[len(ok)-1].First {
			ok[len(ok)-1] = s // the section before is empty
			continue
		}
		ok = append(ok, s)
	}
	if tiles > 0 && (len(ok) == 0 || ok[0].First > 0) {
		ok = append([]Section{{}}, ok...)
	}
	return ok
}
