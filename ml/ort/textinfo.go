package ort

import "fmt"

// Info tells how the encoder would see a text, without running the model.
func (e *TextEncoder) Info(text string) (TextInfo, error) {
	ids, truncated, err := e.tokens.Encode(e.pack.Prompted(text))
	if err != nil {
		return TextInfo{}, fmt.Errorf("encode text: %w", err)
	}
	return TextInfo{len(ids), truncated}, nil
}
