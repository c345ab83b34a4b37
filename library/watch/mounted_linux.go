package watch

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"descry/internal/mounts"
)

// systemMounts is an open file of the kernel's list of mounts, which can be polled: each open
// file keeps track of the changes that it has told. systemMounts is no os.File, since Go's
// runtime polls those as well, and the first to poll takes the change.
type systemMounts struct{ list int }

var _ MountSource = systemMounts{}

func newSystemMounts() (MountSource, error) {
	list, err := unix.Open("/proc/self/mountinfo", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("follow the list of mounts: %w", err)
	}
	return systemMounts{list}, nil
}

func (s systemMounts) Table() (mounts.Table, error) { return mounts.System() }
func (s systemMounts) Close() error                 { return unix.Close(s.list) }
func (s systemMounts) Number(point string) uint64   { return mounts.Number(point) }

// Wait blocks a thread. The end of ctx wakes the thread through a pipe.
func (s systemMounts) Wait(ctx context.Context) error {
	ended, end, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("follow the list of mounts: %w", err)
	}
	defer ended.Close()
	defer end.Close()
	defer context.AfterFunc(ctx, func() { _ = end.Close() })()
	fds := []unix.PollFd{
		{Fd: int32(s.list), Events: unix.POLLPRI | unix.POLLERR},
		{Fd: int32(ended.Fd()), Events: unix.POLLIN},
	}
	for {
		_, err := unix.Poll(fds, -1)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return fmt.Errorf("follow the list of mounts: %w", err)
		case fds[0].Revents != 0:
			return nil
		}
	}
}
