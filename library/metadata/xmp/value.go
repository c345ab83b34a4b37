package xmp

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
)

// description reads the properties of one rdf:Description: its attributes and
// its child elements.
func (p *parser) description(start xml.StartElement) error {
	for _, a := range start.Attr {
		if wanted[a.Name] {
			p.set(a.Name, Value{Text: a.Value})
		}
	}
	return p.children(func(el xml.StartElement) error {
		if !wanted[el.Name] {
			return p.skip()
		}
		v, err := p.value(el)
		if err != nil {
			return fmt.Errorf("read %s: %w", el.Name.Local, err)
		}
		p.set(el.Name, v)
		return nil
	})
}

func (p *parser) set(name xml.Name, v Value) {
	if _, ok := p.props[name]; !ok {
		p.props[name] = v
	}
}

// value reads the content of an element: text, a reference, an array, or a
// structure (nested rdf:Description, rdf:parseType="Resource", or attributes).
func (p *parser) value(start xml.StartElement) (Value, error) {
	var v Value
	if p.values++; p.values > maxValues {
		return v, errors.New("too many values")
	}
	var text strings.Builder
	v.attributes(start.Attr)
	for {
		tok, err := p.next()
		if err != nil {
			return v, unexpected(err)
		}
		switch t := tok.(type) {
		case xml.CharData:
			text.Write(t)
		case xml.StartElement:
			if err := p.nested(&v, t); err != nil {
				return v, err
			}
		case xml.EndElement:
			if v.Text == "" && v.Items == nil && v.Fields == nil {
				v.Text = text.String()
			}
			return v, nil
		}
	}
}

// nested reads a child element into v.
func (p *parser) nested(v *Value, el xml.StartElement) error {
	switch el.Name {
	case rdf("Bag"), rdf("Seq"), rdf("Alt"):
		return p.array(v)
	case rdf("Description"):
		inner, err := p.value(el)
		if inner.Text != "" {
			v.Text = inner.Text
		}
		for name, f := range inner.Fields {
			v.field(name, f)
		}
		return err
	case rdf("value"): // the value itself, beside its qualifiers
		inner, err := p.value(el)
		v.Text = inner.Text
		return err
	}
	inner, err := p.value(el)
	v.field(el.Name, inner)
	return err
}

func (p *parser) array(v *Value) error {
	return p.children(func(el xml.StartElement) error {
		if len(v.Items) == maxItems {
			return fmt.Errorf("more than %d items", maxItems)
		}
		item, err := p.value(el)
		v.Items = append(v.Items, item)
		return err
	})
}

// attributes takes fields and references written as attributes.
func (v *Value) attributes(attrs []xml.Attr) {
	for _, a := range attrs {
		switch {
		case a.Name == rdf("resource") || a.Name == rdf("value"):
			v.Text = a.Value
		case a.Name == xml.Name{Space: nsXML, Local: "lang"}:
			v.Lang = a.Value
		case a.Name.Space == nsRDF || a.Name.Space == "xmlns" || a.Name.Space == "" || a.Name.Space == nsXML:
		default:
			v.field(a.Name, Value{Text: a.Value})
		}
	}
}

func (v *Value) field(name xml.Name, f Value) {
	if v.Fields == nil {
		v.Fields = map[xml.Name]Value{}
	}
	if _, ok := v.Fields[name]; !ok {
		v.Fields[name] = f
	}
}
