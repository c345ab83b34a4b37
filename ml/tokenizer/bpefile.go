package tokenizer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// maxMerges bounds the list of merges: Llama 3 has 280,147.
const maxMerges = 1 << 21

// checkBPE refuses what the splitting and merging here would not reproduce. The file's
// truncation and padding do not count, since the caller gives the length.
func checkBPE(f *file) error {
	m := &f.Model
	switch {
	case m.Type != "BPE":
		return fmt.Errorf("%w: model type %.40q, want BPE", ErrUnsupported, m.Type)
	case m.Dropout != 0:
		return fmt.Errorf("%w: merges are dropped at random", ErrUnsupported)
	case m.Prefix != "" || m.Suffix != "":
		return fmt.Errorf("%w: prefix %.40q, suffix %.40q of words", ErrUnsupported, m.Prefix, m.Suffix)
	case m.ByteFallback:
		return fmt.Errorf("%w: byte fallback", ErrUnsupported)
	case f.Normalizer != nil:
		return fmt.Errorf("%w: normalizer %.40q before byte-level BPE", ErrUnsupported, f.Normalizer.Type)
	}
	return f.PreTokenizer.checkLlama3()
}

// checkLlama3 accepts one sequence: the pattern of Llama 3, then bytes.
func (p *splitterFile) checkLlama3() error {
	if p == nil || p.Type != "Sequence" || len(p.Parts) != 2 {
		return fmt.Errorf("%w: the pre-tokenizer is no sequence of two", ErrUnsupported)
	}
	split, level := &p.Parts[0], &p.Parts[1]
	switch {
	case split.Type != "Split" || split.Behavior != "Isolated" || split.Invert:
		return fmt.Errorf("%w: pre-tokenizer %.40q, %.40q", ErrUnsupported, split.Type, split.Behavior)
	case split.Pattern.Regex != llama3Pattern:
		return fmt.Errorf("%w: words are split by %.80q", ErrUnsupported, split.Pattern.Regex)
	case level.Type != "ByteLevel" || level.Prefix || level.UseRegex == nil || *level.UseRegex:
		return fmt.Errorf("%w: the second pre-tokenizer, %.40q, is no plain ByteLevel", ErrUnsupported, level.Type)
	}
	return nil
}

// readWords reads the vocabulary as a map from the bytes of a token to its id.
func readWords(raw json.RawMessage, known *idSet) (map[string]uint32, error) {
	s := jsonScanner{data: raw}
	if !s.take('{') || s.peek() != '"' {
		return nil, errors.New("the vocabulary is no object with tokens")
	}
	words := make(map[string]uint32, min(bytes.Count(raw, []byte{'"'})/2, maxVocabulary))
	for more := true; more; more = s.take(',') {
		word, id, err := s.word()
		if err != nil {
			return nil, fmt.Errorf("vocabulary: %w", err)
		}
		if !known.add(id) {
			return nil, fmt.Errorf("vocabulary: id %d belongs to %.40q and another token", id, word)
		}
		words[string(word)] = uint32(id)
		if len(words) > maxVocabulary {
			return nil, fmt.Errorf("vocabulary of more than %d tokens", maxVocabulary)
		}
	}
	return words, nil
}

// word reads a token, as bytes, and its id.
func (s *jsonScanner) word() (word []byte, id int64, err error) {
	token, _ := s.text()
	s.take(':')
	id, ok := s.integer()
	if !ok {
		return nil, 0, fmt.Errorf("the id of %.40q is no whole number of 64 bits", token)
	}
	if err := checkToken(string(token), id); err != nil {
		return nil, 0, err
	}
	if word, ok = appendBytes(nil, string(token)); !ok {
		return nil, 0, fmt.Errorf("token %.40q is not written in the byte alphabet", token)
	}
	return word, id, nil
}

// checkAdded compares the added tokens with the vocabulary, where a token may stand under the
// same id.
func checkAdded(tokens []addedToken, words map[string]uint32, known *idSet) error {
	for _, t := range tokens {
		if word, ok := appendBytes(nil, t.Content); ok {
			if id, listed := words[string(word)]; listed && int64(id) == t.ID {
				continue
			} else if listed {
				return fmt.Errorf("added token %.40q: id %d, but %d in the vocabulary", t.Content, t.ID, id)
			}
		}
		if !known.add(t.ID) {
			return fmt.Errorf("added token %.40q: id %d belongs to another token", t.Content, t.ID)
		}
	}
	return nil
}
