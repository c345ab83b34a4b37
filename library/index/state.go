package index

// Change says what an indexer did, for those who show it.
type Change int

// The changes an indexer tells.
const (
	StateChanged   Change = iota // phase or progress
	FoldersChanged               // a scan found differences, or a folder went or came
	PhotosChanged                // photos were committed
)

// Phase is what the indexer is doing.
type Phase int

// The phases of an indexer.
const (
	Idle Phase = iota
	Scanning
	Indexing
	Paused
	Waiting // can't go on; State.Err tells why; it tries again by itself
)

// State is a snapshot of an indexer.
type State struct {
	Phase    Phase
	Progress Progress
	Notice   string // a lasting condition of the watch, or ""
	Err      error  // why it waits
}

// State returns what is going on now.
func (x *Indexer) State() State {
	x.mu.Lock()
	defer x.mu.Unlock()
	s := State{Progress: x.meter.read(), Notice: x.notice, Err: x.err}
	switch {
	case x.err != nil:
		s.Phase = Waiting
	case x.paused:
		s.Phase = Paused
	case x.draining:
		s.Phase = Indexing
	case x.scanning > 0:
		s.Phase = Scanning
	}
	return s
}

// set changes the state under the lock and tells.
func (x *Indexer) set(change func()) {
	x.mu.Lock()
	change()
	x.mu.Unlock()
	x.o.OnChange(StateChanged)
}
