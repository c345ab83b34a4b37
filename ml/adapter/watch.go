package adapter

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"
)

// Watch tells again and again how much of a card others take, for a program that computes
// beside them. A Watch is for one goroutine.
type Watch struct {
	slot  string
	own   []int
	leave []string // programs
	proc  string
	clock func() time.Time

	before []Use
	when   time.Time
}

// NewWatch watches an adapter. The processes own are not counted as others, beside this one:
// the program's window draws on the card, too.
func NewWatch(a Adapter, own ...int) *Watch {
	return &Watch{slot: a.Slot, own: append(slices.Clone(own), os.Getpid()), proc: "/proc", clock: time.Now}
}

// Leave has programs not count as others, by the names that the system shows. The program has
// further processes, which come and go.
func (w *Watch) Leave(programs ...string) {
	const longest = 15 // bytes of a name that the kernel keeps
	for _, name := range programs {
		w.leave = append(w.leave, name[:min(len(name), longest)])
	}
}

// Others looks once more. share is the share of the card's busiest part that others took since
// the last look, from 0 to 1. bytes is what others hold of the card's own memory now. The
// first look's share is 0. On other systems than Linux, and for an adapter without a slot, the
// error wraps [ErrUnsupported]. Cards of NVIDIA's own driver, whose users can't be seen, look
// unused.
func (w *Watch) Others(ctx context.Context) (share float64, bytes int64, err error) {
	if w.slot == "" {
		return 0, 0, fmt.Errorf("the adapter's slot isn't known: %w", ErrUnsupported)
	}
	all, err := uses(ctx, w.proc, w.own)
	if err != nil {
		return 0, 0, err
	}
	on, now := Adapter{Slot: w.slot}.On(all), w.clock()
	on = slices.DeleteFunc(on, func(u Use) bool { return slices.Contains(w.leave, u.Program) })
	if !w.when.IsZero() {
		share = Share(w.before, on, now.Sub(w.when))
	}
	for _, u := range on {
		bytes = sum(bytes, u.MemoryBytes)
	}
	w.before, w.when = on, now
	return share, bytes, nil
}
