package tokenizer

import (
	"fmt"
	"slices"
)

// addedTokens are looked for in the raw text, before the text is split into words.
type addedTokens struct {
	ids     map[string]int64
	known   map[int64]bool
	first   [256]bool // bytes that tokens begin with
	lengths []int     // lengths of the tokens in bytes, each once, longest first
}

// newAddedTokens checks the list. A token of the vocabulary may be added again
// under its own id.
func newAddedTokens(tokens []addedToken) (addedTokens, error) {
	a := addedTokens{ids: make(map[string]int64, len(tokens)), known: make(map[int64]bool, len(tokens))}
	for _, t := range tokens {
		if err := checkToken(t.Content, t.ID); err != nil {
			return a, fmt.Errorf("added token: %w", err)
		}
		if t.SingleWord || t.LStrip || t.RStrip || t.Normalized {
			return a, fmt.Errorf("%w: added token %.40q has options", ErrUnsupported, t.Content)
		}
		if _, twice := a.ids[t.Content]; twice || a.known[t.ID] {
			return a, fmt.Errorf("added token %.40q, id %d: twice", t.Content, t.ID)
		}
		a.ids[t.Content], a.known[t.ID] = t.ID, true
		a.first[t.Content[0]] = true
		a.lengths = append(a.lengths, len(t.Content))
	}
	slices.Sort(a.lengths)
	slices.Reverse(a.lengths)
	a.lengths = slices.Compact(a.lengths)
	return a, nil
}

// cut splits text around the first added token, the longest of those that begin there. special
// is −1 without an added token.
func (a *addedTokens) cut(text string) (plain string, special int64, rest string) {
	for i := range len(text) {
		if !a.first[text[i]] {
			continue
		}
		for _, n := range a.lengths {
			if n > len(text)-i {
				continue
			}
			if id, ok := a.ids[text[i:i+n]]; ok {
				return text[:i], id, text[i+n:]
			}
		}
	}
	return text, -1, ""
}
