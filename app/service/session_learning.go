package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/finetune"
	"descry/library"
	"descry/library/query"
)

// Learn describes what there is to learn from, and what was learned.
func (b *Session) Learn(ctx context.Context) (learning.Page, error) {
	page, err := b.e.learnPage(ctx)
	return page, owned(err)
}

func (e *Library) learnPage(ctx context.Context) (learning.Page, error) {
	s := e.Searcher()
	page := learning.Page{Model: s.Pack.Name, Enough: learning.EnoughExamples}
	said, err := learning.ReadLabels(ctx, e.Store)
	if err != nil {
		return page, err
	}
	tags := said.Tags()
	shown, err := e.shownExamples(ctx, tags)
	if err != nil {
		return page, err
	}
	for i, one := range tags {
		tag, n := one.Tag, len(one.Photos)
		page.Tags = append(page.Tags, learning.TagExamples{Tag: tag, Examples: n, Not: len(said.No[tag]), Ready: n >= learning.FewestExamples, Advice: learning.TagAdvice(n), Shown: shown[i]})
	}
	renewed, err := e.HeadRenewal(ctx)
	if err != nil {
		return page, err
	}
	page.Renewed = renewed.Text()
	page.Captions, page.Feedback = len(said.Captions), len(said.FeedbackTopics())
	if page.Suggested, err = e.Store.SuggestionCounts(ctx); err != nil {
		return page, err
	}
	if page.Named, err = e.Store.NamedConcepts(ctx); err != nil {
		return page, err
	}
	return page, e.listHeads(ctx, s, &page)
}

// mostShown is how many examples of a tag are shown for it to be recognised by.
const mostShown = 4

// shownExamples are the examples of each tag that are shown: those that the library
// took up last, as far as they still have a file.
func (e *Library) shownExamples(ctx context.Context, tags []learning.Example) ([][]library.Tile, error) {
	latest := func(one learning.Example) []library.PhotoID { return one.Photos[max(0, len(one.Photos)-mostShown):] }
	var ids []library.PhotoID
	for _, one := range tags {
		ids = append(ids, latest(one)...)
	}
	tiles, err := e.Store.TilesByID(ctx, ids)
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

// listHeads fills in the versions of what was learned.
func (e *Library) listHeads(ctx context.Context, s *Searcher, page *learning.Page) error {
	list, c, err := e.HeadList(ctx, s.Pack.ID)
	if err != nil {
		return err
	}
	for _, h := range list {
		one := learning.Head{ID: h.ID, Made: h.Created, Note: h.Note, Fits: h.Fits, Problem: h.Problem, Bytes: h.Bytes}
		if h.Model != "" {
			one.Model = e.Models.Packs.NameOf(h.Model)
		}
		if h.Report != nil {
			one.Proof = proofOf(*h.Report)
		}
		page.Heads = append(page.Heads, one)
	}
	page.Used = c.Used
	page.Before, _, page.CanRollBack = e.former(c, s.Pack)
	return nil
}

// proofOf is a report as the window shows it.
func proofOf(r finetune.Report) learning.Proof {
	p := learning.Proof{
		Measured: r.Measured, Before: proofFigures(r.Before), Cache: proofFigures(r.Cache), After: proofFigures(r.After),
		General: learning.GeneralProof{Before: r.Guard.Before.TextToImage, After: r.Guard.After.TextToImage, MaxFall: finetune.MaxFall,
			Strength: r.Guard.Strength, Known: r.Guard.Checked},
		Seconds: r.Seconds,
	}
	if len(r.Tags) == 0 {
		p.General.Strength = r.Guard.Adapter
	}
	for _, t := range r.Tags {
		row := float64(min(finetune.FirstRow, t.Photos))
		p.Tags = append(p.Tags, learning.TagProof{
			Tag: t.Tag, Examples: t.Examples, Tested: t.Photos,
			APBefore: t.Before.AveragePrecision, APCache: t.Cache.AveragePrecision, APAfter: t.After.AveragePrecision,
			RowBefore: t.Before.FirstRow * row / 100, RowAfter: t.After.FirstRow * row / 100, RowPhotos: row,
		})
	}
	for _, b := range r.Reliability {
		p.Reliability = append(p.Reliability, learning.ReliabilityBin{Said: b.Confidence, Right: b.Right, Photos: b.Photos})
	}
	return p
}

func proofFigures(f finetune.Figures) learning.ProofFigures {
	p := learning.ProofFigures{MAP: f.Map, R1: f.R1, R5: f.R5, R10: f.R10}
	if c := f.Captions; c != nil {
		p.Captions, p.CaptionR1, p.CaptionR5, p.CaptionR10 = true, c.R1, c.R5, c.R10
	}
	return p
}

// Train learns from what was chosen and keeps the result as a head, which is
// not used until UseHead. Ending ctx leaves everything as it was. progress is
// called on any goroutine and must return at once.
func (b *Session) Train(ctx context.Context, what learning.TrainRequest, progress func(learning.TrainProgress)) (learning.Trained, error) {
	w := learning.Request{Tags: map[library.Tag]bool{}, Captions: what.Captions, Feedback: what.Feedback}
	for _, t := range what.Tags {
		w.Tags[t] = true
	}
	t := b.e.Trainer(b.e.Searcher().Encoder, func(what string, done, total int) {
		progress(learning.TrainProgress{Stage: fmt.Sprintf("%s %s of %s", what, message.FormatCount(done), message.FormatCount(total)), HeldOut: -1})
	})
	begun := time.Now()
	got, err := t.Train(ctx, w, finetune.Options{}, func(p finetune.Progress) {
		progress(learning.TrainProgress{Stage: "Learning", Step: p.Step, Total: p.Total, HeldOut: p.HeldOut, Loss: p.Loss,
			SecondsTo: learning.Remaining(time.Since(begun), p).Seconds()})
	})
	if err != nil {
		return learning.Trained{}, owned(err)
	}
	b.Events.Send(LearnChanged)
	out := learning.Trained{Head: got.Head, Proof: proofOf(got.Report)}
	if got.Report.Refused != "" {
		out.Refused = "No better version is offered: " + got.Report.Refused + "."
	}
	return out, nil
}

// Compare answers a query with no head and with one (not only the one in use).
func (b *Session) Compare(ctx context.Context, q query.Query, head string) (before, after Answer, err error) {
	if before, err = b.answerWith(ctx, q, ""); err != nil {
		return before, after, owned(err)
	}
	after, err = b.answerWith(ctx, q, head)
	return before, after, owned(err)
}

// compared is how many photos are compared: those of the first rows.
const compared = 12

// answerWith answers as if a head were the one in use, "" none. It tells what the
// model sees: what is written about photos, and what was said of earlier answers,
// would hide the difference.
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
		return Answer{}, &query.Error{Text: "describe something to compare: filters find the same with and without what was learned"}
	}
	a.Liked, a.Disliked, a.Sight, a.Limit, a.Weak = nil, nil, true, compared, compared
	found, heard, err := s.Ask(ctx, a.Request)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{Ranked: true, Notice: heard.Notice, Good: found.Good, Maybe: found.Maybe}
	return answer, b.tiles(ctx, found.Results, &answer)
}

// searcherWith is the model in use with a head of its choice.
func (b *Session) searcherWith(ctx context.Context, head string) (*Searcher, error) {
	s := b.e.Searcher()
	vectors, err := s.OpenVectors(ctx)
	if err != nil {
		return nil, err
	}
	other := &Searcher{Encoder: s.Encoder, e: s.e, vectors: vectors}
	if head != "" {
		h, err := b.e.loadHead(head, s.Pack)
		if err != nil {
			return nil, err
		}
		other.learned.Store(&learned{id: head, head: h})
	}
	return other, nil
}

// UseHead makes searches use a head from now on, "" none; no photo is looked at
// again. RollBack goes back to what was used before.
func (b *Session) UseHead(ctx context.Context, id string) error {
	err := b.e.UseHead(ctx, id)
	b.Events.Send(LearnChanged)
	return owned(err)
}

// RollBack goes back to the head that was used before.
func (b *Session) RollBack(ctx context.Context) error {
	_, err := b.e.RollBack(ctx)
	b.Events.Send(LearnChanged)
	return owned(err)
}

// DeleteHead deletes a head that is not in use.
func (b *Session) DeleteHead(ctx context.Context, id string) error {
	err := b.e.DeleteHead(ctx, id)
	b.Events.Send(LearnChanged)
	return owned(err)
}

// ExportHead writes a head to a file.
func (b *Session) ExportHead(_ context.Context, id, path string) error {
	return owned(b.e.Heads.Export(id, path))
}

// ImportHead reads a head from a file and returns its id.
func (b *Session) ImportHead(_ context.Context, path string) (string, error) {
	id, err := b.e.Heads.Import(path)
	b.Events.Send(LearnChanged)
	return id, owned(err)
}

// NameConcept teaches a name by photos, at least one; more with the same name are
// added. noun is what it is ("dog"), "" when unknown.
func (b *Session) NameConcept(ctx context.Context, photos []library.PhotoID, tag library.Tag, noun string) (Change, error) {
	if len(photos) == 0 {
		return Change{}, owned(errors.New("a name needs a photo to go by; three are enough"))
	}
	noun = strings.TrimSpace(noun)
	edit := library.Edit{Named: []library.NamedEdit{{Tag: tag, Noun: &noun}}}
	for _, p := range photos {
		edit.Tags = append(edit.Tags, library.TagEdit{Photo: p, Tag: tag, Label: library.Yes})
	}
	return b.edit(ctx, namingLabel(len(photos), tag), func(ctx context.Context) (library.Edit, error) { return b.e.Store.ApplyEdit(ctx, edit) })
}

// ForgetConcept keeps the tag but no longer reads its name in searches.
func (b *Session) ForgetConcept(ctx context.Context, tag library.Tag) (Change, error) {
	return b.edit(ctx, forgetConceptLabel(tag), func(ctx context.Context) (library.Edit, error) {
		return b.e.Store.ApplyEdit(ctx, library.Edit{Named: []library.NamedEdit{{Tag: tag}}})
	})
}
