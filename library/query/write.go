package query

import (
	"regexp"
	"strconv"
	"strings"
)

// canonical is the item of a filter or an example in English.
func (i Item) canonical() string {
	var english *Words
	return english.Write(i)
}

// Write is an item as the user would type it in the language of w. Read with w, the text is the
// same item.
func (w *Words) Write(i Item) string {
	if i.Filter == "" {
		return i.Text
	}
	text := w.condition(i)
	if i.Kind == ExampleItem {
		text += raised(i.Weight)
	}
	if i.Negative && !(len(i.Values) == 1 && i.Values[0].Op == OpNone) {
		text = "-" + text
	}
	return text
}

// condition is a filter without a minus.
func (w *Words) condition(i Item) string {
	values := make([]string, len(i.Values))
	for n, v := range i.Values {
		// The word none of a tag is English alone.
		if v.Op == OpNone && i.Filter == "tag" && len(w.Names("is", "untagged")) > 0 {
			return w.Name(FilterNames, "is") + ":" + w.Name("is", "untagged")
		}
		values[n] = w.value(i.Filter, v)
	}
	return w.Name(FilterNames, i.Filter) + ":" + strings.Join(values, ",")
}

// value is one alternative of a filter.
func (w *Words) value(filter string, v Value) string {
	switch v.Op {
	case OpNone:
		return w.Name(filter, "none")
	case "..":
		return w.word(filter, v.Parts[0]) + ".." + w.word(filter, v.Parts[1])
	case "=":
		return Quote("=" + v.Parts[0])
	}
	if filter == "near" {
		return strings.Join(v.Parts, ",")
	}
	if _, named := vocabulary[filter]; named || filter == "iso" {
		return v.Op + w.word(filter, v.Parts[0])
	}
	return Quote(v.Parts[0])
}

var lastNumber = regexp.MustCompile(`^last-(\d+)-(day|week|month|year)s?$`)

// word is a number, a date or an English word in the language of w.
func (w *Words) word(filter, part string) string {
	if filter != "date" {
		return w.Name(filter, part)
	}
	if found := lastNumber.FindStringSubmatch(part); found != nil {
		if form := w.Name(filter, "last-N-"+found[2]+"s"); w != nil && form != "last-N-"+found[2]+"s" {
			return strings.Replace(form, "N", found[1], 1)
		}
		return part
	}
	return w.Name(filter, part)
}

// raised is a weight as typed, "" for the usual weight.
func raised(weight float32) string {
	if weight == 1 {
		return ""
	}
	return "^" + WeightText(weight)
}

// WeightText is a weight as the query language writes it.
func WeightText(weight float32) string { return strconv.FormatFloat(float64(weight), 'f', -1, 32) }
