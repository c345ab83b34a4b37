package service

import (
	"context"

	"descry/app/notice"
)

// renewing is the last sample of a renewal. A sample is needed since Status reads memory only.
type renewing struct {
	now  renewal
	news notice.Notice // notice that is to be shown once
}

// fill puts the progress of the renewal in the place of this run's progress, and adds the
// notice.
func (r renewing) fill(s *Status) {
	s.News = r.news
	if r.now.going && r.now.readable > 0 && s.Filling == "" {
		s.Renewing, s.Done, s.Total = true, r.now.done, r.now.done+r.now.readable
	}
}

// sampleRenewal samples the renewal. The outcome for a head is told once in the life of a
// library. That photos are encoded again is told once in the life of a window.
func (b *Session) sampleRenewal(ctx context.Context) error {
	r, err := b.e.Renewal(ctx)
	if err != nil {
		return err
	}
	b.mu.Lock()
	old := b.renewing.now
	b.renewing.now = r
	var news notice.Notice
	switch {
	case r.head.Untold():
		news = r.head.Says()
	case !r.Says().IsZero() && b.renewing.news.IsZero():
		news = notice.New("renewal-begun", nil)
	}
	if !news.IsZero() {
		b.renewing.news = news
	}
	b.mu.Unlock()
	if !r.same(old) {
		b.Events.Send(StatusChanged)
	}
	if !r.head.Same(old.head) {
		b.Events.Send(LearnChanged)
	}
	if !r.head.Untold() {
		return nil
	}
	return b.e.Heads.RenewalTold(ctx, r.head)
}
