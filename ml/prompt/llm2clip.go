// Package prompt puts texts into the form that a text encoder was trained on, and says which
// positions of the encoder's output are averaged into a vector.
package prompt

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"descry/ml"
	"descry/ml/tokenizer"
)

// begin stands in front of every text and is no part of the template.
const begin = "<|begin_of_text|>"

// special finds the special tokens of a template, as Llama 3 writes them.
var special = regexp.MustCompile(`<\|[^<|>]+\|>`)

// separator marks the text inside the prompt for the reference implementation and is taken out
// before tokens are made. A separator that a user writes marks, too.
const separator = "!@#$%^&*()"

// LLM2CLIP prepares texts for the Llama text encoders of LLM2CLIP, in every detail as the
// reference does. LLM2CLIP is safe for concurrent use.
type LLM2CLIP struct {
	tokens        *tokenizer.BPE
	before, after string // the template around the text
	begin         int64
	maxTokens     int
}

// Input is a text as the encoder takes it.
type Input struct {
	Text      string  // with the prompt around the text
	IDs       []int64 // with begin_of_text, at most the model's number of tokens
	Start     int     // the vector is the mean over positions Start…End−1
	End       int
	Truncated bool // the end of the text is not among the ids
}

// NewLLM2CLIP uses a tokenizer for a model that takes maxTokens (512 in all released
// checkpoints) and was trained with a template, the text around [ml.PromptText]. The tokenizer
// must know the special tokens of the template and put nothing around texts but begin_of_text.
func NewLLM2CLIP(t *tokenizer.BPE, template string, maxTokens int) (*LLM2CLIP, error) {
	before, after, found := strings.Cut(template, ml.PromptText)
	switch {
	case maxTokens < 1:
		return nil, fmt.Errorf("LLM2CLIP prompt: %d tokens", maxTokens)
	case !found || strings.Contains(after, ml.PromptText):
		return nil, fmt.Errorf("LLM2CLIP prompt %.80q: want %s in it, once", template, ml.PromptText)
	case strings.Contains(template, begin):
		return nil, fmt.Errorf("LLM2CLIP prompt %.80q: %s is put in front in any case", template, begin)
	}
	for _, name := range append(special.FindAllString(template, -1), begin) {
		if _, ok := t.ID(name); !ok {
			return nil, fmt.Errorf("LLM2CLIP prompt: the tokenizer has no token %s", name)
		}
	}
	first, _ := t.ID(begin)
	if before, after := t.Around(); len(after) > 0 || len(before) > 0 && !slices.Equal(before, []int64{first}) {
		return nil, fmt.Errorf("LLM2CLIP prompt: the tokenizer puts tokens %v before and %v after a text, want %d before",
			before, after, first)
	}
	return &LLM2CLIP{t, before, after, first, maxTokens}, nil
}

// Input prepares a text. White space at the end goes, at the front it stays. A text that is
// too long loses its end, the template's text behind it first.
//
// The mean runs over as many positions at the end as the marked part, tokenised alone, has
// tokens, which includes the prompt near the limit. Where nothing is marked, because the text
// begins with a separator, the mean runs over all positions.
func (l *LLM2CLIP) Input(text string) Input {
	parts := strings.Split(trimRight(text)+l.after, separator)
	in := Input{Text: l.before + strings.Join(parts, "")}
	ids, truncated := l.tokens.Tokens(in.Text, l.maxTokens-1)
	marked, _ := l.tokens.Tokens(parts[0], l.maxTokens)
	in.IDs = append([]int64{l.begin}, ids...)
	in.End, in.Truncated = len(in.IDs), truncated
	if len(marked) > 0 {
		in.Start = max(0, in.End-len(marked))
	}
	return in
}

// trimRight removes white space as Python counts it: Unicode's and the four information
// separators.
func trimRight(text string) string {
	return strings.TrimRightFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || r >= 0x1C && r <= 0x1F
	})
}
