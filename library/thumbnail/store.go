// Package thumbnail makes small pictures of photos and keeps them on disk below a byte budget.
// A photo has one thumbnail for the grid and, once a row was large enough to need it, a larger
// one. The least recently used thumbnails go first, the larger ones before the small ones.
// Everything in the folder can be made again from the photos, so files are written without
// waiting for the disk and checked when read.
package thumbnail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"descry/internal/atomicfile"
	"descry/internal/safename"
	"descry/library/media"
)

var (
	// ErrNotFound: there is no thumbnail of this id, or no longer.
	ErrNotFound = errors.New("there is no such thumbnail")
	// ErrInvalidID: the id cannot be a file name.
	ErrInvalidID = errors.New("the thumbnail id is invalid")
)

// quality is where photos at 256 pixels stop looking better. Photos at 1,024 pixels do so well
// before.
const quality = 82

// size is one of the two sizes of thumbnails.
type size struct {
	side   int    // pixels of the longer side at the most
	ending string // of the file's name, behind the id
}

// An id has no character of the larger ending, so that no file is taken for another.
var (
	small = size{MaxSide, extension}
	large = size{LargeSide, "@1024" + extension}
)

const extension = ".jpg"

// Store is a folder of thumbnails. A Store is safe for many goroutines, and for several
// processes that share the folder.
type Store struct {
	dir    string
	budget int64
	used   atomic.Int64  // bytes of all thumbnails, as far as known
	wake   chan struct{} // tells the keeper that the budget is exceeded
	cancel context.CancelFunc
	keeper sync.WaitGroup
	put    func(path string, data []byte) error // replaced in tests
	now    func() time.Time                     // replaced in tests
}

// Open uses the folder dir, making the folder where needed, for at most budgetBytes of
// thumbnails. 0 or less means no limit. Close must be called at the end.
func Open(dir string, budgetBytes int64) (*Store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("open thumbnails: %w", atomicfile.Explain(err))
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Store{dir: dir, budget: budgetBytes, wake: make(chan struct{}, 1), cancel: cancel,
		put: atomicfile.WriteUnsynced, now: time.Now}
	s.keeper.Go(func() { s.keep(ctx) })
	return s, nil
}

// Close stops the background work and waits for its end.
func (s *Store) Close() error {
	s.cancel()
	s.keeper.Wait()
	return nil
}

// Size is the bytes of all thumbnails as far as known. The bytes are counted in the background
// after Open.
func (s *Store) Size() int64 { return s.used.Load() }

// Put makes a thumbnail of img and keeps the thumbnail under id, replacing an older one. Put
// fails with [atomicfile.ErrFull] or [atomicfile.ErrReadOnly] where that is the reason. After
// an error the older thumbnail is intact.
func (s *Store) Put(id string, img *image.NRGBA) error { return s.make(id, small, img) }

// PutLarge is Put for the larger thumbnail. A picture below the larger size keeps its size.
func (s *Store) PutLarge(id string, img *image.NRGBA) error { return s.make(id, large, img) }

func (s *Store) make(id string, z size, img *image.NRGBA) error {
	path, err := s.path(id, z)
	if err != nil {
		return err
	}
	data, err := media.EncodeJPEG(Scale(img, z.side), quality)
	if err != nil {
		return fmt.Errorf("encode thumbnail: %w", err)
	}
	var before int64
	if info, err := os.Stat(path); err == nil {
		before = info.Size()
	}
	if err := s.write(path, data); err != nil {
		return fmt.Errorf("write thumbnail: %w", atomicfile.Explain(err))
	}
	if used := s.used.Add(int64(len(data)) - before); s.budget > 0 && used > s.budget {
		s.signal()
	}
	return nil
}

// Get returns the JPEG bytes of a thumbnail, or ErrNotFound.
func (s *Store) Get(id string) ([]byte, error) { return s.get(id, small) }

func (s *Store) get(id string, z size) ([]byte, error) {
	path, err := s.path(id, z)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read thumbnail: %w", err)
	}
	if !whole(data) {
		_ = s.remove(path) // cut off by a crash: the thumbnail has to be made again
		return nil, ErrNotFound
	}
	s.touch(path)
	return data, nil
}

// whole says whether data is a complete JPEG.
func whole(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xff, 0xd8}) && bytes.HasSuffix(data, []byte{0xff, 0xd9})
}

// Decode returns a thumbnail as *image.YCbCr, which takes half the memory of
// RGBA, or ErrNotFound.
func (s *Store) Decode(id string) (image.Image, error) { return s.decode(id, small) }

// DecodeLarge is Decode for the larger thumbnail.
func (s *Store) DecodeLarge(id string) (image.Image, error) { return s.decode(id, large) }

func (s *Store) decode(id string, z size) (image.Image, error) {
	data, err := s.get(id, z)
	if err != nil {
		return nil, err
	}
	if m, err := media.DecodePlanes(data); err == nil {
		return m, nil
	}
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		if path, err := s.path(id, z); err == nil {
			_ = s.remove(path)
		}
		return nil, ErrNotFound
	}
	return m, nil
}

// Path is the path of the thumbnail of an id, whether or not the thumbnail exists.
func (s *Store) Path(id string) (string, error) { return s.path(id, small) }

// Has says whether there is a thumbnail of this id. Has does not count as use.
func (s *Store) Has(id string) bool { return s.has(id, small) }

// HasLarge is Has for the larger thumbnail.
func (s *Store) HasLarge(id string) bool { return s.has(id, large) }

func (s *Store) has(id string, z size) bool {
	path, err := s.path(id, z)
	if err != nil {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Size() > 0
}

// Delete removes the thumbnails of an id. An id without thumbnails is no error.
func (s *Store) Delete(id string) error {
	var errs []error
	for _, z := range []size{small, large} {
		path, err := s.path(id, z)
		if err == nil {
			err = s.remove(path)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (s *Store) remove(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("delete thumbnail: %w", atomicfile.Explain(err))
	}
	s.used.Add(-info.Size())
	return nil
}

// path is the path of a thumbnail. Folders by the first two letters of the id keep each folder
// small.
func (s *Store) path(id string, z size) (string, error) {
	if len(id) < 2 || !safename.ID(id, "-_", 128) {
		return "", ErrInvalidID
	}
	return filepath.Join(s.dir, id[:2], id+z.ending), nil
}
