package ui

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/tagname"
)

func tag(name string) library.Tag    { return library.Tag{Name: name} }
func person(name string) library.Tag { return library.Tag{Person: true, Name: name} }

// fakeTags keeps tags and captions in memory, with undo. Files say what filed holds.
type fakeTags struct {
	fakeHistory
	mu       sync.Mutex
	own      map[library.PhotoID][]library.Tag
	filed    map[library.PhotoID][]library.Tag
	captions map[library.PhotoID]string
	offers   []library.ImportOffer
	extra    []library.TagCount // listed as well
	fail     error
	asked    [][]library.PhotoID       // of Tagging
	during   func(ctx context.Context) // called while something is changed; nil does nothing
}

type fakeWords struct {
	own      map[library.PhotoID][]library.Tag
	captions map[library.PhotoID]string
}

func (f *fakeTags) words() fakeWords {
	own := map[library.PhotoID][]library.Tag{}
	for id, tags := range f.own {
		own[id] = slices.Clone(tags)
	}
	return fakeWords{own, maps.Clone(f.captions)}
}

func (f *fakeTags) do(label string, change func()) (service.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil {
		return service.Change{}, f.fail
	}
	if f.own == nil {
		f.own = map[library.PhotoID][]library.Tag{}
	}
	if f.captions == nil {
		f.captions = map[library.PhotoID]string{}
	}
	before := f.words()
	change()
	after := f.words()
	return f.remember(label, func() { f.restore(before) }, func() { f.restore(after) }), nil
}

func (f *fakeTags) restore(w fakeWords) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.own, f.captions = w.own, w.captions
}

// of names the owner's tags of a photo.
func (f *fakeTags) of(id library.PhotoID) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return strings.Join(tagname.Texts(f.own[id]), "|")
}

func (f *fakeTags) caption(id library.PhotoID) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.captions[id]
}

func (f *fakeTags) asks() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.asked)
}

func (f *fakeTags) Tags(context.Context) ([]library.TagCount, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	counts := map[library.Tag]library.TagCount{}
	for _, tags := range []map[library.PhotoID][]library.Tag{f.own, f.filed} {
		for _, list := range tags {
			for _, t := range list {
				c := counts[t]
				c.Tag, c.Photos = t, c.Photos+1
				counts[t] = c
			}
		}
	}
	list := append(slices.Collect(maps.Values(counts)), f.extra...)
	slices.SortFunc(list, func(a, b library.TagCount) int { return cmp.Compare(a.Tag.Name, b.Tag.Name) })
	return list, nil
}

func (f *fakeTags) Tagging(_ context.Context, photos []library.PhotoID) (service.Tagging, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, photos)
	t := service.Tagging{Photos: len(photos)}
	for i, id := range photos {
		for _, tag := range f.own[id] {
			t.Tags = addShare(t.Tags, tag, 1)
		}
		for _, tag := range f.filed[id] {
			t.Tags = addShare(t.Tags, tag, 0)
		}
		text, own := f.captions[id]
		switch {
		case i == 0:
			t.Caption, t.Own = text, own
		case t.Caption != text:
			t.Caption, t.Mixed = "", true
		}
		t.Own = t.Own && own
	}
	slices.SortStableFunc(t.Tags, func(a, b library.TagShare) int { return cmp.Compare(b.Photos, a.Photos) })
	return t, nil
}

func addShare(shares []library.TagShare, tag library.Tag, own int) []library.TagShare {
	for i := range shares {
		if shares[i].Tag == tag {
			shares[i].Photos++
			shares[i].Own += own
			return shares
		}
	}
	return append(shares, library.TagShare{Tag: tag, Photos: 1, Own: own})
}

func (f *fakeTags) TagPhotos(ctx context.Context, photos []library.PhotoID, add, remove []library.Tag) (service.Change, error) {
	label := fmt.Sprintf("Tagged %s: %s", message.Photos(len(photos)), strings.Join(tagname.Texts(add), ", "))
	if len(remove) > 0 {
		label = fmt.Sprintf("Removed from %s: %s", message.Photos(len(photos)), strings.Join(tagname.Texts(remove), ", "))
	}
	f.goOn(ctx)
	return f.do(label, func() {
		for _, id := range photos {
			f.own[id] = slices.DeleteFunc(f.own[id], func(t library.Tag) bool { return slices.Contains(remove, t) })
			for _, t := range add {
				if !slices.Contains(f.own[id], t) {
					f.own[id] = append(f.own[id], t)
				}
			}
		}
	})
}

func (f *fakeTags) SetCaption(_ context.Context, photos []library.PhotoID, text *string) (service.Change, error) {
	return f.do("Captioned "+message.Photos(len(photos)), func() {
		for _, id := range photos {
			delete(f.captions, id)
			if text != nil {
				f.captions[id] = *text
			}
		}
	})
}

func (f *fakeTags) replace(label string, from library.Tag, to *library.Tag) (service.Change, error) {
	return f.do(label, func() {
		for id, tags := range f.own {
			if slices.Contains(tags, from) {
				f.own[id] = slices.DeleteFunc(tags, func(t library.Tag) bool { return t == from || to != nil && t == *to })
				if to != nil {
					f.own[id] = append(f.own[id], *to)
				}
			}
		}
	})
}

func (f *fakeTags) RenameTag(ctx context.Context, from, to library.Tag) (service.Change, error) {
	f.goOn(ctx)
	return f.replace("Renamed "+tagname.Text(from)+" to "+tagname.Text(to), from, &to)
}

func (f *fakeTags) RemoveTag(ctx context.Context, tag library.Tag) (service.Change, error) {
	f.goOn(ctx)
	return f.replace("Removed "+tagname.Text(tag)+" from all photos", tag, nil)
}

func (f *fakeTags) ImportOffers(context.Context) ([]library.ImportOffer, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.offers, f.fail
}

func (f *fakeTags) Import(ctx context.Context, offers []library.ImportOffer) (service.Change, error) {
	f.goOn(ctx)
	return f.do(fmt.Sprintf("Imported offers: %d", len(offers)), func() {
		for _, o := range offers {
			f.own[1] = append(f.own[1], o.Tag)
		}
	})
}

func (f *fakeTags) goOn(ctx context.Context) {
	if f.during != nil {
		f.during(ctx)
	}
}
