package tokenizer

import (
	"errors"
	"fmt"
)

// templateFile is a post-processor. Parts belongs to Sequence, the rest below Type to
// TemplateProcessing.
type templateFile struct {
	Type    string                     `json:"type"`
	Parts   []templateFile             `json:"processors"`
	Single  []templatePiece            `json:"single"`
	Special map[string]templateSpecial `json:"special_tokens"`
}

type templatePiece struct {
	SpecialToken *struct {
		ID string `json:"id"`
	} `json:"SpecialToken"`
	Sequence *struct {
		ID string `json:"id"`
	} `json:"Sequence"`
}

type templateSpecial struct {
	IDs []int64 `json:"ids"`
}

// optional is template for a tokenizer that may have no template. A ByteLevel in its place
// changes offsets only, which are not used here.
func (t *templateFile) optional(known func(int64) bool) (before, after []int64, err error) {
	switch {
	case t == nil || t.Type == "ByteLevel":
		return nil, nil, nil
	case t.Type != "Sequence":
		return t.template(known)
	}
	var found *templateFile
	for i := range t.Parts {
		switch p := &t.Parts[i]; {
		case p.Type == "ByteLevel":
		case found != nil:
			return nil, nil, fmt.Errorf("%w: two post-processors, %.40q and %.40q", ErrUnsupported, found.Type, p.Type)
		default:
			found = p
		}
	}
	if found == nil {
		return nil, nil, nil
	}
	return found.template(known)
}

// template returns the special ids before and after the text.
func (t *templateFile) template(known func(int64) bool) (before, after []int64, err error) {
	if t == nil || t.Type != "TemplateProcessing" {
		return nil, nil, fmt.Errorf("%w: the post-processor is no TemplateProcessing", ErrUnsupported)
	}
	sequences := 0
	for _, piece := range t.Single {
		switch {
		case piece.Sequence != nil && piece.SpecialToken == nil:
			sequences++
		case piece.SpecialToken != nil && piece.Sequence == nil:
			ids, err := t.special(piece.SpecialToken.ID, known)
			if err != nil {
				return nil, nil, err
			}
			if sequences == 0 {
				before = append(before, ids...)
			} else {
				after = append(after, ids...)
			}
		default:
			return nil, nil, errors.New("template: a piece is neither a token nor the text")
		}
	}
	if sequences != 1 {
		return nil, nil, fmt.Errorf("template: the text stands in it %d times, want once", sequences)
	}
	return before, after, nil
}

func (t *templateFile) special(name string, known func(int64) bool) ([]int64, error) {
	s, ok := t.Special[name]
	if !ok || len(s.IDs) == 0 {
		return nil, fmt.Errorf("template: special token %.40q is not defined", name)
	}
	for _, id := range s.IDs {
		if !known(id) {
			return nil, fmt.Errorf("template: id %d of %.40q is not in the vocabulary", id, name)
		}
	}
	return s.IDs, nil
}
