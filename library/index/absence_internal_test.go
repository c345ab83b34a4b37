package index

import (
	"testing"

	"descry/library"
	"descry/library/scan"
)

func TestJudge(t *testing.T) {
	there := sight{mounted: true, readable: true}
	with := func(s sight, change func(*sight)) sight {
		change(&s)
		return s
	}
	counted := func(found, missing int) sight {
		return with(there, func(s *sight) { s.found, s.missing = found, missing })
	}
	deleted, away, asked := decision{deleted: true}, decision{away: true}, decision{ask: true}
	awayAsked := decision{away: true, ask: true}
	for _, test := range []struct {
		name string
		s    sight
		want decision
	}{
		{"nothing known", there, deleted},
		{"all found", counted(100, 0), deleted},
		{"all found, on another disk", with(counted(9, 0), func(s *sight) { s.like = otherSystem }), deleted},
		{"all found where nothing is mounted", with(counted(9, 0), func(s *sight) { s.mounted = false }), deleted},
		{"one of two", counted(1, 1), deleted},
		{"seven of eight", counted(1, 7), deleted},
		{"eight of sixteen", counted(8, 8), asked},
		{"eight of seventeen", counted(9, 8), deleted},
		{"400 of 1000", counted(600, 400), deleted},
		{"500 of 1000", counted(500, 500), asked},
		{"the only one", counted(0, 1), awayAsked},
		{"all", counted(0, 212), awayAsked},
		{"all, of another disk", with(counted(0, 212), func(s *sight) { s.like = otherSystem }), away},
		{"all, in a directory made again", with(counted(0, 3), func(s *sight) { s.like = otherDirectory }), awayAsked},
		{"all, of what was mounted just now", with(counted(0, 3), func(s *sight) { s.fresh = true }), away},
		{"all changed", with(there, func(s *sight) { s.changed = 9 }), deleted},
		{"all changed, on another disk", with(there, func(s *sight) { s.changed, s.like = 9, otherSystem }), away},
		{"some changed, and none as it was", with(counted(0, 5), func(s *sight) { s.changed = 9 }), awayAsked},
		{"one, of what was mounted just now", with(counted(9, 1), func(s *sight) { s.fresh = true }), away},
		{"one, of a disk like it", with(counted(9, 1), func(s *sight) { s.like = otherSystem }), asked},
		{"one, of a directory made again", with(counted(9, 1), func(s *sight) { s.like = otherDirectory }), asked},
		{"mount missing", with(counted(0, 1), func(s *sight) { s.mounted = false }), away},
		{"mount missing, a few found", with(counted(99, 1), func(s *sight) { s.mounted = false }), away},
		{"not readable", with(counted(0, 1), func(s *sight) { s.readable = false }), away},
		{"still away", with(counted(0, 5), func(s *sight) { s.wasAway = true }), awayAsked},
		{"back, with some deleted meanwhile", with(counted(95, 5), func(s *sight) { s.wasAway = true }), deleted},
		{"back by half", with(counted(9, 9), func(s *sight) { s.wasAway = true }), asked},
		{"back, and what came meanwhile is not", with(counted(9, 0), func(s *sight) { s.wasAway, s.strays = true, 1 }), asked},
		{"asked before, no more missing", with(counted(9, 0), func(s *sight) { s.wasAsked, s.waiting = true, 9 }), decision{ask: true, deleted: true}},
		{"asked before, one more missing", with(counted(9, 1), func(s *sight) { s.wasAsked, s.waiting = true, 9 }), decision{ask: true, deleted: true}},
		{"asked before, the rest missing", with(counted(0, 3), func(s *sight) { s.wasAsked, s.waiting = true, 9 }), awayAsked},
		{"away and asked, nothing back", with(there, func(s *sight) { s.wasAway, s.wasAsked, s.waiting = true, true, 9 }), awayAsked},
		{"away and asked, some back", with(counted(8, 0), func(s *sight) { s.wasAway, s.wasAsked, s.waiting = true, true, 1 }), decision{ask: true, deleted: true}},
		{"away and asked, all back", with(counted(9, 0), func(s *sight) { s.wasAway, s.wasAsked = true, true }), deleted},

		{"live: the only one", with(counted(0, 1), func(s *sight) { s.live = true }), deleted},
		{"live: the only one, in a directory made again", with(counted(0, 1), func(s *sight) { s.live, s.like = true, otherDirectory }), awayAsked},
		{"live: two of two", with(counted(0, 2), func(s *sight) { s.live = true }), awayAsked},
		{"live: one of many", with(counted(50, 1), func(s *sight) { s.live = true }), deleted},
		{"live: a burst", with(counted(50, 60), func(s *sight) { s.live = true }), asked},
		{"live: a burst in parts", with(counted(60, 10), func(s *sight) { s.live, s.earlier = true, 50 }), asked},
		{"live: the first part of a burst", with(counted(110, 10), func(s *sight) { s.live = true }), deleted},
		{"live: one, as the mount is missing", with(counted(0, 1), func(s *sight) { s.live, s.mounted = true, false }), away},
		{"live: while away", with(counted(1, 0), func(s *sight) { s.live, s.wasAway = true, true }), away},
		{"live: one that came while away", with(there, func(s *sight) { s.live, s.wasAway, s.strays = true, true, 1 }), away},
	} {
		if got := judge(test.s); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

func TestCompare(t *testing.T) {
	disk := library.Place{Device: 8<<8 | 17, Inode: 2, UUID: "aaaa-1", Source: "/dev/sdb1"}
	share := library.Place{Device: 50, Inode: 64, Source: "nas:/photos"}
	for _, test := range []struct {
		name string
		old  library.Place
		now  scan.Place
		want likeness
	}{
		{"the same", disk, scan.Place{Device: disk.Device, Inode: 2, UUID: "aaaa-1", Source: "/dev/sdb1"}, same},
		{"plugged in elsewhere", disk, scan.Place{Device: 8<<8 | 33, Inode: 2, UUID: "aaaa-1", Source: "/dev/sdc1"}, same},
		{"another disk with its number", disk, scan.Place{Device: disk.Device, Inode: 2, UUID: "bbbb-2", Source: "/dev/sdb1"}, otherSystem},
		{"another directory of it", disk, scan.Place{Device: disk.Device, Inode: 99, UUID: "aaaa-1"}, otherDirectory},
		{"made again, where no UUID is told", library.Place{Device: 5, Inode: 6}, scan.Place{Device: 5, Inode: 7}, otherDirectory},
		{"inodes without meaning", library.Place{Device: 5, UUID: "u"}, scan.Place{Device: 5, Inode: 7, UUID: "u"}, same},
		{"only a number, another one", library.Place{Device: 5, Inode: 6}, scan.Place{Device: 7, Inode: 6}, unknown},
		{"nothing told", library.Place{}, scan.Place{}, unknown},
		{"the disk's id and the kernel's", disk, scan.Place{Device: 9, Inode: 2, UUID: "fsid:0123456789abcdef"}, unknown},
		{"another file system in memory", library.Place{UUID: "fsid:00"}, scan.Place{UUID: "fsid:01"}, otherSystem},
		{"a disk that got the number of what a program served", library.Place{Device: 5, Source: "faulty"}, scan.Place{Device: 5, Inode: 1, UUID: "fsid:01"}, otherSystem},
		{"served by a program in place of a disk", disk, scan.Place{Device: disk.Device, Source: "sshfs"}, otherSystem},
		{"where mounts aren't told just now", disk, scan.Place{Device: disk.Device, Inode: 2}, same},
		{"the share", share, scan.Place{Device: 51, Inode: 64, Source: "nas:/photos"}, same},
		{"another share", share, scan.Place{Device: 50, Inode: 64, Source: "nas:/music"}, otherSystem},
		{"another directory of the share", share, scan.Place{Device: 51, Inode: 65, Source: "nas:/photos"}, otherDirectory},
	} {
		if got := compare(test.old, test.now); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

// A changed file tells that its place is there where the place is known by an id, and by
// the same one.
func TestChangedFileTellsOfItsPlace(t *testing.T) {
	f := sighting{known: library.KnownFile{State: library.FileIndexed, FileStamp: library.FileStamp{ModTimeNS: 1}}}
	for _, test := range []struct {
		name string
		old  library.Place
		now  scan.Place
		want bool
	}{
		{"the disk", library.Place{Device: 5, UUID: "u"}, scan.Place{Device: 5, UUID: "u"}, true},
		{"the disk, with another number", library.Place{Device: 5, UUID: "u"}, scan.Place{Device: 6, UUID: "u"}, true},
		{"another disk", library.Place{Device: 5, UUID: "u"}, scan.Place{Device: 5, UUID: "v"}, false},
		{"known by a number only", library.Place{Device: 5}, scan.Place{Device: 5}, false},
		{"a number that a disk with an id got", library.Place{Device: 5}, scan.Place{Device: 5, UUID: "u"}, false},
		{"a number that a disk without an id got", library.Place{Device: 5, UUID: "u"}, scan.Place{Device: 5}, false},
	} {
		p := placeSeen{old: test.old, now: test.now, remembered: true, there: true}
		p.look(false, true)
		p.change(f)
		if got := p.sight.found == 1; got != test.want || p.sight.found+p.sight.changed != 1 {
			t.Errorf("%s: %+v, want found: %v", test.name, p.sight, test.want)
		}
	}
}
