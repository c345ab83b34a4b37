package sandbox

import (
	"encoding/binary"
	"fmt"
	"testing"

	"golang.org/x/sys/unix"
)

// DeadMount mounts a file system at dir that never answers, like a server that is down. Calls
// below dir hang until the end of the test. The test must run as user 0 of Inside. The test is
// skipped where the system has no FUSE.
func DeadMount(t *testing.T, dir string) {
	t.Helper()
	fd, err := unix.Open("/dev/fuse", unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Skipf("no FUSE here: %v", err)
	}
	options := fmt.Sprintf("fd=%d,rootmode=40000,user_id=0,group_id=0", fd)
	if err := unix.Mount("dead", dir, "fuse", unix.MS_NOSUID|unix.MS_NODEV, options); err != nil {
		_ = unix.Close(fd)
		t.Skipf("no FUSE in here: %v", err)
	}
	t.Cleanup(func() {
		_ = unix.Unmount(dir, unix.MNT_DETACH)
		_ = unix.Close(fd) // ends what hangs
	})
	if err := greet(fd); err != nil {
		t.Fatal(err)
	}
}

// greet answers the kernel's first request, without which the kernel waits and can't be
// interrupted.
func greet(fd int) error {
	const initialise, headSize = 26, 40
	request := make([]byte, 64<<10)
	n, err := unix.Read(fd, request)
	if err != nil {
		return fmt.Errorf("read the first request: %w", err)
	}
	if n < headSize || binary.NativeEndian.Uint32(request[4:]) != initialise {
		return fmt.Errorf("the first request has %d bytes and is another one", n)
	}
	answer := make([]byte, 16+64)
	binary.NativeEndian.PutUint32(answer, uint32(len(answer)))
	copy(answer[8:16], request[8:16])                // the request's number
	binary.NativeEndian.PutUint32(answer[16:], 7)    // of the protocol
	binary.NativeEndian.PutUint32(answer[20:], 31)   // minor number of the protocol
	binary.NativeEndian.PutUint32(answer[36:], 4096) // the largest write
	if _, err := unix.Write(fd, answer); err != nil {
		return fmt.Errorf("answer the first request: %w", err)
	}
	return nil
}
