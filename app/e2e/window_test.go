package e2e

import (
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/app/internal/scene"
)

// TestEndToEnd does what a new user does: opens the window, adds a folder,
// waits for the index, describes a photo, and sees the right one first.
func TestEndToEnd(t *testing.T) {
	if os.Getenv("DESCRY_E2E") == "" {
		t.Skip("drives a real window: make test sets DESCRY_E2E and everything it needs")
	}
	photos := filepath.Join(t.TempDir(), "Photos of 2026")
	must(t, os.Mkdir(photos, 0o755))
	must(t, scene.Paint(photos))
	must(t, os.WriteFile(filepath.Join(photos, "broken.jpg"), []byte("half a pho"), 0o644))

	d := newDesktop(t)
	d.start()
	d.screenshot("first-run.png")
	d.click(screenW/2, screenH-150) // somewhere quiet: gives the window the keyboard
	d.key("ctrl+o")
	time.Sleep(500 * time.Millisecond)
	d.typeText(photos)
	d.screenshot("add-folder.png")
	d.key("Return")
	d.wait("the index", func() bool {
		s := d.status()
		return s.Photos == len(scene.All) && s.Pending == 0 && s.Failed == 1
	})
	for _, s := range scene.All {
		d.search(photos, s)
	}
	d.screenshot("search.png")
	d.quit()
	d.restart(photos)
}

type status struct{ Photos, Indexed, Pending, Failed int }

func (d *desktop) status() status {
	d.t.Helper()
	var s status
	must(d.t, json.Unmarshal([]byte(d.command("status", "--json")), &s))
	return s
}

// search types a description and checks that its photo comes first, in the
// program's log and on the screen.
func (d *desktop) search(photos string, s scene.Scene) {
	d.t.Helper()
	d.click(600, 26)
	d.key("ctrl+a")
	d.typeText(s.Description)
	want := filepath.Join(photos, s.Name)
	d.wait("an answer for "+s.Description, func() bool { return d.answered(s.Description) != "" })
	if got := d.answered(s.Description); got != want {
		d.t.Errorf("%q found %s first, want %s", s.Description, got, want)
	}
	d.wait(s.Name+" as the first photo on the screen", func() bool {
		return difference(d.screenshot(s.Name+".png"), firstTile, want) < 12
	})
}

// answered is the first photo of the last finished search for a text, "" when
// there is none yet.
func (d *desktop) answered(text string) string {
	first := ""
	for line := range strings.SplitSeq(d.log(), "\n") {
		if !strings.Contains(line, `msg="search done"`) || !strings.Contains(line, fmt.Sprintf("query=%q", text)) {
			continue
		}
		if _, rest, ok := strings.Cut(line, "first="); ok {
			first = unquote(rest)
		}
	}
	return first
}

// unquote reads a slog text value: a Go string if it needed quotes.
func unquote(s string) string {
	if !strings.HasPrefix(s, `"`) {
		s, _, _ = strings.Cut(s, " ")
		return s
	}
	var out string
	if err := json.NewDecoder(strings.NewReader(s)).Decode(&out); err != nil {
		return ""
	}
	return out
}

// firstTile is where the first photo of a search stands on the screen, below the
// heading of the matches: the scenes are of one shape, and four of them fill a row.
// Nothing is a close match of a drawing, so all are shown.
var firstTile = image.Rect(228, 124, 486, 296)

// difference compares the mean colour of a part of the screen with that of a
// photo, in steps of 255.
func difference(screen image.Image, part image.Rectangle, photo string) float64 {
	f, err := os.Open(photo)
	if err != nil {
		return math.Inf(1)
	}
	defer f.Close()
	img, err := jpeg.Decode(f)
	if err != nil {
		return math.Inf(1)
	}
	a, b := mean(screen, part), mean(img, img.Bounds())
	return (math.Abs(a[0]-b[0]) + math.Abs(a[1]-b[1]) + math.Abs(a[2]-b[2])) / 3
}

func mean(img image.Image, part image.Rectangle) (sum [3]float64) {
	n := 0.0
	for y := part.Min.Y; y < part.Max.Y; y += 3 {
		for x := part.Min.X; x < part.Max.X; x += 3 {
			r, g, b, _ := img.At(x, y).RGBA()
			sum[0], sum[1], sum[2] = sum[0]+float64(r>>8), sum[1]+float64(g>>8), sum[2]+float64(b>>8)
			n++
		}
	}
	return [3]float64{sum[0] / n, sum[1] / n, sum[2] / n}
}

// quit ends the program as the desktop does when it logs out.
func (d *desktop) quit() {
	d.t.Helper()
	must(d.t, d.program.Process.Signal(os.Interrupt))
	select {
	case err := <-d.ended:
		if err != nil {
			d.t.Errorf("the program ended with %v", err)
		}
	case <-time.After(20 * time.Second):
		d.t.Fatal("the program did not end")
	}
}

// restart checks that everything is remembered and nothing is indexed again.
func (d *desktop) restart(photos string) {
	d.t.Helper()
	must(d.t, os.Rename(filepath.Join(d.home, "descry.log"), filepath.Join(d.home, "descry.log.old")))
	d.start()
	last := scene.All[len(scene.All)-1]
	d.wait("the last search again", func() bool { return d.answered(last.Description) == filepath.Join(photos, last.Name) })
	d.screenshot("restarted.png")
	if s := d.status(); s.Photos != len(scene.All) || s.Failed != 1 {
		d.t.Errorf("after the restart: %+v", s)
	}
	d.quit()
}
