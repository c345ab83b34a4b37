package service

import (
	"bufio"
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

func TestFileURI(t *testing.T) {
	for path, want := range map[string]string{
		"/home/ann/a.jpg":     "file:///home/ann/a.jpg",
		"/a b/c,d.jpg":        "file:///a%20b/c%2Cd.jpg",
		"/photo.":             "file:///photo.",
		"/100%.jpg":           "file:///100%25.jpg",
		"/a#b?c.jpg":          "file:///a%23b%3Fc.jpg",
		"/Grün.jpg":           "file:///Gr%C3%BCn.jpg",
		"/not \xff utf-8.jpg": "file:///not%20%FF%20utf-8.jpg",
		"/new\nline.jpg":      "file:///new%0Aline.jpg",
		"//a.jpg":             "file:////a.jpg",
	} {
		got := fileURI(path)
		if got != want {
			t.Errorf("%q: %s, want %s", path, got, want)
		}
		if u, err := url.Parse(got); err != nil || u.Path != path {
			t.Errorf("%q comes back as %+v, %v", path, u, err)
		}
	}
}

// shownItems is a file manager that remembers what it was to show.
type shownItems chan []string

func (s shownItems) ShowItems(uris []string, _ string) *dbus.Error {
	s <- uris
	return nil
}

// TestShowItem asks a file manager on a session bus of its own for odd names.
func TestShowItem(t *testing.T) {
	address := privateBus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := showItem(ctx, "/a.jpg"); err == nil || !strings.Contains(err.Error(), "show in the file manager") {
		t.Errorf("without a file manager: %v", err)
	}
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	shown := make(shownItems, 1)
	const name = "org.freedesktop.FileManager1"
	if err := conn.Export(shown, "/org/freedesktop/FileManager1", name); err != nil {
		t.Fatal(err)
	}
	if reply, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("the name of the file manager: %v, %v", reply, err)
	}
	for _, path := range []string{"/a, b.jpg", "/photo.", "/not \xff utf-8.jpg", "/new\nline.jpg"} {
		if err := showItem(ctx, path); err != nil {
			t.Fatalf("%q: %v", path, err)
		}
		if uris := <-shown; len(uris) != 1 || uris[0] != fileURI(path) {
			t.Errorf("%q: asked to show %q", path, uris)
		}
	}
}

// TestShowItemWithoutABus fails soon, and starts none.
func TestShowItemWithoutABus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
	if err := showItem(t.Context(), "/a.jpg"); err == nil || !strings.Contains(err.Error(), "session bus") {
		t.Errorf("said %v", err)
	}
}

// privateBus starts a session bus for the test and returns its address.
func privateBus(t *testing.T) string {
	t.Helper()
	program, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("there is no dbus-daemon:", err)
	}
	config := filepath.Join(t.TempDir(), "bus.conf")
	err = os.WriteFile(config, []byte(`<busconfig><type>session</type><listen>unix:tmpdir=`+t.TempDir()+`</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	bus := exec.Command(program, "--config-file="+config, "--nofork", "--print-address")
	out, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := bus.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = bus.Process.Kill()
		_ = bus.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Skip("dbus-daemon says no address:", err)
	}
	return strings.TrimSpace(address)
}
