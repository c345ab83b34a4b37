package message

import (
	"strings"
	"time"

	"descry/library"
)

// PlaceQuestion asks whether what went from a place is deleted; name is what to call it.
func PlaceQuestion(p library.Place, name string) string {
	return Count("place-question", p.Away, Params{"Place": name})
}

// PlaceWords say what of a place is away: "offline since Tuesday", "212 photos gone
// since 14:02". They are "" for a place that is there with its files.
func PlaceWords(p library.Place, now time.Time) string {
	switch {
	case !p.AwaySince.IsZero():
		return offlineWords(p.AwaySince, now)
	case p.Asked():
		return Count("photos-gone", p.Away, Params{"Since": SinceWords(p.AskedSince, now)})
	}
	return ""
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
		since := SinceWords(PlaceSince(p), now)
		switch {
		case p.AwaySince.IsZero() && p.Rel == "":
			gone = append(gone, Count("photos-gone", p.Away, Params{"Since": since}))
		case p.AwaySince.IsZero():
			gone = append(gone, Count("photos-gone-from", p.Away, Params{"Place": BaseName(p.Rel), "Since": since}))
		case p.Rel == "":
			drives = append(drives, PlaceWords(p, now))
		default:
			drives = append(drives, Text("place-offline", Params{"Place": BaseName(p.Rel), "Since": since}))
		}
	}
	if len(drives) > 1 {
		drives = []string{Count("drives-offline", len(drives), nil)}
	}
	return append(drives, gone...)
}

// DeletedText says what happens to what went from a place, and what is kept.
func DeletedText(n int, path, since string) string {
	return Count("gone-explanation", n, Params{"Path": path, "Since": since})
}

// AwayNamesText names files of the many that are away.
func AwayNamesText(names []string, of int) string {
	text := joined("enumeration", names)
	if more := of - len(names); more > 0 {
		return Count("names-and-more", more, Params{"Names": text})
	}
	return text
}
