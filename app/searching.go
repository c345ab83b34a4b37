package app

import (
	"context"
	"strings"

	"descry/library"
	"descry/library/search"
	"descry/ml/ort"
	"descry/ui"
)

// searchText ranks photos by a description. The notice is a sentence about what
// the model did not take in of it, "" usually.
func (s *searcher) searchText(ctx context.Context, text string, scope library.Scope, limit int) (search.Answer, string, error) {
	vectors, err := s.openVectors(ctx)
	if err != nil {
		return search.Answer{}, "", err
	}
	q := &query{model: s.model}
	answer, err := vectors.Text(ctx, q, text, scope, limit)
	return answer, textNotice(q.info, s.pack.Languages), err
}

// query is a text encoder that remembers what it saw of a text.
type query struct {
	model *model
	info  ort.TextInfo
}

// EncodeText implements search.TextEncoder.
func (q *query) EncodeText(ctx context.Context, text string) (v []float32, cut bool, err error) {
	v, q.info, err = q.model.encodeText(ctx, text)
	return v, q.info.Truncated, err
}

// textNotice tells what a model could not read of a description.
func textNotice(info ort.TextInfo, languages []string) string {
	var notices []string
	if info.Truncated {
		notices = append(notices, "The description is longer than the model reads; the end was left out.")
	}
	if info.MostlyUnknown() {
		notice := "The model doesn't know most of these characters, so the results mean little"
		if len(languages) > 0 {
			notice += "; it was made for " + ui.Listed(languageNames(languages))
		}
		notices = append(notices, notice+".")
	}
	return strings.Join(notices, " ")
}
