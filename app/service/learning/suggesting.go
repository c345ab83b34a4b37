package learning

import (
	"context"
	"fmt"
	"slices"
	"time"

	"descry/finetune"
	"descry/internal/float16"
	"descry/internal/vectormath"
	"descry/library"
)

// suggestEvery is the time between two looks at the photos and the head.
const suggestEvery = 2 * time.Second

// valueSuggested is the name of the catalogue's value with the state that the suggestions were made
// from, so that no two processes make the same suggestions.
const valueSuggested = "suggestions.made"

// Suggester keeps the suggested tags equal to what the head in use suggests.
type Suggester struct {
	heads  *Heads
	follow func(ctx context.Context) (*Learned, error)
	last   string // the state at the last look
}

// Suggester returns a suggester. follow loads the model and the head that the library has chosen by
// now, and returns what that model's searches have learned.
func (h *Heads) Suggester(follow func(ctx context.Context) (*Learned, error)) *Suggester {
	return &Suggester{heads: h, follow: follow}
}

// SuggestAnew has the next look of any process's Suggester make all suggestions again.
func (h *Heads) SuggestAnew(ctx context.Context) error {
	return h.models.Catalogue.SetValue(ctx, valueSuggested, "")
}

// Follow looks until ctx ends and calls told after each change of the suggestions.
func (x *Suggester) Follow(ctx context.Context, told func()) {
	ticker := time.NewTicker(suggestEvery)
	defer ticker.Stop()
	for {
		changed, err := x.Look(ctx)
		if err != nil && ctx.Err() == nil {
			x.heads.models.Log.Error("suggest tags", "err", err)
		}
		if changed {
			told()
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Look makes all suggestions again where the head or the photos have changed since the suggestions
// were made. Look waits until nothing has changed between two looks: while photos are indexed, each
// of them would cost as much as all. changed reports that suggestions were made.
func (x *Suggester) Look(ctx context.Context) (changed bool, err error) {
	l, err := x.follow(ctx)
	if err != nil {
		return false, err
	}
	if r, err := x.heads.Renewal(ctx); err != nil || r.Stage == HeadDue {
		return false, err // the suggestions of the former head stay until the new one is there
	}
	catalogue := x.heads.models.Catalogue
	made, err := catalogue.Value(ctx, valueSuggested)
	if err != nil {
		return false, err
	}
	gen, err := catalogue.Generation(ctx)
	if err != nil {
		return false, err
	}
	u := l.InUse()
	now := fmt.Sprintf("%s %s %d", l.model.Pack.ID, u.applied(), gen)
	if u.Head == nil {
		now = "" // without a head, photos change nothing
	}
	settled := now == x.last
	if x.last = now; now == made || !settled {
		return false, nil
	}
	return true, l.suggest(ctx, u.Head, now)
}

// suggest replaces all suggestions by those of a head; h is nil for none. made is the state that
// the suggestions are made from.
func (l *Learned) suggest(ctx context.Context, h *finetune.Head, made string) error {
	catalogue := l.heads.models.Catalogue
	found := map[library.Tag][]library.Suggestion{}
	if h != nil {
		var err error
		if found, err = l.candidates(ctx, h.Scorers()); err != nil {
			return err
		}
	}
	before, err := catalogue.SuggestionCounts(ctx)
	if err != nil {
		return err
	}
	for _, t := range before {
		if _, ok := found[t.Tag]; !ok {
			found[t.Tag] = nil // the head no longer suggests the tag
		}
	}
	for tag, list := range found {
		if err := catalogue.ReplaceSuggestions(ctx, tag, list); err != nil {
			return err
		}
	}
	return catalogue.SetValue(ctx, valueSuggested, made)
}

// candidates scores every photo for every tag of a head, as far as the tag still exists.
func (l *Learned) candidates(ctx context.Context, scorers []finetune.Scorer) (map[library.Tag][]library.Suggestion, error) {
	known, err := l.heads.models.Catalogue.Tags(ctx)
	if err != nil {
		return nil, err
	}
	tags := make([]library.Tag, len(known))
	for i, t := range known {
		tags[i] = t.Tag
	}
	byKey := TagsByKey(tags)
	scorers = slices.DeleteFunc(scorers, func(x finetune.Scorer) bool {
		_, known := byKey[x.Tag]
		return !known
	})
	found := map[library.Tag][]library.Suggestion{}
	v := make([]float32, l.model.Pack.JointDim)
	err = l.heads.models.Catalogue.VectorRows(ctx, l.model.Pack.ID, 0, true, func(id library.PhotoID, _ int64, blob []byte) error {
		if float16.Decode(v, blob) != nil {
			return nil // no vector of this model
		}
		for _, scorer := range scorers {
			if c := scorer.Confidence(vectormath.Dot(scorer.Vector, v)); c >= finetune.Suggested {
				tag := byKey[scorer.Tag]
				found[tag] = append(found[tag], library.Suggestion{Tag: tag, Photo: id, Confidence: float32(c)})
			}
		}
		return ctx.Err()
	})
	return found, err
}

// Suggested is a photo that a tag was suggested for, with a confidence from 0 to 1.
type Suggested struct {
	Tile       library.Tile
	Confidence float32
}

// Suggestions lists the suggested photos of a tag, surest first.
func (h *Heads) Suggestions(ctx context.Context, tag library.Tag, limit int) ([]Suggested, error) {
	list, err := h.models.Catalogue.Suggestions(ctx, tag, limit)
	if err != nil {
		return nil, err
	}
	ids := make([]library.PhotoID, len(list))
	sure := make(map[library.PhotoID]float32, len(list))
	for i, one := range list {
		ids[i], sure[one.Photo] = one.Photo, one.Confidence
	}
	tiles, err := h.models.Catalogue.TilesByID(ctx, ids)
	out := make([]Suggested, len(tiles))
	for i, t := range tiles {
		out[i] = Suggested{Tile: t, Confidence: sure[t.ID]}
	}
	return out, err
}

// Verdict is the user's answer to a suggestion.
type Verdict int

// The verdicts.
const (
	Accept  Verdict = iota
	NotNow          // rejected until a head is trained anew
	NotEver         // never suggested again, and an example of what the tag is not
)
