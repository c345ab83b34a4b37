package models

import (
	"net/url"
	"strconv"
	"strings"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/models"
)

// modelFacts says how large a pack is, under which licence, and what it looks at.
func modelFacts(m models.Model) string {
	var parts []string
	if m.BuiltIn {
		parts = append(parts, message.Text("model-comes-with-descry", nil))
	}
	if m.Bytes > 0 {
		parts = append(parts, message.FormatBytes(m.Bytes))
	}
	if m.Licence != "" {
		parts = append(parts, message.InLanguage(m.Licence))
	}
	if m.ImageSize > 0 {
		parts = append(parts, message.Text("model-sees", message.Params{"Pixels": strconv.Itoa(m.ImageSize)}))
	}
	if m.MaxTokens > 0 {
		parts = append(parts, message.Count("model-reads", m.MaxTokens, nil))
	}
	return message.Phrases(parts)
}

// modelQuality says how well the pack finds photos and in which languages. The JSON of "descry
// model list" has the data sets of the measurements.
func modelQuality(m models.Model) string {
	if len(m.Languages) == 0 && len(m.Measured) == 0 {
		return message.Text("model-not-measured", nil)
	}
	var parts []string
	if len(m.Measured) > 0 {
		r := m.Measured[0]
		parts = append(parts, message.Text("model-recall", message.Params{"First": message.FormatDecimal(r.R1, 0), "InTen": message.FormatDecimal(r.R10, 0)}))
	}
	if len(m.Languages) > 0 {
		parts = append(parts, message.Text("model-tested-in", message.Params{"Languages": message.LanguageNames(m.Languages)}))
	}
	return message.JoinSentences(parts)
}

// modelSpeed says how fast the pack is on this machine and how many photos it
// knows.
func modelSpeed(m models.Model) string {
	var parts []string
	if m.Photos > 0 || m.Vectors > 0 {
		known, all := message.Params{"Known": message.FormatCount(m.Vectors)}, max(m.Photos, m.Vectors)
		if m.VectorBytes > 0 {
			known["Size"] = message.FormatBytes(m.VectorBytes)
			parts = append(parts, message.Count("model-knows-photos-size", all, known))
		} else {
			parts = append(parts, message.Count("model-knows-photos", all, known))
		}
	}
	var speed []string
	if rate := message.FormatRate(m.ImagesPerSecond); rate != "" {
		speed = append(speed, rate)
	}
	if m.TextMillis > 0 {
		speed = append(speed, message.Text("model-seconds-a-query", message.Params{"Seconds": message.FormatSeconds(m.TextMillis / 1000)}))
	}
	switch len(speed) {
	case 1:
		parts = append(parts, message.Text("model-speed-here", message.Params{"Speed": speed[0]}))
	case 2:
		parts = append(parts, message.Text("model-speeds-here", message.Params{"Images": speed[0], "Text": speed[1]}))
	}
	return message.Phrases(parts)
}

// offerComplete reports that everything was fetched before.
func offerComplete(o models.Offer) bool { return o.Bytes > 0 && o.Partial >= o.Bytes }

// downloadText says what is about to happen.
func downloadText(o models.Offer, folder string) string {
	if offerComplete(o) {
		return message.Text("download-complete", nil)
	}
	var sentences []string
	switch size, from := message.FormatBytes(o.Bytes-o.Partial), hosts(o.Pages); {
	case o.Bytes <= 0 && from != "":
		sentences = append(sentences, message.Text("download-several-gb-from", message.Params{"Servers": from}))
	case o.Bytes <= 0:
		sentences = append(sentences, message.Text("download-several-gb", nil))
	case from != "":
		sentences = append(sentences, message.Text("download-size-from", message.Params{"Size": size, "Servers": from}))
	default:
		sentences = append(sentences, message.Text("download-size", message.Params{"Size": size}))
	}
	if folder != "" {
		sentences = append(sentences, message.Text("download-goes-to", message.Params{"Folder": folder}))
	}
	return message.JoinSentences(append(sentences, message.Text("download-can-stop", nil)))
}

// offerTitle says what an offer is good for and how large the download is. The technical name
// says nothing to most people.
func offerTitle(o models.Offer) string {
	title := o.Name
	if o.Headline != "" {
		title = message.Capital(message.InLanguage(o.Headline))
	}
	if o.Bytes > 0 {
		return message.Phrases([]string{title, message.Text("offer-size", message.Params{"Size": message.FormatBytes(o.Bytes)})})
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
		parts = append(parts, message.InLanguage(o.Note))
	}
	return message.Capital(message.Phrases(parts))
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
	parts := []string{message.Text("model-preparing", nil)}
	if s.Filling != "" && s.Total > 0 {
		parts[0] = message.Count("model-preparing-photos", s.Total, message.Params{"Done": message.FormatCount(s.Done)})
		if s.Phase == service.Paused {
			parts = append(parts, message.Text("folder-paused", nil))
		} else if left := message.FormatTimeLeft(s.SecondsTo); left != "" {
			parts = append(parts, left)
		}
	}
	if active != "" {
		parts = append(parts, message.Text("model-search-still-uses", message.Params{"Model": active}))
	}
	return message.Phrases(parts)
}
