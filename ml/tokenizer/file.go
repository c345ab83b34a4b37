package tokenizer

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Bounds of a vocabulary: a million tokens is four times the largest in use.
const (
	maxVocabulary = 1 << 20
	maxTokenID    = 1<<22 - 1
	maxTokenBytes = 1024
)

// file is the part of tokenizer.json that decides ids.
type file struct {
	AddedTokens   []addedToken    `json:"added_tokens"`
	Normalizer    *normalizerFile `json:"normalizer"`
	PreTokenizer  *typeOnly       `json:"pre_tokenizer"`
	PostProcessor *templateFile   `json:"post_processor"`
	Model         modelFile       `json:"model"`
}

type typeOnly struct {
	Type string `json:"type"`
}

type addedToken struct {
	ID         int64  `json:"id"`
	Content    string `json:"content"`
	SingleWord bool   `json:"single_word"`
	LStrip     bool   `json:"lstrip"`
	RStrip     bool   `json:"rstrip"`
	Normalized bool   `json:"normalized"`
}

type normalizerFile struct {
	Type         string `json:"type"`
	CleanText    bool   `json:"clean_text"`
	ChineseChars bool   `json:"handle_chinese_chars"`
	StripAccents *bool  `json:"strip_accents"` // nil: as Lowercase
	Lowercase    bool   `json:"lowercase"`
}

type modelFile struct {
	Type       string          `json:"type"`
	Unknown    string          `json:"unk_token"`
	Prefix     string          `json:"continuing_subword_prefix"`
	MaxChars   int             `json:"max_input_chars_per_word"`
	Vocabulary json.RawMessage `json:"vocab"` // an object here, a list in other models
}

type templateFile struct {
	Type    string                     `json:"type"`
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

// vocabulary reads and checks the map from token to id.
func (m *modelFile) vocabulary() (map[string]int64, error) {
	var vocab map[string]int64
	if err := json.Unmarshal(m.Vocabulary, &vocab); err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	if len(vocab) == 0 || len(vocab) > maxVocabulary {
		return nil, fmt.Errorf("vocabulary of %d tokens: want 1 to %d", len(vocab), maxVocabulary)
	}
	owner := make(map[int64]string, len(vocab))
	for token, id := range vocab {
		if err := checkToken(token, id); err != nil {
			return nil, fmt.Errorf("vocabulary: %w", err)
		}
		if other, taken := owner[id]; taken {
			return nil, fmt.Errorf("vocabulary: id %d belongs to %.40q and %.40q",
				id, min(token, other), max(token, other))
		}
		owner[id] = token
	}
	return vocab, nil
}

func checkToken(token string, id int64) error {
	switch {
	case token == "":
		return fmt.Errorf("the token of id %d is empty", id)
	case len(token) > maxTokenBytes:
		return fmt.Errorf("the token of id %d has %d bytes", id, len(token))
	case id < 0 || id > maxTokenID:
		return fmt.Errorf("id %d of %.40q: want 0 to %d", id, token, maxTokenID)
	}
	return nil
}

// template returns the special ids before and after the text.
func (t *templateFile) template(known map[int64]bool) (before, after []int64, err error) {
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

func (t *templateFile) special(name string, known map[int64]bool) ([]int64, error) {
	s, ok := t.Special[name]
	if !ok || len(s.IDs) == 0 {
		return nil, fmt.Errorf("template: special token %.40q is not defined", name)
	}
	for _, id := range s.IDs {
		if !known[id] {
			return nil, fmt.Errorf("template: id %d of %.40q is not in the vocabulary", id, name)
		}
	}
	return s.IDs, nil
}
