package ui

import (
	"slices"
	"strings"
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
	if s.Elsewhere.Name != "" && (s.Phase == service.Indexing || s.Phase == service.Scanning) {
		line += " · by " + s.Elsewhere.Name
	}
	if !s.Notice.IsZero() && s.Phase != service.Waiting {
		line += " · " + message.OfNotice(s.Notice, l.At)
	}
	return line
}

// againWords begin the text about a renewal.
const againWords = "Looking at your photos again: "

func (l LibraryState) activity() string {
	s := l.Status
	if s.Filling != "" && (s.Phase == service.Idle || s.Phase == service.Indexing) {
		return indexingText("Preparing "+s.Filling+": ", s)
	}
	switch s.Phase {
	case service.Starting:
		return "Starting…"
	case service.Scanning:
		return lookingText(l.Folders)
	case service.Indexing:
		if s.Renewing {
			return indexingText(againWords, s)
		}
		return indexingText("Indexing ", s)
	case service.Paused:
		return l.paused()
	case service.Waiting:
		if s.Notice.IsZero() {
			return "Waiting"
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
		return "Paused · preparing " + s.Filling + ": " + progressText(s)
	}
	if s.Renewing {
		return "Paused · looking at your photos again: " + progressText(s)
	}
	text := "Paused · " + message.Plural(s.Photos, "photo", "photos")
	if n := library.PendingIn(l.Folders); n > 0 {
		text = "Paused · " + message.LeftText(n)
	}
	return strings.Join(append([]string{text}, l.heldUp()...), " · ")
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
		return strings.Join(append([]string{indexingText(againWords, l.Status)}, parts...), " · ")
	} else if n > 0 {
		parts = append([]string{"Indexing, " + message.LeftText(n)}, parts...)
	}
	if len(parts) == 0 {
		if l.Status.Photos == 0 {
			return "No photos yet"
		}
		parts = []string{"Up to date"}
	}
	return strings.Join(append(parts, message.Plural(l.Status.Photos, "photo", "photos")), " · ")
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
	return []string{message.UnreadableWords(n) + " in " + NamesOf(in, l.Folders)}
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
		parts = append(parts, message.PlaceName(drives[0], l.Folders)+" "+message.PlaceWords(drives[0], l.At))
	case n > 1:
		parts = append(parts, message.Plural(n, "drive", "drives")+" offline")
	}
	switch n := len(asked); {
	case n == 1:
		parts = append(parts, message.Plural(gone, "photo", "photos")+" gone from "+message.PlaceName(asked[0], l.Folders))
	case n > 1:
		parts = append(parts, message.Plural(gone, "photo", "photos")+" gone from "+message.Plural(n, "place", "places"))
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
	for _, group := range []struct {
		folders []library.Folder
		word    string
	}{{paused, "paused"}, {offline, "offline"}} {
		switch n := len(group.folders); {
		case n == 1:
			f := group.folders[0]
			parts = append(parts, message.FolderNames(l.Folders)[f.ID]+" "+message.HeldWords(f, l.At))
		case n > 1:
			left := 0
			for _, f := range group.folders {
				left += f.Counts.Pending
			}
			parts = append(parts, message.Plural(n, "folder", "folders")+" "+group.word+message.AndLeft(left))
		}
	}
	return parts
}

// lookingText tells where photos are being looked for, and how many files were found so far in
// folders that were just added.
func lookingText(folders []library.Folder) string {
	fresh := FreshFolders(folders)
	if len(fresh) == 0 {
		return "Looking for new photos…"
	}
	text := "Looking for photos in " + NamesOf(fresh, folders) + "…"
	found := 0
	for _, f := range fresh {
		found += f.Counts.Files
	}
	if found > 0 {
		text += " " + message.Plural(found, "file", "files") + " found"
	}
	return text
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

// NamesOf names one folder of all, or counts several.
func NamesOf(some, all []library.Folder) string {
	if len(some) == 1 {
		return message.FolderNames(all)[some[0].ID]
	}
	return message.Plural(len(some), "folder", "folders")
}

func indexingText(what string, s service.Status) string {
	parts := []string{what + progressText(s)}
	if rate := message.FormatRate(s.PerSecond); rate != "" {
		parts = append(parts, rate)
	}
	if left := message.FormatTimeLeft(s.SecondsTo); left != "" {
		parts = append(parts, left)
	}
	if s.Unstable > 0 {
		parts = append(parts, "waiting for "+message.Plural(s.Unstable, "file that is", "files that are")+" still being written")
	}
	return strings.Join(parts, " · ")
}

func progressText(s service.Status) string {
	if s.Total <= 0 {
		return message.Plural(s.Photos, "photo", "photos")
	}
	return message.FormatCount(s.Done) + " of " + message.FormatCount(s.Total)
}

// ModelText names the model that answers searches and its device.
func ModelText(s service.Status) string {
	switch {
	case s.Model == "":
		return ""
	case s.Device.IsZero():
		return s.Model
	}
	return s.Model + " · " + message.OfNotice(s.Device, time.Now())
}

// CanPause reports whether there is indexing to pause or resume, in this process or in another
// that heeds the setting. Photos that the folders count as left can be paused, as resting
// says.
func (l LibraryState) CanPause() bool {
	switch {
	case l.Status.Elsewhere.Deaf:
		return false
	case l.Status.Phase == service.Idle:
		return library.PendingIn(l.Folders) > 0
	}
	return l.Status.Phase == service.Indexing || l.Status.Phase == service.Scanning || l.Status.Phase == service.Paused
}
