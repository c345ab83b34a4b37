package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"descry/app/history"
	"descry/app/service/learning"
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
	Library *Library
	last    string // what was seen at the last look
}

// Follow goes on until ctx ends and tells after each change.
func (x *Suggester) Follow(ctx context.Context, told func()) {
	ticker := time.NewTicker(suggestEvery)
	defer ticker.Stop()
	for {
		changed, err := x.look(ctx)
		if err != nil && ctx.Err() == nil {
			x.Library.Log.Error("suggest tags", "err", err)
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

// look makes the suggestions anew when the head or the photos are others than they
// were made of, once nothing has changed between two looks: while photos come in,
// each would cost as much as all.
func (x *Suggester) look(ctx context.Context) (changed bool, err error) {
	if err := x.Library.FollowChoice(ctx); err != nil {
		return false, err
	}
	if r, err := x.Library.HeadRenewal(ctx); err != nil || r.stage == headDue {
		return false, err // what the head of before said stands until there is another
	}
	s := x.Library.Searcher()
	made, err := x.Library.Store.Value(ctx, valueSuggested)
	if err != nil {
		return false, err
	}
	gen, err := x.Library.Store.Generation(ctx)
	if err != nil {
		return false, err
	}
	now := fmt.Sprintf("%s %s %d", s.Pack.ID, s.inUse().key(), gen)
	if s.inUse().head == nil {
		now = "" // whatever photos come
	}
	settled := now == x.last
	if x.last = now; now == made || !settled {
		return false, nil
	}
	return true, s.suggest(ctx, now)
}

// suggest replaces all suggestions by what the head in use says; without one there
// are none.
func (s *Searcher) suggest(ctx context.Context, made string) error {
	e := s.e
	found := map[library.Tag][]library.Suggestion{}
	if h := s.inUse().head; h != nil {
		var err error
		if found, err = s.candidates(ctx, h.Scorers()); err != nil {
			return err
		}
	}
	before, err := e.Store.SuggestionCounts(ctx)
	if err != nil {
		return err
	}
	for _, t := range before {
		if _, ok := found[t.Tag]; !ok {
			found[t.Tag] = nil // the model no longer says so
		}
	}
	for tag, list := range found {
		if err := e.Store.ReplaceSuggestions(ctx, tag, list); err != nil {
			return err
		}
	}
	return e.Store.SetValue(ctx, valueSuggested, made)
}

// candidates scores every photo for every tag of a head that the user still has.
func (s *Searcher) candidates(ctx context.Context, scorers []finetune.Scorer) (map[library.Tag][]library.Suggestion, error) {
	known, err := s.e.Store.Tags(ctx)
	if err != nil {
		return nil, err
	}
	tags := make([]library.Tag, len(known))
	for i, t := range known {
		tags[i] = t.Tag
	}
	byKey := learning.TagsByKey(tags)
	scorers = slices.DeleteFunc(scorers, func(x finetune.Scorer) bool {
		_, known := byKey[x.Tag]
		return !known
	})
	found := map[library.Tag][]library.Suggestion{}
	v := make([]float32, s.Pack.JointDim)
	err = s.e.Store.VectorRows(ctx, s.Pack.ID, 0, true, func(id library.PhotoID, _ int64, blob []byte) error {
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

// Suggestions lists the suggested photos of a tag, surest first.
func (b *Session) Suggestions(ctx context.Context, tag library.Tag, limit int) ([]learning.Suggested, error) {
	list, err := b.e.Store.Suggestions(ctx, tag, limit)
	if err != nil {
		return nil, owned(err)
	}
	ids := make([]library.PhotoID, len(list))
	sure := make(map[library.PhotoID]float32, len(list))
	for i, one := range list {
		ids[i], sure[one.Photo] = one.Photo, one.Confidence
	}
	tiles, err := b.e.Store.TilesByID(ctx, ids)
	out := make([]learning.Suggested, len(tiles))
	for i, t := range tiles {
		out[i] = learning.Suggested{Tile: t, Confidence: sure[t.ID]}
	}
	return out, owned(err)
}

// ReviewSuggestions says of photos that a suggestion is right or not.
func (b *Session) ReviewSuggestions(ctx context.Context, tag library.Tag, photos []library.PhotoID, verdict learning.Verdict) (Change, error) {
	label := reviewLabel(len(photos), tag, verdict)
	switch verdict {
	case learning.Accept:
		return b.sayOf(ctx, tag, photos, library.Yes, label)
	case learning.NotEver:
		return b.sayOf(ctx, tag, photos, library.No, label)
	default:
		return b.do(ctx, label, b.telling(history.Rejecting(b.e.Store, tag, photos), LearnChanged))
	}
}

// sayOf says of photos that they have a tag or not.
func (b *Session) sayOf(ctx context.Context, tag library.Tag, photos []library.PhotoID, say library.Label, label history.Label) (Change, error) {
	var edit library.Edit
	for _, p := range photos {
		edit.Tags = append(edit.Tags, library.TagEdit{Photo: p, Tag: tag, Label: say})
	}
	return b.edit(ctx, label, func(ctx context.Context) (library.Edit, error) { return b.e.Store.ApplyEdit(ctx, edit) })
}
