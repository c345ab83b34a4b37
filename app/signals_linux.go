package app

import (
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// LeaveSignals blocks the signals that end the program on the calling thread, which is the
// thread of the program's main function. Linux gives a signal to the main thread whenever the
// main thread doesn't block the signal. A main thread that waits for a server that is down is
// reached by a kill only, so Ctrl+C would do nothing. With LeaveSignals other threads take the
// signal. Processes that are started don't inherit the block.
func LeaveSignals() {
	runtime.LockOSThread()
	var set unix.Sigset_t
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		n := uint(s.(syscall.Signal)) - 1
		bits := uint(wordBits)
		set.Val[n/bits] |= 1 << (n % bits)
	}
	// A failure leaves the program as it is without LeaveSignals.
	_ = unix.PthreadSigmask(unix.SIG_BLOCK, &set, nil)
}

// wordBits is the number of bits of a word of a signal set.
const wordBits = 32 << (^uint(0) >> 63)
