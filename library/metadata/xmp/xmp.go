// Package xmp reads the properties of an XMP packet, from inside a photo or from a sidecar
// file, that say how and where the photo was taken and what is on it.
//
// XMP is RDF/XML (Adobe's XMP Specification, ISO 16684-1). The XML is read token by token with
// limits on size, depth and count. Document type declarations are refused, so entities can
// neither grow nor reach other files.
package xmp

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// Limits. Extended XMP with a depth map has several megabytes in one value.
const (
	MaxSize   = 16 << 20 // bytes of a packet
	maxDepth  = 64       // of elements; face regions reach about 12
	maxTokens = 1 << 20
	maxAttrs  = 100_000 // of one element, and equals signs in its values
	maxValues = 1 << 16 // number of values kept; a face region takes about 10
	maxItems  = 10_000  // of one array
)

// ErrNoRDF says that well-formed XML holds no rdf:RDF element.
var ErrNoRDF = errors.New("no rdf:RDF element")

// Value is the value of a property: a text, an array of values, or a structure.
type Value struct {
	Text   string
	Lang   string // xml:lang of an array item
	Items  []Value
	Fields map[xml.Name]Value
}

// Props are the properties of a packet by name: the properties of names.go, the first of each.
type Props map[xml.Name]Value

// Parse reads a packet. After an error the properties read before the error are returned.
func Parse(packet []byte) (Props, error) {
	props := Props{}
	if len(packet) > MaxSize {
		return props, fmt.Errorf("XMP of %d bytes is too large", len(packet))
	}
	data, err := toUTF8(packet)
	if err != nil {
		return props, fmt.Errorf("decode XMP: %w", err)
	}
	p := parser{dec: xml.NewDecoder(&guard{data: data}), props: props}
	p.dec.CharsetReader = charsetReader
	if err := p.document(); err != nil {
		return props, fmt.Errorf("parse XMP: %w", err)
	}
	return props, nil
}

// parser counts the decoder's tokens.
type parser struct {
	dec    *xml.Decoder
	props  Props
	tokens int
	depth  int
	values int
}

// next returns the next token and follows the depth of elements.
func (p *parser) next() (xml.Token, error) {
	if p.tokens++; p.tokens > maxTokens {
		return nil, errors.New("too many XML tokens")
	}
	tok, err := p.dec.Token()
	if err != nil {
		return nil, err
	}
	switch tok.(type) {
	case xml.Directive:
		return nil, errors.New("document type declarations are not allowed")
	case xml.StartElement:
		if p.depth++; p.depth > maxDepth {
			return nil, errors.New("elements are nested too deeply")
		}
	case xml.EndElement:
		p.depth--
	}
	return tok, nil
}

// document reads to the end of the rdf:RDF element, wherever the element lies: writers wrap it
// in x:xmpmeta, older ones in others or in nothing. Bytes behind the element are padding.
func (p *parser) document() error {
	for {
		tok, err := p.next()
		if errors.Is(err, io.EOF) {
			return ErrNoRDF
		}
		if err != nil {
			return err
		}
		if start, ok := tok.(xml.StartElement); ok && start.Name == rdf("RDF") {
			return p.children(func(d xml.StartElement) error { return p.description(d) })
		}
	}
}

// children calls f for each child element of the element just opened, and returns behind the
// element's end. f must read up to the end of the child.
func (p *parser) children(f func(xml.StartElement) error) error {
	for {
		tok, err := p.next()
		if err != nil {
			return unexpected(err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if err := f(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip reads to the end of the element just opened.
func (p *parser) skip() error {
	for level := 1; level > 0; {
		tok, err := p.next()
		if err != nil {
			return unexpected(err)
		}
		switch tok.(type) {
		case xml.StartElement:
			level++
		case xml.EndElement:
			level--
		}
	}
	return nil
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
