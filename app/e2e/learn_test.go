package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/app/internal/scene"
)

// Where the Learn page has what is clicked.
var (
	learnButton    = [2]int{1050, 738}
	useButtonLearn = [2]int{266, 738}
	suggestedTab   = [2]int{413, 25}
	acceptAll      = [2]int{740, 67}
	versionsTab    = [2]int{655, 25}
	rollBack       = [2]int{300, 67}
)

// series is how many photos there are of each scene, taught how many of them are
// tagged by the user.
const (
	series = 14
	taught = 9
)

// TestEndToEndLearn goes through the wizard: photos are tagged by key, what their tags
// mean is learned, compared and used, the photos that were left out are suggested and
// accepted, that is undone, and what was learned is put aside again.
func TestEndToEndLearn(t *testing.T) {
	if os.Getenv("DESCRY_E2E") == "" {
		t.Skip("drives a real window: make test sets DESCRY_E2E and everything it needs")
	}
	photos := t.TempDir()
	must(t, scene.PaintSeries(photos, series))
	d := newDesktop(t)
	d.command("index", photos)
	for name, tag := range map[string]string{"sunset": "Zorblat", "meadow": "Quimby", "stars": "Vexil"} {
		d.command(append([]string{"tag", "add", tag}, seriesOf(photos, name, taught)...)...)
	}
	d.start()
	d.tagByKey("Plonk")

	d.key("F7")
	d.screenshot("learn.png")
	d.click(learnButton[0], learnButton[1])
	d.wait("something to be learned", func() bool { return len(d.heads()) == 1 })
	time.Sleep(time.Second)
	d.screenshot("learn-compare.png")
	if h := d.heads()[0]; h.Used || h.Report.After.Map <= h.Report.Before.Map {
		t.Errorf("learned is %+v", h)
	}
	d.click(useButtonLearn[0], useButtonLearn[1])
	d.wait("it to be used", func() bool { return d.heads()[0].Used })
	d.review(photos)
	d.putAside()
	d.quit()
}

// seriesOf are the first photos of a scene.
func seriesOf(photos, name string, n int) (paths []string) {
	for i := range n {
		paths = append(paths, filepath.Join(photos, fmt.Sprintf("%s-%02d.jpg", name, i)))
	}
	return paths
}

// tagByKey tags the photos of the chessboard as an user does: finds them, selects
// all, and types the tag.
func (d *desktop) tagByKey(tag string) {
	d.t.Helper()
	d.click(600, 26)
	d.typeText("name:chess-0 ")
	d.key("Return")
	time.Sleep(time.Second)
	d.click(330, 250)
	d.key("ctrl+a")
	d.key("t")
	d.typeText(tag)
	d.screenshot("tag-sheet.png")
	d.key("Return")
	d.wait("the photos to be tagged", func() bool { return d.tags()[tag] == 10 })
	d.key("Escape")
}

// tags counts the photos that the user gave each tag.
func (d *desktop) tags() map[string]int {
	d.t.Helper()
	var list []struct {
		Name string
		Own  int
	}
	must(d.t, json.Unmarshal([]byte(d.command("tag", "list", "--json")), &list))
	counts := map[string]int{}
	for _, t := range list {
		counts[t.Name] = t.Own
	}
	return counts
}

// headJSON is a version of what was learned, as the command line prints it.
type headJSON struct {
	ID     string
	Used   bool
	Report struct{ Before, After struct{ Map float64 } }
}

func (d *desktop) heads() []headJSON {
	d.t.Helper()
	var list []headJSON
	must(d.t, json.Unmarshal([]byte(d.command("head", "list", "--json")), &list))
	return list
}

// review accepts what is suggested of the first tag, and takes it back.
func (d *desktop) review(photos string) {
	d.t.Helper()
	before := d.tags()
	grown := func() (tag string) {
		for name, n := range d.tags() {
			if n > before[name] {
				return name
			}
		}
		return ""
	}
	d.wait("suggestions that are accepted", func() bool {
		d.click(suggestedTab[0], suggestedTab[1])
		time.Sleep(500 * time.Millisecond)
		d.screenshot("suggested.png")
		d.click(acceptAll[0], acceptAll[1])
		return grown() != ""
	})
	tag := grown()
	scenes := map[string]string{"Zorblat": "sunset", "Quimby": "meadow", "Vexil": "stars", "Plonk": "chess"}
	var found []struct{ Path string }
	must(d.t, json.Unmarshal([]byte(d.command("search", "tag:"+tag, "--limit", "100", "--json")), &found))
	for _, f := range found {
		if !strings.HasPrefix(filepath.Base(f.Path), scenes[tag]) {
			d.t.Errorf("%s was suggested for %s", filepath.Base(f.Path), tag)
		}
	}
	d.key("ctrl+z")
	d.wait("the undo", func() bool { return d.tags()[tag] == before[tag] })
}

// putAside rolls back to searching without what was learned.
func (d *desktop) putAside() {
	d.t.Helper()
	d.click(versionsTab[0], versionsTab[1])
	time.Sleep(300 * time.Millisecond)
	d.screenshot("versions.png")
	d.click(rollBack[0], rollBack[1])
	d.wait("the model to search as it was", func() bool { return !d.heads()[0].Used })
}
