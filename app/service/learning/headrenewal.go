package learning

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service/models"
	"descry/finetune"
	"descry/library"
)

// A head belongs to the model that it was trained for. When a version of Descry has another
// built-in model, the head in use is trained again for that model, on the labels of then. The former
// head's file stays, and is listed among the versions as a head of the former model.

// HeadRenewal is how far the head of a former built-in model has been trained again.
type HeadRenewal struct {
	Stage   HeadStage
	Former  string // id of the former pack
	Head    string // id of the head that was used with the former pack
	Outcome HeadOutcome
}

// Same reports that two renewals stand alike.
func (r HeadRenewal) Same(other HeadRenewal) bool {
	a, b := r.Outcome, other.Outcome
	return r.Stage == other.Stage && r.Former == other.Former && r.Head == other.Head &&
		a.Head == b.Head && a.Problem.Same(b.Problem) && a.At.Equal(b.At) && a.Told == b.Told
}

// HeadStage is a stage of HeadRenewal.
type HeadStage int

// The stages.
const (
	HeadSettled HeadStage = iota // no head was used, or the user has chosen since
	HeadDue                      // the head is trained once the photos have vectors
	HeadLearned                  // searches use the new head
	HeadLost                     // the head could not be trained
)

// HeadOutcome is the result of the training, as the catalogue keeps it. The outcome is written
// without a time before searches use the new head, and with the time afterwards. So a kill in
// between leaves neither an unused head nor a used head that the user never reads of.
type HeadOutcome struct {
	Head string `json:"head,omitempty"` // the new one
	// Problem is why there is none, a clause. Older versions of Descry kept the text.
	Problem notice.Notice `json:"problem,omitzero"`
	At      time.Time     `json:"at"`
	Told    bool          `json:"told,omitempty"` // a window has shown the outcome
}

// Says is a sentence about the stage, the zero Notice for HeadSettled.
func (r HeadRenewal) Says() notice.Notice {
	switch r.Stage {
	case HeadDue:
		return notice.New("renewal-head-due", nil)
	case HeadLearned:
		return notice.New("renewal-head-learned", notice.Params{"Date": notice.Date(r.Outcome.At)})
	case HeadLost:
		return notice.New("renewal-head-lost", notice.Params{"Reason": clause(r.Outcome.Problem)})
	default:
		return notice.Notice{}
	}
}

// clause takes the full stop from a text, which stands within a sentence.
func clause(n notice.Notice) notice.Notice {
	if text, ok := n.Params["Text"].(string); ok && n.Kind == "as-it-is" {
		return notice.AsItIs(strings.TrimSuffix(text, "."))
	}
	return n
}

// Untold reports that no window has shown the outcome yet.
func (r HeadRenewal) Untold() bool {
	return (r.Stage == HeadLearned || r.Stage == HeadLost) && !r.Outcome.Told
}

// RenewalTold notes that a window has shown the outcome.
func (h *Heads) RenewalTold(ctx context.Context, r HeadRenewal) error {
	r.Outcome.Told = true
	return h.writeOutcome(ctx, r.Former, r.Outcome)
}

// valueHeadRenewed is the name of the catalogue's value that holds the outcome for the
// head of a pack of before.
func valueHeadRenewed(former string) string { return "head.renewed." + former }

// Renewal reads from the catalogue how far the former head has been trained again. A choice of the
// user's for the present model, of a head or of none, settles it.
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

// stage is the stage that follows from an outcome and the present choice: chosen reports that there
// is one, used is its head.
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
		return HeadOutcome{}, nil // another version wrote the value: the head is trained again
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

// Renew trains the former head again for the built-in model, which has to be the one that
// searches. Searches use the new head if its report is good enough. Otherwise the outcome
// keeps the reason. unseen reports that the model has not encoded all photos yet. Then Renew
// does nothing until the model has encoded the labelled photos.
func (l *Learned) Renew(ctx context.Context, r HeadRenewal, unseen bool, tell func(notice.Notice)) error {
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
	if !o.Problem.IsZero() {
		h.models.Log.Warn("the head could not be trained anew for the better built-in model", "head", r.Head, "problem", o.Problem.String())
	} else {
		h.models.Log.Info("the head was trained anew for the better built-in model", "head", r.Head, "new", o.Head)
	}
	return nil
}

// learnAnew trains and keeps a head, and fills in the outcome. waits reports that too many of the
// labelled photos have no vector yet.
func (l *Learned) learnAnew(ctx context.Context, r HeadRenewal, unseen bool, o *HeadOutcome, tell func(notice.Notice)) (waits bool, err error) {
	old, err := l.heads.Load(r.Head)
	if err != nil {
		o.Problem = problem.Saved(err)
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
		o.Problem = problem.Saved(err)
		return false, nil
	case err != nil:
		return false, fmt.Errorf("learn anew: %w", err)
	}
	o.Head, o.Problem = got.Head, Refusal(got.Report)
	return false, nil
}

// useRenewed has searches use the new head. Suggestions that the user has put aside stay so, since
// the new head knows the same as the former one.
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

// requestAgain requests the classes of a head, as far as there still are labels for them.
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

// hasSeen reports whether models.EnoughVectors of a request's photos have vectors. Photos without a
// file don't count.
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
