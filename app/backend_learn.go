package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"descry/app/service"
	"descry/app/service/learning"
	"descry/finetune"
	"descry/library"
	"descry/library/query"
	"descry/ui"
)

var _ ui.LearnBackend = (*backend)(nil)

// Learn implements ui.LearnBackend.
func (b *backend) Learn(ctx context.Context) (learning.LearnPage, error) {
	page, err := b.e.learnPage(ctx)
	return page, owned(err)
}

func (e *engine) learnPage(ctx context.Context) (learning.LearnPage, error) {
	s := e.searcher()
	page := learning.LearnPage{Model: s.pack.Name, Enough: enoughExamples}
	said, err := e.said(ctx)
	if err != nil {
		return page, err
	}
	tags := said.tags()
	shown, err := e.shownExamples(ctx, tags)
	if err != nil {
		return page, err
	}
	for i, one := range tags {
		tag, n := one.tag, len(one.photos)
		page.Tags = append(page.Tags, learning.LearnTag{Tag: tag, Examples: n, Not: len(said.no[tag]), Ready: n >= fewestExamples, Advice: tagAdvice(n), Shown: shown[i]})
	}
	renewed, err := e.headRenewal(ctx)
	if err != nil {
		return page, err
	}
	page.Renewed = renewed.text()
	page.Captions, page.Feedback = len(said.captions), len(said.feedbackTopics())
	if page.Suggested, err = e.store.SuggestionCounts(ctx); err != nil {
		return page, err
	}
	if page.Named, err = e.store.NamedThings(ctx); err != nil {
		return page, err
	}
	return page, e.listHeads(ctx, s, &page)
}

// mostShown is how many examples of a tag are shown for it to be recognised by.
const mostShown = 4

// shownExamples are the examples of each tag that are shown: those that the library
// took up last, as far as they still have a file.
func (e *engine) shownExamples(ctx context.Context, tags []example) ([][]library.Tile, error) {
	latest := func(one example) []library.PhotoID { return one.photos[max(0, len(one.photos)-mostShown):] }
	var ids []library.PhotoID
	for _, one := range tags {
		ids = append(ids, latest(one)...)
	}
	tiles, err := e.store.TilesByID(ctx, ids)
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
func (e *engine) listHeads(ctx context.Context, s *searcher, page *learning.LearnPage) error {
	list, c, err := e.headList(ctx, s.pack.ID)
	if err != nil {
		return err
	}
	for _, h := range list {
		one := learning.Head{ID: h.ID, Made: h.Created, Note: h.Note, Fits: h.Fits, Problem: h.Problem, Bytes: h.Bytes}
		if h.Model != "" {
			one.Model = e.shelf.nameOf(h.Model)
		}
		if h.Report != nil {
			one.Proof = proofOf(*h.Report)
		}
		page.Heads = append(page.Heads, one)
	}
	page.Used = c.Used
	page.Before, _, page.CanRollBack = e.former(c, s.pack)
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
		p.Reliability = append(p.Reliability, learning.ReliabilityBin{Said: b.Said, Right: b.Right, Photos: b.Photos})
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

// Train implements ui.LearnBackend.
func (b *backend) Train(ctx context.Context, what learning.TrainRequest, progress func(learning.TrainProgress)) (learning.Trained, error) {
	w := wish{tags: map[library.Tag]bool{}, captions: what.Captions, feedback: what.Feedback}
	for _, t := range what.Tags {
		w.tags[t] = true
	}
	t := teacher{b.e, b.e.searcher().model, func(what string, done, total int) {
		progress(learning.TrainProgress{Stage: fmt.Sprintf("%s %s of %s", what, thousands(done), thousands(total)), HeldOut: -1})
	}}
	begun := time.Now()
	got, err := t.teach(ctx, w, finetune.Options{}, func(p finetune.Progress) {
		progress(learning.TrainProgress{Stage: "Learning", Step: p.Step, Total: p.Total, HeldOut: p.HeldOut, Loss: p.Loss,
			SecondsTo: remaining(time.Since(begun), p).Seconds()})
	})
	if err != nil {
		return learning.Trained{}, owned(err)
	}
	b.events.send(service.LearnChanged)
	out := learning.Trained{Head: got.id, Proof: proofOf(got.report)}
	if got.report.Refused != "" {
		out.Refused = "No better version is offered: " + got.report.Refused + "."
	}
	return out, nil
}

// Compare implements ui.LearnBackend.
func (b *backend) Compare(ctx context.Context, text, head string) (before, after service.Answer, err error) {
	if before, err = b.answerWith(ctx, text, ""); err != nil {
		return before, after, owned(err)
	}
	after, err = b.answerWith(ctx, text, head)
	return before, after, owned(err)
}

// compared is how many photos are compared: those of the first rows.
const compared = 12

// answerWith answers as if a head were the one in use, "" none. It tells what the
// model sees: what is written about photos, and what was said of earlier answers,
// would hide the difference.
func (b *backend) answerWith(ctx context.Context, text, head string) (service.Answer, error) {
	s, err := b.searcherWith(ctx, head)
	if err != nil {
		return service.Answer{}, err
	}
	a, err := s.understand(ctx, text, library.Scope{})
	if err != nil {
		return service.Answer{}, err
	}
	if !a.Query.Ranked() {
		return service.Answer{}, &query.Error{Text: "describe something to compare: filters find the same with and without what was learned"}
	}
	a.Liked, a.Disliked, a.Sight, a.Limit, a.Weak = nil, nil, true, compared, compared
	found, heard, err := s.ask(ctx, a.Request)
	if err != nil {
		return service.Answer{}, err
	}
	answer := service.Answer{Ranked: true, Notice: heard.notice, Good: found.Good, Maybe: found.Maybe}
	return answer, b.tiles(ctx, found.Results, &answer)
}

// searcherWith is the model in use with a head of its choice.
func (b *backend) searcherWith(ctx context.Context, head string) (*searcher, error) {
	s := b.e.searcher()
	vectors, err := s.openVectors(ctx)
	if err != nil {
		return nil, err
	}
	other := &searcher{model: s.model, e: s.e, vectors: vectors}
	if head != "" {
		h, err := b.e.loadHead(head, s.pack)
		if err != nil {
			return nil, err
		}
		other.learned.Store(&learned{id: head, head: h})
	}
	return other, nil
}

// UseHead implements ui.LearnBackend.
func (b *backend) UseHead(ctx context.Context, id string) error {
	err := b.e.useHead(ctx, id)
	b.events.send(service.LearnChanged)
	return owned(err)
}

// RollBack implements ui.LearnBackend.
func (b *backend) RollBack(ctx context.Context) error {
	_, err := b.e.rollBack(ctx)
	b.events.send(service.LearnChanged)
	return owned(err)
}

// DeleteHead implements ui.LearnBackend.
func (b *backend) DeleteHead(ctx context.Context, id string) error {
	err := b.e.deleteHead(ctx, id)
	b.events.send(service.LearnChanged)
	return owned(err)
}

// ExportHead implements ui.LearnBackend.
func (b *backend) ExportHead(_ context.Context, id, path string) error {
	return owned(b.e.heads.Export(id, path))
}

// ImportHead implements ui.LearnBackend.
func (b *backend) ImportHead(_ context.Context, path string) (string, error) {
	id, err := b.e.heads.Import(path)
	b.events.send(service.LearnChanged)
	return id, owned(err)
}

// NameThing implements ui.LearnBackend.
func (b *backend) NameThing(ctx context.Context, photos []library.PhotoID, tag library.Tag, noun string) (service.Change, error) {
	if len(photos) == 0 {
		return service.Change{}, owned(errors.New("a name needs a photo to go by; three are enough"))
	}
	noun = strings.TrimSpace(noun)
	edit := library.Edit{Named: []library.NamedEdit{{Tag: tag, Noun: &noun}}}
	for _, p := range photos {
		edit.Tags = append(edit.Tags, library.TagEdit{Photo: p, Tag: tag, Say: library.Yes})
	}
	return b.edit(ctx, namingLabel(len(photos), tag), func(ctx context.Context) (library.Edit, error) { return b.e.store.ApplyEdit(ctx, edit) })
}

// ForgetThing implements ui.LearnBackend.
func (b *backend) ForgetThing(ctx context.Context, tag library.Tag) (service.Change, error) {
	return b.edit(ctx, forgetThingLabel(tag), func(ctx context.Context) (library.Edit, error) {
		return b.e.store.ApplyEdit(ctx, library.Edit{Named: []library.NamedEdit{{Tag: tag}}})
	})
}
