package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	appnotice "descry/app/notice"
	"descry/app/service"
	"descry/library"
	language "descry/library/query"
	"descry/ui/query"
)

func TestNotices(t *testing.T) {
	online := []library.Folder{{ID: 1, Path: "/p", LastScan: thursday}, {ID: 2, Path: "/q", LastScan: thursday}}
	fresh := append([]library.Folder{{ID: 3, Path: "/r"}}, online...)
	found := []library.Folder{{ID: 1, Path: "/p", LastScan: thursday, Counts: library.Counts{Files: 1200, Pending: 1200}}}
	held := []library.Folder{{ID: 1, Path: "/p", Paused: true, Counts: library.Counts{Files: 9, Pending: 9}}, {ID: 2, Path: "/q", LastScan: thursday}}
	offline := []library.Folder{{ID: 1, Path: "/p", OfflineSince: thursday}}
	inFolder := library.Scope{Folder: 1}
	tests := []struct {
		name  string
		s     situation
		title string
		first intent
		busy  bool
		mute  bool // nothing to press
	}{
		{"starting", situation{}, "Loading…", 0, true, true},
		{"searching", situation{Ready: true, Loading: true, Place: searchPlace("x")}, "Searching…", 0, true, true},
		{"first run", situation{Ready: true}, "Find your photos by describing them", addFolderIntent, false, false},
		{"error", situation{Ready: true, Err: errors.New("no")}, "That didn't work", retryIntent, false, false},
		{"offline error", situation{Ready: true, Err: fmt.Errorf("list: %w", library.ErrOffline)}, "This folder is offline", retryIntent, false, false},
		{"no match", situation{Ready: true, Folders: online, Place: searchPlace("x")}, "No photo matches", clearSearchIntent, false, false},
		{"no match here", situation{Ready: true, Folders: online, Place: searchPlace("x"), ScopeName: "p"}, "No photo matches in p", searchEverywhereIntent, false, false},
		{"no match yet", situation{Ready: true, Folders: online, Place: searchPlace("x"), Status: service.Status{Phase: service.Indexing}}, "No photo matches", retryIntent, false, false},
		{"no match, paused", situation{Ready: true, Folders: online, Place: searchPlace("x"), Status: service.Status{Phase: service.Paused}}, "No photo matches", resumeIntent, false, false},
		{"none similar", situation{Ready: true, Folders: online, Place: searchPlace("like:0123456789"), LikeOnly: true}, "Nothing similar yet", retryIntent, false, false},
		{"offline", situation{Ready: true, Folders: offline, Place: query.Place{Scope: inFolder}, ScopeName: "p"}, "p is offline", 0, false, true},
		{"paused", situation{Ready: true, Folders: online, Status: service.Status{Phase: service.Paused}}, "Indexing is paused", resumeIntent, false, false},
		{"scanning", situation{Ready: true, Folders: online, Status: service.Status{Phase: service.Scanning}}, "Looking for new photos…", 0, true, true},
		{"just added", situation{Ready: true, Folders: fresh}, "Looking for photos in r…", 0, true, true},
		{"just added, indexing paused", situation{Ready: true, Folders: fresh, Status: service.Status{Phase: service.Paused}}, "Looking for photos in r…", 0, true, true},
		{"just added, another folder", situation{Ready: true, Folders: fresh, Place: query.Place{Scope: inFolder}, ScopeName: "p"}, "No photos in p", allPhotosIntent, false, false},
		{"found, not looked at", situation{Ready: true, Folders: found, Status: service.Status{Phase: service.Indexing}}, "Looking at 1,200 photos…", 0, true, true},
		{"found, paused", situation{Ready: true, Folders: found, Status: service.Status{Phase: service.Paused}}, "Indexing is paused", resumeIntent, false, false},
		{"folder paused", situation{Ready: true, Folders: held, Place: query.Place{Scope: inFolder}, ScopeName: "p"}, "p is paused", resumeFolderIntent, false, false},
		{"stuck", situation{Ready: true, Folders: online, Status: service.Status{Phase: service.Waiting, Notice: appnotice.AsItIs("The disk is full.")}}, "Indexing can't go on", 0, false, true},
		{"all broken", situation{Ready: true, Folders: online, Status: service.Status{Problems: 3}}, "No photos here", problemsIntent, false, false},
		{"empty", situation{Ready: true, Folders: online}, "No photos here", addFolderIntent, false, false},
		{"empty folder", situation{Ready: true, Folders: online, Place: query.Place{Scope: inFolder}, ScopeName: "p"}, "No photos in p", allPhotosIntent, false, false},
	}
	for _, tt := range tests {
		n := noticeFor(tt.s)
		if n.Title != tt.title || n.Busy != tt.busy || (len(n.Offers) == 0) != tt.mute {
			t.Errorf("%s: %+v", tt.name, n)
		}
		if !tt.mute && n.Offers[0].Intent != tt.first {
			t.Errorf("%s: offers %+v first, want intent %d", tt.name, n.Offers[0], tt.first)
		}
	}
}

func TestBindingsAreUnique(t *testing.T) {
	seen := map[string]string{}
	note := func(key, what string) {
		if other, taken := seen[key]; taken {
			t.Errorf("%s stands for %q and for %q", key, other, what)
		}
		seen[key] = what
	}
	for _, b := range bindings() {
		for _, r := range b.runes {
			note(string(r), b.What)
		}
		for _, k := range b.keys {
			note(string(k), b.What)
		}
		for _, s := range b.shortcuts {
			note(s.ShortcutName(), b.What)
		}
		if b.What == "" && b.Group != "" || b.do == nil && b.runes+string(rune(len(b.keys)+'0')) != "0" {
			t.Errorf("%+v is incomplete", b)
		}
	}
}

func TestNothingFoundOffersOneFilterLess(t *testing.T) {
	s := situation{Ready: true, Folders: []library.Folder{{ID: 1, LastScan: thursday}}, Place: searchPlace("x"),
		Relax: []service.Relaxation{{Item: language.Item{Filter: "camera", Values: []language.Value{{Parts: []string{"canon"}}}}, Text: "dog", Photos: 14}}}
	n := noticeFor(s)
	if n.Offers[0] != (offer{Text: "Without “camera: canon”: 14 photos", Intent: queryIntent, Query: "dog"}) {
		t.Errorf("offers %+v", n.Offers)
	}
	s.Err = fmt.Errorf("search: %w", &language.Error{Remark: language.Remark{Kind: language.NoDate, Params: language.Params{"Value": "xx"}}})
	if n := noticeFor(s); n.Offers[0].Intent != languageIntent {
		t.Errorf("offers %+v", n.Offers)
	}
}

// TestFiltersThatLetNothingThrough are named: other words wouldn't help.
func TestFiltersThatLetNothingThrough(t *testing.T) {
	b := oneFolder()
	a := b.Answering(service.Answer{})
	r := newRig(t, b)
	for typed, want := range map[string]string{
		"tag:nothere":                   "No photo passes “tag: nothere”.",
		"a dog tag:nothere":             "No photo passes “tag: nothere”.",
		"rating:5 tag:nothere":          "No photo passes these 2 filters together. Remove some of them.",
		"a dog rating:5 tag:nothere":    "No photo passes these 2 filters together. Remove some of them.",
		"a dog without people -lawn":    "Try other words: what is to be seen, where, in which light.",
		"\"tag:nothere\" on a big sign": "Try other words: what is to be seen, where, in which light.",
	} {
		r.find(t, a, typed)
		said := r.inCentre()
		if !slices.ContainsFunc(said, func(text string) bool { return strings.Contains(text, want) }) {
			t.Errorf("%q: the window says %q, want %q", typed, said, want)
		}
		if !slices.Contains(said, "Show all photos") {
			t.Errorf("%q: no way to all photos", typed)
		}
	}
	b.Relaxations = []service.Relaxation{{Item: language.Item{Filter: "tag", Values: []language.Value{{Parts: []string{"nothere"}}}}, Text: "rating:4", Photos: 2}}
	r.find(t, a, "rating:4 tag:nothere")
	r.until(t, "the offer", func() bool { return slices.Contains(r.inCentre(), "Without “tag: nothere”: 2 photos") })
	if said := strings.Join(r.inCentre(), "\n"); !strings.Contains(said, "Remove a filter:") || strings.Contains(said, "Remove some") {
		t.Errorf("with an offer the window says %q", said)
	}
}
