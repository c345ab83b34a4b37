package message

import (
	"strings"
	"time"

	"descry/library"
)

// PlaceQuestion asks whether what went from a place is deleted; name is what to call it.
func PlaceQuestion(p library.Place, name string) string {
	return Plural(p.Away, "photo is", "photos are") + " gone from " + name + ": deleted, or is the drive away?"
}

// PlaceWords say what of a place is away: "offline since Tuesday", "212 photos gone
// since 14:02". They are "" for a place that is there with its files.
func PlaceWords(p library.Place, now time.Time) string {
	switch {
	case !p.AwaySince.IsZero():
		return offlineWords(p.AwaySince, now)
	case p.Asked():
		return goneWords(p, "", now)
	}
	return ""
}

// goneWords say how many photos are gone since when; from is "", or " from" and where.
func goneWords(p library.Place, from string, now time.Time) string {
	return Photos(p.Away) + " gone" + from + " since " + SinceWords(p.AskedSince, now)
}

// PlaceSince is when a place, or what is gone from it, went.
func PlaceSince(p library.Place) time.Time {
	if p.AwaySince.IsZero() {
		return p.AskedSince
	}
	return p.AwaySince
}

// PlaceName is what to call a place: its folder, and where it lies below.
func PlaceName(p library.Place, folders []library.Folder) string {
	return strings.TrimSuffix(FolderNames(folders)[p.Folder]+"/"+p.Rel, "/")
}

// BesideFolder are the places to speak of beside a folder. While the folder itself is
// offline there is nothing more to say of what lies below it.
func BesideFolder(f library.Folder, places []library.Place) []library.Place {
	var list []library.Place
	for _, p := range places {
		if p.Folder == f.ID && f.OfflineSince.IsZero() && !p.Here() {
			list = append(list, p)
		}
	}
	return list
}

// besideWords say in few words what is away from a folder that is there itself: one
// drive by name, several by number.
func besideWords(f library.Folder, places []library.Place, now time.Time) []string {
	var drives, gone []string
	for _, p := range BesideFolder(f, places) {
		switch {
		case p.AwaySince.IsZero() && p.Rel == "":
			gone = append(gone, goneWords(p, "", now))
		case p.AwaySince.IsZero():
			gone = append(gone, goneWords(p, " from "+BaseName(p.Rel), now))
		case p.Rel == "":
			drives = append(drives, PlaceWords(p, now))
		default:
			drives = append(drives, BaseName(p.Rel)+" "+PlaceWords(p, now))
		}
	}
	if len(drives) > 1 {
		drives = []string{Plural(len(drives), "drive", "drives") + " offline"}
	}
	return append(drives, gone...)
}

// TheyAre begins a sentence about n things.
func TheyAre(n int) string {
	if n == 1 {
		return "It is"
	}
	return "They are"
}

// DeletedText says what happens to what went from a place, and what is kept.
func DeletedText(n int, path, since string) string {
	they, are, them := "They are", "they are", "them"
	stay, come := "they stay in the library and come back", "should they turn up"
	if n == 1 {
		they, are, them = "It is", "it is", "it"
		stay, come = "it stays in the library and comes back", "should it turn up"
	}
	return they + " gone from " + path + " since " + since + ". If only the drive or network share is away, cancel: " + stay + " with it.\n\n" +
		"If " + are + " deleted, Descry takes " + them + " off its list, which can't be undone. What you said of " + them +
		" (tags, captions, people, answers) is kept, and found again " + come + ". No file is touched."
}

// AwayNamesText names files of the many that are away.
func AwayNamesText(names []string, of int) string {
	text := strings.Join(names, ", ")
	if more := of - len(names); more > 0 {
		text += " and " + FormatCount(more) + " more"
	}
	return text
}
