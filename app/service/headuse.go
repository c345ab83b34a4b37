package service

import (
	"context"
	"time"

	"descry/app/problem"
	"descry/finetune"
	"descry/finetune/heads"
)

// learned is the head that a model's searches use.
type learned struct {
	id      string
	head    *finetune.Head // nil for none
	problem string         // why the chosen one isn't used, a sentence, or ""
	tried   time.Time      // to load it
	file    heads.State    // as it was then
}

// key tells heads apart that are applied.
func (l learned) key() string {
	if l.head == nil {
		return ""
	}
	return l.id
}

// retryHead is how long it takes until a head that can't be used is tried again
// though its file is as it was: a disk or permissions may have come back.
const retryHead = 15 * time.Second

// followHead makes the head that the catalogue names the one that is applied, and
// tells onHead if it was another one before. One that can't be used leaves searches
// as they are without any, with the reason for the user, and is tried again when its
// file has changed, or after a while.
func (s *Searcher) followHead(ctx context.Context) error {
	c, err := s.e.readHeadChoice(ctx, s.Pack.ID)
	if err != nil {
		return err
	}
	s.following.Lock()
	defer s.following.Unlock()
	old := s.inUse()
	if old.id == c.Used && !s.worthRetrying(old) {
		return nil
	}
	now := s.tryHead(c.Used)
	s.learned.Store(&now)
	if now.id == old.id && now.problem == old.problem {
		return nil // as unusable as it was
	}
	if now.problem != "" {
		s.e.Log.Warn("head not used", "head", now.id, "problem", now.problem)
	}
	if x := s.openedVectors(); x != nil {
		x.Remeasure() // unrelated descriptions may score otherwise now
	}
	s.e.onHead()
	return nil
}

// tryHead loads a head, "" none.
func (s *Searcher) tryHead(id string) learned {
	l := learned{id: id, tried: time.Now(), file: s.e.Heads.State(id)}
	if id == "" {
		return l
	}
	h, err := s.e.loadHead(id, s.Pack)
	if err != nil {
		l.problem = "What was learned can't be used, so searches are those of the model alone: " + problem.Explain(err) + "."
		return l
	}
	l.head = h
	return l
}

// worthRetrying reports that a head that couldn't be used may be usable now.
func (s *Searcher) worthRetrying(l learned) bool {
	return l.problem != "" && (s.e.Heads.State(l.id) != l.file || time.Since(l.tried) >= retryHead)
}

// inUse is the head that is applied at the moment.
func (s *Searcher) inUse() learned {
	if l := s.learned.Load(); l != nil {
		return *l
	}
	return learned{}
}

// textEncoder are the text side of this searcher's searches. When the named concepts can't
// be read, their names are words like others.
func (s *Searcher) textEncoder(ctx context.Context) TextEncoder {
	named, err := s.named(ctx)
	if err != nil && ctx.Err() == nil {
		s.e.Log.Warn("named things not read", "err", err)
	}
	return TextEncoder{Encoder: s.Encoder, Head: s.inUse().head, named: named}
}
