package tokenizer

import (
	"encoding/json"
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
	PreTokenizer  *splitterFile   `json:"pre_tokenizer"`
	PostProcessor *templateFile   `json:"post_processor"`
	Model         modelFile       `json:"model"`
}

// splitterFile is a pre-tokenizer. The fields below Type belong to Sequence, Split and
// ByteLevel.
type splitterFile struct {
	Type     string         `json:"type"`
	Parts    []splitterFile `json:"pretokenizers"`
	Pattern  splitPattern   `json:"pattern"`
	Behavior string         `json:"behavior"`
	Invert   bool           `json:"invert"`
	Prefix   bool           `json:"add_prefix_space"`
	UseRegex *bool          `json:"use_regex"` // nil: true
}

type splitPattern struct {
	Regex string `json:"Regex"`
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

	// Of byte-pair encoding.
	Merges       json.RawMessage `json:"merges"`
	IgnoreMerges bool            `json:"ignore_merges"`
	Dropout      float64         `json:"dropout"`
	Suffix       string          `json:"end_of_word_suffix"`
	ByteFallback bool            `json:"byte_fallback"`
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
	tokenOf := make(map[int64]string, len(vocab))
	for token, id := range vocab {
		if err := checkToken(token, id); err != nil {
			return nil, fmt.Errorf("vocabulary: %w", err)
		}
		if other, taken := tokenOf[id]; taken {
			return nil, fmt.Errorf("vocabulary: id %d belongs to %.40q and %.40q",
				id, min(token, other), max(token, other))
		}
		tokenOf[id] = token
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
