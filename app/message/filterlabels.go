package message

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"descry/app/notice"
	"descry/library/query"
)

// ItemLabel is a part of a query as a chip shows it: "July 2019 – September 2019", "camera:
// canon", "without people".
func ItemLabel(i query.Item) string {
	switch i.Kind {
	case query.ExampleItem:
		if i.Negative {
			return weighted(Text("search-not-like", Params{"Photo": i.Words}), i.Weight)
		}
		return weighted(Text("search-like", Params{"Photo": i.Words}), i.Weight)
	case query.PhraseItem:
		return weighted(Text("quoted", Params{"Name": i.Words}), i.Weight)
	case query.WithoutItem:
		if i.InWords() {
			return weighted(i.Opener+" "+i.Words, i.Weight)
		}
		return weighted(Text("label-without", Params{"Words": i.Words}), i.Weight)
	case query.FilterItem:
	}
	return conditionLabel(i)
}

// weighted is a label with a weight, without the usual one.
func weighted(label string, weight float32) string {
	if weight == 1 {
		return label
	}
	return Text("label-weighted", Params{"Label": label, "Weight": query.WeightText(weight)})
}

// namedFilters are the messages for filters whose values are names.
var namedFilters = map[string]notice.Kind{
	"in": "label-in", "folder": "label-folder", "name": "label-name", "camera": "label-camera", "lens": "label-lens",
	"tag": "label-tag", "person": "label-person", "type": "label-type",
}

// withoutLabels are the messages for what photos lack.
var withoutLabels = map[string]notice.Kind{"tag": "label-untagged", "date": "label-undated"}

// conditionLabel is a filter on a chip.
func conditionLabel(i query.Item) string {
	var labels []string
	for _, v := range i.Values {
		if v.Op == query.OpNone {
			return Text(string(withoutLabels[i.Filter]), nil)
		}
		if i.Filter == "has" && i.Negative {
			labels = append(labels, Text(string(valueLabels["-has:"+v.Parts[0]]), nil))
			continue
		}
		labels = append(labels, valueLabel(i.Filter, v))
	}
	list := alternatives(labels)
	switch {
	case i.Filter == "has" && i.Negative:
		return Text("label-has-not", Params{"Facts": list})
	case i.Filter == "has":
		return Text("label-has", Params{"Facts": list})
	case i.Filter == "rating" && i.Negative && len(i.Values) == 1 && i.Values[0].Op == "" && i.Values[0].Parts[0] == "none":
		return Text("label-rated", nil)
	}
	if id, ok := namedFilters[i.Filter]; ok {
		list = Text(string(id), Params{"Names": list})
	}
	if i.Negative {
		return Text("label-not", Params{"Label": list})
	}
	return list
}

// alternatives joins labels: "canon, nikon or sony".
func alternatives(labels []string) string {
	if len(labels) < 2 {
		return strings.Join(labels, "")
	}
	last := len(labels) - 1
	return Text("alternatives-end", Params{"Before": joined("enumeration", labels[:last]), "Next": labels[last]})
}

// valueLabel is one alternative of a filter.
func valueLabel(filter string, v query.Value) string {
	switch filter {
	case "date":
		return dateLabel(v)
	case "iso":
		return numberLabel(v, isoLabels, func(n string) string { return n })
	case "rating":
		return ratingLabel(v)
	case "near":
		return Text("label-near", Params{"Kilometres": v.Parts[2], "Latitude": v.Parts[0], "Longitude": v.Parts[1]})
	case "orientation", "has":
		return Text(string(valueLabels[filter+":"+v.Parts[0]]), nil)
	case "type":
		if name, ok := formatLabels[v.Parts[0]]; ok {
			return name
		}
		return Text("label-type-raw", nil)
	}
	return v.Parts[0]
}

// formatLabels are the names of the formats, which are the same in every language.
var formatLabels = map[string]string{
	"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WebP", "tiff": "TIFF", "bmp": "BMP", "heic": "HEIC", "avif": "AVIF",
	"jxl": "JPEG XL", "jpeg2000": "JPEG 2000", "psd": "Photoshop",
}

// valueLabels are the messages for filters with their words.
var valueLabels = map[string]notice.Kind{
	"orientation:landscape": "label-landscape", "orientation:portrait": "label-portrait", "orientation:square": "label-square",
	"has:caption": "label-has-caption", "has:tag": "label-has-tag", "has:place": "label-has-place", "has:date": "label-has-date",
	"has:person": "label-has-person", "has:rating": "label-has-rating", "has:camera": "label-has-camera",
	"-has:caption": "label-has-no-caption", "-has:tag": "label-has-no-tag", "-has:place": "label-has-no-place", "-has:date": "label-has-no-date",
	"-has:person": "label-has-no-person", "-has:rating": "label-has-no-rating", "-has:camera": "label-has-no-camera",
}

// comparisons are the messages for numbers by the Op of a value.
type comparisons map[string]notice.Kind

var isoLabels = comparisons{"": "label-iso", "<": "label-iso-below", "<=": "label-iso-up-to", ">": "label-iso-above", ">=": "label-iso-from", "..": "label-iso-between"}

var ratingLabels = comparisons{"": "label-stars", "<": "label-stars-below", "<=": "label-stars-up-to", ">": "label-stars-above", ">=": "label-stars-from", "..": "label-stars-between"}

func numberLabel(v query.Value, ids comparisons, number func(string) string) string {
	if v.Op == ".." {
		return Text(string(ids[v.Op]), Params{"From": number(v.Parts[0]), "To": number(v.Parts[1])})
	}
	return Text(string(ids[v.Op]), Params{"Number": number(v.Parts[0])})
}

func ratingLabel(v query.Value) string {
	number := func(n string) string {
		switch n {
		case "none":
			return Text("label-rating-none", nil)
		case "rejected":
			return Text("label-rating-rejected", nil)
		}
		return n
	}
	if v.Op == "" && v.Parts[0] == "none" {
		return Text("label-unrated", nil)
	}
	if v.Op == ".." && v.Parts[0] == "none" {
		return Text("label-unrated-or-up-to", Params{"Number": number(v.Parts[1])})
	}
	if v.Op == "" && v.Parts[0] == "rejected" {
		return Text("label-rejected", nil)
	}
	return numberLabel(v, ratingLabels, number)
}

// dateLabels are the messages for dates by the Op of a value.
var dateLabels = map[string]notice.Kind{"<": "label-before", "<=": "label-until", ">": "label-after", ">=": "label-since"}

func dateLabel(v query.Value) string {
	switch {
	case v.Op == "":
		return periodLabel(v.Parts[0])
	case v.Op != "..":
		return Text(string(dateLabels[v.Op]), Params{"Period": periodLabel(v.Parts[0])})
	case v.Parts[1] == "":
		return Text("label-since", Params{"Period": periodLabel(v.Parts[0])})
	case v.Parts[0] == "":
		return Text("label-until", Params{"Period": periodLabel(v.Parts[1])})
	}
	return Text("label-span", Params{"From": periodLabel(v.Parts[0]), "To": periodLabel(v.Parts[1])})
}

// wordedPeriods are the messages for dates in words.
var wordedPeriods = map[string]notice.Kind{
	"today": "label-today", "yesterday": "label-yesterday", "this-week": "label-this-week", "last-week": "label-last-week",
	"this-month": "label-this-month", "last-month": "label-last-month", "this-year": "label-this-year", "last-year": "label-last-year",
}

// countedPeriods are the messages for the last so many days, weeks, months or years.
var countedPeriods = map[string]notice.Kind{
	"day": "label-last-days", "week": "label-last-weeks", "month": "label-last-months", "year": "label-last-years",
}

var lastSome = regexp.MustCompile(`^last-(\d+)-(day|week|month|year)s?$`)

// periodLabel is a date of the query language in words.
func periodLabel(period string) string {
	if id, ok := wordedPeriods[period]; ok {
		return Text(string(id), nil)
	}
	if found := lastSome.FindStringSubmatch(period); found != nil {
		n, _ := strconv.Atoi(found[1]) // digits
		return Count(string(countedPeriods[found[2]]), n, nil)
	}
	if day, err := time.Parse("2006-01-02", period); err == nil {
		return FormatDate(day)
	}
	if month, err := time.Parse("2006-01", period); err == nil {
		return FormatMonth(month)
	}
	if _, err := time.Parse("2006", period); err == nil {
		return Text("year", Params{"Year": period})
	}
	return period
}
