package ui

import (
	"errors"
	"slices"
	"time"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
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
		return notice{Title: "Nothing similar yet", Text: "No other photo has been looked at so far.",
			Offers: []offer{{Text: "Try again", Intent: retryIntent}}}
	case s.Place.Searching:
		return nothingFoundNotice(s)
	}
	return emptyNotice(s)
}

func firstRunNotice(suggested string) notice {
	n := notice{
		Title: "Find your photos by describing them",
		Text: "Point Descry at a folder of photos, or drop one anywhere on this window. " +
			"Your photos stay where they are, unchanged, and nothing leaves this computer.",
		Offers: []offer{{Text: "Choose a photo folder", Intent: addFolderIntent}},
	}
	if suggested != "" {
		n.Offers = append(n.Offers, offer{Text: "Use " + suggested, Intent: addSuggestedIntent})
	}
	return n
}

func errorNotice(err error) notice {
	n := notice{Title: "That didn't work", Text: message.OfError(err), Offers: []offer{{Text: "Try again", Intent: retryIntent}}}
	if query.Misunderstood(err) {
		n.Title = "Part of this search can't be understood"
		n.Offers = []offer{{Text: "How to search", Intent: languageIntent}}
	}
	if errors.Is(err, library.ErrOffline) {
		n.Title = "This folder is offline"
		n.Text = "Connect its drive or network share; its photos appear by themselves."
	}
	return n
}

func nothingFoundNotice(s situation) notice {
	n := notice{Title: "No photo matches", Text: "Try other words: what is to be seen, where, in which light."}
	if len(s.Relax) > 0 {
		n.Text = "No photo passes all filters. Remove a filter:"
	}
	for _, r := range s.Relax {
		n.Offers = append(n.Offers, offer{Text: query.RelaxText(r), Intent: queryIntent, Query: r.Text})
	}
	if s.ScopeName != "" {
		n.Title += " in " + s.ScopeName
		n.Offers = append(n.Offers, offer{Text: "Search in all photos", Intent: searchEverywhereIntent})
	}
	switch {
	case s.Status.Filling == "" && s.Status.Phase == service.Paused:
		n.Text += " Indexing is paused, so some photos can't be found yet."
		n.Offers = append(n.Offers, offer{Text: "Go on indexing", Intent: resumeIntent})
	case s.Status.Filling == "" && (s.Status.Phase == service.Indexing || s.Status.Phase == service.Scanning):
		n.Text += " Indexing is still going on: more photos can be found as it proceeds."
		n.Offers = append(n.Offers, offer{Text: "Search again", Intent: retryIntent})
	}
	n.Offers = append(n.Offers, offer{Text: "Show all photos", Intent: clearSearchIntent})
	return n
}

func emptyNotice(s situation) notice {
	folder, known := scopeFolder(s)
	switch {
	case known && folder.State() == library.FolderOffline:
		return notice{Title: s.folderName(folder) + " is offline", Text: "Connect its drive or network share; its photos appear by themselves."}
	case s.Status.Phase == service.Waiting:
		return notice{Title: "Indexing can't go on", Text: message.OfNotice(s.Status.Notice, time.Now())}
	case len(FreshFolders(s.inScope())) > 0:
		fresh := FreshFolders(s.inScope())
		return notice{Title: "Looking for photos in " + NamesOf(fresh, s.Folders) + "…", Text: soonText, Busy: true}
	case known && folder.Paused:
		return notice{Title: s.folderName(folder) + " is paused", Text: leftHere(folder.Counts.Pending),
			Offers: []offer{{Text: "Go on indexing", Intent: resumeFolderIntent, Folder: folder.ID}}}
	case s.Status.Phase == service.Paused:
		return notice{Title: "Indexing is paused", Text: leftHere(library.PendingIn(s.inScope())),
			Offers: []offer{{Text: "Go on indexing", Intent: resumeIntent}}}
	case library.PendingIn(s.inScope()) > 0:
		return notice{Title: "Looking at " + message.Plural(library.PendingIn(s.inScope()), "photo", "photos") + "…", Text: soonText, Busy: true}
	case s.Status.Phase != service.Idle:
		return notice{Title: "Looking for new photos…", Text: soonText, Busy: true}
	case s.Status.Problems > 0:
		return notice{Title: "No photos here", Text: message.Plural(s.Status.Problems, "file", "files") + " could not be read.",
			Offers: []offer{{Text: "Show why", Intent: problemsIntent}, {Text: "Add another folder", Intent: addFolderIntent}}}
	}
	return noPhotosNotice(s)
}

// soonText is for a library whose photos are being indexed.
const soonText = "They appear here as they are found, and can be searched at once."

// leftHere counts the photos that are still to be indexed.
func leftHere(n int) string {
	if n == 0 {
		return "Photos appear here as they are indexed."
	}
	return message.Plural(n, "file is", "files are") + " left to look at."
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
		Title:  "No photos here",
		Text:   "Descry looks for JPEG, PNG, GIF, WebP, TIFF, BMP, HEIC and AVIF files, including subfolders.",
		Offers: []offer{{Text: "Add another folder", Intent: addFolderIntent}},
	}
	if s.ScopeName != "" {
		n.Title = "No photos in " + s.ScopeName
		n.Offers = []offer{{Text: "Show all photos", Intent: allPhotosIntent}, n.Offers[0]}
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
