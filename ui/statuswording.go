package ui

import (
	"slices"
	"time"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
)

// LibraryState is all that decides the texts in the status bar and below the folders at the
// side, so that both tell the same.
type LibraryState struct {
	Status  service.Status
	Folders []library.Folder
	Places  []library.Place
	At      time.Time
}

// StatusText tells in one line what is going on.
func StatusText(l LibraryState) string {
	s := l.Status
	line := l.activity()
	if s.Elsewhere.By != "" && (s.Phase == service.Indexing || s.Phase == service.Scanning) {
		line = message.Phrases([]string{line, message.Text(string(s.Elsewhere.By), nil)})
	}
	if !s.Notice.IsZero() && s.Phase != service.Waiting {
		line = message.Phrases([]string{line, message.OfNotice(s.Notice, l.At)})
	}
	return line
}

// againText tells how far a renewal is.
func againText(s service.Status) string {
	return message.Text("status-looking-again", message.Params{"Progress": progressText(s)})
}

func (l LibraryState) activity() string {
	s := l.Status
	if s.Filling != "" && (s.Phase == service.Idle || s.Phase == service.Indexing) {
		return indexingText(message.Text("status-preparing", message.Params{"Model": s.Filling, "Progress": progressText(s)}), s)
	}
	switch s.Phase {
	case service.Starting:
		return message.Text("status-starting", nil)
	case service.Scanning:
		return lookingText(l.Folders)
	case service.Indexing:
		if s.Renewing {
			return indexingText(againText(s), s)
		}
		return indexingText(message.Text("status-indexing", message.Params{"Progress": progressText(s)}), s)
	case service.Paused:
		return l.paused()
	case service.Waiting:
		if s.Notice.IsZero() {
			return message.Text("status-waiting", nil)
		}
		return message.OfNotice(s.Notice, l.At)
	default:
		return l.resting()
	}
}

// paused is the text while all indexing is paused. Folders that are held up by themselves
// follow.
func (l LibraryState) paused() string {
	s := l.Status
	if s.Filling != "" {
		return message.Text("status-paused-preparing", message.Params{"Model": s.Filling, "Progress": progressText(s)})
	}
	if s.Renewing {
		return message.Text("status-paused-looking-again", message.Params{"Progress": progressText(s)})
	}
	held := message.Photos(s.Photos)
	if n := library.PendingIn(l.Folders); n > 0 {
		held = message.Count("status-left", n, nil)
	}
	return message.Phrases(append([]string{message.Text("status-paused", nil), held}, l.heldUp()...))
}

// resting is the text when nothing is under way, because everything is up to date or something
// is in the way. Photos that the folders count as left are being indexed, since the phase and
// the counts are not read in one moment.
func (l LibraryState) resting() string {
	if len(FreshFolders(l.Folders)) > 0 {
		return lookingText(l.Folders)
	}
	parts := l.heldUp()
	if n := library.PendingIn(l.Folders); n > 0 && l.Status.Renewing {
		return message.Phrases(append([]string{indexingText(againText(l.Status), l.Status)}, parts...))
	} else if n > 0 {
		parts = append([]string{message.Count("status-indexing-left", n, nil)}, parts...)
	}
	if len(parts) == 0 {
		if l.Status.Photos == 0 {
			return message.Text("status-no-photos", nil)
		}
		parts = []string{message.Text("status-up-to-date", nil)}
	}
	return message.Phrases(append(parts, message.Photos(l.Status.Photos)))
}

// heldUp tells of folders that are paused or offline, by name where there is one, of drives in
// folders, of photos that are gone, and of subfolders that can't be read.
func (l LibraryState) heldUp() []string {
	return slices.Concat(l.heldFolders(), l.awayPlaces(), l.unreadable())
}

// unreadable tells of subfolders that can't be read, and names the folder where they are all
// in one.
func (l LibraryState) unreadable() []string {
	var in []library.Folder
	n := 0
	for _, f := range l.Folders {
		if f.Unreadable > 0 && f.State() != library.FolderOffline {
			in, n = append(in, f), n+f.Unreadable
		}
	}
	if n == 0 {
		return nil
	}
	if len(in) > 1 {
		return []string{message.Count("folders-unreadable-in-several", len(in), message.Params{"Unreadable": message.UnreadableWords(n)})}
	}
	return []string{message.Count("folders-unreadable-in", n, message.Params{"Folder": message.FolderNames(l.Folders)[in[0].ID]})}
}

// awayPlaces tells of places that are away from folders that are there.
func (l LibraryState) awayPlaces() []string {
	var drives, asked []library.Place
	gone := 0
	for _, f := range l.Folders {
		for _, p := range message.BesideFolder(f, l.Places) {
			if p.AwaySince.IsZero() {
				asked, gone = append(asked, p), gone+p.Away
			} else {
				drives = append(drives, p)
			}
		}
	}
	var parts []string
	switch n := len(drives); {
	case n == 1:
		parts = append(parts, message.Text("status-of", message.Params{"Name": message.PlaceName(drives[0], l.Folders), "State": message.PlaceWords(drives[0], l.At)}))
	case n > 1:
		parts = append(parts, message.Count("status-drives-offline", n, nil))
	}
	switch n := len(asked); {
	case n == 1:
		parts = append(parts, message.Count("status-photos-gone", gone, message.Params{"Place": message.PlaceName(asked[0], l.Folders)}))
	case n > 1:
		parts = append(parts, message.Count("status-photos-gone-from-several", gone, message.Params{"Places": message.FormatCount(n)}))
	}
	return parts
}

// heldFolders tells of folders that are away or paused as a whole.
func (l LibraryState) heldFolders() []string {
	var paused, offline []library.Folder
	for _, f := range l.Folders {
		switch f.State() {
		case library.FolderPaused:
			paused = append(paused, f)
		case library.FolderOffline:
			offline = append(offline, f)
		default: // nothing holds the other folders up
		}
	}
	var parts []string
	for _, folders := range [][]library.Folder{paused, offline} {
		switch len(folders) {
		case 0:
		case 1:
			f := folders[0]
			parts = append(parts, message.Text("status-of", message.Params{"Name": message.FolderNames(l.Folders)[f.ID], "State": message.HeldWords(f, l.At)}))
		default:
			parts = append(parts, heldTogether(folders))
		}
	}
	return parts
}

// heldTogether tells of several folders that are all paused, or all offline.
func heldTogether(folders []library.Folder) string {
	left, n := 0, len(folders)
	for _, f := range folders {
		left += f.Counts.Pending
	}
	of := message.Params{"Left": message.FormatCount(left)}
	switch offline := folders[0].State() == library.FolderOffline; {
	case offline && left > 0:
		return message.Count("status-folders-offline-left", n, of)
	case offline:
		return message.Count("status-folders-offline", n, nil)
	case left > 0:
		return message.Count("status-folders-paused-left", n, of)
	}
	return message.Count("status-folders-paused", n, nil)
}

// lookingText tells where photos are being looked for, and how many files were found so far in
// folders that were just added.
func lookingText(folders []library.Folder) string {
	fresh := FreshFolders(folders)
	if len(fresh) == 0 {
		return message.Text("status-looking-for-new", nil)
	}
	found := 0
	for _, f := range fresh {
		found += f.Counts.Files
	}
	if n := len(fresh); n > 1 {
		if found > 0 {
			return message.Count("status-looking-in-several-found", found, message.Params{"Folders": message.FormatCount(n)})
		}
		return message.Count("status-looking-in-several", n, nil)
	}
	where := message.Params{"Folder": message.FolderNames(folders)[fresh[0].ID]}
	if found > 0 {
		return message.Count("status-looking-in-found", found, where)
	}
	return message.Text("status-looking-in", where)
}

// FreshFolders are the folders that were never scanned to the end and can be scanned.
func FreshFolders(folders []library.Folder) (fresh []library.Folder) {
	for _, f := range folders {
		if f.LastScan.IsZero() && !f.Paused && f.OfflineSince.IsZero() {
			fresh = append(fresh, f)
		}
	}
	return fresh
}

func indexingText(what string, s service.Status) string {
	parts := []string{what}
	if rate := message.FormatRate(s.PerSecond); rate != "" {
		parts = append(parts, rate)
	}
	if left := message.FormatTimeLeft(s.SecondsTo); left != "" {
		parts = append(parts, left)
	}
	if s.Unstable > 0 {
		parts = append(parts, message.Count("status-being-written", s.Unstable, nil))
	}
	return message.Phrases(parts)
}

func progressText(s service.Status) string {
	if s.Total <= 0 {
		return message.Photos(s.Photos)
	}
	return message.Text("status-progress", message.Params{"Done": message.FormatCount(s.Done), "Total": message.FormatCount(s.Total)})
}

// ModelText names the model that answers searches and its device.
func ModelText(s service.Status) string {
	switch {
	case s.Model == "":
		return ""
	case s.Device.IsZero():
		return s.Model
	}
	return message.Phrases([]string{s.Model, message.OfNotice(s.Device, time.Now())})
}

// CanPause reports whether there is indexing to pause or resume, in this process or in another
// that heeds the setting. Photos that the folders count as left can be paused, as resting
// says.
func (l LibraryState) CanPause() bool {
	switch {
	case l.Status.Elsewhere.Unpausable:
		return false
	case l.Status.Phase == service.Idle:
		return library.PendingIn(l.Folders) > 0
	}
	return l.Status.Phase == service.Indexing || l.Status.Phase == service.Scanning || l.Status.Phase == service.Paused
}
