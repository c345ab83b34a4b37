package ui

import (
	"errors"
	"slices"
	"time"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	language "descry/library/query"
	"descry/ui/query"
)

// intent names what a button of a notice does. What to offer is then decided apart from doing
// it.
type intent int

const (
	addFolderIntent intent = iota
	addSuggestedIntent
	allPhotosIntent
	searchEverywhereIntent
	clearSearchIntent
	retryIntent
	resumeIntent
	problemsIntent
	resumeFolderIntent // offer.Folder
	queryIntent        // run offer.Query
	languageIntent     // explain the search language
)

// offer is a button under a notice.
type offer struct {
	Text   string
	Intent intent
	Query  string           // for queryIntent
	Folder library.FolderID // for resumeFolderIntent
}

// notice takes the place of photos. A notice says why there are none, and what to do.
type notice struct {
	Title  string
	Text   string
	Offers []offer
	Busy   bool
}

func (n notice) equal(o notice) bool {
	return n.Title == o.Title && n.Text == o.Text && n.Busy == o.Busy && slices.Equal(n.Offers, o.Offers)
}

// situation is all that decides which notice is shown.
type situation struct {
	Place     query.Place
	Loading   bool
	Err       error
	Folders   []library.Folder
	Status    service.Status
	Suggested string // name of the Pictures folder, "" when the system has none
	ScopeName string
	Ready     bool // folders are known
	LikeOnly  bool // the query has nothing but photos that others are to be like
	Relax     []service.Relaxation
	Filters   []language.Item // of the query
}

// noticeFor decides why there are no photos to see, and what to do about that.
func noticeFor(s situation) notice {
	switch {
	case s.Err != nil:
		return errorNotice(s.Err)
	case s.Loading || !s.Ready:
		return notice{Title: s.Place.WaitingTitle(), Busy: true}
	case len(s.Folders) == 0:
		return firstRunNotice(s.Suggested)
	case s.LikeOnly:
		return notice{Title: message.Text("notice-nothing-similar", nil), Text: message.Text("notice-nothing-similar-text", nil),
			Offers: []offer{{Text: message.Text("notice-try-again-button", nil), Intent: retryIntent}}}
	case s.Place.Searching:
		return nothingFoundNotice(s)
	}
	return emptyNotice(s)
}

func firstRunNotice(suggested string) notice {
	n := notice{
		Title:  message.Text("notice-first-run", nil),
		Text:   message.Text("notice-first-run-text", nil),
		Offers: []offer{{Text: message.Text("notice-choose-folder-button", nil), Intent: addFolderIntent}},
	}
	if suggested != "" {
		n.Offers = append(n.Offers, offer{Text: message.Text("notice-use-folder", message.Params{"Folder": suggested}), Intent: addSuggestedIntent})
	}
	return n
}

func errorNotice(err error) notice {
	n := notice{Title: message.Text("notice-error", nil), Text: message.OfError(err), Offers: []offer{{Text: message.Text("notice-try-again-button", nil), Intent: retryIntent}}}
	if query.Misunderstood(err) {
		n.Title = message.Text("notice-misunderstood", nil)
		n.Offers = []offer{{Text: message.Text("help-how-to-search", nil), Intent: languageIntent}}
	}
	if errors.Is(err, library.ErrOffline) {
		n.Title = message.Text("notice-offline", nil)
		n.Text = message.Text("notice-offline-text", nil)
	}
	return n
}

func nothingFoundNotice(s situation) notice {
	n := notice{Title: message.Text("notice-no-match", nil), Text: message.Text("notice-no-match-text", nil)}
	switch {
	case len(s.Relax) > 0:
		n.Text = message.Text("notice-no-match-filters", nil)
	case len(s.Filters) > 0: // other words don't help: a description alone has nearest photos
		n.Text = query.NonePassText(s.Filters)
	}
	for _, r := range s.Relax {
		n.Offers = append(n.Offers, offer{Text: query.RelaxText(r), Intent: queryIntent, Query: r.Text})
	}
	if s.ScopeName != "" {
		n.Title = message.Text("notice-no-match-in", message.Params{"Folder": s.ScopeName})
		n.Offers = append(n.Offers, offer{Text: message.Text("notice-search-everywhere-button", nil), Intent: searchEverywhereIntent})
	}
	switch {
	case s.Status.Filling == "" && s.Status.Phase == service.Paused:
		n.Text = message.Text("sentences", message.Params{"Before": n.Text, "Next": message.Text("notice-no-match-paused", nil)})
		n.Offers = append(n.Offers, offer{Text: message.Text("notice-resume-button", nil), Intent: resumeIntent})
	case s.Status.Filling == "" && (s.Status.Phase == service.Indexing || s.Status.Phase == service.Scanning):
		n.Text = message.Text("sentences", message.Params{"Before": n.Text, "Next": message.Text("notice-no-match-indexing", nil)})
		n.Offers = append(n.Offers, offer{Text: message.Text("notice-search-again-button", nil), Intent: retryIntent})
	}
	n.Offers = append(n.Offers, offer{Text: message.Text("notice-show-all-button", nil), Intent: clearSearchIntent})
	return n
}

func emptyNotice(s situation) notice {
	folder, known := scopeFolder(s)
	switch {
	case known && folder.State() == library.FolderOffline:
		return notice{Title: message.Text("notice-folder-offline", message.Params{"Folder": s.folderName(folder)}), Text: message.Text("notice-offline-text", nil)}
	case s.Status.Phase == service.Waiting:
		return notice{Title: message.Text("notice-stuck", nil), Text: message.OfNotice(s.Status.Notice, time.Now())}
	case len(FreshFolders(s.inScope())) > 0:
		fresh := FreshFolders(s.inScope())
		title := message.Count("status-looking-in-several", len(fresh), nil)
		if len(fresh) == 1 {
			title = message.Text("status-looking-in", message.Params{"Folder": s.folderName(fresh[0])})
		}
		return notice{Title: title, Text: soonText(), Busy: true}
	case known && folder.Paused:
		return notice{Title: message.Text("notice-folder-paused", message.Params{"Folder": s.folderName(folder)}), Text: leftHere(folder.Counts.Pending),
			Offers: []offer{{Text: message.Text("notice-resume-button", nil), Intent: resumeFolderIntent, Folder: folder.ID}}}
	case s.Status.Phase == service.Paused:
		return notice{Title: message.Text("notice-paused", nil), Text: leftHere(library.PendingIn(s.inScope())),
			Offers: []offer{{Text: message.Text("notice-resume-button", nil), Intent: resumeIntent}}}
	case library.PendingIn(s.inScope()) > 0:
		return notice{Title: message.Count("notice-looking-at", library.PendingIn(s.inScope()), nil), Text: soonText(), Busy: true}
	case s.Status.Phase != service.Idle:
		return notice{Title: message.Text("notice-looking", nil), Text: soonText(), Busy: true}
	case s.Status.Problems > 0:
		return notice{Title: message.Text("notice-no-photos", nil), Text: message.Count("notice-files-unread", s.Status.Problems, nil),
			Offers: []offer{{Text: message.Text("notice-show-why-button", nil), Intent: problemsIntent}, {Text: message.Text("notice-add-folder-button", nil), Intent: addFolderIntent}}}
	}
	return noPhotosNotice(s)
}

// soonText is for a library whose photos are being indexed.
func soonText() string { return message.Text("notice-photos-soon", nil) }

// leftHere counts the photos that are still to be indexed.
func leftHere(n int) string {
	if n == 0 {
		return message.Text("notice-photos-indexed", nil)
	}
	return message.Count("notice-files-left", n, nil)
}

// inScope are the folders whose photos would be here.
func (s situation) inScope() []library.Folder {
	if f, known := scopeFolder(s); known {
		return []library.Folder{f}
	}
	return s.Folders
}

func (s situation) folderName(f library.Folder) string { return message.FolderNames(s.Folders)[f.ID] }

func noPhotosNotice(s situation) notice {
	n := notice{
		Title:  message.Text("notice-no-photos", nil),
		Text:   message.Text("notice-no-photos-text", nil),
		Offers: []offer{{Text: message.Text("notice-add-folder-button", nil), Intent: addFolderIntent}},
	}
	if s.ScopeName != "" {
		n.Title = message.Text("notice-no-photos-in", message.Params{"Folder": s.ScopeName})
		n.Offers = []offer{{Text: message.Text("notice-show-all-button", nil), Intent: allPhotosIntent}, n.Offers[0]}
	}
	return n
}

func scopeFolder(s situation) (library.Folder, bool) {
	if s.Place.Scope.Folder == 0 && len(s.Folders) == 1 {
		return s.Folders[0], true
	}
	for _, f := range s.Folders {
		if f.ID == s.Place.Scope.Folder {
			return f, true
		}
	}
	return library.Folder{}, false
}

// situation is what a notice depends on.
func (w *Window) situation() situation {
	return situation{
		Place: w.search.At(), Loading: w.search.Waiting(), Err: w.search.Err(), Folders: w.side.Folders(), Status: w.status.status,
		Suggested: w.folders.SuggestedName(), ScopeName: w.side.ScopeName(w.search.At().Scope), Ready: w.ready, LikeOnly: w.search.LikeOnly(), Relax: w.search.Relaxes(),
		Filters: w.search.Filters(),
	}
}

// follow does what a button under a notice offers.
func (w *Window) follow(o offer) {
	switch o.Intent {
	case addFolderIntent:
		w.folders.Ask()
	case addSuggestedIntent:
		w.folders.AddSuggested()
	case allPhotosIntent:
		w.search.ShowScope(library.Scope{})
	case searchEverywhereIntent:
		w.search.SetScope(library.Scope{})
	case clearSearchIntent:
		w.search.ShowAll()
	case retryIntent:
		w.search.Retry()
	case resumeIntent:
		w.setPaused(false)
	case resumeFolderIntent:
		w.side.PauseFolder(o.Folder, false)
	case problemsIntent:
		w.problems.Toggle()
	case queryIntent:
		w.search.Run(w.search.At().Scope, o.Query)
	case languageIntent:
		w.showLanguage()
	}
}
