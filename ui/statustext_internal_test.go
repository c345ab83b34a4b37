package ui

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/sidebar"
)

// What the status bar says of folders and what stands below them at the side, at rest
// and while all indexing is paused.
func TestStatusAndSideAgree(t *testing.T) {
	scanned := thursday.Add(-time.Hour)
	at := func(path string, f library.Folder) library.Folder {
		f.Path = path
		if f.ID == 0 {
			f.ID = library.FolderID(len(path))
		}
		return f
	}
	counts := func(pending, failed int) library.Counts { return library.Counts{Pending: pending, Failed: failed} }
	done := at("/done", library.Folder{LastScan: scanned})
	left := at("/left", library.Folder{ID: 11, LastScan: scanned, Counts: counts(1200, 0)})
	held := at("/held", library.Folder{ID: 12, LastScan: scanned, Paused: true, Counts: counts(149, 0)})
	still := at("/still", library.Folder{LastScan: scanned, Paused: true})
	away := at("/away", library.Folder{ID: 13, LastScan: scanned, OfflineSince: thursday.Add(-48 * time.Hour), Paused: true, Counts: counts(20, 0)})
	gone := at("/gone!", library.Folder{LastScan: scanned, OfflineSince: thursday.Add(-90 * time.Minute)})
	fresh := at("/uxflickr", library.Folder{})
	broken := at("/broken", library.Folder{LastScan: scanned, Counts: counts(3, 2)})
	locked := at("/locked", library.Folder{ID: 14, LastScan: scanned, Unreadable: 1})
	closed := at("/closed", library.Folder{ID: 15, LastScan: scanned, Unreadable: 2, Counts: counts(0, 1)})
	for _, tt := range []struct {
		name    string
		phase   service.Phase
		folders []library.Folder
		bar     string
		side    []string
	}{
		{"all done", service.Idle, []library.Folder{done}, "Up to date · 1,826 photos", []string{"up to date"}},
		{"a moment before", service.Idle, []library.Folder{done, left}, "Indexing, 1,200 left · 1,826 photos", []string{"up to date", "indexing, 1,200 left"}},
		{"folder paused", service.Idle, []library.Folder{done, held}, "held paused, 149 left · 1,826 photos", []string{"up to date", "paused, 149 left"}},
		{"nothing left there", service.Idle, []library.Folder{still}, "still paused · 1,826 photos", []string{"paused"}},
		{"two paused", service.Idle, []library.Folder{held, still}, "2 folders paused, 149 left · 1,826 photos", []string{"paused, 149 left", "paused"}},
		{"offline, the rest there", service.Idle, []library.Folder{done, away}, "away offline since Tuesday, 20 left · 1,826 photos",
			[]string{"up to date", "offline since Tuesday, 20 left"}},
		{"offline since today", service.Idle, []library.Folder{gone}, "gone! offline since 12:30 · 1,826 photos", []string{"offline since 12:30"}},
		{"paused and offline", service.Idle, []library.Folder{held, gone}, "held paused, 149 left · gone! offline since 12:30 · 1,826 photos",
			[]string{"paused, 149 left", "offline since 12:30"}},
		{"all paused", service.Paused, []library.Folder{done, left}, "Paused · 1,200 left", []string{"up to date", "paused, 1,200 left"}},
		{"all paused, nothing left", service.Paused, []library.Folder{done}, "Paused · 1,826 photos", []string{"up to date"}},
		{"all paused, one offline", service.Paused, []library.Folder{left, gone}, "Paused · 1,200 left · gone! offline since 12:30",
			[]string{"paused, 1,200 left", "offline since 12:30"}},
		{"just added", service.Idle, []library.Folder{done, fresh}, "Looking for photos in uxflickr…", []string{"up to date", "looking for photos"}},
		{"just added, scanning", service.Scanning, []library.Folder{fresh}, "Looking for photos in uxflickr…", []string{"looking for photos"}},
		{"scanning again", service.Scanning, []library.Folder{done}, "Looking for new photos…", []string{"up to date"}},
		{"a subfolder is locked", service.Idle, []library.Folder{done, locked}, "1 folder unreadable in locked · 1,826 photos",
			[]string{"up to date", "1 folder unreadable"}},
		{"subfolders of two are locked", service.Idle, []library.Folder{locked, closed}, "3 folders unreadable in 2 folders · 1,826 photos",
			[]string{"1 folder unreadable", "2 folders unreadable · 1 file unreadable"}},
		{"unreadable", service.Paused, []library.Folder{broken}, "Paused · 3 left", []string{"paused, 3 left · 2 files unreadable"}},
	} {
		now := LibraryState{Status: service.Status{Phase: tt.phase, Photos: 1826}, Folders: tt.folders, Places: nil, At: thursday}
		if got := StatusText(now); got != tt.bar {
			t.Errorf("%s: the bar says %q, want %q", tt.name, got, tt.bar)
		}
		var side []string
		for _, f := range tt.folders {
			side = append(side, message.FolderWords(f, nil, message.Work{Paused: tt.phase == service.Paused}, thursday))
		}
		if !slices.Equal(side, tt.side) {
			t.Errorf("%s: the side says %q, want %q", tt.name, side, tt.side)
		}
	}
}

// The pause button and its key work while another process indexes that heeds them;
// otherwise the key says why it does nothing.
func TestPauseOfAnotherProcess(t *testing.T) {
	b := oneFolder()
	status := service.Status{Phase: service.Indexing, Done: 1, Total: 9, Elsewhere: service.Indexer{By: "status-by-window"}}
	b.status = func() service.Status {
		b.mu.Lock()
		defer b.mu.Unlock()
		return status
	}
	r := newRig(t, b)
	r.until(t, "who indexes", func() bool {
		return r.status.text.Text == "Indexing 1 of 9 · by another Descry window" && r.status.pause.Visible()
	})
	set := func(s service.Status) {
		b.mu.Lock()
		status = s
		b.mu.Unlock()
		b.notify(service.Event{Kind: service.StatusChanged})
	}
	r.box().TypedShortcut(kit.Ctrl(fyne.KeyP)[0]) // from wherever the keyboard is
	r.until(t, "the pause", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return b.paused })
	for _, s := range []service.Status{{Phase: service.Indexing, Total: 9, Elsewhere: service.Indexer{By: "status-by-command", Unpausable: true}}, {Photos: 9}} {
		set(s)
		r.until(t, "the status", func() bool { return reflect.DeepEqual(r.status.status, s) })
		if r.status.pause.Visible() {
			t.Errorf("a pause button without effect: %+v", s)
		}
		before := len(r.toasts.list)
		r.TakeShortcut(kit.Ctrl(fyne.KeyP)[0])
		if len(r.toasts.list) != before+1 {
			t.Errorf("Ctrl+P does and says nothing: %+v", s)
		}
	}
}

// As long as files are left that can be indexed, the bar says so as the side does and has
// the pause button: between two passes, while files are still being written, and until the
// folders are counted anew.
func TestNoRestWhileFilesAreLeft(t *testing.T) {
	b := oneFolder()
	status, left := service.Status{Phase: service.Indexing, Done: 285, Total: 352, Unstable: 67, Photos: 285}, 67
	b.status = func() service.Status {
		b.mu.Lock()
		defer b.mu.Unlock()
		return status
	}
	b.folders = func() ([]library.Folder, error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		return []library.Folder{{ID: 1, Path: "/home/ann/Holiday", LastScan: thursday, Counts: library.Counts{Pending: left}}}, nil
	}
	r := newRig(t, b)
	shows := func(bar, side string, pause bool) {
		t.Helper()
		r.until(t, bar, func() bool {
			return r.status.text.Text == bar &&
				slices.ContainsFunc(r.side.Rows(), func(row sidebar.Row) bool { return row.Name == "Holiday" && row.State == side })
		})
		if r.status.pause.Visible() != pause {
			t.Errorf("%s: the pause button is there: %v", bar, !pause)
		}
	}
	shows("Indexing 285 of 352 · waiting for 67 files that are still being written", "indexing, 67 left", true)
	b.mu.Lock()
	status = service.Status{Photos: 352}
	b.mu.Unlock()
	b.notify(service.Event{Kind: service.StatusChanged})
	shows("Indexing, 67 left · 352 photos", "indexing, 67 left", true)
	b.mu.Lock()
	left = 0
	b.mu.Unlock()
	b.notify(service.Event{Kind: service.FoldersChanged})
	shows("Up to date · 352 photos", "up to date", false)
}

// What was a time of today is a day once that is over, without anything happening.
func TestOfflineSinceTheDayBefore(t *testing.T) {
	b := oneFolder()
	b.folders = func() ([]library.Folder, error) {
		return []library.Folder{{ID: 1, Path: "/mnt/card", OfflineSince: thursday}}, nil
	}
	r := newRig(t, b)
	r.until(t, "since when", func() bool { return strings.HasPrefix(r.status.text.Text, "card offline since 14:00") })
	later := func() time.Time { return thursday.AddDate(0, 0, 1) }
	r.now, r.status.now = later, later
	r.clock.elapse(timesPace)
	r.until(t, "the day", func() bool { return strings.HasPrefix(r.status.text.Text, "card offline since yesterday") })
	if row := r.side.Rows()[r.rowOf(t, "card")]; row.State != "offline since yesterday" {
		t.Errorf("the side says %q", row.State)
	}
}
