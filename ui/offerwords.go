package ui

import (
	"net/url"
	"strings"

	"descry/app/message"
	"descry/app/service/models"
	"descry/internal/filesize"
)

// offerComplete reports that everything was fetched before.
func offerComplete(o models.ModelOffer) bool { return o.Bytes > 0 && o.Partial >= o.Bytes }

// downloadText says what is about to happen.
func downloadText(o models.ModelOffer, folder string) string {
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

// offerTitle says what an offer is good for and how large it is; its technical name
// says nothing to most people.
func offerTitle(o models.ModelOffer) string {
	title := o.Name
	if o.Headline != "" {
		title = message.Capital(o.Headline)
	}
	if o.Bytes > 0 {
		title += " · " + filesize.Format(o.Bytes) + " download"
	}
	return title
}

// offerText is what the title doesn't say: the technical name, whom it is for.
func offerText(o models.ModelOffer) string {
	var parts []string
	if o.Headline != "" {
		parts = append(parts, o.Name)
	}
	if o.Note != "" {
		parts = append(parts, o.Note)
	}
	return message.Capital(strings.Join(parts, " · "))
}

// hosts names the computers that pages lie on, each once.
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

// pageName is what to call a repository's page: owner and name without the host.
func pageName(page string) string {
	u, err := url.Parse(page)
	if err != nil || strings.Trim(u.Path, "/") == "" {
		return page
	}
	return strings.Trim(u.Path, "/")
}
