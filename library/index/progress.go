package index

import (
	"sync"
	"time"
)

// Progress is a snapshot of a run.
type Progress struct {
	Done      int           // files finished since the indexer began, failed ones included; of a filling, all photos that have a vector
	Failed    int           // files that could not be indexed since the indexer began
	Pending   int           // files still to do
	PerSecond float64       // photos per second over the last seconds; 0 = not known yet
	Left      time.Duration // estimate; 0 = not known
}

// window is how far back the rate looks: long enough to be calm, short enough to
// follow a change from small to large photos.
const window = 10 * time.Second

// meter counts finished files and derives rate and time left.
type meter struct {
	mu      sync.Mutex
	now     func() time.Time
	done    int
	failed  int
	pending int
	marks   []mark // finished counts over the last window, oldest first
}

type mark struct {
	at   time.Time
	done int
}

func newMeter(now func() time.Time) *meter { return &meter{now: now} }

// startAt is start for work of which a part was done before.
func (m *meter) startAt(done, pending int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done, m.pending = done, pending
	m.marks = []mark{{m.now(), done}}
}

// start sets how much there is to do and forgets the rate of earlier work.
func (m *meter) start(pending int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pending = pending
	m.marks = []mark{{m.now(), m.done}}
}

// add counts finished files.
func (m *meter) add(done, failed int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done += done
	m.failed += failed
	m.pending = max(0, m.pending-done)
	m.marks = append(m.marks, mark{m.now(), m.done})
	for len(m.marks) > 2 && m.now().Sub(m.marks[1].at) > window {
		m.marks = m.marks[1:]
	}
}

func (m *meter) read() Progress {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.snapshot()
}

func (m *meter) snapshot() Progress {
	p := Progress{Done: m.done, Failed: m.failed, Pending: m.pending}
	if len(m.marks) < 2 {
		return p
	}
	first, last := m.marks[0], m.marks[len(m.marks)-1]
	if dt := last.at.Sub(first.at).Seconds(); dt > 0.2 {
		p.PerSecond = float64(last.done-first.done) / dt
	}
	if p.PerSecond > 0 {
		p.Left = time.Duration(float64(p.Pending) / p.PerSecond * float64(time.Second))
	}
	return p
}
