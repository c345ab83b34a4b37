package app

import (
	"context"

	"descry/finetune"
)

// learned is the head that a model's searches use.
type learned struct {
	id      string
	head    *finetune.Head // nil for none
	problem string         // why the chosen one isn't used, a sentence, or ""
}

// key tells heads apart that are applied.
func (l learned) key() string {
	if l.head == nil {
		return ""
	}
	return l.id
}

// followHead makes the head that the catalogue names the one that is applied, and
// tells onHead if it was another one before. One that can't be used leaves searches
// as they are without any, with the reason for the owner.
func (s *searcher) followHead(ctx context.Context) error {
	c, err := s.e.readHeadChoice(ctx, s.pack.ID)
	if err != nil {
		return err
	}
	s.following.Lock()
	defer s.following.Unlock()
	old := s.learned.Load()
	if old != nil && old.id == c.Used || old == nil && c.Used == "" {
		return nil
	}
	now := &learned{id: c.Used}
	if c.Used != "" {
		if now.head, err = s.e.loadHead(c.Used, s.pack); err != nil {
			s.e.log.Warn("head not used", "head", c.Used, "err", err)
			now.head = nil
			now.problem = "What was learned can't be used, so searches are those of the model alone: " + explain(err) + "."
		}
	}
	s.learned.Store(now)
	if x := s.openedVectors(); x != nil {
		x.Remeasure() // unrelated descriptions may score otherwise now
	}
	s.e.onHead()
	return nil
}

// inUse is the head that is applied at the moment.
func (s *searcher) inUse() learned {
	if l := s.learned.Load(); l != nil {
		return *l
	}
	return learned{}
}

// words are the text side of this searcher's searches. When the named things can't
// be read, their names are words like others.
func (s *searcher) words(ctx context.Context) words {
	named, err := s.named(ctx)
	if err != nil && ctx.Err() == nil {
		s.e.log.Warn("named things not read", "err", err)
	}
	return words{model: s.model, head: s.inUse().head, named: named}
}
