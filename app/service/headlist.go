package service

import (
	"context"
	"fmt"
	"strings"
	"time"

	"descry/app/problem"
	"descry/finetune"
	"descry/finetune/heads"
)

// HeadInfo is a head as scripts read it.
type HeadInfo struct {
	ID      string           `json:"id"`
	Created time.Time        `json:"created"`
	Model   string           `json:"model,omitempty"`
	Of      string           `json:"-"` // the model in words
	Note    string           `json:"note,omitempty"`
	Bytes   int64            `json:"bytes"`
	Used    bool             `json:"used"`
	Fits    bool             `json:"fits"` // the model that searches
	Problem string           `json:"problem,omitempty"`
	Report  *finetune.Report `json:"report,omitempty"`
}

// HeadList describes all heads, newest first, and which of them a model uses.
func (e *Library) HeadList(ctx context.Context, pack string) (list []HeadInfo, c headChoice, err error) {
	found, err := e.Heads.List()
	if err != nil {
		return nil, c, err
	}
	if c, err = e.readHeadChoice(ctx, pack); err != nil {
		return nil, c, err
	}
	list = make([]HeadInfo, 0, len(found))
	for _, h := range found {
		j := HeadInfo{ID: h.ID, Created: h.Created, Model: h.Pack, Note: h.Note, Bytes: h.Bytes, Used: h.ID == c.Used, Fits: h.Pack == pack, Report: h.Report, Of: "the model " + h.Pack}
		if e.Models.Packs.Present(h.Pack) != h.Pack {
			j.Of = e.Models.Packs.NameOf(h.Pack)
		}
		if h.Problem != nil {
			j.Problem = problem.Explain(h.Problem)
		}
		list = append(list, j)
	}
	return list, c, nil
}

// FindHead finds a head by its id or a part of it that no other has.
func (e *Library) FindHead(word string) (string, error) {
	list, err := e.Heads.List()
	if err != nil {
		return "", err
	}
	var found []string
	for _, h := range list {
		if h.ID == word {
			return word, nil
		}
		if strings.Contains(h.ID, word) {
			found = append(found, h.ID)
		}
	}
	switch {
	case len(found) == 0 || word == "":
		return "", &problem.UsageError{Err: fmt.Errorf("%.80q: %w (descry head list shows them)", word, heads.ErrNotFound)}
	case len(found) > 1:
		return "", &problem.UsageError{Err: fmt.Errorf("%.80q stands in the ids of %d heads, %s and %s among them", word, len(found), found[0], found[1])}
	}
	return found[0], nil
}
