package models

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/models"
	"descry/internal/filesize"
)

// modelFacts says how large a pack is, under which licence, and what it looks at.
func modelFacts(m models.Model) string {
	var parts []string
	if m.BuiltIn {
		parts = append(parts, "Comes with Descry")
	}
	if m.Bytes > 0 {
		parts = append(parts, filesize.Format(m.Bytes))
	}
	if m.Licence != "" {
		parts = append(parts, m.Licence)
	}
	if m.ImageSize > 0 {
		parts = append(parts, "sees "+strconv.Itoa(m.ImageSize)+" px")
	}
	if m.MaxTokens > 0 {
		parts = append(parts, "reads up to "+message.FormatCount(m.MaxTokens)+" tokens")
	}
	return strings.Join(parts, " · ")
}

// modelQuality says how well the pack finds photos and in which languages. The JSON of "descry
// model list" has the data sets of the measurements.
func modelQuality(m models.Model) string {
	if len(m.Languages) == 0 && len(m.Measured) == 0 {
		return "Not measured: how well it finds photos is not known."
	}
	var parts []string
	if len(m.Measured) > 0 {
		r := m.Measured[0]
		parts = append(parts, fmt.Sprintf("Finds the right photo first in %.0f %% of tests, in the first ten in %.0f %%.", r.R1, r.R10))
	}
	if len(m.Languages) > 0 {
		parts = append(parts, "Tested in "+message.Listed(m.Languages)+".")
	}
	return strings.Join(parts, " ")
}

// modelSpeed says how fast the pack is on this machine and how many photos it
// knows.
func modelSpeed(m models.Model) string {
	var parts []string
	if m.Photos > 0 || m.Vectors > 0 {
		s := "Knows " + message.FormatCount(m.Vectors) + " of " + message.Plural(max(m.Photos, m.Vectors), "photo", "photos")
		if m.VectorBytes > 0 {
			s += ", " + filesize.Format(m.VectorBytes)
		}
		parts = append(parts, s)
	}
	var speed []string
	if rate := message.FormatRate(m.ImagesPerSecond); rate != "" {
		speed = append(speed, rate)
	}
	if m.TextMillis > 0 {
		speed = append(speed, message.FormatSeconds(m.TextMillis/1000)+" a query")
	}
	if len(speed) > 0 {
		parts = append(parts, strings.Join(speed, ", ")+" on this machine")
	}
	return strings.Join(parts, " · ")
}

// offerComplete reports that everything was fetched before.
func offerComplete(o models.Offer) bool { return o.Bytes > 0 && o.Partial >= o.Bytes }

// downloadText says what is about to happen.
func downloadText(o models.Offer, folder string) string {
	if offerComplete(o) {
		return "Everything was downloaded before; nothing more is fetched."
	}
	text := "This fetches " + filesize.Format(o.Bytes-o.Partial)
	if o.Bytes <= 0 {
		text = "This fetches several GB; how much is known once it begins"
	}
	if from := hosts(o.Pages); from != "" {
		text += " from " + from
	}
	if folder != "" {
		text += ". It goes to " + folder
	}
	return text + ". You can stop at any time; what is there by then is kept. Nothing about you or your photos is sent."
}

// offerTitle says what an offer is good for and how large the download is. The technical name
// says nothing to most people.
func offerTitle(o models.Offer) string {
	title := o.Name
	if o.Headline != "" {
		title = message.Capital(o.Headline)
	}
	if o.Bytes > 0 {
		title += " · " + filesize.Format(o.Bytes) + " download"
	}
	return title
}

// offerText is the rest of an offer: the technical name, and whom the offer is for.
func offerText(o models.Offer) string {
	var parts []string
	if o.Headline != "" {
		parts = append(parts, o.Name)
	}
	if o.Note != "" {
		parts = append(parts, o.Note)
	}
	return message.Capital(strings.Join(parts, " · "))
}

// hosts names the servers of pages, each once.
func hosts(pages []string) string {
	var names []string
	seen := map[string]bool{}
	for _, p := range pages {
		if u, err := url.Parse(p); err == nil && u.Host != "" && !seen[u.Host] {
			seen[u.Host] = true
			names = append(names, u.Host)
		}
	}
	return message.Listed(names)
}

// pageName is the name of a repository's page: user and name without the server.
func pageName(page string) string {
	u, err := url.Parse(page)
	if err != nil || strings.Trim(u.Path, "/") == "" {
		return page
	}
	return strings.Trim(u.Path, "/")
}

// fillingText says how far the next model is, while another one answers.
func fillingText(s service.Status, active string) string {
	parts := []string{"Preparing"}
	if s.Filling != "" && s.Total > 0 {
		parts[0] += ": " + message.FormatCount(s.Done) + " of " + message.Plural(s.Total, "photo", "photos")
		if s.Phase == service.Paused {
			parts = append(parts, "paused")
		} else if left := message.FormatTimeLeft(s.SecondsTo); left != "" {
			parts = append(parts, left)
		}
	}
	if active != "" {
		parts = append(parts, "search still uses "+active)
	}
	return strings.Join(parts, " · ")
}
