package tokenizer

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxWordChars bounds the setting of the same name, since matching a word costs the square of
// its length.
const maxWordChars = 1000

// maxTextBytes is how much of a text Encode looks at. At some four bytes a token, maxTextBytes
// is a thousand times what a model takes.
const maxTextBytes = 1 << 20

// wordPiece splits words greedily into the longest known pieces.
type wordPiece struct {
	normalizer    normalizer
	vocab         map[string]int64 // pieces that begin a word
	inner         map[string]int64 // pieces inside a word, without the prefix
	longest       int              // bytes of the longest piece
	unknown       int64
	maxChars      int // a longer word is unknown as a whole
	added         addedTokens
	before, after []int64
	room          int // ids between before and after
}

func newWordPiece(f *file, maxTokens int) (*wordPiece, error) {
	vocab, err := f.Model.vocabulary()
	if err != nil {
		return nil, err
	}
	w := &wordPiece{vocab: vocab, inner: make(map[string]int64), maxChars: f.Model.MaxChars}
	if f.PreTokenizer == nil || f.PreTokenizer.Type != "BertPreTokenizer" {
		return nil, fmt.Errorf("%w: the pre-tokenizer is no BertPreTokenizer", ErrUnsupported)
	}
	if w.normalizer, err = newNormalizer(f.Normalizer); err != nil {
		return nil, err
	}
	if err := w.readModel(&f.Model); err != nil {
		return nil, err
	}
	if w.added, err = newAddedTokens(f.AddedTokens); err != nil {
		return nil, err
	}
	if w.before, w.after, err = f.PostProcessor.template(w.known()); err != nil {
		return nil, err
	}
	w.room = maxTokens - len(w.before) - len(w.after)
	if w.room < 0 {
		return nil, fmt.Errorf("%d tokens leave no room for the special ones", maxTokens)
	}
	return w, nil
}

func (w *wordPiece) readModel(m *modelFile) error {
	var ok bool
	if w.unknown, ok = w.vocab[m.Unknown]; !ok {
		return fmt.Errorf("the unknown token %.40q is not in the vocabulary", m.Unknown)
	}
	if m.Prefix == "" || m.MaxChars < 1 || m.MaxChars > maxWordChars {
		return fmt.Errorf("%w: continuing prefix %.40q, %d characters a word",
			ErrUnsupported, m.Prefix, m.MaxChars)
	}
	for piece, id := range w.vocab {
		w.longest = max(w.longest, len(piece))
		if rest, ok := strings.CutPrefix(piece, m.Prefix); ok {
			w.inner[rest] = id
		}
	}
	return nil
}

func (w *wordPiece) known() func(int64) bool {
	ids := make(map[int64]bool, len(w.vocab))
	for _, id := range w.vocab {
		ids[id] = true
	}
	return func(id int64) bool { return ids[id] || w.added.known[id] }
}

// Encode implements [Tokenizer].
func (w *wordPiece) Encode(text string) ([]int64, bool, error) {
	ids := append([]int64(nil), w.before...)
	limit := len(ids) + w.room
	text, cut := bound(text)
	for len(text) > 0 && len(ids) <= limit {
		plain, special, rest := w.added.cut(text)
		ids = w.appendPlain(ids, plain, limit)
		if special >= 0 {
			ids = append(ids, special)
		}
		text = rest
	}
	if len(ids) > limit {
		ids, cut = ids[:limit], true
	}
	return append(ids, w.after...), cut, nil
}

// Unknown implements [Tokenizer].
func (w *wordPiece) Unknown(ids []int64) int {
	count := 0
	for _, id := range ids {
		if id == w.unknown {
			count++
		}
	}
	return count
}

// bound cuts a text that no model takes in full, so that a pasted file costs milliseconds.
func bound(text string) (string, bool) {
	if len(text) <= maxTextBytes {
		return text, false
	}
	end := maxTextBytes
	for end > maxTextBytes-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end], true
}

// appendPlain stops soon after the limit: what follows would be cut off.
func (w *wordPiece) appendPlain(ids []int64, text string, limit int) []int64 {
	for word := range words(w.normalizer.normalize(text)) {
		ids = w.appendWord(ids, word)
		if len(ids) > limit {
			break
		}
	}
	return ids
}

func (w *wordPiece) appendWord(ids []int64, word string) []int64 {
	if len(word) > w.maxChars && utf8.RuneCountInString(word) > w.maxChars {
		return append(ids, w.unknown)
	}
	pieces, start := w.vocab, len(ids)
	for word != "" {
		n, id := w.longestPiece(pieces, word)
		if n == 0 {
			return append(ids[:start], w.unknown)
		}
		ids, word, pieces = append(ids, id), word[n:], w.inner
	}
	return ids
}

// longestPiece returns the length and id of the longest piece that word begins with, 0 without
// a piece.
func (w *wordPiece) longestPiece(pieces map[string]int64, word string) (int, int64) {
	for n := min(len(word), w.longest); n > 0; n-- {
		if n < len(word) && !utf8.RuneStart(word[n]) {
			continue
		}
		if id, ok := pieces[word[:n]]; ok {
			return n, id
		}
	}
	return 0, 0
}
