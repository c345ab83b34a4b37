package ort

import (
	"descry/ml"
	"descry/ml/prompt"
	"descry/ml/tokenizer"
)

// TextInfo says what the encoder sees of a text.
type TextInfo struct {
	Tokens    int  // tokens with those of the prompt and the special ones
	Content   int  // tokens of the text itself
	Unknown   int  // tokens of the text itself that mean nothing to the model
	Truncated bool // the end of the text is not seen
}

// MostlyUnknown reports a text of which the model knows less than half, such as one in a
// script for which the tokenizer has no tokens. The vector of such a text says little.
func (i TextInfo) MostlyUnknown() bool { return 2*i.Unknown > i.Content }

// textInput is a text as a tower takes it.
type textInput struct {
	ids        []int64
	start, end int // positions whose mean is the text's vector, for towers with a pooling mask
	truncated  bool
}

// textReader makes a tower's input of texts.
type textReader struct {
	read    func(text string) (textInput, error)
	unknown func(ids []int64) int
	around  int // tokens of the input for an empty text
}

// newTextReader chooses the reader by the manifest. A tower with a pooling mask is one of
// LLM2CLIP's.
func newTextReader(p *ml.Pack) (*textReader, error) {
	data, err := p.ReadFile(p.Text.Tokenizer)
	if err != nil {
		return nil, err
	}
	var r *textReader
	if p.Text.PoolingMask != "" {
		r, err = newLLM2CLIPReader(p, data)
	} else {
		r, err = newPlainReader(p, data)
	}
	if err != nil {
		return nil, err
	}
	empty, err := r.read("")
	r.around = len(empty.ids)
	return r, err
}

func newPlainReader(p *ml.Pack, data []byte) (*textReader, error) {
	tok, err := tokenizer.Load(data, p.Text.MaxTokens)
	if err != nil {
		return nil, err
	}
	read := func(text string) (textInput, error) {
		ids, truncated, err := tok.Encode(p.Prompted(text))
		return textInput{ids, 0, len(ids), truncated}, err
	}
	return &textReader{read: read, unknown: tok.Unknown}, nil
}

func newLLM2CLIPReader(p *ml.Pack, data []byte) (*textReader, error) {
	tok, err := tokenizer.LoadBPE(data, p.Text.MaxTokens)
	if err != nil {
		return nil, err
	}
	texts, err := prompt.NewLLM2CLIP(tok, p.Text.Prompt, p.Text.MaxTokens)
	if err != nil {
		return nil, err
	}
	read := func(text string) (textInput, error) {
		in := texts.Input(text)
		return textInput{in.IDs, in.Start, in.End, in.Truncated}, nil
	}
	return &textReader{read: read, unknown: tok.Unknown}, nil
}

func (r *textReader) info(in textInput) TextInfo {
	return TextInfo{Tokens: len(in.ids), Content: max(0, len(in.ids)-r.around),
		Unknown: r.unknown(in.ids), Truncated: in.truncated}
}
