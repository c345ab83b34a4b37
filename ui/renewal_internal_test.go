package ui

import (
	"slices"
	"strings"
	"testing"

	appnotice "descry/app/notice"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
	"descry/ui/kit/kittest"
	"descry/ui/sidebar"
)

// While photos are looked at again, the side says so as the bar does, also when the phase
// is read a moment before or after the counts.
func TestTheSideLooksAgain(t *testing.T) {
	b := oneFolder()
	now := service.Status{Phase: service.Indexing, Renewing: true, Done: 116, Total: 1000, Photos: 1000}
	folder := library.Folder{ID: 1, Path: "/home/ann/Photos", LastScan: thursday, Counts: library.Counts{Pending: 884}}
	b.status = func() service.Status {
		b.mu.Lock()
		defer b.mu.Unlock()
		return now
	}
	b.folders = func() ([]library.Folder, error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		return []library.Folder{folder}, nil
	}
	r := newRig(t, b)
	for _, tt := range []struct {
		status    service.Status
		counts    library.Counts
		bar, side string
	}{
		{now, library.Counts{Pending: 884}, "Looking at your photos again: 116 of 1,000", "looking again, 884 left"},
		{now, library.Counts{Pending: 884, Failed: 2}, "Looking at your photos again: 116 of 1,000", "looking again · 2 files unreadable"},
		{service.Status{Renewing: true, Done: 116, Total: 1000, Photos: 1000}, library.Counts{Pending: 884}, "Looking at your photos again: 116 of 1,000", "looking again, 884 left"},
		{service.Status{Phase: service.Paused, Renewing: true, Done: 116, Total: 1000}, library.Counts{Pending: 884}, "Paused · looking at your photos again: 116 of 1,000", "paused, 884 left"},
		{service.Status{Phase: service.Indexing, Done: 1, Total: 3, Photos: 1000}, library.Counts{Pending: 2}, "Indexing 1 of 3", "indexing, 2 left"},
		{service.Status{Photos: 1000}, library.Counts{}, "Up to date · 1,000 photos", "up to date"},
	} {
		b.mu.Lock()
		now, folder.Counts = tt.status, tt.counts
		b.mu.Unlock()
		b.notify(service.Event{Kind: service.StatusChanged})
		b.notify(service.Event{Kind: service.FoldersChanged})
		r.until(t, tt.bar+", "+tt.side, func() bool {
			return r.status.text.Text == tt.bar &&
				slices.ContainsFunc(r.side.Rows(), func(row sidebar.Row) bool { return row.Name == "Photos" && row.State == tt.side })
		})
	}
}

// TestABetterBuiltInModelIsSaid shows progress, one message, and what became of what
// was taught.
func TestABetterBuiltInModelIsSaid(t *testing.T) {
	b := teaching()
	now := service.Status{Phase: service.Indexing, Renewing: true, Done: 1240, Total: 18302, PerSecond: 52, SecondsTo: 290,
		News: appnotice.New("renewal-begun", nil)}
	b.status = func() service.Status {
		b.Lock.Lock()
		defer b.Lock.Unlock()
		return now
	}
	const learned = "Descry's built-in model is a better one now: what you taught was learned anew on 30 November 2026, and searches use it."
	r := openLearn(t, b)
	r.until(t, "the progress", func() bool {
		return r.status.text.Text == "Looking at your photos again: 1,240 of 18,302 · 52 photos/s · 5 min left"
	})
	r.until(t, "the message", func() bool {
		return r.said() == "Descry's built-in model is a better one now. Your photos are looked at again; until then searches find those it has seen."
	})
	if kittest.Says(r.learn.Object(), learned) {
		t.Error("the page says what has not happened")
	}
	r.changeLearn(func(page *learning.Page) {
		page.Renewed = appnotice.AsItIs(learned)
		now = service.Status{Photos: 18302, News: appnotice.AsItIs(learned)}
	})
	r.until(t, "the second message", func() bool { return r.said() == learned })
	r.until(t, "the page", func() bool { return kittest.Says(r.learn.Object(), learned) })
	r.until(t, "the end", func() bool { return strings.HasPrefix(r.status.text.Text, "Up to date") })
}
