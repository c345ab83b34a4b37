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

// suggestEvery is how often it is looked whether photos or the head changed.
const suggestEvery = 2 * time.Second

// valueSuggested is the name of the catalogue's value that says what the suggestions
// were made of, so that no process makes them twice.
const valueSuggested = "suggestions.made"

// Suggester keeps the suggestions of tags what the head in use says.
type Suggester struct {
	heads  *Heads
	follow func(ctx context.Context) (*Learned, error)
	last   string // what was seen at the last look
}

// Suggester suggests with the head in use. follow takes over the model and the head that the
// library has chosen by now, and returns what that model's searches have learned.
func (h *Heads) Suggester(follow func(ctx context.Context) (*Learned, error)) *Suggester {
	return &Suggester{heads: h, follow: follow}
}

// SuggestAnew has the suggestions made anew at the next look of whoever makes them.
func (h *Heads) SuggestAnew(ctx context.Context) error {
	return h.models.Catalogue.SetValue(ctx, valueSuggested, "")
}

// Follow goes on until ctx ends and tells after each change.
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

// Look makes the suggestions anew when the head or the photos are others than they
// were made of, once nothing has changed between two looks: while photos come in,
// each would cost as much as all. It reports whether it did.
func (x *Suggester) Look(ctx context.Context) (changed bool, err error) {
	l, err := x.follow(ctx)
	if err != nil {
		return false, err
	}
	if r, err := x.heads.Renewal(ctx); err != nil || r.Stage == HeadDue {
		return false, err // what the head of before said stands until there is another
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
		now = "" // whatever photos come
	}
	settled := now == x.last
	if x.last = now; now == made || !settled {
		return false, nil
	}
	return true, l.suggest(ctx, u.Head, now)
}

// suggest replaces all suggestions by what the head in use says; without one there
// are none.
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
			found[t.Tag] = nil // the model no longer says so
		}
	}
	for tag, list := range found {
		if err := catalogue.ReplaceSuggestions(ctx, tag, list); err != nil {
			return err
		}
	}
	return catalogue.SetValue(ctx, valueSuggested, made)
}

// candidates scores every photo for every tag of a head that the user still has.
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

// Suggested is a photo that may have a tag.
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

// Verdict is what the user says of suggestions.
type Verdict int

// The verdicts.
const (
	Accept  Verdict = iota
	NotNow          // rejected until something is learned anew
	NotEver         // never suggested again, and an example of what the tag is not
)
