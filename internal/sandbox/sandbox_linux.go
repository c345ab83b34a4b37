package sandbox

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// variable names the test that is running in its sandbox, in the sandbox's process.
const variable = "DESCRY_TEST_SANDBOX"

// Inside runs the calling test once more in a process of its own user and mount namespace, as
// the user uid of the namespace. User 0 may mount and set limits. Any other user is bound by
// permissions even where the tests run as root. Inside returns true in that process. Where
// namespaces are not allowed, or the test skips itself in that process, the test is skipped.
func Inside(t *testing.T, uid int) bool {
	t.Helper()
	if os.Getenv(variable) == t.Name() {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	if testing.Short() {
		cmd.Args = append(cmd.Args, "-test.short")
	}
	if end, ok := t.Deadline(); ok { // the process tells what hangs before this one ends the process
		cmd.Args = append(cmd.Args, "-test.timeout="+max(time.Second, time.Until(end)*9/10).String())
	}
	cmd.Env = append(os.Environ(), variable+"="+t.Name())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: uid, HostID: os.Getuid(), Size: 1}},
		Pdeathsig:   syscall.SIGKILL,
		GidMappings: []syscall.SysProcIDMap{{ContainerID: uid, HostID: os.Getgid(), Size: 1}},
	}
	runtime.LockOSThread() // the child ends with its parent's thread
	defer runtime.UnlockOSThread()
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Skipf("no user namespaces here: %v", err)
	}
	if err == nil && strings.Contains(string(out), "--- SKIP: "+t.Name()) {
		t.Skipf("%s", out)
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("in the sandbox: %v\n%s", err, out)
	} else if testing.Verbose() {
		t.Logf("in the sandbox:\n%s", out)
	}
	return false
}

// FillDisk takes all space of the disk at dir. empty gives the space back.
func FillDisk(t *testing.T, dir string) (empty func()) {
	t.Helper()
	filler, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer filler.Close()
	for _, block := range []int{1 << 16, 1} {
		for err = nil; err == nil; {
			_, err = filler.WriteString(strings.Repeat("x", block))
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	return func() { _ = os.Remove(filler.Name()) }
}
