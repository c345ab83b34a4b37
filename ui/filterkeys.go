package ui

import (
	"strings"

	"descry/app/message"
	"descry/library"
	"descry/library/query"
	"descry/ui/kit"
)

// filterKey is a filter that the box can complete. Those with a facet have values
// in the library, others a few of their own.
type filterKey struct {
	Name    string
	Meaning string
	Facet   library.Facet
	Listed  bool // Facet counts
	Values  []string
}

// filterKeys are the filters on offer, the usual ones first.
var filterKeys = []filterKey{
	{Name: "date", Meaning: "when it was taken", Values: []string{
		"today", "yesterday", "this-week", "last-week", "this-month", "last-month", "this-year", "last-year", "none"}},
	{Name: "tag", Meaning: "a tag", Facet: library.FacetTag, Listed: true},
	{Name: "person", Meaning: "who is in it", Facet: library.FacetPerson, Listed: true},
	{Name: "camera", Meaning: "make and model", Facet: library.FacetCamera, Listed: true},
	{Name: "lens", Meaning: "the lens", Facet: library.FacetLens, Listed: true},
	{Name: "in", Meaning: "name of a folder", Facet: library.FacetIn, Listed: true},
	{Name: "type", Meaning: "kind of file", Facet: library.FacetType, Listed: true},
	{Name: "rating", Meaning: "stars", Values: []string{">=1", ">=2", ">=3", ">=4", "5", "none", "rejected"}},
	{Name: "orientation", Meaning: "how it stands", Values: []string{"landscape", "portrait", "square"}},
	{Name: "has", Meaning: "what is known of it", Values: []string{"caption", "tag", "place", "date", "person", "rating", "camera"}},
	{Name: "name", Meaning: "the file's name"},
	{Name: "iso", Meaning: "sensitivity"},
	{Name: "near", Meaning: "latitude,longitude,km"},
	{Name: "folder", Meaning: "path of a folder"},
}

// keyNamed finds the filter of a name.
func keyNamed(name string) (filterKey, bool) {
	for _, k := range filterKeys {
		if k.Name == name {
			return k, true
		}
	}
	return filterKey{}, false
}

// keyOffers completes the name of a filter.
func keyOffers(prefix string) []kit.Offer {
	var offers []kit.Offer
	for _, k := range filterKeys {
		if strings.HasPrefix(k.Name, prefix) {
			offers = append(offers, kit.Offer{Text: k.Name + ":", Label: k.Name + ":", Note: k.Meaning})
		}
	}
	return offers
}

// fixedOffers completes the value of a filter that has values of its own.
func fixedOffers(k filterKey, prefix string) []kit.Offer {
	var offers []kit.Offer
	for _, v := range k.Values {
		if strings.HasPrefix(v, strings.ToLower(prefix)) && v != prefix {
			offers = append(offers, kit.Offer{Text: v, Label: k.Name + ":" + v, Closed: true})
		}
	}
	return offers
}

// valueOffers completes the value of a filter from what is in the library.
func valueOffers(values []library.FacetValue) []kit.Offer {
	var offers []kit.Offer
	for _, v := range values[:min(len(values), kit.MostOffers)] {
		offers = append(offers, kit.Offer{Text: query.Quote(v.Value), Label: v.Value, Note: message.FormatCount(v.Photos), Closed: true})
	}
	return offers
}
