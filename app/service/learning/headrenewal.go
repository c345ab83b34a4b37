package learning

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"descry/app/problem"
	"descry/app/service/models"
	"descry/finetune"
	"descry/library"
)

// A head belongs to the model it was trained with. When another model is built in, the
// one that searches used is trained anew, from what the user has said by then. The
// one of before stays in its folder and among the versions, as one of its model.

// HeadRenewal is what has become of the head that a built-in model of before was used
// with.
type HeadRenewal struct {
	Stage   HeadStage
	Former  string // the pack it was used with
	Head    string // its id
	Outcome HeadOutcome
}

// HeadStage says what there is to do or to say.
type HeadStage int

// The stages.
const (
	HeadSettled HeadStage = iota // no head was used, or the user has chosen since
	HeadDue                      // it is trained once the vectors are there
	HeadLearned                  // the new one is used
	HeadLost                     // it could not be trained
)

// HeadOutcome is how the training ended, kept in the catalogue. It is written before
// the new head is used, without a time, and again with it afterwards: so that a kill
// in between leaves neither an unused head nor one that was used unsaid.
type HeadOutcome struct {
	Head    string    `json:"head,omitempty"`    // the new one
	Problem string    `json:"problem,omitempty"` // why there is none, a part of a sentence
	At      time.Time `json:"at"`
	Told    bool      `json:"told,omitempty"` // a window has said it
}

// BetterModel begins all that is said of a better built-in model.
const BetterModel = "Descry's built-in model is a better one now"

// Text says what has become of the head, "" when there is nothing to say any more.
func (r HeadRenewal) Text() string {
	switch r.Stage {
	case HeadDue:
		return BetterModel + ". What you taught is learned anew once your photos were looked at again."
	case HeadLearned:
		return fmt.Sprintf("%s: what you taught was learned anew on %s, and searches use it.", BetterModel, r.Outcome.At.Local().Format("2 January 2006"))
	case HeadLost:
		return fmt.Sprintf("%s, and what you taught could not be learned anew: %s. Teach it again when there is more to learn from.",
			BetterModel, strings.TrimSuffix(r.Outcome.Problem, "."))
	default:
		return ""
	}
}

// Untold reports that there is something to say that no window has said yet.
func (r HeadRenewal) Untold() bool {
	return (r.Stage == HeadLearned || r.Stage == HeadLost) && !r.Outcome.Told
}

// RenewalTold notes that it was said.
func (h *Heads) RenewalTold(ctx context.Context, r HeadRenewal) error {
	r.Outcome.Told = true
	return h.writeOutcome(ctx, r.Former, r.Outcome)
}

// valueHeadRenewed is the name of the catalogue's value that holds the outcome for the
// head of a pack of before.
func valueHeadRenewed(former string) string { return "head.renewed." + former }

// Renewal reads what has become of the head of before. A user who has chosen a
// head, or none, with the present model is not given another.
func (h *Heads) Renewal(ctx context.Context) (r HeadRenewal, err error) {
	for _, id := range models.FormerStarters {
		c, err := h.readChoice(ctx, id)
		if err != nil {
			return r, err
		}
		if c.Used != "" && h.models.Packs.Present(id) != id {
			r.Former, r.Head = id, c.Used
			break
		}
	}
	if r.Former == "" {
		return HeadRenewal{}, nil
	}
	if r.Outcome, err = h.readOutcome(ctx, r.Former); err != nil {
		return HeadRenewal{}, err
	}
	chosen, err := h.models.Catalogue.Value(ctx, choiceValue(h.models.Packs.BuiltIn.ID))
	if err != nil {
		return HeadRenewal{}, err
	}
	now, err := h.readChoice(ctx, h.models.Packs.BuiltIn.ID)
	r.Stage = r.Outcome.stage(chosen != "", now.Used)
	return r, err
}

// stage tells what an outcome means beside the choice of now.
func (o HeadOutcome) stage(chosen bool, used string) HeadStage {
	switch {
	case o.At.IsZero() && (!chosen || o.Head != "" && o.Head == used):
		return HeadDue
	case o.At.IsZero():
		return HeadSettled
	case o.Head != "" && o.Head == used:
		return HeadLearned
	case o.Head == "" && !chosen:
		return HeadLost
	}
	return HeadSettled
}

func (h *Heads) readOutcome(ctx context.Context, former string) (o HeadOutcome, err error) {
	text, err := h.models.Catalogue.Value(ctx, valueHeadRenewed(former))
	if err != nil || text == "" {
		return o, err
	}
	if json.Unmarshal([]byte(text), &o) != nil {
		return HeadOutcome{}, nil // of another version: tried again
	}
	return o, nil
}

func (h *Heads) writeOutcome(ctx context.Context, former string, o HeadOutcome) error {
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	return h.models.Catalogue.SetValue(ctx, valueHeadRenewed(former), string(text))
}

// Renew trains the head anew for the built-in model, which searches, and takes it into use, if
// the proof holds; or notes why not. It does nothing while photos that it would learn from can't
// be read: unseen says that the model has not seen all photos yet.
func (l *Learned) Renew(ctx context.Context, r HeadRenewal, unseen bool, tell func(what string, done, total int)) error {
	h, o := l.heads, r.Outcome
	if o.Head == "" {
		waits, err := l.learnAnew(ctx, r, unseen, &o, tell)
		if waits || err != nil {
			return err
		}
		if err := h.writeOutcome(ctx, r.Former, o); err != nil {
			return err
		}
	}
	if o.Head != "" {
		if err := l.useRenewed(ctx, o.Head); err != nil {
			return err
		}
	}
	o.At = time.Now().UTC().Truncate(time.Second)
	if err := h.writeOutcome(ctx, r.Former, o); err != nil {
		return err
	}
	if o.Problem != "" {
		h.models.Log.Warn("the head could not be trained anew for the better built-in model", "head", r.Head, "problem", o.Problem)
	} else {
		h.models.Log.Info("the head was trained anew for the better built-in model", "head", r.Head, "new", o.Head)
	}
	return nil
}

// learnAnew trains and keeps a head, or finds out why there is none.
func (l *Learned) learnAnew(ctx context.Context, r HeadRenewal, unseen bool, o *HeadOutcome, tell func(what string, done, total int)) (waits bool, err error) {
	old, err := l.heads.Load(r.Head)
	if err != nil {
		o.Problem = problem.Explain(err)
		return false, nil
	}
	labels, err := ReadLabels(ctx, l.heads.models.Catalogue)
	if err != nil {
		return false, err
	}
	again := requestAgain(labels, old)
	if unseen {
		if seen, err := l.hasSeen(ctx, labels, again); err != nil || !seen {
			return true, err
		}
	}
	got, err := l.heads.Trainer(l.model, tell).Train(ctx, again, finetune.Options{}, nil)
	switch {
	case errors.Is(err, problem.ErrUsage):
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
func (l *Learned) useRenewed(ctx context.Context, id string) error {
	h, pack := l.heads, l.model.Pack.ID
	h.choosing.Lock()
	defer h.choosing.Unlock()
	chosen, err := h.models.Catalogue.Value(ctx, choiceValue(pack))
	if err != nil || chosen != "" {
		return err // or the user was faster
	}
	if err := h.writeChoice(ctx, pack, headChoice{id, []string{""}}); err != nil {
		return err
	}
	return l.Follow(ctx)
}

// requestAgain asks for what a head has learned, as far as there are labels of it.
func requestAgain(labels Labels, h *finetune.Head) Request {
	again := Request{Again: true, Captions: h.Report != nil && h.Report.Captions > 0 || len(h.Down) > 0}
	var tags []library.Tag
	for _, one := range labels.Tags() {
		tags = append(tags, one.Tag)
	}
	byKey := TagsByKey(tags)
	descriptions := map[string]bool{}
	for _, class := range labels.FeedbackClasses() {
		descriptions[class.Name] = true
	}
	for _, key := range h.Keys {
		if tag, ok := byKey[key.Tag]; ok {
			again.Tags = append(again.Tags, tag)
		}
		again.Feedback = again.Feedback || descriptions[key.Tag]
	}
	return again
}

// hasSeen reports whether the model has seen enough of the photos that a request is
// learned from. Those without a file are not waited for.
func (l *Learned) hasSeen(ctx context.Context, labels Labels, r Request) (bool, error) {
	classes, err := labels.Classes(r)
	if err != nil {
		return false, err
	}
	var captions []Captioned
	if r.Captions {
		captions = labels.Captions
	}
	wanted := map[library.PhotoID]bool{}
	for _, p := range everyPhoto(classes, captions, nil) {
		wanted[p] = true
	}
	var photos []library.PhotoID
	catalogue := l.heads.models.Catalogue
	err = catalogue.PhotosIn(ctx, library.Scope{}, library.Filter{}, func(p library.PhotoID) {
		if wanted[p] {
			photos = append(photos, p)
		}
	})
	if err != nil {
		return false, err
	}
	vectors, err := StoredVectors(ctx, catalogue, l.model.Pack.ID, photos)
	return float64(len(vectors)) >= models.EnoughVectors*float64(len(photos)), err
}
