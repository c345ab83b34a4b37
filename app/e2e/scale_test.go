package e2e

import (
	"os"
	"strings"
	"testing"
)

// TestEndToEndScale closes the window and opens it again on screens of other scales: it
// has the same pixels each time.
func TestEndToEndScale(t *testing.T) {
	if os.Getenv("DESCRY_E2E") == "" {
		t.Skip("drives a real window: make test sets DESCRY_E2E and everything it needs")
	}
	d := newDesktop(t)
	for i, scale := range []string{"1", "1.5", "1.5", "1", "1.3", "1"} {
		t.Setenv("FYNE_SCALE", scale)
		d.start()
		d.wait("the window on the screen", func() bool { return len(d.windows("^Descry$")) == 1 })
		window := d.windows("^Descry$")[0]
		size := func() string {
			out := string(d.tool("xdotool", "getwindowgeometry", window))
			return strings.TrimSpace(out[strings.LastIndex(out, ":")+1:])
		}
		if i == 0 {
			d.do("windowsize", "--sync", window, "1101", "703")
		}
		d.wait("the size it was left with", func() bool { return size() == "1101x703" })
		d.screenshot("scale-" + scale + ".png")
		d.do("windowfocus", "--sync", window) // there is no window manager that would
		d.key("ctrl+q")
		if err := <-d.ended; err != nil {
			t.Fatal(err)
		}
		must(t, os.Remove(d.home+"/descry.log")) // start waits for what is said there
	}
}
