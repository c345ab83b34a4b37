package tags

import (
	"cmp"
	"slices"
	"strings"

	"descry/app/message"
	"descry/library"
)

// importModel is the content of an import sheet: offers by their source, of which some are
// chosen.
type importModel struct {
	offers []library.ImportOffer // by source
	chosen []bool
	rows   []importIndex
}

// importIndex is a row: an offer, or the heading of a source's offers.
type importIndex struct {
	source  library.OfferSource
	offer   int // -1 for a heading
	on, all int // headings: how many of how many are chosen
}

// newImportModel chooses the offers of files' keywords and captions at first. A folder's name
// often means something else.
func newImportModel(offers []library.ImportOffer) importModel {
	m := importModel{offers: slices.Clone(offers), chosen: make([]bool, len(offers))}
	message.SortByCount(m.offers, func(o library.ImportOffer) int { return o.Photos }, func(o library.ImportOffer) string { return o.Tag.Name })
	slices.SortStableFunc(m.offers, func(a, b library.ImportOffer) int { return cmp.Compare(a.Source, b.Source) })
	for i, o := range m.offers {
		if i == 0 || m.offers[i-1].Source != o.Source {
			m.rows = append(m.rows, importIndex{source: o.Source, offer: -1})
		}
		m.rows = append(m.rows, importIndex{source: o.Source, offer: i})
		m.chosen[i] = o.Source != library.OfferFolders
	}
	m.count()
	return m
}

// count sums up the choice for the headings.
func (m *importModel) count() {
	heading := 0
	for i := range m.rows {
		r := &m.rows[i]
		if r.offer < 0 {
			heading = i
			r.on, r.all = 0, 0
			continue
		}
		m.rows[heading].all++
		if m.chosen[r.offer] {
			m.rows[heading].on++
		}
	}
}

// toggle chooses an offer, or no longer. A heading chooses all offers below, or none when all
// are chosen.
func (m *importModel) toggle(row int) {
	r := m.rows[row]
	if r.offer >= 0 {
		m.chosen[r.offer] = !m.chosen[r.offer]
	} else {
		for i, o := range m.offers {
			if o.Source == r.source {
				m.chosen[i] = r.on < r.all
			}
		}
	}
	m.count()
}

func (m *importModel) selected() []library.ImportOffer {
	var chosen []library.ImportOffer
	for i, o := range m.offers {
		if m.chosen[i] {
			chosen = append(chosen, o)
		}
	}
	return chosen
}

// importLine is a row in the form in which it is drawn.
type importLine struct {
	heading    bool
	name, note string
	photos     string
	on, partly bool
}

func (m *importModel) line(row int) importLine {
	if row >= len(m.rows) {
		return importLine{}
	}
	r := m.rows[row]
	if r.offer < 0 {
		return importLine{
			heading: true, name: sourceName(r.source), photos: message.Text("tags-import-chosen", message.Params{"Chosen": message.FormatCount(r.on), "All": message.FormatCount(r.all)}),
			on: r.on == r.all, partly: r.on > 0 && r.on < r.all,
		}
	}
	o := m.offers[r.offer]
	l := importLine{name: message.OneLine(o.Tag.Name), note: message.OneLine(o.Sample), photos: message.Photos(o.Photos), on: m.chosen[r.offer]}
	if o.Source == library.OfferCaptions {
		l.name, l.note = message.Text("tags-import-all-captions", nil), message.Text("quoted", message.Params{"Name": strings.TrimSpace(l.note)})
	}
	if l.note == l.name { // a folder's name, where it is the path as well
		l.note = ""
	}
	return l
}

func sourceName(s library.OfferSource) string {
	switch s {
	case library.OfferKeywords:
		return message.Text("tags-import-keywords", nil)
	case library.OfferPeople:
		return message.Text("tags-import-people", nil)
	case library.OfferFolders:
		return message.Text("tags-import-folders", nil)
	case library.OfferCaptions:
		return message.Text("tags-import-captions", nil)
	}
	return message.Text("tags-import-other", nil)
}

// importText is what the button does with a choice.
func importText(chosen []library.ImportOffer) string {
	tags, people, captions := 0, 0, false
	for _, o := range chosen {
		switch {
		case o.Source == library.OfferCaptions:
			captions = true
		case o.Tag.Person:
			people++
		default:
			tags++
		}
	}
	var parts []string
	if tags > 0 {
		parts = append(parts, message.Count("tags-import-button-tags", tags, nil))
	}
	if people > 0 {
		parts = append(parts, message.Count("tags-import-button-people", people, nil))
	}
	if captions {
		parts = append(parts, message.Text("tags-import-button-captions", nil))
	}
	if len(parts) == 0 {
		return message.Text("tags-import-button-nothing", nil)
	}
	return message.Text("tags-import-button", message.Params{"What": message.Listed(parts)})
}
