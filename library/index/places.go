package index

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"descry/library"
	"descry/library/scan"
)

// burstGap is how long no more photos may go for a burst of deletions to be over.
const burstGap = time.Minute

// placeKey names a place of any folder.
type placeKey struct {
	folder library.FolderID
	rel    string
}

// burst counts photos that a watcher saw go, several at a time, in short succession.
type burst struct {
	last time.Time
	gone int
}

// placeSeen is a place, and what a scan saw of it.
type placeSeen struct {
	old        library.Place
	remembered bool
	now        scan.Place
	there      bool // now describes the place
	sight      sight
	decision   decision
	// missing are the known files in the place that were not seen, found is how many were
	// seen.
	missing []library.KnownFile
	changed []sighting
	found   int
}

// settleAbsence decides whether the known files that are still missing are deleted, or the
// place in which they lie is away.
func (s *syncer) settleAbsence(ctx context.Context) error {
	places := s.places()
	for _, f := range s.seen {
		if f.Away {
			s.delta.Back = append(s.delta.Back, f.ID)
		}
		places.of(f.Rel).find(f)
	}
	for _, c := range s.changed {
		places.of(c.known.Rel).change(c)
	}
	for rel, f := range s.known {
		p := places.of(rel)
		p.sight.readable = p.sight.readable || p.found > 0
		if !s.unreadable(rel) || !p.sight.readable {
			p.miss(f)
		}
	}
	for _, p := range places {
		if err := s.recognise(ctx, p); err != nil {
			return err
		}
		if err := s.judgePlace(ctx, places, p); err != nil {
			return err
		}
		s.settlePlace(p)
	}
	// What has the name of a file that is away is another file, which stays out of the
	// catalogue.
	s.changed = slices.DeleteFunc(s.changed, func(c sighting) bool { return places.of(c.known.Rel).covers(c.known) })
	s.rememberPlaces(places)
	return nil
}

// places are the places that the folder had and those that the folder has now.
func (s *syncer) places() placesSeen {
	all := placesSeen{{now: scan.Place{Mounted: true}, there: true}}
	for _, old := range s.before {
		p := all.at(old.Rel)
		if p == nil {
			p = &placeSeen{}
			all = append(all, p)
		}
		p.old, p.remembered = old, true
	}
	for _, now := range s.report.Places {
		p := all.at(now.Rel)
		if p == nil {
			p = &placeSeen{old: library.Place{Folder: s.folder.ID, Rel: now.Rel}}
			all = append(all, p)
		}
		p.now, p.there = now, true
	}
	for _, p := range all {
		p.old.Folder = s.folder.ID
		p.look(len(s.only) > 0, p.old.Rel == "" || !s.unreadable(p.old.Rel))
	}
	return s.mergePlaces(all)
}

// look fills in what is seen of the place itself.
func (p *placeSeen) look(live, readable bool) {
	p.sight = sight{
		mounted: p.there && p.now.Mounted, readable: readable, fresh: p.now.Fresh, live: live,
		wasAway: !p.old.AwaySince.IsZero(), wasAsked: !p.old.AskedSince.IsZero(),
	}
	if p.remembered && p.there {
		p.sight.like = compare(p.old, p.now)
	}
}

// mergePlaces leaves out directories on which nothing is mounted and that hold their files all
// the same: the directory of a folder that was added around another one, and a directory that
// took the place of a mount. Their files belong to the place around.
func (s *syncer) mergePlaces(all placesSeen) placesSeen {
	found := make(map[*placeSeen]bool)
	for _, f := range s.seen {
		found[all.of(f.Rel)] = true
	}
	kept := all[:0:0]
	for _, p := range all {
		plain := p.old.Rel != "" && p.there && !p.now.Mounted && !p.now.Left && p.sight.like == same
		switch {
		case !plain:
			kept = append(kept, p)
		case len(s.only) > 0: // left to a scan of the whole folder
			p.sight.mounted = true
			kept = append(kept, p)
		case !found[p]:
			kept = append(kept, p)
		}
	}
	// A question about a place that is left out becomes one about the place around.
	for _, p := range all {
		if !slices.Contains(kept, p) && p.sight.wasAsked {
			if q := kept.of(p.old.Rel); q.old.AskedSince.IsZero() {
				q.old.AskedSince, q.sight.wasAsked = p.old.AskedSince, true
			}
		}
	}
	return kept
}

// counts says whether anything is lost with a file.
func counts(f library.KnownFile) bool {
	return f.Photo || f.State == library.FileIndexed || f.State == library.FileFailed
}

// find notes a file that was seen.
func (p *placeSeen) find(f library.KnownFile) {
	p.found++
	if counts(f) && p.went(f) {
		p.sight.found++
	}
}

// went says whether the place had a file before the place was away.
func (p *placeSeen) went(f library.KnownFile) bool {
	return !p.sight.wasAway || f.Away && !p.old.CameSince(f.ID)
}

// change notes a file that was found with other content. The same names are on many disks.
// Such a file therefore counts as found only in a place that is known by its UUID, not just by
// a device number, which is soon given to another disk. Where the file's time is not known, as
// in a repaired catalogue, its size is enough.
func (p *placeSeen) change(c sighting) {
	p.changed = append(p.changed, c)
	switch {
	case !counts(c.known) || !p.went(c.known):
	case p.sight.like == same && p.now.UUID != "" && p.now.UUID == p.old.UUID,
		c.known.ModTimeNS == 0 && c.known.Size == c.found.Size:
		p.sight.found++
	default:
		p.sight.changed++
	}
}

// covers says whether a file that was found changed is another file than the known one, which
// is away. A file that came while the place was away may change.
func (p *placeSeen) covers(f library.KnownFile) bool {
	return p.decision.away && counts(f) && p.went(f)
}

// holds says whether any known file is in the place, changed or not.
func (p *placeSeen) holds() bool { return p.found+len(p.changed) > 0 }

// miss notes a file that was not seen.
func (p *placeSeen) miss(f library.KnownFile) {
	p.missing = append(p.missing, f)
	switch {
	case !counts(f):
	case f.Away && p.sight.wasAsked:
		p.sight.waiting++
	case !p.went(f):
		p.sight.strays++
	default:
		p.sight.missing++
	}
}

// recognise reads some of the files of a place of which only the names were found, if the
// files have the size that is known. Files that were downloaded again, or restored from a
// copy, have times of their own.
func (s *syncer) recognise(ctx context.Context, p *placeSeen) error {
	if p.sight.found > 0 || !judge(p.sight).away || s.x.postponed(s.folder.ID) {
		return nil
	}
	alike := slices.DeleteFunc(slices.Clone(p.changed), func(c sighting) bool {
		return c.known.State != library.FileIndexed || c.known.Size != c.found.Size || !p.went(c.known)
	})
	sample := alike[:min(len(alike), sampleSize)]
	if len(sample) == 0 {
		return nil
	}
	ids := make([]library.FileID, len(sample))
	for i, c := range sample {
		ids[i] = c.known.ID
	}
	s.hashes = make(map[library.FileID]library.Hash, len(ids))
	err := s.x.o.Store.FileHashes(ctx, ids, func(id library.FileID, hash library.Hash) { s.hashes[id] = hash })
	if err != nil {
		return err
	}
	v, err := s.readAll(ctx, sample)
	if err != nil || len(v.same) == 0 {
		return err
	}
	p.sight.found += len(alike)
	p.sight.changed -= min(len(alike), p.sight.changed)
	return nil
}

// judgePlace decides about one place. Photos that were found elsewhere since they were last
// seen have been moved. The moves are looked up only where they would make a difference.
func (s *syncer) judgePlace(ctx context.Context, all placesSeen, p *placeSeen) error {
	one := p.sight.missing == 1 && p.sight.waiting == 0 && p.sight.like < otherDirectory
	if p.sight.live && !p.sight.wasAway && p.sight.missing+p.sight.waiting > 0 && !one {
		if err := s.countPlace(ctx, all, p); err != nil {
			return err
		}
	}
	p.decision = judge(p.sight)
	inDoubt := p.decision.away || p.decision.ask
	seenToGo := p.sight.mounted && !p.sight.wasAway && (p.sight.found > 0 || p.sight.live)
	if !inDoubt || !seenToGo || p.sight.missing == 0 {
		return nil
	}
	moved, err := s.x.o.Store.FoundElsewhere(ctx, fileIDs(p.missing))
	if err != nil || len(moved) == 0 {
		return err
	}
	elsewhere := make(map[library.FileID]bool, len(moved))
	for _, id := range moved {
		elsewhere[id] = true
	}
	p.missing = slices.DeleteFunc(p.missing, func(f library.KnownFile) bool {
		gone := !f.Away && elsewhere[f.ID]
		if gone {
			s.delta.Gone = append(s.delta.Gone, f.ID)
			p.sight.missing--
			p.sight.found++
		}
		return gone
	})
	p.decision = judge(p.sight)
	return nil
}

// countPlace counts the photos in all of a place that was looked at in parts, and takes in the
// files that have gone from the place just before.
func (s *syncer) countPlace(ctx context.Context, all placesSeen, p *placeSeen) error {
	n := 0
	err := s.x.o.Store.KnownFiles(ctx, s.folder.ID, p.old.Rel, func(f library.KnownFile) {
		if counts(f) && !f.Away && all.of(f.Rel) == p {
			n++
		}
	})
	p.sight.found = max(p.sight.found, n-p.sight.missing)
	if p.sight.missing >= fewAsked {
		p.sight.earlier = s.x.burst(placeKey{s.folder.ID, p.old.Rel}, 0)
	}
	return err
}

// burst adds to the photos that have gone from a place in the present burst, and returns their
// number.
func (x *Indexer) burst(at placeKey, gone int) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	b, now := x.bursts[at], x.o.Now()
	if now.Sub(b.last) > burstGap {
		b = burst{}
	}
	if b.gone += gone; gone > 0 {
		b.last = now
		x.bursts[at] = b
	}
	return b.gone
}

// settlePlace writes down what becomes of the missing files, and of the place.
func (s *syncer) settlePlace(p *placeSeen) {
	v, left, gone, away := p.decision, 0, 0, 0
	for _, f := range p.missing {
		switch {
		case f.Away && (p.sight.wasAsked || !v.deleted):
			left++
		case v.deleted || !v.away && !counts(f):
			s.delta.Gone = append(s.delta.Gone, f.ID)
			gone++
		default:
			s.delta.Away = append(s.delta.Away, f.ID)
			left++
			away++
		}
	}
	if p.sight.live && gone >= fewAsked {
		s.x.burst(placeKey{s.folder.ID, p.old.Rel}, gone)
	}
	for _, c := range p.changed {
		switch {
		case !p.covers(c.known):
		case c.known.Away:
			left++
		default:
			s.delta.Away = append(s.delta.Away, c.known.ID)
			left++
			away++
		}
	}
	// A scan of a part of a place doesn't show what else is away from the place.
	if p.sight.live && (p.sight.wasAway || p.sight.wasAsked) {
		left += p.old.Away
	}
	since := func(on bool, before time.Time) time.Time {
		switch {
		case !on || left == 0:
			return time.Time{}
		case before.IsZero():
			return s.x.o.Now()
		}
		return before
	}
	before := p.old
	p.old.LastFile = p.lastFile()
	p.old.AwaySince = since(v.away, p.old.AwaySince)
	p.old.AskedSince = since(v.ask || !v.away && left > 0, p.old.AskedSince)
	s.tell(before, p.old, away)
	if p.there && (p.sight.mounted || !p.remembered) && (!v.away || !p.remembered) && (!p.sight.live || !p.remembered) {
		p.old.Device, p.old.Inode, p.old.Source = p.now.Device, p.now.Inode, p.now.Source
		if p.now.UUID != "" || p.sight.like != same { // the system may not tell the UUID just now
			p.old.UUID = p.now.UUID
		}
	}
	if p.old.Rel == "" {
		s.root = v
	}
	s.back = s.back || p.sight.wasAway && p.sight.found > 0
}

// lastFile is the newest file that goes, or went, with a place that is away or asked about. 0
// leaves the choice to the catalogue, which takes its newest file.
func (p *placeSeen) lastFile() library.FileID {
	switch {
	case p.sight.wasAway, p.sight.wasAsked && !p.decision.away:
		return p.old.LastFile
	case !p.decision.away, p.sight.live: // a scan of parts doesn't show all that went
		return 0
	}
	last := library.FileID(0)
	for _, f := range p.missing {
		last = max(last, f.ID)
	}
	for _, c := range p.changed {
		last = max(last, c.known.ID)
	}
	return last
}

// rememberPlaces has the catalogue keep the places of the folder, if any has changed: a
// mount as long as any file lies there.
func (s *syncer) rememberPlaces(all placesSeen) {
	used := map[*placeSeen]bool{all[0]: true}
	for _, f := range s.delta.New {
		used[all.of(f.Rel)] = true
	}
	for dir := range s.flushed {
		used[all.of(dir+"/")] = true
	}
	var now []library.Place
	for _, p := range all {
		away := !p.old.AwaySince.IsZero() || !p.old.AskedSince.IsZero()
		switch {
		case p.sight.live && !p.remembered: // of the others, the next scan of all tells
			if p.old.Rel != "" && p.sight.mounted && !p.now.Fresh && !p.now.Left && (used[p] || p.holds()) {
				now = append(now, p.old)
			}
		case p.sight.live, away, used[p], p.sight.mounted && p.holds(), p.remembered && !p.sight.readable,
			p.now.Left && p.holds(): // the photos were seen just before the place went; the next scan finds the place away
			now = append(now, p.old)
		}
	}
	slices.SortFunc(now, func(a, b library.Place) int { return strings.Compare(a.Rel, b.Rel) })
	alike := func(a, b library.Place) bool {
		a.Away, b.Away = 0, 0
		return a == b
	}
	if !slices.EqualFunc(now, s.before, alike) {
		s.delta.Places = now
	}
}

// tell notes for the log what has become of a place.
func (s *syncer) tell(old, now library.Place, away int) {
	path := filepath.Join(s.folder.Path, filepath.FromSlash(now.Rel))
	switch {
	case !now.AskedSince.IsZero() && old.AskedSince.IsZero():
		s.news = append(s.news, fmt.Sprintf("%d photos are gone from %s: deleted, or is the drive away?", away, path))
	case !now.AwaySince.IsZero() && old.AwaySince.IsZero():
		s.news = append(s.news, path+" is away; its photos are kept")
	case now.AwaySince.IsZero() && !old.AwaySince.IsZero():
		s.news = append(s.news, path+" is back")
	}
}

// wantsAll says whether a scan of parts has found that what was away is back, which only
// a scan of the whole folder can judge.
func (s *syncer) wantsAll() bool {
	return len(s.only) > 0 && (s.report.Files > 0 && !s.folder.OfflineSince.IsZero() || s.back)
}

// nothing says whether the folder is away as a whole: no file in the folder can be reached.
func (s *syncer) nothing() bool { return s.root.away && s.report.Files == 0 }

// device is the device on which the folder is expected at the next scan: not that of another
// disk in the folder's place.
func (s *syncer) device() uint64 {
	if s.root.away {
		return s.folder.Device
	}
	return s.report.Dev
}

// placesSeen are the places of a folder, that of the folder itself first.
type placesSeen []*placeSeen

func (all placesSeen) at(rel string) *placeSeen {
	for _, p := range all {
		if p.old.Rel == rel {
			return p
		}
	}
	return nil
}

// of is the innermost place around a file.
func (all placesSeen) of(rel string) *placeSeen {
	best := all[0]
	for _, p := range all[1:] {
		if len(p.old.Rel) > len(best.old.Rel) && rel != p.old.Rel && inside(rel, p.old.Rel) {
			best = p
		}
	}
	return best
}

// inside says whether a path is dir or lies below it.
func inside(rel, dir string) bool {
	rest, ok := strings.CutPrefix(rel, dir)
	return ok && (dir == "" || rest == "" || rest[0] == '/')
}

func fileIDs(files []library.KnownFile) []library.FileID {
	ids := make([]library.FileID, len(files))
	for i, f := range files {
		ids[i] = f.ID
	}
	return ids
}
