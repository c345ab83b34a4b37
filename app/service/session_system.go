package service

import (
	"os"
	"os/exec"
	"runtime"

	"github.com/adrg/xdg"

	"descry/app/notice"
	"descry/app/problem"
)

// OpenFile opens the photo's file with the system's program for its format.
func (b *Session) OpenFile(path string) error { return OpenFile(path) }

// OpenFile opens a file or a folder with the system's program for its format.
func OpenFile(path string) error {
	switch runtime.GOOS {
	case "darwin":
		return launch("open", path)
	case "windows":
		return launch("rundll32", "url.dll,FileProtocolHandler", path)
	}
	return launch("xdg-open", path)
}

// launch starts a program and does not wait for its end.
func launch(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return problem.Wrap("system-no-program", notice.Params{"Program": name}, err)
	}
	go func() { _ = cmd.Wait() }() // the program is reaped, and its exit code doesn't matter
	return nil
}

// SuggestedFolder is the system's Pictures folder when there is one, or "".
func (b *Session) SuggestedFolder() string {
	dir := xdg.UserDirs.Pictures
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return ""
	}
	return dir
}
