package app

import (
	"context"
	"fmt"
	"os"

	"descry/ml/eval"
)

// evalRequest says what is measured on what.
type evalRequest struct {
	images, captions string
	absent           []string // none measures no cut-off
	nouns            []string // none measures no levels
	others           []string // photos
	model            string   // "" for the one that searches
	head             string   // a file, "" for the model as it is
	remember         string   // the set's name, "" to remember nothing
}

// evaluate encodes a test set and compares every caption with every photo.
func (w words) evaluate(ctx context.Context, set captionSet, r evalRequest) (evalReport, error) {
	images, err := w.encodeImages(ctx, r.images, set.images)
	if err != nil {
		return evalReport{}, err
	}
	texts, cut, err := w.encodeTexts(ctx, set.captions)
	if err != nil {
		return evalReport{}, err
	}
	report, err := measure(images, texts, set.owner)
	report.cut = cut
	if err == nil && w.head != nil {
		report.WithoutHead, err = w.withoutHead(ctx, images, set)
	}
	if err == nil {
		err = w.evaluateSearch(ctx, encoded{set, images, texts}, r, &report)
	}
	return report, err
}

// encoded is a test set with its vectors.
type encoded struct {
	set           captionSet
	images, texts [][]float32
}

// withoutHead measures the untouched model on the same captions.
func (w words) withoutHead(ctx context.Context, images [][]float32, set captionSet) (*evalFigures, error) {
	texts, _, err := words{model: w.model}.encodeTexts(ctx, set.captions)
	if err != nil {
		return nil, err
	}
	report, err := measure(images, texts, set.owner)
	return &report.evalFigures, err
}

// evalReport is what "descry eval --json" prints; figures in percent.
type evalReport struct {
	Images   int `json:"images"`
	Captions int `json:"captions"`
	cut      int // captions that are longer than the model reads
	evalFigures
	// WithoutHead are the figures of the untouched model, where a head was named.
	WithoutHead *evalFigures `json:"without_head,omitempty"`

	ByLength []lengthFigure `json:"by_length"`
	Cutoff   *cutoffReport  `json:"cutoff,omitempty"`
	Levels   []levelFigure  `json:"levels,omitempty"`
}

// evalFigures are recall and mean average precision in both directions.
type evalFigures struct {
	TextToImage evalFigure `json:"text_to_image"`
	ImageToText evalFigure `json:"image_to_text"`
}

type evalFigure struct {
	eval.Recalls
	MAP float64 `json:"map"`
}

// measure compares every caption with every photo.
func measure(images, texts [][]float32, owner []int) (evalReport, error) {
	recall, err := eval.Recall(images, texts, owner)
	if err != nil {
		return evalReport{}, err
	}
	self := make([]int, len(images))
	for i := range self {
		self[i] = i
	}
	byText, err := eval.MeanAveragePrecision(texts, owner, images, self)
	if err != nil {
		return evalReport{}, err
	}
	byImage, err := eval.MeanAveragePrecision(images, self, texts, owner)
	return evalReport{
		Images: recall.Images, Captions: recall.Captions,
		evalFigures: evalFigures{evalFigure{recall.TextToImage, byText}, evalFigure{recall.ImageToText, byImage}},
	}, err
}
func readCaptionsFile(path string) (captionSet, error) {
	f, err := os.Open(path)
	if err != nil {
		return captionSet{}, err
	}
	defer f.Close()
	set, err := readCaptions(f)
	if err != nil {
		return set, fmt.Errorf("%s: %w", path, err)
	}
	return set, nil
}
