package torture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"descry/library/annotation"
	"descry/library/copies"
	"descry/library/sqlite"
	"descry/library/sqlite/repair"
)

func copiesOf(home string) string { return filepath.Join(home, "copies") }

// jumps are clocks that are wrong, in seconds.
var jumps = []int64{0, 0, 40 * 86400, 5 * 365 * 86400, -3 * 365 * 86400}

// damage changes bits of what the library keeps while no process runs, or takes away more of
// it, and has the library repaired. damage begins when the disks are well: a change that waits
// in the catalogue because the journal's disk is full is nowhere else.
func (w *world) damage() {
	if w.rng.IntN(2) == 0 {
		return
	}
	if w.rng.IntN(2) == 0 {
		// The last annotations are in the catalogue's log alone.
		w.did("catalogue left with a log")
		w.learn(w.start(0, w.statementsOf("leave")...))
	}
	kinds := []struct {
		name string
		do   func()
	}{
		{"catalogue: bits flipped", w.flipCatalogue},
		{"catalogue: bits flipped", w.flipCatalogue},
		{"catalogue: bits flipped", w.flipCatalogue},
		{"catalogue and its log: bits flipped", func() { w.flipCatalogue(); w.flip(w.catalogue() + "-wal") }},
		{"catalogue and a copy: bits flipped", func() { w.flipCatalogue(); w.flipCopy() }},
		{"catalogue cut short", func() { w.must(os.Truncate(w.catalogue(), w.rng.Int64N(w.size(w.catalogue())))) }},
		{"catalogue emptied", func() { w.must(os.Truncate(w.catalogue(), 0)) }},
		{"catalogue deleted", func() { w.must(os.Remove(w.catalogue())) }},
		{"catalogue and its log deleted", func() {
			w.must(os.Remove(w.catalogue()))
			_ = os.Remove(w.catalogue() + "-wal")
		}},
		{"copy: bits flipped", w.flipCopy},
		{"journal: bits flipped", w.flipJournal},
		{"journal: bits flipped", w.flipJournal},
	}
	kind := kinds[w.rng.IntN(len(kinds))]
	w.did(kind.name)
	kind.do()
	w.repair()
	if w.flipped != nil {
		// The next annotations are numbered behind the damaged ones.
		w.learn(w.start(0, w.statementsOf("say")...))
	}
}

func (w *world) catalogue() string { return filepath.Join(w.home, "catalogue.db") }

func (w *world) size(path string) int64 {
	info, err := os.Stat(path)
	w.must(err)
	return info.Size()
}

// statementsOf is a task that says something of any photo.
func (w *world) statementsOf(task string) []string {
	args := []string{task, fmt.Sprint(w.rng.Uint64())}
	for _, p := range w.photos {
		args = append(args, string(p.hash))
	}
	return args
}

func (w *world) flipCatalogue() { w.flip(w.catalogue()) }

// flip changes up to 20 bits of a file, if it is there and not empty.
func (w *world) flip(path string) {
	data, err := os.ReadFile(path)
	if err != nil || len(data) == 0 {
		return
	}
	for range 1 + w.rng.IntN(20) {
		w.did("bits flipped")
		at := w.rng.IntN(len(data))
		for tries := w.rng.IntN(20); tries > 0 && data[at] == 0; tries-- { // most pages of a small library are empty
			at = w.rng.IntN(len(data))
		}
		data[at] ^= 1 << w.rng.IntN(8)
	}
	w.must(os.WriteFile(path, data, 0o600))
}

// flipCopy changes the newest copy or another.
func (w *world) flipCopy() {
	if list, err := copies.List(copiesOf(w.home)); err == nil && len(list) > 0 {
		w.flip(list[w.rng.IntN(min(2, len(list)))].Path)
	}
}

// flippedJournal is a segment of the journal in which bits were changed.
type flippedJournal struct {
	path            string
	before, flipped []byte
}

// flipJournal changes bits of the journal's last lines.
func (w *world) flipJournal() {
	segments, err := filepath.Glob(filepath.Join(journalOf(w.home), "*.jsonl"))
	if err != nil || len(segments) == 0 {
		return
	}
	f := &flippedJournal{path: segments[len(segments)-1]}
	f.before, err = os.ReadFile(f.path)
	w.must(err)
	if len(f.before) == 0 {
		return
	}
	f.flipped = bytes.Clone(f.before)
	tail := min(len(f.flipped), 3000)
	for range 1 + w.rng.IntN(20) {
		w.did("bits flipped")
		f.flipped[len(f.flipped)-1-w.rng.IntN(tail)] ^= 1 << w.rng.IntN(8)
	}
	w.must(os.WriteFile(f.path, f.flipped, 0o600))
	w.flipped = f
}

// mendJournal takes back what flipJournal did, so that all of the journal can be
// compared, and looks that what was there was only appended to.
func (w *world) mendJournal() {
	f := w.flipped
	if w.flipped = nil; f == nil {
		return
	}
	now, err := os.ReadFile(f.path)
	w.must(err)
	added, ok := bytes.CutPrefix(now, f.flipped)
	if lastFeed := bytes.LastIndexByte(f.flipped, '\n') + 1; lastFeed < len(f.flipped) {
		// The end of the last line is another byte. The line got a line feed if it can be
		// read, and was cut off otherwise.
		if added, ok = bytes.CutPrefix(now, append(bytes.Clone(f.flipped), '\n')); !ok {
			added, ok = bytes.CutPrefix(now, f.flipped)
			if !ok || len(added) > 0 {
				added, ok = bytes.CutPrefix(now, f.flipped[:lastFeed])
			}
		}
	}
	if !ok {
		w.t.Errorf("the journal was not only appended to: it had %d bytes and has %d", len(f.flipped), len(now))
	}
	mended := bytes.Clone(f.before)
	last := changeNumber(f.before[bytes.LastIndexByte(f.before[:len(f.before)-1], '\n')+1:])
	for line := range bytes.Lines(added) {
		if changeNumber(line) > last {
			mended = append(mended, line...)
		} else if !bytes.Contains(f.before, line) {
			w.t.Errorf("another change has the number of one in the journal: %s", line)
		} else {
			w.did("changes of the journal that were damaged and written again")
		}
	}
	w.must(os.WriteFile(f.path, mended, 0o600))
}

// changeNumber is the number of a line of the journal.
func changeNumber(line []byte) (n int64) {
	_, _ = fmt.Sscanf(string(line), `{"n":%d,`, &n)
	return n
}

// copyTask makes a copy if one is due. Each round has a day of its own.
func (w *world) copyTask() []string { return []string{"copy", fmt.Sprint(w.days)} }

// makeCopy makes the copies of a day, in a child.
func makeCopy(ctx context.Context, store *sqlite.Store, home string, now func() time.Time, days string) error {
	n, err := strconv.Atoi(days)
	if err != nil {
		return err
	}
	keeper := copies.Keeper{Dir: copiesOf(home), By: "torture", Now: func() time.Time { return now().AddDate(0, 0, n) }}
	return keeper.Daily(ctx, store)
}

// repair lets the catalogue be repaired, which may be killed a few times.
func (w *world) repair() {
	w.clock = jumps[w.rng.IntN(len(jumps))]
	defer func() { w.clock = 0 }()
	for w.rng.IntN(2) == 0 {
		w.did("repair killed")
		w.start(time.Duration(1+w.rng.IntN(200))*time.Millisecond, "repair")
	}
	for _, line := range w.start(0, "repair") {
		if outcome, ok := strings.CutPrefix(line, "repair: "); ok {
			w.did("repair: " + outcome)
		} else if strings.HasPrefix(line, "error") {
			w.t.Errorf("repair: %s", line)
		} else if strings.HasPrefix(line, "found") {
			w.recent = append(w.recent, line)
		}
	}
	w.dropStrays()
	kept, err := filepath.Glob(w.catalogue() + ".damaged-*")
	w.must(err)
	for _, path := range kept { // nobody needs them here, and the disk is small
		w.must(os.Remove(path))
	}
	if left, _ := filepath.Glob(filepath.Join(w.home, ".descry-salvage-*")); len(left) > 0 {
		w.t.Errorf("left by repairs: %q", left)
	}
}

// dropStrays removes folders whose path has another letter, as the user would.
func (w *world) dropStrays() {
	store, err := openHome(w.home, nil)
	if err != nil {
		w.t.Errorf("open what was repaired: %v", err)
		return
	}
	defer store.Close()
	folders, err := store.Folders(context.Background(), "")
	w.must(err)
	for _, f := range folders {
		if !slices.Contains([]string{w.plain, w.root}, f.Path) {
			w.did("folders with another letter removed")
			w.must(store.RemoveFolder(context.Background(), f.ID))
		}
	}
}

// repairHome is what a child does: what descry doctor does with a catalogue, and then
// what descry restore does, which doctor advises where words differ.
func repairHome(home string, now func() time.Time) error {
	ctx := context.Background()
	l := repair.Library{Catalogue: filepath.Join(home, "catalogue.db"), Journal: journalOf(home), Copies: copiesOf(home),
		Vectors: filepath.Join(home, "vectors")}
	var findings []string
	var err error
	gone, _ := repair.Lost(l.Catalogue)
	if !gone {
		if findings, err = repair.Findings(ctx, l.Catalogue); err != nil {
			return err
		}
	}
	outcome := "no damage of the file noticed"
	if !gone && len(findings) == 0 {
		if err := repair.RemoveAbandoned(l.Catalogue); err != nil {
			return err
		}
	}
	if gone || len(findings) > 0 {
		r, err := repair.Repair(ctx, l, now())
		if err != nil {
			return err
		}
		left, err := repair.Findings(ctx, l.Catalogue)
		if err == nil && len(left) > 0 {
			err = fmt.Errorf("it found %q and left %q", findings, left)
		}
		if err != nil {
			return err
		}
		switch outcome = "a new catalogue of what could be read"; {
		case r.Reindexed:
			outcome = "indexes made anew"
		case r.New:
			outcome = "a new catalogue, of copies and journal alone"
		}
		if _, err := os.Stat(r.Kept); !r.New && err != nil {
			return fmt.Errorf("the damaged file is not kept: %w", err)
		}
	}
	fmt.Println("repair:", outcome)
	fmt.Printf("found: %q\n", findings)
	store, err := openHome(home, now)
	if err != nil {
		return err
	}
	err = bringBack(ctx, store, home)
	return errors.Join(err, store.Close())
}

// bringBack makes the catalogue say what copies and journal say, unless lines of the
// journal are damaged: what the catalogue says counts then.
func bringBack(ctx context.Context, store *sqlite.Store, home string) error {
	r, err := copies.Recover(copiesOf(home), journalOf(home), nil)
	if err != nil {
		return err
	}
	if len(r.Damaged) > 0 {
		fmt.Println("repair: lines of the journal damaged, nothing brought back")
		return nil
	}
	d, err := store.ApplyRecords(ctx, r.Records(), annotation.Options{Mode: annotation.Replace})
	if err != nil {
		return fmt.Errorf("bring back: %w", err)
	}
	if !d.Empty() {
		fmt.Println("repair: words brought back")
	}
	return store.ForgetMissing(ctx)
}
