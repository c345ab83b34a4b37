package ui

import (
	"context"
	"sync"

	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
)

// fakeLearn is the learning of fakeBackend: what its fields say, else nothing.
type fakeLearn struct {
	learn       func() (learning.LearnPage, error)
	train       func(ctx context.Context, what learning.TrainRequest, progress func(learning.TrainProgress)) (learning.Trained, error)
	compare     func(text, head string) (before, after service.Answer, err error)
	useHead     func(id string) error
	importHead  func(path string) (string, error)
	suggestions func(tag library.Tag) ([]learning.Suggested, error)
	reviewing   func(tag library.Tag, photos []library.PhotoID, verdict learning.Verdict) (service.Change, error)
	naming      func(photos []library.PhotoID, tag library.Tag, noun string) (service.Change, error)

	learnLock sync.Mutex // for what a test changes meanwhile
}

func (f *fakeBackend) Learn(context.Context) (learning.LearnPage, error) {
	f.called("Learn")
	if f.learn == nil {
		return learning.LearnPage{}, nil
	}
	return f.learn()
}

func (f *fakeBackend) Train(ctx context.Context, what learning.TrainRequest, progress func(learning.TrainProgress)) (learning.Trained, error) {
	f.called("Train")
	if f.train == nil {
		return learning.Trained{}, nil
	}
	return f.train(ctx, what, progress)
}

func (f *fakeBackend) Compare(_ context.Context, text, head string) (before, after service.Answer, err error) {
	f.called("Compare " + text + " " + head)
	if f.compare == nil {
		return service.Answer{}, service.Answer{}, nil
	}
	return f.compare(text, head)
}

func (f *fakeBackend) UseHead(_ context.Context, id string) error {
	f.called("UseHead " + id)
	if f.useHead == nil {
		return nil
	}
	return f.useHead(id)
}

func (f *fakeBackend) RollBack(context.Context) error {
	f.called("RollBack")
	return nil
}

func (f *fakeBackend) DeleteHead(_ context.Context, id string) error {
	f.called("DeleteHead " + id)
	return nil
}

func (f *fakeBackend) ExportHead(_ context.Context, id, path string) error {
	f.called("ExportHead " + id + " " + path)
	return nil
}

func (f *fakeBackend) ImportHead(_ context.Context, path string) (string, error) {
	f.called("ImportHead " + path)
	if f.importHead == nil {
		return "", nil
	}
	return f.importHead(path)
}

func (f *fakeBackend) Suggestions(_ context.Context, tag library.Tag, _ int) ([]learning.Suggested, error) {
	f.called("Suggestions " + tag.Name)
	if f.suggestions == nil {
		return nil, nil
	}
	return f.suggestions(tag)
}

func (f *fakeBackend) ReviewSuggestions(_ context.Context, tag library.Tag, photos []library.PhotoID, verdict learning.Verdict) (service.Change, error) {
	f.called("ReviewSuggestions")
	if f.reviewing == nil {
		return service.Change{}, nil
	}
	return f.reviewing(tag, photos, verdict)
}

func (f *fakeBackend) NameThing(_ context.Context, photos []library.PhotoID, tag library.Tag, noun string) (service.Change, error) {
	f.called("NameThing")
	if f.naming == nil {
		return service.Change{}, nil
	}
	return f.naming(photos, tag, noun)
}

func (f *fakeBackend) ForgetThing(_ context.Context, tag library.Tag) (service.Change, error) {
	f.called("ForgetThing " + tag.Name)
	return service.Change{Label: "Forgot what " + tag.Name + " means"}, nil
}
