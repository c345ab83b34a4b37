package xmp

import (
	"encoding/xml"
	"strings"
)

// Text returns a property as one text: the property's own text, or that of its first item.
func (p Props) Text(name xml.Name) string {
	v := p[name]
	if v.Text == "" && len(v.Items) > 0 {
		return strings.TrimSpace(v.Items[0].Text)
	}
	return strings.TrimSpace(v.Text)
}

// Default returns the default language of a property with languages: the item marked
// x-default, else the first. Adobe's x-repair marks a damaged text of unknown language, which
// is left out.
func (p Props) Default(name xml.Name) string {
	first := ""
	for _, item := range p[name].Items {
		lang, s := strings.ToLower(item.Lang), strings.TrimSpace(item.Text)
		if lang == "x-default" {
			return s
		}
		if first == "" && lang != "x-repair" {
			first = s
		}
	}
	if p[name].Items == nil {
		return p.Text(name)
	}
	return first
}

// Strings returns the items of an array, or the only text where a writer left the array out.
// Blank texts are dropped.
func (p Props) Strings(name xml.Name) []string {
	v := p[name]
	items := v.Items
	if items == nil {
		items = []Value{v}
	}
	var out []string
	for _, item := range items {
		if s := strings.TrimSpace(item.Text); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Merge adds the properties of another packet of the same photo. Properties already there
// stay.
func (p Props) Merge(other Props) {
	for name, v := range other {
		if _, ok := p[name]; !ok {
			p[name] = v
		}
	}
}

// People returns the names in face regions (MWG, Microsoft) and in the IPTC
// list of persons shown, in the order of the packet, with repeats.
func (p Props) People() []string {
	var out []string
	list := p[regions].Fields[xml.Name{Space: nsRegions, Local: "RegionList"}]
	for _, r := range list.Items {
		kind := r.Fields[xml.Name{Space: nsRegions, Local: "Type"}].Text
		if kind == "" || strings.EqualFold(kind, "Face") {
			out = append(out, r.Fields[xml.Name{Space: nsRegions, Local: "Name"}].Text)
		}
	}
	list = p[mpRegions].Fields[xml.Name{Space: nsMPRI, Local: "Regions"}]
	for _, r := range list.Items {
		out = append(out, r.Fields[xml.Name{Space: nsMPReg, Local: "PersonDisplayName"}].Text)
	}
	return append(out, p.Strings(PersonInImage)...)
}
