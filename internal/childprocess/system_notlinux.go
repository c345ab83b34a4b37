//go:build !linux

package childprocess

import "time"

// ProcessorTime is not known on this system.
func (p *Process) ProcessorTime() (spent time.Duration, known bool) { return 0, false }
