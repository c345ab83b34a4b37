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
	Indexing // also while only files that are still being written are left
	Paused
	Waiting // can't go on, for the reason of State.Err, and tries again without help
)

// State is a snapshot of an indexer.
type State struct {
	Phase    Phase
	Progress Progress // of the pass in progress, or of the last one
	// Unstable is how many files the last pass left because they are still being written,
	// while no other file is pending. Each of these files is read once the file is left alone.
	Unstable int
	// Filling is the model that the pass in progress prepares, "" when the pass serves the
	// active model or there is no pass. Progress is equal to Fill during a filling.
	Filling string
	// Rereading says that the pass in progress looks at photos that an older decoding read, or
	// reads anew what files say of photos. Progress counts these photos then.
	Rereading bool
	// Next is the model being prepared, until OnFilled was called for the model, whether or
	// not Next has its turn just now. Fill is how far the filling is, all zero until the first
	// turn. FillErr is why the filling can't go on until it is tried again.
	Next    string
	Fill    Progress
	FillErr error
	Notice  string // a lasting condition of the watch, or ""
	Err     error  // why the indexer waits, or why nothing but the filling goes on
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
		s.Progress = x.pass.run.meter.read()
		switch x.pass.run.kind {
		case filling:
			s.Filling = x.pass.model
		case rereading, describing:
			s.Rereading = true
		case everything:
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
