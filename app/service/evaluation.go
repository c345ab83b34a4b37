package service

import (
	"context"
	"fmt"

	"descry/app/service/learning"
	"descry/ml"
	"descry/ml/eval"
)

// EvalRequest says what is measured on which set.
type EvalRequest struct {
	Images, Captions string
	Absent           []string // none measures no cut-off
	Nouns            []string // none measures no levels
	Others           []string // photos
	Model            string   // "" for the model that searches
	Head             string   // path of a head, "" for the model without a head
	Remember         string   // name of the set under which the figures are kept, "" to keep nothing
}

// Evaluate encodes a test set and compares every caption with every photo.
func Evaluate(ctx context.Context, w *learning.TextEncoder, set learning.CaptionSet, r EvalRequest) (EvalReport, error) {
	images, err := w.Model.EncodeImages(ctx, r.Images, set.Images)
	if err != nil {
		return EvalReport{}, err
	}
	texts, cut, err := encodeTexts(ctx, w, set.Captions)
	if err != nil {
		return EvalReport{}, err
	}
	report, err := measure(images, texts, set.Owner)
	report.Cut = cut
	if err == nil && w.Head != nil {
		report.WithoutHead, err = withoutHead(ctx, w, images, set)
	}
	if err == nil {
		err = evaluateSearch(ctx, w, encoded{set, images, texts}, r, &report)
	}
	return report, err
}

// encodeTexts also counts the texts that were longer than the model's limit.
func encodeTexts(ctx context.Context, w *learning.TextEncoder, texts []string) (vectors [][]float32, cut int, err error) {
	vectors = make([][]float32, len(texts))
	for i, text := range texts {
		v, wasCut, err := w.EncodeText(ctx, text)
		if err != nil {
			return nil, 0, fmt.Errorf("caption %d: %w", i+1, err)
		}
		if vectors[i] = v; wasCut {
			cut++
		}
	}
	return vectors, cut, nil
}

// encoded is a test set with its vectors.
type encoded struct {
	set           learning.CaptionSet
	images, texts [][]float32
}

// withoutHead measures the untouched model on the same captions.
func withoutHead(ctx context.Context, w *learning.TextEncoder, images [][]float32, set learning.CaptionSet) (*evalFigures, error) {
	texts, _, err := encodeTexts(ctx, &learning.TextEncoder{Model: w.Model}, set.Captions)
	if err != nil {
		return nil, err
	}
	report, err := measure(images, texts, set.Owner)
	return &report.evalFigures, err
}

// EvalReport is what "descry eval --json" prints. Figures are in percent.
type EvalReport struct {
	Images   int `json:"images"`
	Captions int `json:"captions"`
	Cut      int // captions that are longer than the model's limit
	evalFigures
	// WithoutHead are the figures of the untouched model, where a head was named.
	WithoutHead *evalFigures `json:"without_head,omitempty"`

	ByLength []LengthFigure `json:"by_length"`
	Cutoff   *CutoffReport  `json:"cutoff,omitempty"`
	Levels   []LevelFigure  `json:"levels,omitempty"`
}

// evalFigures are recall and mean average precision in both directions.
type evalFigures struct {
	TextToImage EvalFigure `json:"text_to_image"`
	ImageToText EvalFigure `json:"image_to_text"`
}

// EvalFigure is recall and mean average precision in one direction, in percent.
type EvalFigure struct {
	eval.Recalls
	MAP float64 `json:"map"`
}

// measure compares every caption with every photo.
func measure(images, texts [][]float32, owner []int) (EvalReport, error) {
	recall, err := eval.Recall(images, texts, owner)
	if err != nil {
		return EvalReport{}, err
	}
	self := make([]int, len(images))
	for i := range self {
		self[i] = i
	}
	byText, err := eval.MeanAveragePrecision(texts, owner, images, self)
	if err != nil {
		return EvalReport{}, err
	}
	byImage, err := eval.MeanAveragePrecision(images, self, texts, owner)
	return EvalReport{
		Images: recall.Images, Captions: recall.Captions,
		evalFigures: evalFigures{EvalFigure{recall.TextToImage, byText}, EvalFigure{recall.ImageToText, byImage}},
	}, err
}
func (f EvalFigure) recall() ml.RecallFigures {
	return ml.RecallFigures{R1: f.R1, R5: f.R5, R10: f.R10}
}

// Measurement is what is remembered of a report.
func (r EvalReport) Measurement() ml.Measurement {
	return ml.Measurement{Images: r.Images, Captions: r.Captions,
		TextToImage: r.TextToImage.recall(), ImageToText: r.ImageToText.recall(), MeanAveragePrecision: r.TextToImage.MAP}
}
