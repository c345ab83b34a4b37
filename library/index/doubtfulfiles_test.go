//go:build unix

package index_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"descry/library"
	"descry/library/index"
)

// rated writes a photo whose XMP gives it a rating of one digit.
func (f *fixture) rated(name string, seed uint64, rating int) string {
	f.t.Helper()
	path := f.photo(name, seed)
	data, err := os.ReadFile(path)
	must(f.t, err)
	packet := "http://ns.adobe.com/xap/1.0/\x00" + fmt.Sprintf(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="%d"/></rdf:RDF></x:xmpmeta>`, rating)
	n := len(packet) + 2
	segment := append([]byte{0xff, 0xe1, byte(n >> 8), byte(n)}, packet...)
	must(f.t, os.WriteFile(path, append(append(data[:2:2], segment...), data[2:]...), 0o644))
	return path
}

func (f *fixture) rating(name string) int {
	f.t.Helper()
	p, err := f.store.Photo(f.t.Context(), f.id(name))
	must(f.t, err)
	return p.Rating
}

// TestEditThatKeepsSizeAndTime changes a 3 to a 4 and sets the time back to the nanosecond.
func TestEditThatKeepsSizeAndTime(t *testing.T) {
	for name, write := range map[string]func(path string, data []byte) error{
		"same size and mtime": func(path string, data []byte) error {
			if err := os.WriteFile(path+".new", data, 0o644); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		},
		"same stat in place": func(path string, data []byte) error { return os.WriteFile(path, data, 0o644) },
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			path := f.rated("b.jpg", 1, 3)
			f.photo("other.jpg", 2)
			f.once()
			if n := f.rating("b.jpg"); n != 3 {
				t.Fatalf("rated %d at first", n)
			}
			edit(t, path, write)
			f.once()
			if n := f.rating("b.jpg"); n != 4 {
				t.Errorf("rated %d, want 4", n)
			}
			f.expect(library.Counts{Photos: 2, Files: 2, Indexed: 2})
		})
	}
}

// edit puts a 4 in the place of the 3 of a rating, and the old time back.
func edit(t *testing.T, path string, write func(path string, data []byte) error) {
	t.Helper()
	before, err := os.Stat(path)
	must(t, err)
	data, err := os.ReadFile(path)
	must(t, err)
	must(t, write(path, bytes.Replace(data, []byte(`Rating="3"`), []byte(`Rating="4"`), 1)))
	must(t, os.Chtimes(path, before.ModTime(), before.ModTime()))
	after, err := os.Stat(path)
	must(t, err)
	if after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) {
		t.Fatal("the edit shows in size or time")
	}
}

// TestSwappedNames gives two files, or three, each other's names. The photos change their
// places and keep their annotations, and no file is read for the model again.
func TestSwappedNames(t *testing.T) {
	for name, test := range map[string]struct {
		files int
		equal bool
	}{"two equal": {2, true}, "three equal": {3, true}, "two of other sizes": {2, false}} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			at := time.Now().Add(-time.Hour)
			var paths []string
			for i := range test.files {
				path := f.photo(fmt.Sprintf("%d.jpg", i), uint64(i+1))
				data, err := os.ReadFile(path)
				must(t, err)
				size := 4000
				if !test.equal {
					size += i
				}
				must(t, os.WriteFile(path, append(data, make([]byte, size-len(data))...), 0o644))
				must(t, os.Chtimes(path, at, at))
				paths = append(paths, path)
			}
			f.once()
			var ids []library.PhotoID
			for i := range paths {
				ids = append(ids, f.id(filepath.Base(paths[i])))
				_, err := f.store.TagPhotos(t.Context(), ids[i:i+1], []library.Tag{{Name: fmt.Sprintf("tag %d", i)}}, nil)
				must(t, err)
			}
			before := f.enc.calls.Load()
			must(t, os.Rename(paths[0], paths[0]+".aside"))
			for i := 1; i < len(paths); i++ {
				must(t, os.Rename(paths[i], paths[i-1]))
			}
			must(t, os.Rename(paths[0]+".aside", paths[len(paths)-1]))
			f.once()
			for i := range paths {
				old := (i + 1) % len(paths)
				if got := f.id(filepath.Base(paths[i])); got != ids[old] {
					t.Errorf("%s is photo %d, want %d", paths[i], got, ids[old])
				}
				if tags := f.tags(ids[i]); len(tags) != 1 || tags[0] != fmt.Sprintf("tag %d", i) {
					t.Errorf("photo %d has the tags %q", i, tags)
				}
			}
			if n := f.enc.calls.Load() - before; n != 0 {
				t.Errorf("%d photos encoded again", n)
			}
			f.expect(library.Counts{Photos: test.files, Files: test.files, Indexed: test.files})
		})
	}
}

// tags are those the user gave a photo.
func (f *fixture) tags(id library.PhotoID) (names []string) {
	f.t.Helper()
	shares, err := f.store.TagShares(f.t.Context(), []library.PhotoID{id})
	must(f.t, err)
	for _, share := range shares {
		names = append(names, share.Tag.Name)
	}
	return names
}

// TestWhatChangesOnlyTheInodeIsLeftAlone: a mode, a link, a copy in the file's place, a
// name that was changed and changed back.
func TestWhatChangesOnlyTheInodeIsLeftAlone(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"mode": func(path string) error { return os.Chmod(path, 0o600) },
		"link": func(path string) error { return os.Link(path, filepath.Join(t.TempDir(), "link")) },
		"name": func(path string) error {
			if err := os.Rename(path, path+".x"); err != nil {
				return err
			}
			return os.Rename(path+".x", path)
		},
		"copy": func(path string) error {
			info, err := os.Stat(path)
			if err != nil {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if err := os.WriteFile(path+".x", data, 0o644); err != nil {
				return err
			}
			if err := os.Chtimes(path+".x", info.ModTime(), info.ModTime()); err != nil {
				return err
			}
			return os.Rename(path+".x", path)
		},
	} {
		t.Run(name, func(t *testing.T) {
			log := &logged{}
			f := newFixture(t, log.into)
			path := f.photo("a.jpg", 1)
			f.photo("b.jpg", 2)
			f.once()
			p, err := f.store.Photo(t.Context(), f.id("a.jpg"))
			must(t, err)
			must(t, f.thumbs.Delete(string(p.Hash)))
			before := f.enc.calls.Load()
			must(t, change(path))
			changed, err := f.x.Sync(t.Context(), f.folder())
			must(t, err)
			if changed || f.totals().Pending != 0 {
				t.Errorf("changed %v, %+v", changed, f.totals())
			}
			log.expect(t, "files=1 read=1", "changed=0 \"taken over unread\"=0")
			log.clear()
			f.once()
			if f.enc.calls.Load() != before || f.thumbs.Has(string(p.Hash)) {
				t.Error("the photo was decoded again")
			}
			log.expect(t) // the new stamp is known
		})
	}
}

// logged gathers the log lines of the indexer about files that the indexer looked at again.
type logged struct{ strings.Builder }

func (l *logged) into(o *index.Options) {
	o.Log = slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
}

func (l *logged) clear() { l.Reset() }

// expect looks for one line with all the parts, or for none.
func (l *logged) expect(t *testing.T, parts ...string) {
	t.Helper()
	var lines []string
	for line := range strings.Lines(l.String()) {
		if strings.Contains(line, "looked at again") {
			lines = append(lines, line)
		}
	}
	if len(parts) == 0 && len(lines) == 0 {
		return
	}
	if len(parts) == 0 || len(lines) != 1 {
		t.Errorf("said %q, want one line with %q", lines, parts)
		return
	}
	for _, part := range parts {
		if !strings.Contains(lines[0], part) {
			t.Errorf("said %q, want %q", lines[0], part)
		}
	}
}

// mountStore is a catalogue whose files had other inodes and change times before, as on a
// network that is mounted anew.
type mountStore struct {
	index.Store
	remounted atomic.Bool
	unknown   atomic.Bool // as in a catalogue from before change times
	stay      func(rel string) bool
}

func (s *mountStore) KnownFiles(ctx context.Context, id library.FolderID, prefix string, fn func(library.KnownFile)) error {
	return s.Store.KnownFiles(ctx, id, prefix, func(f library.KnownFile) {
		if s.remounted.Load() && !(s.stay != nil && s.stay(f.Rel)) {
			f.Inode, f.ChangedNS = f.Inode+1_000_000, f.ChangedNS-1
		}
		if s.unknown.Load() {
			f.ChangedNS = 0
		}
		fn(f)
	})
}

func newMounted(t *testing.T, log *logged) (*fixture, *mountStore) {
	s := &mountStore{}
	f := newFixture(t, log.into, func(o *index.Options) {
		s.Store = o.Store
		o.Store = s
	})
	for i := range 100 {
		f.rated(fmt.Sprintf("d%d/%03d.jpg", i%4, i), uint64(i), 3)
	}
	must(t, os.WriteFile(filepath.Join(f.photos, "d1", "broken.jpg"), []byte("half a pho"), 0o644))
	f.once()
	log.clear()
	s.remounted.Store(true)
	return f, s
}

// TestMountWithOtherInodesIsSampled counts what is read when the stamps of all files are
// others.
func TestMountWithOtherInodesIsSampled(t *testing.T) {
	log := &logged{}
	f, s := newMounted(t, log)
	before := f.enc.calls.Load()
	f.once()
	log.expect(t, "files=101 read=32 ", "changed=0 \"taken over unread\"=69 ")
	if f.enc.calls.Load() != before {
		t.Error("photos were encoded again")
	}
	f.expect(library.Counts{Photos: 100, Files: 100, Indexed: 100, Failed: 1})
	s.remounted.Store(false)
	log.clear()
	f.once()
	log.expect(t) // the stamps are known by now
}

// TestEditOnAMountWithOtherInodes has the sample, or the odd directory, show that files
// were edited.
func TestEditOnAMountWithOtherInodes(t *testing.T) {
	write := func(path string, data []byte) error { return os.WriteFile(path, data, 0o644) }
	t.Run("in the sample", func(t *testing.T) {
		log := &logged{}
		f, _ := newMounted(t, log)
		for i := 3; i < 100; i += 4 { // a sample of 32 of 100 has some of these 25 in a row
			edit(t, filepath.Join(f.photos, "d3", fmt.Sprintf("%03d.jpg", i)), write)
		}
		f.once()
		log.expect(t, "files=101 read=100 ", "changed=26 \"taken over unread\"=0 ")
		for i := 3; i < 100; i += 4 {
			if name := fmt.Sprintf("d3/%03d.jpg", i); f.rating(name) != 4 {
				t.Errorf("%s is rated %d", name, f.rating(name))
			}
		}
	})
	t.Run("few of many", func(t *testing.T) {
		log := &logged{}
		f, s := newMounted(t, log)
		s.stay = func(rel string) bool { return !strings.HasSuffix(rel, "8.jpg") && !strings.HasSuffix(rel, "9.jpg") }
		edit(t, filepath.Join(f.photos, "d3", "059.jpg"), write)
		f.once()
		log.expect(t, "files=20 read=20 ", "changed=1 \"taken over unread\"=0 ")
		if f.rating("d3/059.jpg") != 4 {
			t.Error("the edit was overlooked")
		}
	})
}

// TestStampsOfAnOlderCatalogue are taken over without a look.
func TestStampsOfAnOlderCatalogue(t *testing.T) {
	log := &logged{}
	f, s := newMounted(t, log)
	s.remounted.Store(false)
	s.unknown.Store(true)
	path := filepath.Join(f.photos, "d0", "000.jpg")
	must(t, os.Chmod(path, 0o600))
	f.once()
	log.expect(t)
	s.unknown.Store(false)
	f.once()
	log.expect(t)
	edit(t, path, func(path string, data []byte) error { return os.WriteFile(path, data, 0o644) })
	f.once()
	if f.rating("d0/000.jpg") != 4 {
		t.Error("the edit was overlooked")
	}
}

// TestPausedIndexerDoubtsLater: reading what a scan doubts is work, which waits until
// indexing goes on.
func TestPausedIndexerDoubtsLater(t *testing.T) {
	f := newFixture(t)
	path := f.rated("a.jpg", 1, 3)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.x.Run(ctx) }()
	defer func() {
		cancel()
		must(t, <-done)
	}()
	eventually(t, "the photo", func() bool { return f.totals().Indexed == 1 })
	f.x.SetPaused(true)
	edit(t, path, func(path string, data []byte) error { return os.WriteFile(path, data, 0o644) })
	edited := time.Now()
	f.x.Rescan(f.folder().ID)
	eventually(t, "a scan", func() bool { return f.folder().LastScan.After(edited) })
	if f.rating("a.jpg") != 3 || f.totals().Pending != 0 {
		t.Error("the file was read while indexing was paused")
	}
	f.x.SetPaused(false)
	eventually(t, "the edit", func() bool { return f.totals().Indexed == 1 && f.rating("a.jpg") == 4 })
}
