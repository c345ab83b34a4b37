package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"descry/app/history"
	"descry/app/service"
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

// suggester keeps the suggestions of tags what the head in use says.
type suggester struct {
	e    *engine
	last string // what was seen at the last look
}

// follow goes on until ctx ends and tells after each change.
func (x *suggester) follow(ctx context.Context, told func()) {
	ticker := time.NewTicker(suggestEvery)
	defer ticker.Stop()
	for {
		changed, err := x.look(ctx)
		if err != nil && ctx.Err() == nil {
			x.e.log.Error("suggest tags", "err", err)
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
func (x *suggester) look(ctx context.Context) (changed bool, err error) {
	if err := x.e.followChoice(ctx); err != nil {
		return false, err
	}
	if r, err := x.e.headRenewal(ctx); err != nil || r.stage == headDue {
		return false, err // what the head of before said stands until there is another
	}
	s := x.e.searcher()
	made, err := x.e.store.Value(ctx, valueSuggested)
	if err != nil {
		return false, err
	}
	gen, err := x.e.store.Generation(ctx)
	if err != nil {
		return false, err
	}
	now := fmt.Sprintf("%s %s %d", s.pack.ID, s.inUse().key(), gen)
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
func (s *searcher) suggest(ctx context.Context, made string) error {
	e := s.e
	found := map[library.Tag][]library.Suggestion{}
	if h := s.inUse().head; h != nil {
		var err error
		if found, err = s.candidates(ctx, h.Scorers()); err != nil {
			return err
		}
	}
	before, err := e.store.SuggestionCounts(ctx)
	if err != nil {
		return err
	}
	for _, t := range before {
		if _, ok := found[t.Tag]; !ok {
			found[t.Tag] = nil // the model no longer says so
		}
	}
	for tag, list := range found {
		if err := e.store.ReplaceSuggestions(ctx, tag, list); err != nil {
			return err
		}
	}
	return e.store.SetValue(ctx, valueSuggested, made)
}

// candidates scores every photo for every tag of a head that the owner still has.
func (s *searcher) candidates(ctx context.Context, scorers []finetune.Scorer) (map[library.Tag][]library.Suggestion, error) {
	known, err := s.e.store.Tags(ctx)
	if err != nil {
		return nil, err
	}
	tags := make([]library.Tag, len(known))
	for i, t := range known {
		tags[i] = t.Tag
	}
	byKey := tagsByKey(tags)
	scorers = slices.DeleteFunc(scorers, func(x finetune.Scorer) bool {
		_, known := byKey[x.Tag]
		return !known
	})
	found := map[library.Tag][]library.Suggestion{}
	v := make([]float32, s.pack.JointDim)
	err = s.e.store.VectorRows(ctx, s.pack.ID, 0, true, func(id library.PhotoID, _ int64, blob []byte) error {
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

// Suggestions implements ui.LearnBackend.
func (b *backend) Suggestions(ctx context.Context, tag library.Tag, limit int) ([]learning.Suggested, error) {
	list, err := b.e.store.Suggestions(ctx, tag, limit)
	if err != nil {
		return nil, owned(err)
	}
	ids := make([]library.PhotoID, len(list))
	sure := make(map[library.PhotoID]float32, len(list))
	for i, one := range list {
		ids[i], sure[one.Photo] = one.Photo, one.Confidence
	}
	tiles, err := b.e.store.TilesByID(ctx, ids)
	out := make([]learning.Suggested, len(tiles))
	for i, t := range tiles {
		out[i] = learning.Suggested{Tile: t, Confidence: sure[t.ID]}
	}
	return out, owned(err)
}

// ReviewSuggestions implements ui.LearnBackend.
func (b *backend) ReviewSuggestions(ctx context.Context, tag library.Tag, photos []library.PhotoID, verdict learning.Verdict) (service.Change, error) {
	label := reviewLabel(len(photos), tag, verdict)
	switch verdict {
	case learning.Accept:
		return b.sayOf(ctx, tag, photos, library.Yes, label)
	case learning.NotEver:
		return b.sayOf(ctx, tag, photos, library.No, label)
	}
	return b.do(ctx, label, b.telling(history.Rejecting(b.e.store, tag, photos), service.LearnChanged))
}

// sayOf says of photos that they have a tag or not.
func (b *backend) sayOf(ctx context.Context, tag library.Tag, photos []library.PhotoID, say library.Say, label history.Label) (service.Change, error) {
	var edit library.Edit
	for _, p := range photos {
		edit.Tags = append(edit.Tags, library.TagEdit{Photo: p, Tag: tag, Say: say})
	}
	return b.edit(ctx, label, func(ctx context.Context) (library.Edit, error) { return b.e.store.ApplyEdit(ctx, edit) })
}
