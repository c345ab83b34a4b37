package tokenizer

import (
	"fmt"
	"strings"
)

// BPE is byte-level byte-pair encoding as in Llama 3. A pattern splits text into words, and
// the bytes of a word are merged in the order of the list of merges. BPE is safe for
// concurrent use.
type BPE struct {
	byteIDs       [256]uint32
	words         map[string]uint32 // whole words that need no merging; may be nil
	merges        mergeTable
	added         addedTokens
	maxID         int64
	before, after []int64
	room          int // ids between before and after
}

// LoadBPE is [Load] for a file that must hold byte-level BPE.
func LoadBPE(data []byte, maxTokens int) (*BPE, error) {
	f, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("load tokenizer: %w", err)
	}
	b, err := newBPE(f, maxTokens)
	if err != nil {
		return nil, fmt.Errorf("load tokenizer: %w", err)
	}
	return b, nil
}

func newBPE(f *file, maxTokens int) (*BPE, error) {
	if err := checkBPE(f); err != nil {
		return nil, err
	}
	b, known := &BPE{}, idSet{}
	words, err := readWords(f.Model.Vocabulary, &known)
	if err != nil {
		return nil, err
	}
	if err := b.readModel(&f.Model, words); err != nil {
		return nil, err
	}
	if b.added, err = newAddedTokens(f.AddedTokens); err != nil {
		return nil, err
	}
	if err := checkAdded(f.AddedTokens, words, &known); err != nil {
		return nil, err
	}
	b.maxID = known.last()
	if b.before, b.after, err = f.PostProcessor.optional(known.has); err != nil {
		return nil, err
	}
	b.room = maxTokens - len(b.before) - len(b.after)
	if b.room < 0 {
		return nil, fmt.Errorf("%d tokens leave no room for the special ones", maxTokens)
	}
	return b, nil
}

func (b *BPE) readModel(m *modelFile, words map[string]uint32) (err error) {
	for i := range b.byteIDs {
		id, ok := words[string([]byte{byte(i)})]
		if !ok { // with all 256 bytes, every text has ids
			return fmt.Errorf("vocabulary: byte %#02x has no token", i)
		}
		b.byteIDs[i] = id
	}
	if m.IgnoreMerges {
		b.words = words
	}
	b.merges, err = readMerges(m.Merges, words)
	return err
}

// Encode implements [Tokenizer].
func (b *BPE) Encode(text string) ([]int64, bool, error) {
	ids := append([]int64(nil), b.before...)
	ids, cut := b.append(ids, text, len(ids)+b.room)
	return append(ids, b.after...), cut, nil
}

// Unknown implements [Tokenizer]: there is a token for every byte.
func (b *BPE) Unknown([]int64) int { return 0 }

// Tokens returns the ids of a text without special tokens around it, at most limit of them,
// and whether the text was cut to limit. Added tokens in the text are recognised.
func (b *BPE) Tokens(text string, limit int) (ids []int64, truncated bool) {
	return b.append(nil, text, limit)
}

// ID returns the id of an added token, such as "<|eot_id|>".
func (b *BPE) ID(token string) (id int64, ok bool) {
	id, ok = b.added.ids[token]
	return id, ok
}

// MaxID returns the largest id in the file. An embedding table needs one row more.
func (b *BPE) MaxID() int64 { return b.maxID }

// Around returns the special ids that Encode puts before and after a text.
func (b *BPE) Around() (before, after []int64) {
	return append(before, b.before...), append(after, b.after...)
}

// append stops soon after the limit: what follows would be cut off.
func (b *BPE) append(ids []int64, text string, limit int) ([]int64, bool) {
	m := merger{table: b.merges}
	text, cut := bound(text)
	text = strings.ToValidUTF8(text, "\uFFFD")
	for len(text) > 0 && len(ids) <= limit {
		plain, special, rest := b.added.cut(text)
		for len(plain) > 0 && len(ids) <= limit {
			n := llama3Word(plain)
			if id, ok := b.words[plain[:n]]; ok {
				ids = append(ids, int64(id))
			} else {
				ids = m.appendWord(ids, plain[:n], &b.byteIDs)
			}
			plain = plain[n:]
		}
		if special >= 0 {
			ids = append(ids, special)
		}
		text = rest
	}
	if len(ids) > limit {
		ids, cut = ids[:limit], true
	}
	return ids, cut
}
