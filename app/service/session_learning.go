package service

import (
	"context"
	"strings"
	"time"

	"descry/app/history"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service/learning"
	"descry/finetune"
	"descry/library"
	"descry/library/query"
)

// Learn describes what there is to learn from, and what was learned.
func (b *Session) Learn(ctx context.Context) (learning.Page, error) {
	return b.e.Heads.Page(ctx, b.e.Searcher().Learned)
}

// Train trains a head on what was chosen and keeps the head, which is not used until UseHead.
// Ending ctx leaves everything as it was. progress is called on any goroutine and must return
// at once.
func (b *Session) Train(ctx context.Context, what learning.Request, progress func(learning.TrainProgress)) (learning.Result, error) {
	t := b.e.Heads.Trainer(b.e.Searcher().Encoder, func(n notice.Notice) {
		progress(learning.TrainProgress{Stage: n, HeldOut: -1})
	})
	begun := time.Now()
	got, err := t.Train(ctx, what, finetune.Options{}, func(p finetune.Progress) {
		progress(learning.TrainProgress{Stage: notice.New("learning-steps", nil), Step: p.Step, Total: p.Total, HeldOut: p.HeldOut, Loss: p.Loss,
			SecondsTo: learning.Remaining(time.Since(begun), p).Seconds()})
	})
	if err != nil {
		return learning.Result{}, err
	}
	b.Events.Send(LearnChanged)
	return got, nil
}

// Compare answers a query without a head and with one, which need not be the head in use.
func (b *Session) Compare(ctx context.Context, q query.Query, head string) (before, after Answer, err error) {
	if before, err = b.answerWith(ctx, q, ""); err != nil {
		return before, after, err
	}
	after, err = b.answerWith(ctx, q, head)
	return before, after, err
}

// compared is how many photos are compared, as many as the first rows show.
const compared = 12

// answerWith answers as if a head were the one in use, "" none. The answer is by the vectors
// alone. Texts about photos, and feedback on earlier answers, would hide the difference.
func (b *Session) answerWith(ctx context.Context, q query.Query, head string) (Answer, error) {
	s, err := b.searcherWith(ctx, head)
	if err != nil {
		return Answer{}, err
	}
	a, err := s.Understand(ctx, q, library.Scope{})
	if err != nil {
		return Answer{}, err
	}
	if !a.Query.Ranked() {
		return Answer{}, &query.Error{Err: problem.New("compare-without-description", nil)}
	}
	a.Liked, a.Disliked, a.Sight, a.Limit, a.Weak = nil, nil, true, compared, compared
	found, info, err := s.Ask(ctx, a.Request)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{Ranked: true, Notices: info.Notices, Good: found.Good, Maybe: found.Maybe}
	return answer, b.tiles(ctx, found.Results, &answer)
}

// searcherWith is the model in use with a head other than the one in use.
func (b *Session) searcherWith(ctx context.Context, head string) (*Searcher, error) {
	s := b.e.Searcher()
	vectors, err := s.OpenVectors(ctx)
	if err != nil {
		return nil, err
	}
	learned, err := s.Learned.With(head)
	return &Searcher{Encoder: s.Encoder, e: s.e, Learned: learned, vectors: vectors}, err
}

// UseHead makes searches use a head from now on, "" none. No photo is encoded again.
func (b *Session) UseHead(ctx context.Context, id string) error {
	err := b.e.Searcher().Learned.UseHead(ctx, id)
	b.Events.Send(LearnChanged)
	return err
}

// RollBack goes back to the head that was used before.
func (b *Session) RollBack(ctx context.Context) error {
	_, err := b.e.Searcher().Learned.RollBack(ctx)
	b.Events.Send(LearnChanged)
	return err
}

// DeleteHead deletes a head that is not in use.
func (b *Session) DeleteHead(ctx context.Context, id string) error {
	err := b.e.Heads.Delete(ctx, id, b.e.Pack().ID)
	b.Events.Send(LearnChanged)
	return err
}

// ExportHead writes a head to a file.
func (b *Session) ExportHead(_ context.Context, id, path string) error {
	return b.e.Heads.Export(id, path)
}

// ImportHead reads a head from a file and returns its id.
func (b *Session) ImportHead(_ context.Context, path string) (string, error) {
	id, err := b.e.Heads.Import(path)
	b.Events.Send(LearnChanged)
	return id, err
}

// Suggestions lists the suggested photos of a tag, surest first.
func (b *Session) Suggestions(ctx context.Context, tag library.Tag, limit int) ([]learning.Suggested, error) {
	return b.e.Heads.Suggestions(ctx, tag, limit)
}

// ReviewSuggestions records that suggestions of a tag are right or wrong.
func (b *Session) ReviewSuggestions(ctx context.Context, tag library.Tag, photos []library.PhotoID, verdict learning.Verdict) (Change, error) {
	label := reviewLabel(len(photos), tag, verdict)
	switch verdict {
	case learning.Accept:
		return b.labelPhotos(ctx, tag, photos, library.Yes, label)
	case learning.NotEver:
		return b.labelPhotos(ctx, tag, photos, library.No, label)
	default:
		return b.do(ctx, label, b.telling(history.Rejecting(b.e.Store, tag, photos), LearnChanged))
	}
}

// labelPhotos labels photos as having a tag or not.
func (b *Session) labelPhotos(ctx context.Context, tag library.Tag, photos []library.PhotoID, say library.Label, label history.Label) (Change, error) {
	var edit library.Edit
	for _, p := range photos {
		edit.Tags = append(edit.Tags, library.TagEdit{Photo: p, Tag: tag, Label: say})
	}
	return b.edit(ctx, label, func(ctx context.Context) (library.Edit, error) { return b.e.Store.ApplyEdit(ctx, edit) })
}

// NameConcept makes a named concept of at least one photo. Photos for a name that exists are
// added to its concept. noun is what the concept is ("dog"), "" when unknown.
func (b *Session) NameConcept(ctx context.Context, photos []library.PhotoID, tag library.Tag, noun string) (Change, error) {
	if len(photos) == 0 {
		return Change{}, problem.New("name-without-photo", nil)
	}
	noun = strings.TrimSpace(noun)
	edit := library.Edit{Named: []library.NamedEdit{{Tag: tag, Noun: &noun}}}
	for _, p := range photos {
		edit.Tags = append(edit.Tags, library.TagEdit{Photo: p, Tag: tag, Label: library.Yes})
	}
	return b.edit(ctx, namingLabel(len(photos), tag), func(ctx context.Context) (library.Edit, error) { return b.e.Store.ApplyEdit(ctx, edit) })
}

// ForgetConcept keeps the tag, but searches no longer read its name.
func (b *Session) ForgetConcept(ctx context.Context, tag library.Tag) (Change, error) {
	return b.edit(ctx, forgetConceptLabel(tag), func(ctx context.Context) (library.Edit, error) {
		return b.e.Store.ApplyEdit(ctx, library.Edit{Named: []library.NamedEdit{{Tag: tag}}})
	})
}
