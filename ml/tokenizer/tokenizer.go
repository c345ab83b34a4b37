// Package tokenizer turns text into the token ids a text encoder was trained with, from the
// tokenizer.json that Hugging Face's tokenizers library writes. The package refuses a
// tokenizer that it does not reproduce exactly, since wrong ids fail silently.
package tokenizer

import (
	"encoding/json"
	"errors"
	"fmt"
)

// MaxFileBytes bounds tokenizer.json wherever it is read. The largest in use has about 35 MB.
const MaxFileBytes = 64 << 20

// ErrUnsupported reports a tokenizer that this program cannot reproduce.
var ErrUnsupported = errors.New("unsupported tokenizer")

// Tokenizer encodes single texts. Implementations are safe for concurrent use.
type Tokenizer interface {
	// Encode returns the ids of a text with the model's special tokens around it, at most the
	// number of tokens the tokenizer was loaded for, and whether the text was cut to that
	// number.
	Encode(text string) (ids []int64, truncated bool, err error)
	// Unknown counts the ids that stand for unknown parts of a text, of which the encoder
	// learns nothing.
	Unknown(ids []int64) int
}

// Load reads a tokenizer.json. maxTokens is the length that the model takes, special tokens
// included.
func Load(data []byte, maxTokens int) (Tokenizer, error) {
	f, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("load tokenizer: %w", err)
	}
	var t Tokenizer
	switch f.Model.Type {
	case "WordPiece":
		t, err = newWordPiece(f, maxTokens)
	case "BPE":
		t, err = newBPE(f, maxTokens)
	default:
		err = fmt.Errorf("%w: model type %.40q", ErrUnsupported, f.Model.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("load tokenizer: %w", err)
	}
	return t, nil
}

func parse(data []byte) (*file, error) {
	if len(data) > MaxFileBytes {
		return nil, fmt.Errorf("%d bytes, more than %d", len(data), MaxFileBytes)
	}
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, err
	}
	return &f, nil
}
