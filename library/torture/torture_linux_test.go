package torture

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"descry/internal/sandbox"
	"descry/internal/testlength"
	"descry/library"
	"descry/library/annotation"
	"descry/library/journal"
)

// TestTorture goes through so many rounds. The package comment in doc.go describes a round.
func TestTorture(t *testing.T) {
	rounds, err := strconv.Atoi(os.Getenv("DESCRY_TORTURE"))
	if err != nil {
		rounds = 12
		if testlength.Shortened(t) {
			rounds = 4
		}
	}
	seed, err := strconv.ParseUint(os.Getenv("DESCRY_TORTURE_SEED"), 10, 64)
	if err != nil {
		seed = rand.Uint64()
	}
	if !sandbox.Inside(t, 0) {
		return
	}
	t.Logf("DESCRY_TORTURE_SEED=%d", seed)
	w := newWorld(t, seed)
	w.run(0, "add", w.plain, w.root)
	w.settle()
	for round := range rounds {
		w.recent = nil
		w.round()
		if t.Failed() {
			t.Fatalf("in round %d of %d: %s", round+1, rounds, strings.Join(w.recent, "; "))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(w.counts)) {
		t.Logf("%6d %s", w.counts[name], name)
	}
	t.Logf("%d rounds, %d photos, %d statements: nothing lost", rounds, len(w.photos), len(w.said))
}

// did counts for the report.
func (w *world) did(what string) {
	w.counts[what]++
	w.recent = append(w.recent, what)
}

// round lets some things happen, does some work meanwhile, and looks whether all is
// there when the world is well again.
func (w *world) round() {
	for range 1 + w.rng.IntN(3) {
		w.harm()
	}
	for range 1 + w.rng.IntN(3) {
		w.work()
	}
	if w.rng.IntN(3) == 0 { // one thing more, and work on it
		w.harm()
		w.work()
	}
	w.keepsFiles()
	w.mend()
	w.days++
	w.damage()
	w.settle()
}

// harm is a thing that the world does.
type harm struct {
	name string
	do   func()
}

// harm does one of the things that the world does.
func (w *world) harm() {
	harms := []harm{
		{"drive below a folder unplugged, its mount point left", func() { w.unmount(w.drive) }},
		{"drive unplugged, its mount point gone", func() { w.unmount(w.drive); _ = os.Remove(w.drive) }},
		{"drive unplugged, a stray file left", func() { w.unmount(w.drive); w.stray(w.drive) }},
		{"blank disk in place of a drive", func() { w.unmount(w.drive); w.blank(w.drive) }},
		{"folder unmounted", func() { w.unmount(w.root) }},
		{"folder unmounted, a stray file and a trash left", func() { w.unmount(w.root); w.stray(w.root); w.stray(filepath.Join(w.root, ".Trash-1000")) }},
		{"blank disk in place of a folder", func() { w.unmount(w.root); w.blank(w.root); w.stray(filepath.Join(w.root, "lost+found")) }},
		{"half of a drive listed", func() { w.half(w.drive, w.content) }},
		{"half of a folder listed", func() { w.half(w.root, w.rooted) }},
		{"disk full", w.fill},
		{"disk read-only", func() { w.must(unix.Mount("", w.home, "", unix.MS_REMOUNT|unix.MS_RDONLY, "")) }},
		{"photo deleted", func() { w.putAway(w.one(w.plain)) }},
		{"most photos of a folder gone at once", w.mostAway},
		{"photo moved", func() { w.move(w.one(w.plain)) }},
		{"clock ahead by 40 days", func() { w.clock = 40 * 86400 }},
		{"clock ahead by five years", func() { w.clock = 5 * 365 * 86400 }},
		{"clock back by three years", func() { w.clock = -3 * 365 * 86400 }},
		{"nothing", func() {}},
	}
	harms = append(harms, w.faultHarms()...)
	h := harms[w.rng.IntN(len(harms))]
	w.did(h.name)
	h.do()
}

// stray leaves a file that is none of the library's.
func (w *world) stray(dir string) {
	_ = os.MkdirAll(dir, 0o755)
	_ = os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("stray"), 0o644)
}

func (w *world) blank(at string) {
	w.must(os.MkdirAll(at, 0o755))
	w.must(unix.Mount("none", at, "tmpfs", 0, "size=1m"))
}

// half mounts a disk on which every second photo is.
func (w *world) half(at, content string) {
	w.unmount(at)
	w.blank(at)
	for i, p := range w.photos {
		rel, err := filepath.Rel(at, p.path)
		if err != nil || !filepath.IsLocal(rel) || p.held != "" || i%2 == 0 {
			continue
		}
		data, err := os.ReadFile(filepath.Join(content, rel))
		w.must(err)
		w.must(os.MkdirAll(filepath.Dir(p.path), 0o755))
		w.must(os.WriteFile(p.path, data, 0o644))
	}
}

func (w *world) fill() {
	f, err := os.Create(filepath.Join(w.home, "filler"))
	if err != nil {
		return // read-only
	}
	defer f.Close()
	block := make([]byte, 1<<16)
	for {
		if _, err := f.Write(block); err != nil {
			break
		}
	}
	// Some room is left, sometimes: it ends in the middle of something.
	if size, err := f.Seek(0, 1); err == nil {
		_ = f.Truncate(max(0, size-w.rng.Int64N(1<<19)))
	}
}

// putAway deletes a photo as far as the library can tell.
func (w *world) putAway(p *photo) {
	if p == nil {
		return
	}
	held := filepath.Join(w.trash, filepath.Base(p.path))
	if os.Rename(p.path, held) == nil {
		p.held = held
	}
}

// mostAway takes ten photos or so out of the folder's own place at once: whether they
// are deleted is for the user to say.
func (w *world) mostAway() {
	gone := 0
	for _, p := range w.photos {
		if gone == photosEach-4 {
			break
		}
		if p.held != "" || !strings.HasPrefix(p.path, w.plain) || strings.HasPrefix(p.path, w.drive) {
			continue
		}
		if w.putAway(p); p.held != "" {
			p.asked = true
			gone++
		}
	}
}

// move gives a photo another place in the same folder.
func (w *world) move(p *photo) {
	if p == nil || strings.HasPrefix(p.path, w.drive) {
		return
	}
	to := filepath.Join(w.plain, fmt.Sprintf("moved %d", w.rng.IntN(3)), filepath.Base(p.path))
	w.must(os.MkdirAll(filepath.Dir(to), 0o755))
	if os.Rename(p.path, to) == nil {
		p.path, p.moved = to, true
	}
}

// work runs some processes, of which some are killed.
func (w *world) work() {
	n := 1
	if w.rng.IntN(3) == 0 {
		n = 4
		w.did("four processes at once")
	}
	tasks := make([][]string, n)
	for i := range tasks {
		switch w.rng.IntN(7) {
		case 0, 1:
			tasks[i] = []string{"index"}
		case 2:
			tasks[i] = []string{"watch"}
		case 3:
			tasks[i] = []string{"purge"}
		case 4:
			tasks[i] = w.copyTask()
		default:
			// No two say something of the same photo at once: nobody could tell which was last.
			args := []string{"say", fmt.Sprint(w.rng.Uint64())}
			for k, p := range w.photos {
				if k%n == i {
					args = append(args, string(p.hash))
				}
			}
			tasks[i] = args
		}
	}
	delays := make([]time.Duration, n)
	for i, task := range tasks {
		if task[0] == "watch" || w.rng.IntN(2) == 0 {
			delays[i] = time.Duration(5+w.rng.IntN(400)) * time.Millisecond
			w.did(task[0] + " killed")
		} else {
			w.did(task[0] + " run")
		}
	}
	reports := make([][]string, n)
	var running sync.WaitGroup
	for i := range tasks {
		running.Add(1)
		go func() {
			defer running.Done()
			reports[i] = w.start(delays[i], tasks[i]...)
		}()
	}
	running.Wait()
	for _, lines := range reports {
		w.learn(lines)
	}
}

// start runs a child, which is killed after a while unless that is 0, and returns what
// it reported.
func (w *world) start(kill time.Duration, task ...string) (lines []string) {
	cmd := exec.Command(os.Args[0], append([]string{fmt.Sprint(w.clock)}, task...)...)
	cmd.Env = append(os.Environ(), childOf+"="+w.home)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		w.t.Error(err)
		return nil
	}
	limit := kill
	if kill == 0 {
		limit = time.Minute
	}
	timer := time.AfterFunc(limit, func() { _ = cmd.Process.Kill() })
	for s := bufio.NewScanner(out); s.Scan(); {
		lines = append(lines, s.Text())
	}
	_ = cmd.Wait()
	if !timer.Stop() && kill == 0 {
		w.t.Errorf("%q did not end within %v", task[0], limit)
	}
	return lines
}

// run runs a child that is to succeed.
func (w *world) run(kill time.Duration, task ...string) {
	w.t.Helper()
	for _, line := range w.start(kill, task...) {
		if strings.HasPrefix(line, "error") {
			w.t.Fatalf("%s: %s", task[0], line)
		}
	}
}

// learn takes over the annotations that a child reported. An annotation that the child began
// and did not report may be there or not.
func (w *world) learn(lines []string) {
	open := map[string]string{}
	for _, line := range lines {
		part := strings.Split(line, "\t")
		if len(part) < 3 {
			continue
		}
		switch part[0] {
		case "try":
			open[part[1]] = part[2]
		case "failed":
			w.did("statements refused")
			delete(open, part[1])
		case "done":
			w.did("statements")
			w.said[part[1]] = part[2]
			delete(w.maybe, part[1])
			delete(open, part[1])
		}
	}
	for about, what := range open {
		w.maybe[about] = append(w.maybe[about], what)
	}
}

// keepsFiles looks whether the catalogue still knows each photo that was not deleted,
// however the disks are now. What has other times than before and can't be read is a
// problem that is known, and nothing else until it is read again.
func (w *world) keepsFiles() {
	w.must(unix.Mount("", w.home, "", unix.MS_REMOUNT, "size=48m"))
	_ = os.Remove(filepath.Join(w.home, "filler"))
	store, err := openHome(w.home, nil)
	if err != nil {
		w.t.Errorf("open: %v", err)
		return
	}
	defer store.Close()
	problems, err := store.Problems(context.Background(), len(w.photos))
	if err != nil {
		w.t.Errorf("problems: %v", err)
	}
	unread := map[string]bool{}
	for _, f := range problems {
		unread[f.Path] = true
	}
	for _, p := range w.photos {
		if p.held != "" && !p.asked || p.moved || unread[p.path] {
			continue
		}
		if _, err := store.PhotoByPath(context.Background(), p.path); err != nil {
			w.t.Errorf("%s is taken for deleted: %v", p.path, err)
		}
	}
}

// settle indexes until all is well, and compares.
func (w *world) settle() {
	w.run(0, "index")
	store, err := openHome(w.home, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	defer store.Close()
	ctx := context.Background()
	if findings, err := store.Check(ctx); err != nil || len(findings) > 0 {
		w.t.Errorf("check: %q, %v", findings, err)
	}
	hashes := map[library.PhotoID]string{}
	for _, p := range w.photos {
		id, err := store.PhotoByPath(ctx, p.path)
		if err != nil {
			w.t.Errorf("%s: %v", p.path, err)
			continue
		}
		known, err := store.Photo(ctx, id)
		if err != nil || known.Hash != p.hash {
			w.t.Errorf("%s: hash %s, want %s, %v", p.path, known.Hash, p.hash, err)
		}
		if _, done, err := store.PhotoByHash(ctx, p.hash, model); err != nil || !done {
			w.t.Errorf("%s has no vector, %v", p.path, err)
		}
		for _, f := range known.Files {
			if f.Path == p.path && !f.Online {
				w.t.Errorf("%s is said to be offline", p.path)
			}
		}
		hashes[id] = string(p.hash)
	}
	counts, err := store.Totals(ctx, model)
	if err != nil || counts.Pending != 0 || counts.Failed != 0 || counts.Photos != len(w.photos) {
		w.t.Errorf("counts %+v of %d photos, %v", counts, len(w.photos), err)
	}
	w.compare(func(see func(about, what string)) error {
		if err := store.Statements(ctx, func(e library.TagEdit) { see(tagKey(hashes[e.Photo], e.Tag), fmt.Sprint(e.Label)) }); err != nil {
			return err
		}
		if err := store.Captions(ctx, func(id library.PhotoID, text string) { see(captionKey(hashes[id]), text) }); err != nil {
			return err
		}
		return store.AllFeedback(ctx, func(f library.Feedback) {
			say := library.No
			if f.Good {
				say = library.Yes
			}
			see(answerKey(hashes[f.Photo], f.Description), fmt.Sprint(say))
		})
	})
	w.compare(w.journalled)
}

// journalled reads the journal from its beginning: it tells the same, change by change.
func (w *world) journalled(see func(about, what string)) error {
	w.mendJournal()
	last := int64(0)
	damaged, err := journal.Read(journalOf(w.home), 0, func(c library.UserChange) error {
		if c.N <= last {
			w.t.Errorf("change %d stands in the journal behind %d", c.N, last)
		}
		last = c.N
		r, err := annotation.Parse(c.Record)
		if err != nil {
			return err
		}
		say := fmt.Sprint(map[string]library.Label{"yes": library.Yes, "no": library.No}[r.Value])
		switch r.Kind {
		case "tag", "person":
			see(tagKey(r.Photo, library.Tag{Person: r.Kind == "person", Name: r.Name}), say)
		case "answer":
			see(answerKey(r.Photo, r.Description), say)
		case "caption":
			text := ""
			if r.Text != nil {
				text = *r.Text
			}
			see(captionKey(r.Photo), text)
		}
		return nil
	})
	if len(damaged) > 0 {
		w.t.Errorf("damaged: %v", damaged)
	}
	return err
}

// compare compares the catalogue with the expected annotations, and takes over the unknown
// ones.
func (w *world) compare(read func(see func(about, what string)) error) {
	unsaid := fmt.Sprint(library.Unlabelled)
	found := map[string]string{}
	if err := read(func(about, what string) { found[about] = what }); err != nil {
		w.t.Error(err)
		return
	}
	abouts := map[string]bool{}
	for _, m := range []map[string]string{found, w.said} {
		for about := range m {
			abouts[about] = true
		}
	}
	for about := range abouts {
		is, want := found[about], w.said[about]
		if is == "" {
			is = unsaid
		}
		if want == "" {
			want = unsaid
		}
		if is != want && !slices.Contains(w.maybe[about], is) {
			w.t.Errorf("%s: %q, want %q or %q", about, is, want, w.maybe[about])
		}
		w.said[about] = is
	}
	clear(w.maybe)
}
