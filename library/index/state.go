package index

// Change says what an indexer did, for those who show it.
type Change int

// The changes an indexer tells.
const (
	StateChanged   Change = iota // phase or progress
	FoldersChanged               // a scan found differences, a pass ended, or a folder went or came
	PhotosChanged                // photos were committed
)

// Phase is what the indexer is doing.
type Phase int

// The phases of an indexer.
const (
	Idle Phase = iota
	Scanning
	Indexing // also while nothing but files that are still being written is left
	Paused
	Waiting // can't go on; State.Err tells why; it tries again by itself
)

// State is a snapshot of an indexer.
type State struct {
	Phase    Phase
	Progress Progress // of the pass in progress, or of the last one
	// Unstable is how many files the last pass left because they are still being
	// written, while there is no other; each is read once it is left alone.
	Unstable int
	// Filling is the model that the pass in progress prepares, "" when it serves
	// the active one or there is none; Progress is that of Fill then.
	Filling string
	// Rereading says that the pass in progress looks at photos that an older decoding read;
	// Progress is its own then.
	Rereading bool
	// Next is the model being prepared, until OnFilled was called for it, whether or
	// not it has its turn just now; Fill is how far it is (all zero until its first
	// turn) and FillErr why it can't go on; it is tried again by itself.
	Next    string
	Fill    Progress
	FillErr error
	Notice  string // a lasting condition of the watch, or ""
	Err     error  // why it waits, or why nothing but the filling goes on
}

// State returns what is going on now.
func (x *Indexer) State() State {
	x.mu.Lock()
	defer x.mu.Unlock()
	s := State{Progress: x.meter.read(), Notice: x.notice, Err: x.err}
	if e := x.encoders; e.next != nil && !e.filled {
		s.Next, s.Fill, s.FillErr = e.next.Model(), e.meter.read(), e.err
	}
	beside := x.pass != nil && x.pass.run.kind != everything
	if beside {
		s.Progress, s.Rereading = x.pass.run.meter.read(), x.pass.run.kind == rereading
		if !s.Rereading {
			s.Filling = x.pass.model
		}
	}
	switch {
	case x.err != nil && !beside:
		s.Phase = Waiting
	case x.paused:
		s.Phase = Paused
	case x.pass != nil:
		s.Phase = Indexing
	case x.unstable > 0:
		s.Phase, s.Unstable = Indexing, x.unstable
		s.Progress.PerSecond, s.Progress.Left = 0, 0
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
