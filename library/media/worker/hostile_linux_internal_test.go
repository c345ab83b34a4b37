//go:build linux

package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// What a decoder may be made to try by a file that has taken it over. A path is that of a
// file of the user's. Nil means that it was let.
var attempts = map[string]func(path string) error{
	"read a file":     func(path string) error { _, err := os.ReadFile(path); return err },
	"write a file":    func(path string) error { return os.WriteFile(path, nil, 0o600) },
	"make a file":     func(path string) error { return os.WriteFile(path+".new", nil, 0o600) },
	"remove a file":   os.Remove,
	"list a folder":   func(path string) error { _, err := os.ReadDir(filepath.Dir(path)); return err },
	"look for a file": func(path string) error { _, err := os.Stat(path); return err },
	"read its environment": func(string) error {
		_, err := os.ReadFile("/proc/self/environ")
		return err
	},
	"connect":            func(string) error { return opened(unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)) },
	"send":               func(string) error { return opened(unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM, 0)) },
	"connect locally":    func(string) error { return opened(unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)) },
	"become a program":   func(string) error { return unix.Exec("/bin/true", []string{"true"}, nil) },
	"start a program":    func(string) error { return exec.Command("/bin/true").Run() },
	"fork":               func(string) error { return fork() },
	"fork anew":          func(string) error { return forkAnew() },
	"signal its parent":  func(string) error { return unix.Kill(os.Getppid(), unix.SIGCONT) },
	"signal a thread":    func(string) error { return unix.Tgkill(os.Getppid(), os.Getppid(), unix.SIGCONT) },
	"trace its parent":   func(string) error { return unix.PtraceAttach(os.Getppid()) },
	"read its parent":    func(string) error { return readParent() },
	"outlive its parent": func(string) error { return unix.Prctl(unix.PR_SET_PDEATHSIG, 0, 0, 0, 0) },
	"lift a limit":       func(string) error { return unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 1, Max: 1}) },
	"make a memory file": func(string) error { return opened(unix.MemfdCreate("x", 0)) },
	"make code":          func(string) error { return mapped(unix.PROT_READ | unix.PROT_EXEC) },
	"change code": func(string) error {
		m, err := unix.Mmap(-1, 0, 4096, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
		if err != nil {
			return nil // it may have memory
		}
		defer func() { _ = unix.Munmap(m) }()
		return unix.Mprotect(m, unix.PROT_READ|unix.PROT_EXEC)
	},
	"leave its namespace": func(string) error { return unix.Unshare(unix.CLONE_NEWUSER) },
	"queue calls": func(string) error {
		var parameters [120]byte
		r, _, err := unix.Syscall(unix.SYS_IO_URING_SETUP, 1, uintptr(unsafe.Pointer(&parameters)), 0)
		return errorOf(int(r), err)
	},
}

// harmless are those that the test's own process may do, to show that something stops
// the others.
var harmless = []string{"read a file", "write a file", "make a file", "list a folder", "look for a file", "read its environment",
	"connect locally", "start a program", "signal its parent", "make a memory file", "make code", "change code"}

func errorOf(fd int, err syscall.Errno) error {
	if err != 0 {
		return err
	}
	return opened(fd, nil)
}

func opened(fd int, err error) error {
	if err == nil {
		_ = unix.Close(fd)
	}
	return err
}

func mapped(access int) error {
	m, err := unix.Mmap(-1, 0, 4096, access, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err == nil {
		_ = unix.Munmap(m)
	}
	return err
}

// fork makes a process, which ends at once.
func fork() error {
	id, _, err := unix.RawSyscall6(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0, 0, 0, 0)
	if err == 0 && id == 0 {
		_, _, _ = unix.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
	}
	if err != 0 {
		return err
	}
	return nil
}

func forkAnew() error {
	arguments := struct{ flags, a, b, c, signal, d, e, f uint64 }{signal: uint64(unix.SIGCHLD)}
	id, _, err := unix.RawSyscall(unix.SYS_CLONE3, uintptr(unsafe.Pointer(&arguments)), unsafe.Sizeof(arguments), 0)
	if err == 0 && id == 0 {
		_, _, _ = unix.RawSyscall(unix.SYS_EXIT_GROUP, 0, 0, 0)
	}
	if err != 0 {
		return err
	}
	return nil
}

func readParent() error {
	var b [1]byte
	local := []unix.Iovec{{Base: &b[0], Len: 1}}
	_, err := unix.ProcessVMReadv(os.Getppid(), local, []unix.RemoteIovec{{Base: 0x400000, Len: 1}}, 0)
	return err
}

const (
	hostile     Kind = "hostile"
	spinning    Kind = "spins"
	greedy      Kind = "takes memory"
	collecting  Kind = "opens without end"
	noLandlock  Kind = "hostile without landlock"
	noSeccomp   Kind = "hostile without seccomp"
	unprotected Kind = "hostile on an old kernel"
)

var hostileDecoders = map[Kind]Decoder{
	hostile:     {openThreads, tryAll},
	noLandlock:  {without(openThreads, "landlock"), tryAll},
	noSeccomp:   {without(openThreads, "seccomp"), tryAll},
	unprotected: {without(openThreads, "landlock", "seccomp", "limits"), tryAll},
	spinning: {openTest, func(_, _ []byte, a *Answer) error {
		for {
			runtime.Gosched()
		}
	}},
	greedy: {openTest, func(_, _ []byte, a *Answer) error {
		if _, err := unix.Mmap(-1, 0, MaxMemory+1, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE); err != nil {
			_ = a.Bytes([]byte("memory of the system's is denied"))
		}
		var all [][]byte
		for range 4 << 10 {
			all = append(all, bytes.Repeat([]byte{1}, 1<<20))
		}
		return fmt.Errorf("%d MB are there", len(all))
	}},
	collecting: {openTest, func(_, _ []byte, a *Answer) error {
		for n := range 10_000 {
			if _, err := unix.Eventfd(0, 0); err != nil {
				return a.Bytes(fmt.Append(nil, n, " ", err))
			}
		}
		return nil
	}},
}

// without is as on a kernel that lacks guards.
func without(open func() (string, error), names ...string) func() (string, error) {
	return func() (string, error) {
		for i := range guards {
			if slices.Contains(names, guards[i].name) {
				guards[i].set = func() error { return unix.ENOSYS }
			}
		}
		return open()
	}
}

// oldThreads do what they are sent, on threads that were there before the lockdown, as a
// library's may be.
var oldThreads = make(chan func())

func openThreads() (string, error) {
	started := make(chan bool)
	for range 3 {
		go func() {
			runtime.LockOSThread()
			started <- true
			for do := range oldThreads {
				do()
			}
		}()
		<-started
	}
	return "hostile", nil
}

// tryAll answers with what was let, on this thread, on old ones and on new ones.
func tryAll(file, names []byte, a *Answer) error {
	var let []string
	for name := range strings.SplitSeq(string(names), ",") {
		attempt := attempts[name]
		results := make(chan error)
		try := func() { results <- attempt(string(file)) }
		fresh := func() { runtime.LockOSThread(); try() } // the thread ends with it
		go func() { oldThreads <- try }()
		go func() { oldThreads <- try }()
		go fresh()
		for _, err := range []error{attempt(string(file)), <-results, <-results, <-results} {
			if err == nil {
				let = append(let, name)
			}
		}
	}
	return a.Bytes([]byte(strings.Join(slices.Compact(let), ",")))
}

// ownersFile is one that the decoder would like to have.
func ownersFile(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	return []byte(path)
}

// guarded skips the test where the kernel lacks a guard.
func (p *pool) guarded(t *testing.T, kind Kind, names ...string) {
	t.Helper()
	a, err := p.ask(t.Context(), kind)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !slices.Contains(a.Guards, name) {
			t.Skipf("this kernel has no %s: %v", name, a.Guards)
		}
	}
}

// TestAttempts has a decoder that a file has taken over try everything. Then the next file is
// decoded.
func TestAttempts(t *testing.T) {
	file := ownersFile(t)
	for _, name := range harmless {
		if err := attempts[name](string(file)); err != nil {
			t.Errorf("here, where nothing stops it: %s: %v", name, err)
		}
	}
	p := newTestPool(t, 1, long)
	p.guarded(t, hostile, "seccomp")
	for name := range attempts {
		r, err := p.decode(t.Context(), Request{Kind: hostile, File: file, Options: []byte(name), Limit: long}, nil)
		if err != nil || len(r.Bytes) > 0 {
			t.Errorf("%s: let %q, %v", name, r.Bytes, err)
		}
	}
	if text, err := os.ReadFile(string(file)); err != nil || len(text) > 0 { // written by this process above
		t.Errorf("the file holds %q, %v", text, err)
	}
	p.works(t)
}

// TestOneGuard: each guard stops what is its own.
func TestOneGuard(t *testing.T) {
	files := []string{"read a file", "write a file", "make a file", "remove a file", "list a folder", "read its environment"}
	others := []string{"connect", "fork", "signal its parent", "make code", "start a program"}
	p := newTestPool(t, 1, long)
	for _, c := range []struct {
		kind    Kind
		guard   string
		stopped []string
	}{{noLandlock, "seccomp", append(files, others...)}, {noSeccomp, "landlock", files}} {
		t.Run(string(c.kind), func(t *testing.T) {
			p.guarded(t, c.kind, c.guard)
			r, err := p.decode(t.Context(), Request{Kind: c.kind, File: ownersFile(t), Options: []byte(strings.Join(c.stopped, ",")), Limit: long}, nil)
			if err != nil || len(r.Bytes) > 0 {
				t.Errorf("let %q, %v", r.Bytes, err)
			}
		})
	}
	// Where the kernel has none of them, decoding goes on, and they are not named.
	a, err := p.ask(t.Context(), unprotected)
	if err != nil || len(a.Guards) > 0 {
		t.Errorf("%+v, %v", a, err)
	}
	r, err := p.decode(t.Context(), Request{Kind: unprotected, File: ownersFile(t), Options: []byte("read a file,fork"), Limit: long}, nil)
	if err != nil || string(r.Bytes) != "read a file,fork" {
		t.Errorf("let %q, %v", r.Bytes, err)
	}
}

// TestSpinning stops a decoder that computes for ever. Besides, every child has a limit of its
// own of the time that the child may compute, should the program hang.
func TestSpinning(t *testing.T) {
	p := newTestPool(t, 1, long)
	child := p.process(t, spinning)
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", child.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Max cpu time              3600                 3600", "Max file size             0                    0",
		"Max open files            32                   32", "Max core file size        1                    1"} {
		if !bytes.Contains(limits, []byte(want)) {
			t.Errorf("no %q among\n%s", want, limits)
		}
	}
	if _, err := p.decode(t.Context(), Request{Kind: spinning, Limit: 200 * time.Millisecond}, nil); !errors.Is(err, ErrTime) {
		t.Errorf("decode says %v", err)
	}
	if stillRuns(child) {
		t.Error("the child still runs")
	}
	p.works(t)
}

// TestGreedy stops decoders that take more memory than any, or than theirs.
func TestGreedy(t *testing.T) {
	p := newTestPool(t, 1, long)
	p.guarded(t, greedy, "limits")
	for _, most := range []int64{0, 1 << 20} {
		r, err := p.decode(t.Context(), Request{Kind: greedy, Memory: most, Limit: long}, nil)
		if !errors.Is(err, ErrKilled) && !errors.Is(err, ErrDecode) {
			t.Errorf("%d bytes: %+v, %v", most, r, err)
		}
		p.works(t)
	}
	r, err := p.decode(t.Context(), Request{Kind: collecting, Limit: long}, nil)
	if err != nil || !strings.HasSuffix(string(r.Bytes), unix.EMFILE.Error()) {
		t.Errorf("opened %q, %v", r.Bytes, err)
	}
	p.works(t)
}

// TestDescriptors: a child has no open file of the program's, whichever code opened the file.
// A child has what Go has open in each process, and the memory that the child shares with the
// program.
func TestDescriptors(t *testing.T) {
	p := newTestPool(t, 1, long)
	leak, err := unix.Open(os.DevNull, unix.O_RDONLY, 0) // without O_CLOEXEC
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(leak)
	child := p.process(t, pictures)
	folder := fmt.Sprintf("/proc/%d/fd", child.Pid)
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list {
		to, err := os.Readlink(filepath.Join(folder, d.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(to, "pipe:") && !strings.HasPrefix(to, "anon_inode:") && !strings.HasPrefix(to, "/memfd:descry ") && !strings.HasPrefix(to, "/sys/fs/cgroup/") {
			t.Errorf("%s is open: %s", d.Name(), to)
		}
	}
}

// TestTraffic: what a decoder says to the program still goes through after a lockdown, in
// pictures of all sizes.
func TestTraffic(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), long)
	defer cancel()
	p := newTestPool(t, 2, long)
	for range 20 {
		_, err := p.decode(ctx, ofPicture(pictures, rgba64), func(image.Image) error { runtime.GC(); return nil })
		if err != nil {
			t.Fatal(err)
		}
	}
}
