package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"descry/app/problem"
	"descry/app/service/learning"
	"descry/app/service/models"
	"descry/finetune"
	"descry/library"
)

// A head belongs to the model it was trained with. When another model is built in, the
// one that searches used is trained anew, from what the user has said by then. The
// one of before stays in its folder and among the versions, as one of its model.

// headRenewal is what has become of the head that a built-in model of before was used
// with.
type headRenewal struct {
	stage   headStage
	former  string // the pack it was used with
	head    string // its id
	outcome headOutcome
}

// headStage says what there is to do or to say.
type headStage int

const (
	headSettled headStage = iota // no head was used, or the user has chosen since
	headDue                      // it is trained once the vectors are there
	headLearned                  // the new one is used
	headLost                     // it could not be trained
)

// headOutcome is how the training ended, kept in the catalogue. It is written before
// the new head is used, without a time, and again with it afterwards: so that a kill
// in between leaves neither an unused head nor one that was used unsaid.
type headOutcome struct {
	Head    string    `json:"head,omitempty"`    // the new one
	Problem string    `json:"problem,omitempty"` // why there is none, a part of a sentence
	At      time.Time `json:"at"`
	Told    bool      `json:"told,omitempty"` // a window has said it
}

// Text says what has become of the head, "" when there is nothing to say any more.
func (r headRenewal) Text() string {
	switch r.stage {
	case headDue:
		return betterModel + ". What you taught is learned anew once your photos were looked at again."
	case headLearned:
		return fmt.Sprintf("%s: what you taught was learned anew on %s, and searches use it.", betterModel, r.outcome.At.Local().Format("2 January 2006"))
	case headLost:
		return fmt.Sprintf("%s, and what you taught could not be learned anew: %s. Teach it again when there is more to learn from.",
			betterModel, strings.TrimSuffix(r.outcome.Problem, "."))
	default:
		return ""
	}
}

// untold reports that there is something to say that no window has said yet.
func (r headRenewal) untold() bool {
	return (r.stage == headLearned || r.stage == headLost) && !r.outcome.Told
}

// headRenewalTold notes that it was said.
func (e *Library) headRenewalTold(ctx context.Context, r headRenewal) error {
	r.outcome.Told = true
	return e.writeHeadOutcome(ctx, r.former, r.outcome)
}

// valueHeadRenewed is the name of the catalogue's value that holds the outcome for the
// head of a pack of before.
func valueHeadRenewed(former string) string { return "head.renewed." + former }

// HeadRenewal reads what has become of the head of before. An user who has chosen a
// head, or none, with the present model is not given another.
func (e *Library) HeadRenewal(ctx context.Context) (r headRenewal, err error) {
	for _, id := range models.FormerStarters {
		c, err := e.readHeadChoice(ctx, id)
		if err != nil {
			return r, err
		}
		if c.Used != "" && e.Models.Packs.Present(id) != id {
			r.former, r.head = id, c.Used
			break
		}
	}
	if r.former == "" {
		return headRenewal{}, nil
	}
	if r.outcome, err = e.readHeadOutcome(ctx, r.former); err != nil {
		return headRenewal{}, err
	}
	chosen, err := e.Store.Value(ctx, valueHead(e.Models.Packs.BuiltIn.ID))
	if err != nil {
		return headRenewal{}, err
	}
	now, err := e.readHeadChoice(ctx, e.Models.Packs.BuiltIn.ID)
	r.stage = r.outcome.stage(chosen != "", now.Used)
	return r, err
}

// stage tells what an outcome means beside the choice of now.
func (o headOutcome) stage(chosen bool, used string) headStage {
	switch {
	case o.At.IsZero() && (!chosen || o.Head != "" && o.Head == used):
		return headDue
	case o.At.IsZero():
		return headSettled
	case o.Head != "" && o.Head == used:
		return headLearned
	case o.Head == "" && !chosen:
		return headLost
	}
	return headSettled
}

func (e *Library) readHeadOutcome(ctx context.Context, former string) (o headOutcome, err error) {
	text, err := e.Store.Value(ctx, valueHeadRenewed(former))
	if err != nil || text == "" {
		return o, err
	}
	if json.Unmarshal([]byte(text), &o) != nil {
		return headOutcome{}, nil // of another version: tried again
	}
	return o, nil
}

func (e *Library) writeHeadOutcome(ctx context.Context, former string, o headOutcome) error {
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return e.Store.SetValue(ctx, valueHeadRenewed(former), string(text))
}

// renewHead trains the head anew and takes it into use, if the proof holds; or notes
// why not. It does nothing while photos that it would learn from can't be read.
func (e *Library) renewHead(ctx context.Context, r renewal, tell func(what string, done, total int)) error {
	o := r.head.outcome
	if o.Head == "" {
		waits, err := e.learnAnew(ctx, r, &o, tell)
		if waits || err != nil {
			return err
		}
		if err := e.writeHeadOutcome(ctx, r.head.former, o); err != nil {
			return err
		}
	}
	if o.Head != "" {
		if err := e.useRenewed(ctx, o.Head); err != nil {
			return err
		}
	}
	o.At = time.Now().UTC().Truncate(time.Second)
	if err := e.writeHeadOutcome(ctx, r.head.former, o); err != nil {
		return err
	}
	if o.Problem != "" {
		e.Log.Warn("what was taught could not be learned anew for the better built-in model", "head", r.head.head, "problem", o.Problem)
	} else {
		e.Log.Info("what was taught was learned anew for the better built-in model", "head", r.head.head, "new", o.Head)
	}
	return nil
}

// learnAnew trains and keeps a head, or finds out why there is none.
func (e *Library) learnAnew(ctx context.Context, r renewal, o *headOutcome, tell func(what string, done, total int)) (waits bool, err error) {
	old, err := e.Heads.Load(r.head.head)
	if err != nil {
		o.Problem = problem.Explain(err)
		return false, nil
	}
	s, err := learning.ReadLabels(ctx, e.Store)
	if err != nil {
		return false, err
	}
	w := wishAgain(s, old)
	if r.done < r.total {
		if seen, err := e.haveSeen(ctx, s, w); err != nil || !seen {
			return true, err
		}
	}
	got, err := e.Trainer(e.Searcher().Encoder, tell).Train(ctx, w, finetune.Options{}, nil)
	wrong := (*problem.UsageError)(nil)
	switch {
	case errors.As(err, &wrong):
		o.Problem = problem.Explain(err)
		return false, nil
	case err != nil:
		return false, fmt.Errorf("learn anew: %w", err)
	}
	o.Head, o.Problem = got.Head, got.Report.Refused
	return false, nil
}

// useRenewed makes searches use the new head. What the user has put aside of the
// suggestions stays so: it knows the same as the one of before.
func (e *Library) useRenewed(ctx context.Context, id string) error {
	s := e.Searcher()
	e.choosing.Lock()
	defer e.choosing.Unlock()
	chosen, err := e.Store.Value(ctx, valueHead(s.Pack.ID))
	if err != nil || chosen != "" {
		return err // or the user was faster
	}
	if err := e.writeHeadChoice(ctx, s.Pack.ID, headChoice{id, []string{""}}); err != nil {
		return err
	}
	return s.followHead(ctx)
}

// wishAgain is what a head has learned, as far as it is among what was said.
func wishAgain(s learning.Labels, h *finetune.Head) learning.Request {
	w := learning.Request{Tags: map[library.Tag]bool{}, Again: true, Captions: h.Report != nil && h.Report.Captions > 0 || len(h.Down) > 0}
	var tags []library.Tag
	for _, one := range s.Tags() {
		tags = append(tags, one.Tag)
	}
	byKey := learning.TagsByKey(tags)
	descriptions := map[string]bool{}
	for _, t := range s.FeedbackTopics() {
		descriptions[t.Name] = true
	}
	for _, key := range h.Keys {
		if tag, ok := byKey[key.Tag]; ok {
			w.Tags[tag] = true
		}
		w.Feedback = w.Feedback || descriptions[key.Tag]
	}
	return w
}

// haveSeen reports whether the model has seen enough of the photos that a wish is
// learned from. Those without a file are not waited for.
func (e *Library) haveSeen(ctx context.Context, s learning.Labels, w learning.Request) (bool, error) {
	topics, err := s.Topics(w)
	if err != nil {
		return false, err
	}
	var captions []learning.Captioned
	if w.Captions {
		captions = s.Captions
	}
	wanted := map[library.PhotoID]bool{}
	for _, p := range learning.EveryPhoto(topics, captions, nil) {
		wanted[p] = true
	}
	var photos []library.PhotoID
	err = e.Store.PhotosIn(ctx, library.Scope{}, library.Filter{}, func(p library.PhotoID) {
		if wanted[p] {
			photos = append(photos, p)
		}
	})
	if err != nil {
		return false, err
	}
	vectors, err := learning.StoredVectors(ctx, e.Store, e.Pack().ID, photos)
	return float64(len(vectors)) >= enough*float64(len(photos)), err
}
