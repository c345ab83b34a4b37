package learning

import (
	"context"
	"strings"
	"time"

	"descry/app/notice"
	"descry/app/problem"
	"descry/finetune"
	"descry/finetune/heads"
)

// Head is a version of what was learned, as the window shows it and scripts read it.
type Head struct {
	ID      string    `json:"id"`
	Created time.Time `json:"created"`
	Pack    string    `json:"model,omitempty"` // id of the head's model
	Model   string    `json:"-"`               // name of the head's model, "" where the file names none
	Former  bool      `json:"-"`               // the model is a built-in one of before
	Note    string    `json:"note,omitempty"`  // the dataset in words: "12 tags, 240 photos, 30 captions"
	Bytes   int64     `json:"bytes"`
	Used    bool      `json:"used"`
	Fits    bool      `json:"fits"` // the head belongs to the model that searches
	Problem error     `json:"-"`    // why it can't be used, or nil
	// Report is what the training measured, nil for a head without a report.
	Report *finetune.Report `json:"report,omitempty"`
}

// List describes all heads, newest first. pack is the model that searches: Head.Used and Head.Fits
// are about that model.
func (h *Heads) List(ctx context.Context, pack string) ([]Head, error) {
	found, err := h.Store.List()
	if err != nil {
		return nil, err
	}
	c, err := h.readChoice(ctx, pack)
	if err != nil {
		return nil, err
	}
	packs := h.models.Packs
	list := make([]Head, 0, len(found))
	for _, f := range found {
		one := Head{ID: f.ID, Created: f.Created, Pack: f.Pack, Former: packs.Present(f.Pack) != f.Pack,
			Note: f.Note, Bytes: f.Bytes, Problem: f.Problem, Used: f.ID == c.Used, Fits: f.Pack == pack, Report: f.Report}
		if f.Pack != "" {
			one.Model = packs.NameOf(f.Pack)
		}
		list = append(list, one)
	}
	return list, nil
}

// Find returns the id of the one head whose id contains word. The error is one of usage where no
// id does, or several.
func (h *Heads) Find(word string) (string, error) {
	list, err := h.Store.List()
	if err != nil {
		return "", err
	}
	var found []string
	for _, f := range list {
		if f.ID == word {
			return word, nil
		}
		if strings.Contains(f.ID, word) {
			found = append(found, f.ID)
		}
	}
	switch {
	case len(found) == 0 || word == "":
		return "", problem.WrapUsage("head-unknown", notice.Params{"Head": problem.Quotable(word, 80)}, heads.ErrNotFound)
	case len(found) > 1:
		return "", &problem.Error{Usage: true, Notice: notice.Counted("head-ambiguous", len(found), notice.Params{"Head": problem.Quotable(word, 80), "First": found[0], "Second": found[1]})}
	}
	return found[0], nil
}
