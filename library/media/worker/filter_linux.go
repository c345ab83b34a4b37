//go:build linux && (amd64 || arm64)

package worker

import (
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// calls are the calls by which Go, WebAssembly's runtime, the C library and its threads
// compute in memory that they have or get, read and write open files, and end. Other calls
// fail with an error.
var calls = []uint32{
	unix.SYS_READ, unix.SYS_WRITE, unix.SYS_READV, unix.SYS_WRITEV, unix.SYS_PREAD64, unix.SYS_LSEEK, unix.SYS_CLOSE, unix.SYS_FSTAT,
	unix.SYS_MUNMAP, unix.SYS_MREMAP, unix.SYS_MADVISE, unix.SYS_BRK, unix.SYS_MINCORE,
	unix.SYS_FUTEX, unix.SYS_SET_ROBUST_LIST, unix.SYS_GET_ROBUST_LIST, unix.SYS_RSEQ, unix.SYS_SET_TID_ADDRESS,
	unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK, unix.SYS_RESTART_SYSCALL,
	unix.SYS_SCHED_YIELD, unix.SYS_SCHED_GETAFFINITY, unix.SYS_SCHED_GETPARAM, unix.SYS_SCHED_GETSCHEDULER, unix.SYS_GETCPU,
	unix.SYS_NANOSLEEP, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_CLOCK_GETTIME, unix.SYS_CLOCK_GETRES, unix.SYS_GETTIMEOFDAY,
	unix.SYS_GETPID, unix.SYS_GETTID, unix.SYS_GETRUSAGE, unix.SYS_GETRANDOM, unix.SYS_SYSINFO, unix.SYS_UNAME,
	unix.SYS_EPOLL_CREATE1, unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_PWAIT, unix.SYS_EVENTFD2, unix.SYS_PPOLL, // Go's timers
	unix.SYS_EXIT, unix.SYS_EXIT_GROUP,
}

// threads are the flags of clone for a thread.
const threads = unix.CLONE_VM | unix.CLONE_SIGHAND | unix.CLONE_THREAD

// machines are the names that the kernel has for processors.
var machines = map[string]uint32{"amd64": unix.AUDIT_ARCH_X86_64, "arm64": unix.AUDIT_ARCH_AARCH64}

// x32 marks calls of another kind of process, by other numbers.
const x32 = 0x40000000

// The places of a call's number, processor and arguments in struct seccomp_data.
const (
	callAt     = 0
	machineAt  = 4
	argumentAt = 16 // 8 bytes each; the lower half comes first
)

const (
	allow  = unix.SECCOMP_RET_ALLOW
	refuse = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	lacks  = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
	end    = unix.SECCOMP_RET_KILL_PROCESS
)

// noCalls forbids all system calls but those that decoding needs. noCalls sets no_new_privs.
func noCalls() error {
	f := makeFilter()
	program := unix.SockFprog{Len: uint16(len(f)), Filter: &f[0]}
	runtime.LockOSThread() // the other threads take no_new_privs and the filter over from this one
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	r, _, err := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program)))
	switch {
	case err != 0:
		return err
	case r != 0:
		return unix.EBUSY // a thread has a filter of its own
	}
	return nil
}

func makeFilter() []unix.SockFilter {
	f := []unix.SockFilter{
		load(machineAt), jump(unix.BPF_JEQ, machines[runtime.GOARCH], 1, 0), result(end),
		load(callAt), jump(unix.BPF_JSET, x32, 0, 1), result(end),
	}
	for _, call := range calls {
		f = append(f, jump(unix.BPF_JEQ, call, 0, 1), result(allow))
	}
	for _, r := range []struct{ call, argument, mask, want uint32 }{
		{unix.SYS_MMAP, 2, unix.PROT_EXEC, 0}, // no code but what was there
		{unix.SYS_MPROTECT, 2, unix.PROT_EXEC, 0},
		{unix.SYS_CLONE, 0, threads, threads},                 // no process
		{unix.SYS_TGKILL, 0, ^uint32(0), uint32(os.Getpid())}, // to the process itself: Go interrupts threads so
		{unix.SYS_PRCTL, 0, ^uint32(0), unix.PR_SET_NAME},     // of a thread
	} {
		f = append(f, jump(unix.BPF_JEQ, r.call, 0, 5),
			load(argumentAt+8*r.argument), and(r.mask), jump(unix.BPF_JEQ, r.want, 0, 1), result(allow), result(refuse))
	}
	// The C library then takes clone, whose arguments can be looked at.
	return append(f, jump(unix.BPF_JEQ, unix.SYS_CLONE3, 0, 1), result(lacks), result(refuse))
}

func load(at uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
}

func and(mask uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: mask}
}

// jump compares with k and skips yes instructions if the comparison holds, otherwise no
// instructions.
func jump(comparison uint16, k uint32, yes, no uint8) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_JMP | comparison | unix.BPF_K, Jt: yes, Jf: no, K: k}
}

func result(r uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: r}
}
