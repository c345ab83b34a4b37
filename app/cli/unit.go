package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"

	"descry/app/config"
	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/internal/atomicfile"
)

// unitName is the systemd user unit of the background service.
const unitName = "descry-watch.service"

// unitText is the unit file of the service for systemd. The priority is the lowest, because
// indexing can wait for whatever the user does. The service is restarted after a crash.
func unitText(binary, home string) string {
	env := ""
	if home != "" {
		env = fmt.Sprintf("Environment=%s\n", quoteUnit(config.HomeVariable+"="+home))
	}
	return fmt.Sprintf(`[Unit]
Description=Descry: keep the photo library up to date

[Service]
ExecStart=%s watch
%sRestart=on-failure
RestartSec=30
Nice=19
CPUSchedulingPolicy=idle
IOSchedulingClass=idle
KillSignal=SIGTERM
TimeoutStopSec=30
MemoryMax=4G

[Install]
WantedBy=default.target
`, strings.ReplaceAll(quoteUnit(binary), "$", "$$"), env) // only commands expand $
}

// quoteUnit quotes a word as systemd reads it: C escapes in double quotes, %
// doubled.
func quoteUnit(s string) string {
	s = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "%", "%%").Replace(s)
	return `"` + s + `"`
}

func unitPath() string {
	xdg.Reload()
	return filepath.Join(xdg.ConfigHome, "systemd", "user", unitName)
}

// installUnit writes the unit for this binary and starts it.
func installUnit(ctx context.Context, printOnly bool, stdout io.Writer) error {
	binary, err := os.Executable()
	if err != nil {
		return problem.Wrap("cli-unit-no-program", nil, err)
	}
	home := os.Getenv(config.HomeVariable)
	if home != "" {
		if home, err = filepath.Abs(home); err != nil {
			return fmt.Errorf("%s: %w", config.HomeVariable, err)
		}
	}
	text := unitText(binary, home)
	if printOnly {
		_, err := io.WriteString(stdout, text)
		return err
	}
	path := unitPath()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return problem.Wrap("cli-unit-not-installed", nil, err)
	}
	if err := atomicfile.WriteBytes(path, []byte(text)); err != nil {
		return problem.Wrap("cli-unit-not-installed", nil, err)
	}
	fmt.Fprintln(stdout, message.Text("unit-written", message.Params{"Path": path}))
	err = errors.Join(systemctl(ctx, "daemon-reload"), systemctl(ctx, "enable", "--now", unitName))
	if err != nil {
		return problem.Wrap("cli-unit-not-started", notice.Params{"Unit": unitName}, err)
	}
	fmt.Fprintln(stdout, message.Text("unit-started", message.Params{"Unit": unitName}))
	return nil
}

func uninstallUnit(ctx context.Context, stdout io.Writer) error {
	path := unitPath()
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		fmt.Fprintln(stdout, message.Text("unit-not-installed", nil))
		return nil
	}
	stopErr := systemctl(ctx, "disable", "--now", unitName)
	if err := os.Remove(path); err != nil {
		return problem.Wrap("cli-unit-not-removed", nil, err)
	}
	fmt.Fprintln(stdout, message.Text("unit-removed", message.Params{"Path": path}))
	if stopErr != nil {
		return problem.Wrap("cli-unit-not-stopped", nil, stopErr)
	}
	return systemctl(ctx, "daemon-reload")
}

func systemctl(ctx context.Context, args ...string) error {
	out, err := exec.CommandContext(ctx, "systemctl", append([]string{"--user"}, args...)...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("systemctl --user %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return nil
}
