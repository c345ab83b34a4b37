package app

import (
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// LeaveSignals keeps the signals that end the program off the calling thread, which the
// program's main function has for itself. Linux gives a signal to the main thread whenever
// that doesn't block it, also while it waits for a server that is down, where only a kill
// reaches it: Ctrl+C would do nothing. Other threads take it then. Processes that are
// started don't inherit this.
func LeaveSignals() {
	runtime.LockOSThread()
	var set unix.Sigset_t
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		n := uint(s.(syscall.Signal)) - 1
		bits := uint(wordBits)
		set.Val[n/bits] |= 1 << (n % bits)
	}
	// Should that fail, it is as without it.
	_ = unix.PthreadSigmask(unix.SIG_BLOCK, &set, nil)
}

// wordBits are those of a word of a signal set.
const wordBits = 32 << (^uint(0) >> 63)
