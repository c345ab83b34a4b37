package torture

import (
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/zeebo/blake3"
	"golang.org/x/sys/unix"

	"descry/library"
)

// photo is one that the model knows, wherever it lies.
type photo struct {
	hash library.Hash
	path string // where it is when all is well
	held string // where it was put away; "" while it lies at path
	// moved says that it may not have been seen at path yet.
	moved bool
	asked bool // it was put away with many others
}

// world is a library's disks, and what must be in its catalogue.
type world struct {
	t       *testing.T
	rng     *rand.Rand
	home    string // catalogue and thumbnails, a disk of its own
	plain   string // a folder of the library
	drive   string // below it, a mount
	content string // what is mounted there
	root    string // another folder of the library, a mount itself
	rooted  string // what is mounted there
	trash   string // in no folder of the library
	photos  []*photo
	said    map[string]string   // what must be there, by what it is about
	maybe   map[string][]string // what may be there as well: it was not reported
	counts  map[string]int      // what was done, for the report
	recent  []string            // what was done in this round
	clock   int64               // seconds that the next child's clock is off by
	days    int                 // that have gone by for copies, one a round
	flipped *flippedJournal     // while its bits are other ones
	faults  []*fault            // file systems that fail, in the order in which they began
	noFUSE  bool                // the system has none that could fail
}

// Photos are spread over three places.
const photosEach = 14

// newWorld needs a mount namespace of its own.
func newWorld(t *testing.T, seed uint64) *world {
	dir := t.TempDir()
	w := &world{
		t: t, rng: rand.New(rand.NewPCG(seed, 7)),
		home: filepath.Join(dir, "home"), plain: filepath.Join(dir, "photos"), drive: filepath.Join(dir, "photos", "drive"),
		content: filepath.Join(dir, "drive-content"), root: filepath.Join(dir, "root"), rooted: filepath.Join(dir, "root-content"),
		trash: filepath.Join(dir, "trash"), said: map[string]string{}, maybe: map[string][]string{}, counts: map[string]int{},
	}
	for _, d := range []string{w.home, w.plain, w.drive, w.content, w.root, w.rooted, w.trash} {
		w.must(os.MkdirAll(d, 0o755))
	}
	t.Cleanup(func() {
		w.endFaults()
		for _, at := range []string{w.home, w.drive, w.root} {
			w.unmount(at)
		}
	})
	w.must(unix.Mount("none", w.home, "tmpfs", 0, "size=48m"))
	w.mount(w.content, w.drive)
	w.mount(w.rooted, w.root)
	for i, d := range []string{w.plain, w.drive, w.root} {
		for k := range photosEach {
			// Some lie in directories, some beside them.
			path := filepath.Join(d, fmt.Sprintf("p%d", k%3), fmt.Sprintf("photo %d-%d.jpg", i, k))
			if k%3 == 0 {
				path = filepath.Join(d, filepath.Base(path))
			}
			w.paint(path, uint64(i*100+k))
		}
	}
	return w
}

// paint writes a photo that no other is like.
func (w *world) paint(path string, seed uint64) {
	w.must(os.MkdirAll(filepath.Dir(path), 0o755))
	r := rand.New(rand.NewPCG(seed, 1))
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for i := range 40 * 30 {
		img.Set(i%40, i/40, color.RGBA{uint8(r.IntN(256)), uint8(seed), uint8(i / 5), 255})
	}
	f, err := os.Create(path)
	w.must(err)
	w.must(jpeg.Encode(f, img, nil))
	w.must(f.Close())
	data, err := os.ReadFile(path)
	w.must(err)
	w.photos = append(w.photos, &photo{hash: library.Hash(fmt.Sprintf("%x", blake3.Sum256(data))), path: path})
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) mount(what, at string) { w.must(unix.Mount(what, at, "", unix.MS_BIND, "")) }

// unmount takes away all that is mounted at a directory.
func (w *world) unmount(at string) {
	for unix.Unmount(at, unix.MNT_DETACH) == nil {
	}
}

// clean takes away everything in a directory that is no mount now.
func (w *world) clean(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		w.must(os.RemoveAll(filepath.Join(dir, e.Name())))
	}
}

// mend makes the disks as they were.
func (w *world) mend() {
	w.endFaults()
	w.must(unix.Mount("", w.home, "", unix.MS_REMOUNT, "size=48m"))
	_ = os.Remove(filepath.Join(w.home, "filler"))
	for at, what := range map[string]string{w.drive: w.content, w.root: w.rooted} {
		w.unmount(at)
		w.must(os.MkdirAll(at, 0o755))
		w.clean(at) // what was left at the mount point
		w.mount(what, at)
	}
	for _, p := range w.photos {
		p.moved, p.asked = false, false
		if p.held != "" {
			w.must(os.MkdirAll(filepath.Dir(p.path), 0o755))
			w.must(os.Rename(p.held, p.path))
			p.held = ""
		}
	}
	w.clock = 0
}

// one is a photo that lies where it belongs, nil without any below dir.
func (w *world) one(dir string) *photo {
	for range 50 {
		p := w.photos[w.rng.IntN(len(w.photos))]
		if rel, err := filepath.Rel(dir, p.path); p.held == "" && err == nil && filepath.IsLocal(rel) {
			return p
		}
	}
	return nil
}
