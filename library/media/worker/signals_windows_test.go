package worker

import "os"

// stillRuns reports that a process is there.
func stillRuns(p *os.Process) bool { return p.Signal(os.Kill) == nil }
