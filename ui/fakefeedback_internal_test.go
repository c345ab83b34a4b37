package ui

import (
	"context"
	"errors"
	"slices"
	"sync"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
)

// fakeFeedback keeps what is said of answers, as the backend would for one
// description. The zero value keeps nothing and fails with fail, if that is set.
type fakeFeedback struct {
	mu              sync.Mutex
	liked, rejected []library.PhotoID
	fail            error
	gate            chan struct{} // if set, every word waits for it
}

func (f *fakeBackend) GiveFeedback(_ context.Context, ask service.Ask, photos []library.PhotoID, say library.Label) (service.Change, error) {
	if described(ask.Query.Source) == "" {
		return service.Change{}, errors.New("there is no description")
	}
	return f.judge("Said of "+message.Plural(len(photos), "photo", "photos"), func(f *fakeFeedback) {
		among := func(id library.PhotoID) bool { return slices.Contains(photos, id) }
		f.liked, f.rejected = slices.DeleteFunc(f.liked, among), slices.DeleteFunc(f.rejected, among)
		switch say {
		case library.Yes:
			f.liked = append(f.liked, photos...)
		case library.No:
			f.rejected = append(f.rejected, photos...)
		case library.Unlabelled: // in neither
		}
	})
}

func (f *fakeBackend) ForgetFeedback(context.Context, service.Ask) (service.Change, error) {
	return f.judge("Forgot", func(f *fakeFeedback) { f.liked, f.rejected = nil, nil })
}

func (f *fakeBackend) judge(label string, do func(*fakeFeedback)) (service.Change, error) {
	x := &f.fakeFeedback
	if x.gate != nil {
		<-x.gate
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.fail != nil {
		return service.Change{}, x.fail
	}
	put := func(liked, rejected []library.PhotoID) func() {
		liked, rejected = slices.Clone(liked), slices.Clone(rejected)
		return func() {
			x.mu.Lock()
			defer x.mu.Unlock()
			x.liked, x.rejected = slices.Clone(liked), slices.Clone(rejected)
		}
	}
	before := put(x.liked, x.rejected)
	do(x)
	return f.remember(label, before, put(x.liked, x.rejected), service.AnswersChanged), nil
}

// answer ranks photos 1 to n, all of them good, with what was said of them: liked
// ones first, rejected ones left out.
func (f *fakeFeedback) answer(n int) service.Answer {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := service.Answer{Ranked: true, Liked: slices.Clone(f.liked), Rejected: slices.Clone(f.rejected)}
	ids := slices.Clone(f.liked)
	for id := library.PhotoID(1); id <= library.PhotoID(n); id++ {
		if !slices.Contains(f.liked, id) && !slices.Contains(f.rejected, id) {
			ids = append(ids, id)
		}
	}
	a.Tiles, a.Good = tilesOf(ids...), len(ids)
	return a
}

// said is what was said by now.
func (f *fakeFeedback) said() (liked, rejected []library.PhotoID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.liked), slices.Clone(f.rejected)
}
