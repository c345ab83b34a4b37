package learning

import (
	"context"
	"slices"

	"descry/finetune"
	"descry/library"
	"descry/ml"
)

// Page is what the page shows.
type Page struct {
	Model string // the name of the model in use
	// Renewed is a sentence about what was learned with a built-in model of before,
	// or "".
	Renewed string
	// Tags are those with own examples, most first. Advice is a sentence where a
	// tag has too few examples, or "".
	Tags     []TagExamples
	Captions int // photos with a caption of the user's
	Feedback int // descriptions with good answers to learn from
	// Enough is how many examples of a tag help at all; further ones change little.
	Enough      int
	Heads       []Head // newest first
	Used        string // ID of the head in use, "" none
	Before      string // what RollBack would use; meaningful if CanRollBack
	CanRollBack bool
	Suggested   []library.TagCount // tags with suggestions, how many in Photos
	Named       []library.NamedConcept
}

// TagExamples is a tag that could be learned.
type TagExamples struct {
	Tag      library.Tag
	Examples int
	Not      int            // photos that were said not to have it
	Ready    bool           // enough examples for a proof
	Shown    []library.Tile // a few of the examples, to be recognised by; the latest first
	Advice   string
}

// TrainProgress is how far learning is.
type TrainProgress struct {
	Stage       string  // in words: "Reading 240 photos", "Learning", "Checking"
	Step, Total int     // of learning
	HeldOut     float64 // score of held-out photos in percent, −1 unknown
	Loss        float64
	SecondsTo   float64 // 0 = not known
}

// Trained is what came of learning. Head is "" when nothing is offered; Refused
// says why in one sentence.
type Trained struct {
	Head    string
	Refused string
	Proof   Proof
}

// Proof compares before and after, in percent. Measured is on what
// ("held-out photos"), "" when there was too little to measure.
type Proof struct {
	Measured             string
	Before, Cache, After ProofFigures
	General              GeneralProof
	Tags                 []TagProof
	Reliability          []ReliabilityBin // empty when there was too little to calibrate
	Seconds              float64
}

// ProofFigures are mean average precision and recalls of the tags as queries, and
// of the captions when there are any.
type ProofFigures struct {
	MAP, R1, R5, R10                 float64
	CaptionR1, CaptionR5, CaptionR10 float64
	Captions                         bool
}

// GeneralProof is the guard: recall within ten of general descriptions before and
// after, in percent, how many points it may fall, and how much of the head it left
// (1 = all).
type GeneralProof struct {
	Before, After float64
	MaxFall       float64
	Strength      float64
	Known         bool
}

// TagProof compares one tag. The first row is the first ten photos.
type TagProof struct {
	Tag                        string
	Examples, Tested           int
	APBefore, APCache, APAfter float64
	// RowBefore and RowAfter say how many of RowPhotos were found in the first row;
	// they are means over the checks, so not whole numbers.
	RowBefore, RowAfter float64
	RowPhotos           float64
}

// ReliabilityBin says how many of the suggestions with a confidence near Said were
// right, both from 0 to 1.
type ReliabilityBin struct {
	Said, Right float64
	Photos      int
}

// Page describes what there is to learn from for a model, and what was learned.
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
	page.Renewed = renewed.Text()
	page.Captions, page.Feedback = len(labels.Captions), len(labels.FeedbackClasses())
	if page.Suggested, err = h.models.Catalogue.SuggestionCounts(ctx); err != nil {
		return page, err
	}
	if page.Named, err = h.models.Catalogue.NamedConcepts(ctx); err != nil {
		return page, err
	}
	return page, h.fillVersions(ctx, l.model.Pack, &page)
}

// fillVersions fills in the versions of what was learned.
func (h *Heads) fillVersions(ctx context.Context, pack *ml.Pack, page *Page) (err error) {
	if page.Heads, err = h.List(ctx, pack.ID); err != nil {
		return err
	}
	c, err := h.readChoice(ctx, pack.ID)
	page.Used = c.Used
	page.Before, _, page.CanRollBack = h.former(c, pack)
	return err
}

// mostShown is how many examples of a tag are shown for it to be recognised by.
const mostShown = 4

// shownExamples are the examples of each tag that are shown: those that the library
// took up last, as far as they still have a file.
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

// ProofOf is a report as the window shows it.
func ProofOf(r finetune.Report) Proof {
	p := Proof{
		Measured: r.Measured, Before: proofFigures(r.Before), Cache: proofFigures(r.Cache), After: proofFigures(r.After),
		General: GeneralProof{Before: r.Guard.Before.TextToImage, After: r.Guard.After.TextToImage, MaxFall: finetune.MaxFall,
			Strength: r.Guard.Strength, Known: r.Guard.Checked},
		Seconds: r.Seconds,
	}
	if len(r.Tags) == 0 {
		p.General.Strength = r.Guard.Adapter
	}
	for _, t := range r.Tags {
		row := float64(min(finetune.FirstRow, t.Photos))
		p.Tags = append(p.Tags, TagProof{
			Tag: t.Tag, Examples: t.Examples, Tested: t.Photos,
			APBefore: t.Before.AveragePrecision, APCache: t.Cache.AveragePrecision, APAfter: t.After.AveragePrecision,
			RowBefore: t.Before.FirstRow * row / 100, RowAfter: t.After.FirstRow * row / 100, RowPhotos: row,
		})
	}
	for _, b := range r.Reliability {
		p.Reliability = append(p.Reliability, ReliabilityBin{Said: b.Confidence, Right: b.Right, Photos: b.Photos})
	}
	return p
}

func proofFigures(f finetune.Figures) ProofFigures {
	p := ProofFigures{MAP: f.Map, R1: f.R1, R5: f.R5, R10: f.R10}
	if c := f.Captions; c != nil {
		p.Captions, p.CaptionR1, p.CaptionR5, p.CaptionR10 = true, c.R1, c.R5, c.R10
	}
	return p
}
