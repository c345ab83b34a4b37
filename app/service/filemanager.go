package service

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// fileManagerWait is how long the file manager may take to answer. The call starts the file
// manager where none runs.
const fileManagerWait = 5 * time.Second

// RevealFile shows a file in the file manager. The file managers of Linux desktops answer to
// one D-Bus call. Where none answers the folder is opened.
func (b *Session) RevealFile(path string) error {
	switch runtime.GOOS {
	case "darwin":
		return launch("open", "-R", path)
	case "windows":
		return launch("explorer", "/select,"+path)
	}
	ctx, cancel := context.WithTimeout(context.Background(), fileManagerWait)
	defer cancel()
	err := showItem(ctx, path)
	if err == nil {
		return nil
	}
	b.e.Log.Info("the file manager was not reached; opening the folder", "path", path, "err", err)
	return launch("xdg-open", filepath.Dir(path))
}

// showItem has the file manager of the session show a file among its neighbours. No session
// bus is started.
func showItem(ctx context.Context, path string) error {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("connect to the session bus: %w", err)
	}
	defer conn.Close()
	if err := conn.Auth(nil); err != nil {
		return fmt.Errorf("log in to the session bus: %w", err)
	}
	if err := conn.Hello(); err != nil {
		return fmt.Errorf("greet the session bus: %w", err)
	}
	const name = "org.freedesktop.FileManager1"
	call := conn.Object(name, "/org/freedesktop/FileManager1").
		CallWithContext(ctx, name+".ShowItems", 0, []string{fileURI(path)}, "")
	if call.Err != nil {
		return fmt.Errorf("show in the file manager: %w", call.Err)
	}
	return nil
}

// fileURI writes an absolute path as a URI, byte by byte. A name on disk can have any bytes.
// Everything but letters, digits and few signs is escaped.
func fileURI(path string) string {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
	var uri strings.Builder
	uri.WriteString("file://")
	for i := range len(path) {
		if c := path[i]; strings.IndexByte(plain, c) >= 0 {
			uri.WriteByte(c)
		} else {
			fmt.Fprintf(&uri, "%%%02X", c)
		}
	}
	return uri.String()
}
