package message

import (
	"strings"
	"time"

	"descry/library"
)

// PlaceQuestion asks whether the photos that went from a place were deleted. name is the name
// of the place.
func PlaceQuestion(p library.Place, name string) string {
	return Count("place-question", p.Away, Params{"Place": name})
}

// PlaceWords tell what of a place is away: "offline since Tuesday", "212 photos gone since
// 14:02". The text is "" for a place that is there with its files.
func PlaceWords(p library.Place, now time.Time) string {
	switch {
	case !p.AwaySince.IsZero():
		return offlineWords(p.AwaySince, now)
	case p.NeedsAnswer():
		return Count("photos-gone", p.Away, Params{"Since": SinceWords(p.AskedSince, now)})
	}
	return ""
}

// PlaceSince is when a place went offline, or its photos went.
func PlaceSince(p library.Place) time.Time {
	if p.AwaySince.IsZero() {
		return p.AskedSince
	}
	return p.AwaySince
}

// PlaceName names a place by its folder and the path below the folder.
func PlaceName(p library.Place, folders []library.Folder) string {
	return strings.TrimSuffix(FolderNames(folders)[p.Folder]+"/"+p.Rel, "/")
}

// BesideFolder are the places to list beside a folder. While the folder itself is offline, the
// places below the folder are not listed.
func BesideFolder(f library.Folder, places []library.Place) []library.Place {
	var list []library.Place
	for _, p := range places {
		if p.Folder == f.ID && f.OfflineSince.IsZero() && !p.Here() {
			list = append(list, p)
		}
	}
	return list
}

// besideWords tell in few words what is away from a folder that is there itself: one place by
// name, several by number.
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

// DeletedText tells what happens to the photos that went from a place, and what is kept.
func DeletedText(n int, path, since string) string {
	return Count("gone-explanation", n, Params{"Path": path, "Since": since})
}

// AwayNamesText names some of the files that are away. of is the number of all that are.
func AwayNamesText(names []string, of int) string {
	text := joined("enumeration", names)
	if more := of - len(names); more > 0 {
		return Count("names-and-more", more, Params{"Names": text})
	}
	return text
}
