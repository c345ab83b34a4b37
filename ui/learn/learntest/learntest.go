// Package learntest fakes the Learn page's backend, for tests of the page and of the window
// around.
package learntest

import (
	"context"
	"image"
	"slices"
	"sync"

	"descry/app/notice"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/finetune"
	"descry/library"
	"descry/library/query"
)

// LearnBackend answers with its function fields, and with nothing where a field is nil. A
// LearnBackend may be called from any goroutine.
type LearnBackend struct {
	OnLearn       func() (learning.Page, error)
	OnTrain       func(ctx context.Context, what learning.Request, progress func(learning.TrainProgress)) (learning.Result, error)
	OnCompare     func(text, head string) (before, after service.Answer, err error)
	OnUseHead     func(id string) error
	OnImportHead  func(path string) (string, error)
	OnSuggestions func(tag library.Tag) ([]learning.Suggested, error)
	OnReview      func(tag library.Tag, photos []library.PhotoID, verdict learning.Verdict) (service.Change, error)
	OnName        func(photos []library.PhotoID, tag library.Tag, noun string) (service.Change, error)

	Lock sync.Mutex // guards Page, which a test may change meanwhile

	// Page is the answer of Learn where OnLearn is nil.
	Page learning.Page

	callLock sync.Mutex
	calls    []string
}

// Sample is a page with three tags, two of which are ready.
func Sample() learning.Page {
	return learning.Page{
		Model: "Starter model", Captions: 30, Feedback: 4, Enough: 16,
		Tags: []learning.TagExamples{
			{Tag: library.Tag{Name: "Bella"}, Examples: 20, Not: 2, Ready: true},
			{Tag: library.Tag{Name: "beach"}, Examples: 12, Ready: true},
			{Tag: library.Tag{Name: "boats"}, Examples: 3, Advice: learning.TagAdvice(3)},
		},
	}
}

// Report is a report in which the tag Bella gains and beach loses.
func Report() finetune.Report {
	return finetune.Report{
		Measured: "84 held-out photos", Before: finetune.Figures{Map: 42}, Cache: finetune.Figures{Map: 48}, After: finetune.Figures{Map: 63},
		Guard: finetune.GuardReport{Checked: true, Before: finetune.GuardFigures{TextToImage: 71.2}, After: finetune.GuardFigures{TextToImage: 70.8}, Strength: 1},
		Tags: []finetune.TagReport{
			{Tag: "beach", Examples: 12, Photos: 10, Before: point(60, 70), After: point(50, 50)},
			{Tag: "Bella", Examples: 20, Photos: 10, Before: point(40, 42), Cache: point(50, 0), After: point(90, 88)},
			{Tag: "boats", Examples: 3},
		},
		Reliability: []finetune.Bin{{Confidence: 0.9, Right: 0.8, Photos: 10}},
	}
}

// point are the figures of a tag, in percent.
func point(averagePrecision, firstRow float64) finetune.TagPoint {
	return finetune.TagPoint{AveragePrecision: averagePrecision, FirstRow: firstRow}
}

// HeadReport is Report as a head has it.
func HeadReport() *finetune.Report {
	r := Report()
	return &r
}

// Refused is Report of a training that offers no head.
func Refused(why string) finetune.Report {
	r := Report()
	r.Refused = why
	return r
}

// Change alters Page under Lock.
func (f *LearnBackend) Change(fn func(page *learning.Page)) {
	f.Lock.Lock()
	defer f.Lock.Unlock()
	fn(&f.Page)
}

func (f *LearnBackend) called(call string) {
	f.callLock.Lock()
	defer f.callLock.Unlock()
	f.calls = append(f.calls, call)
}

// Calls counts the calls of a method with certain arguments: "UseHead h1".
func (f *LearnBackend) Calls(call string) int {
	f.callLock.Lock()
	defer f.callLock.Unlock()
	n := 0
	for _, c := range f.calls {
		if c == call {
			n++
		}
	}
	return n
}

// Thumbnail is a small grey picture.
func (f *LearnBackend) Thumbnail(context.Context, library.PhotoID) (image.Image, error) {
	return image.NewGray(image.Rect(0, 0, 4, 3)), nil
}

// LargeThumbnail is a larger grey picture.
func (f *LearnBackend) LargeThumbnail(context.Context, library.PhotoID, bool) (image.Image, error) {
	return image.NewGray(image.Rect(0, 0, 40, 30)), nil
}

// Learn answers with copies of the lists of Page.
func (f *LearnBackend) Learn(context.Context) (learning.Page, error) {
	f.called("Learn")
	if f.OnLearn != nil {
		return f.OnLearn()
	}
	f.Lock.Lock()
	defer f.Lock.Unlock()
	page := f.Page
	page.Tags, page.Heads = slices.Clone(page.Tags), slices.Clone(page.Heads)
	page.Suggested, page.Named = slices.Clone(page.Suggested), slices.Clone(page.Named)
	return page, nil
}

// Train calls OnTrain.
func (f *LearnBackend) Train(ctx context.Context, what learning.Request, progress func(learning.TrainProgress)) (learning.Result, error) {
	f.called("Train")
	if f.OnTrain == nil {
		return learning.Result{}, nil
	}
	return f.OnTrain(ctx, what, progress)
}

// Compare is counted with the text and the head.
func (f *LearnBackend) Compare(_ context.Context, q query.Query, head string) (before, after service.Answer, err error) {
	f.called("Compare " + q.Source + " " + head)
	if f.OnCompare == nil {
		return service.Answer{}, service.Answer{}, nil
	}
	return f.OnCompare(q.Source, head)
}

// UseHead is counted with the head, "" for none.
func (f *LearnBackend) UseHead(_ context.Context, id string) error {
	f.called("UseHead " + id)
	if f.OnUseHead == nil {
		return nil
	}
	return f.OnUseHead(id)
}

// RollBack is counted.
func (f *LearnBackend) RollBack(context.Context) error {
	f.called("RollBack")
	return nil
}

// DeleteHead is counted with the head.
func (f *LearnBackend) DeleteHead(_ context.Context, id string) error {
	f.called("DeleteHead " + id)
	return nil
}

// ExportHead is counted with the head and the path.
func (f *LearnBackend) ExportHead(_ context.Context, id, path string) error {
	f.called("ExportHead " + id + " " + path)
	return nil
}

// ImportHead is counted with the path.
func (f *LearnBackend) ImportHead(_ context.Context, path string) (string, error) {
	f.called("ImportHead " + path)
	if f.OnImportHead == nil {
		return "", nil
	}
	return f.OnImportHead(path)
}

// Suggestions is counted with the tag.
func (f *LearnBackend) Suggestions(_ context.Context, tag library.Tag, _ int) ([]learning.Suggested, error) {
	f.called("Suggestions " + tag.Name)
	if f.OnSuggestions == nil {
		return nil, nil
	}
	return f.OnSuggestions(tag)
}

// ReviewSuggestions is counted.
func (f *LearnBackend) ReviewSuggestions(_ context.Context, tag library.Tag, photos []library.PhotoID, verdict learning.Verdict) (service.Change, error) {
	f.called("ReviewSuggestions")
	if f.OnReview == nil {
		return service.Change{}, nil
	}
	return f.OnReview(tag, photos, verdict)
}

// NameConcept is counted.
func (f *LearnBackend) NameConcept(_ context.Context, photos []library.PhotoID, tag library.Tag, noun string) (service.Change, error) {
	f.called("NameConcept")
	if f.OnName == nil {
		return service.Change{}, nil
	}
	return f.OnName(photos, tag, noun)
}

// ForgetConcept is counted with the tag.
func (f *LearnBackend) ForgetConcept(_ context.Context, tag library.Tag) (service.Change, error) {
	f.called("ForgetConcept " + tag.Name)
	return service.Change{Label: notice.Notice{Kind: notice.Kind("Forgot what " + tag.Name + " means")}}, nil
}
