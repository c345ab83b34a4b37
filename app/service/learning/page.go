package learning

import (
	"context"
	"slices"

	"descry/app/notice"
	"descry/library"
	"descry/ml"
)

// Page is the content of the Learn page.
type Page struct {
	Model string // the name of the model in use
	// Renewed is a sentence about the head of a former built-in model, or the zero Notice.
	Renewed notice.Notice
	// Tags are the user's tags with examples, those with most examples first.
	Tags     []TagExamples
	Captions int // photos with a caption of the user's
	Feedback int // descriptions with good answers to learn from
	// Enough is the number of examples from which further examples of a tag change little.
	Enough      int
	Heads       []Head // newest first
	Used        string // ID of the head in use, "" none
	Before      string // head that RollBack would use; meaningful if CanRollBack
	CanRollBack bool
	Suggested   []library.TagCount // tags with suggestions, how many in Photos
	Named       []library.NamedConcept
}

// TagExamples is a tag that a head can learn.
type TagExamples struct {
	Tag      library.Tag
	Examples int
	Not      int            // photos labelled as lacking the tag
	Ready    bool           // enough examples to measure a head
	Shown    []library.Tile // a few examples that show what the tag is; the latest first
	Advice   notice.Notice  // how many more examples would help
}

// TrainProgress is how far a training is.
type TrainProgress struct {
	Stage       notice.Notice // "Reading photos 20 of 240", "Learning"
	Step, Total int           // of learning
	HeldOut     float64       // score of held-out photos in percent, −1 unknown
	Loss        float64
	SecondsTo   float64 // 0 = not known
}

// Page describes the labels that there are for a model, and the heads.
func (h *Heads) Page(ctx context.Context, l *Learned) (Page, error) {
	page := Page{Model: l.model.Pack.Name, Enough: EnoughExamples}
	labels, err := ReadLabels(ctx, h.models.Catalogue)
	if err != nil {
		return page, err
	}
	tags := labels.Tags()
	shown, err := h.shownExamples(ctx, tags)
	if err != nil {
		return page, err
	}
	for i, one := range tags {
		tag, n := one.Tag, len(one.Photos)
		page.Tags = append(page.Tags, TagExamples{Tag: tag, Examples: n, Not: len(labels.No[tag]), Ready: n >= FewestExamples, Advice: TagAdvice(n), Shown: shown[i]})
	}
	renewed, err := h.Renewal(ctx)
	if err != nil {
		return page, err
	}
	page.Renewed = renewed.Says()
	page.Captions, page.Feedback = len(labels.Captions), len(labels.FeedbackClasses())
	if page.Suggested, err = h.models.Catalogue.SuggestionCounts(ctx); err != nil {
		return page, err
	}
	if page.Named, err = h.models.Catalogue.NamedConcepts(ctx); err != nil {
		return page, err
	}
	return page, h.fillVersions(ctx, l.model.Pack, &page)
}

// fillVersions fills in the heads.
func (h *Heads) fillVersions(ctx context.Context, pack *ml.Pack, page *Page) (err error) {
	if page.Heads, err = h.List(ctx, pack.ID); err != nil {
		return err
	}
	c, err := h.readChoice(ctx, pack.ID)
	page.Used = c.Used
	page.Before, _, page.CanRollBack = h.former(c, pack)
	return err
}

// mostShown is how many examples of a tag are shown.
const mostShown = 4

// shownExamples are the shown examples of each tag: the photos with a file that came into the
// library last.
func (h *Heads) shownExamples(ctx context.Context, tags []Example) ([][]library.Tile, error) {
	latest := func(one Example) []library.PhotoID { return one.Photos[max(0, len(one.Photos)-mostShown):] }
	var ids []library.PhotoID
	for _, one := range tags {
		ids = append(ids, latest(one)...)
	}
	tiles, err := h.models.Catalogue.TilesByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[library.PhotoID]library.Tile, len(tiles))
	for _, t := range tiles {
		byID[t.ID] = t
	}
	shown := make([][]library.Tile, len(tags))
	for i, one := range tags {
		for _, id := range slices.Backward(latest(one)) {
			if t, ok := byID[id]; ok {
				shown[i] = append(shown[i], t)
			}
		}
	}
	return shown, nil
}
