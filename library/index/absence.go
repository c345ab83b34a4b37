package index

import (
	"descry/internal/mounts"
	"descry/library"
	"descry/library/scan"
)

// fewAsked is the least number of photos that went at once, from a place where others stay,
// about which the user is asked.
const fewAsked = 8

// likeness says how much a place looks like the one that is remembered there.
type likeness int

const (
	unknown        likeness = iota // the system doesn't tell
	same                           // by all that the place tells
	otherDirectory                 // of the same file system: the directory was made again, or is no longer covered by a mount
	otherSystem                    // another disk or share
)

// compare tells a place from the one that is remembered. Device numbers are given anew with
// every plugging in: equal numbers say little, different ones nothing.
func compare(old library.Place, now scan.Place) likeness {
	network := mounts.Mount{Source: old.Source}.Network() && mounts.Mount{Source: now.Source}.Network()
	sameSystem := old.Device != 0 && old.Device == now.Device
	switch {
	case old.UUID != "" && now.UUID != "" && sameKind(old.UUID, now.UUID):
		sameSystem = old.UUID == now.UUID
		if !sameSystem {
			return otherSystem
		}
	case network:
		sameSystem = old.Source == now.Source
		if !sameSystem {
			return otherSystem
		}
	case old.UUID == "" && old.Source != "" && now.UUID != "", now.UUID == "" && now.Source != "" && old.UUID != "":
		// One file system has an id, the other has none. The device numbers may be equal,
		// since the number of an unmounted file system is given to the next one.
		return otherSystem
	}
	switch {
	case !sameSystem:
		return unknown
	case old.Inode != 0 && now.Inode != 0 && old.Inode != now.Inode:
		return otherDirectory
	}
	return same
}

// sameKind says whether two names of file systems can be compared: the disk's own may
// not be told at one time, when that of the kernel is.
func sameKind(a, b string) bool { return mounts.OfKernel(a) == mounts.OfKernel(b) }

// sight is what a scan saw of a place. Files that are known to hold no photo are not counted,
// since nothing is lost with them.
type sight struct {
	mounted  bool // false where something was mounted and nothing is now
	readable bool
	fresh    bool // the place was mounted while the scan went on
	like     likeness
	live     bool // only paths that a watcher saw change were looked at
	// wasAway and wasAsked tell the state of the place before the scan.
	wasAway, wasAsked bool
	// found files were seen and missing files were not. Waiting files were not seen either,
	// but the user has been asked about them before. Of a place that was away, only the files
	// that were away with the place count: others came since.
	found, missing, waiting int
	// changed files have other content than is known, in a place that may be another one.
	changed int
	// strays are missing files that came while the place was away.
	strays int
	// earlier files have gone in the same burst of changes.
	earlier int
}

// decision is what is made of a sight: whether the place is away, whether the user is
// asked, and whether files that are missing are deleted.
type decision struct{ away, ask, deleted bool }

// judge tells deleted from away. Nothing else decides between the two. The first row that
// applies does:
//
//	what is seen of the place                                  place   missing files
//	 1 looked at in parts while it is away                     stays   away
//	 2 no file is missing, or waits for an answer, but for     there   -
//	   all that have changed in what is another place
//	 3 nothing is mounted there, it can't be read, or it was   away    away
//	   mounted while the scan went on
//	 4 its one photo went before the eyes of the watcher       there   deleted
//	 5 none of its photos is found, at most their names, and   away    away
//	   it is another disk
//	 6 the same otherwise                                      away    away, asked
//	 7 some are found, but it is another disk or directory     there   away, asked
//	 8 photos are missing that came while it was away          there   away, asked
//	 9 at least eight, and half of all, are missing at once    there   away, asked
//	10 otherwise                                               there   deleted
//
// A question stays open until the files are found or the user answers.
func judge(s sight) decision {
	lost := s.missing + s.waiting + s.strays
	switch {
	case s.live && s.wasAway:
		return decision{away: true, ask: s.wasAsked}
	case lost == 0 && (s.found > 0 || s.changed == 0 || s.like < otherDirectory):
		return decision{deleted: true}
	case !s.mounted || !s.readable || s.fresh:
		return decision{away: true, ask: s.wasAsked}
	case s.found == 0 && s.live && s.missing == 1 && s.waiting == 0 && s.like < otherDirectory:
		return decision{deleted: true}
	case s.found == 0 && s.missing+s.waiting+s.changed > 0:
		return decision{away: true, ask: s.wasAsked || s.like != otherSystem}
	case s.missing+s.strays > 0 && s.like >= otherDirectory, s.strays > 0:
		return decision{ask: true}
	case s.missing+s.earlier >= fewAsked && s.missing+s.earlier >= s.found:
		return decision{ask: true}
	}
	return decision{ask: s.waiting > 0, deleted: true}
}
