package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit/kittest"
	"descry/ui/sidebar"
)

// drawn writes rows as they stand below each other.
func drawn(rows []sidebar.Row) []string {
	var lines []string
	for _, r := range rows {
		mark := ""
		switch {
		case r.Expandable && r.Open:
			mark = "v "
		case r.Expandable:
			mark = "> "
		}
		lines = append(lines, strings.Repeat("  ", r.Depth)+mark+r.Name)
	}
	return lines
}

// sideList is what has the keyboard for all rows of the side.
func (r *rig) sideList(t *testing.T) fyne.Focusable {
	t.Helper()
	var list fyne.Focusable
	walkShown(r.side.Root, func(o fyne.CanvasObject) {
		if f, ok := o.(fyne.Focusable); ok && list == nil {
			list = f
		}
	})
	if list == nil {
		t.Fatal("nothing at the side takes the keyboard")
	}
	return list
}

// TestBranchesAreKept over a restart: headings, folders, tags.
func TestBranchesAreKept(t *testing.T) {
	made := func() *fakeBackend {
		b := taggedFolder()
		b.extra = []library.TagCount{{Tag: tag("animals"), Photos: 3}}
		b.subfolders = func(library.FolderID) ([]library.Subfolder, error) {
			return []library.Subfolder{{Rel: "norway", Photos: 1}, {Rel: "norway/fjord", Photos: 1}}, nil
		}
		return b
	}
	b := made()
	r := newRig(t, b)
	r.waitTags(t)
	r.side.Toggle(r.rowOf(t, "Pictures"))
	r.until(t, "the directories", func() bool { return slices.Contains(drawn(r.side.Rows()), "  > norway") })
	r.side.Toggle(r.rowOf(t, "norway"))
	r.side.Toggle(r.rowOf(t, "animals"))
	r.side.Toggle(r.rowOf(t, "People"))
	want := drawn(r.side.Rows())
	r.Close()

	again := made()
	again.state = b.saved
	r = newRig(t, again)
	r.until(t, "the side as it was", func() bool { return slices.Equal(drawn(r.side.Rows()), want) })
	r.side.Toggle(r.rowOf(t, "Folders"))
	want = drawn(r.side.Rows())
	r.Close()
	last := made()
	last.state = again.saved
	r = newRig(t, last)
	r.until(t, "the closed heading", func() bool { return slices.Equal(drawn(r.side.Rows()), want) })
}

// TestTabOrder: the search first, then the photos, then the side, the problems last.
func TestTabOrder(t *testing.T) {
	b := oneFolder()
	b.status = func() service.Status { return service.Status{Photos: 3, Problems: 2} }
	r := newRig(t, b)
	r.until(t, "the problems", func() bool { return r.status.problems.Visible() })
	canvas := r.win.Canvas()
	canvas.Unfocus()
	var order []fyne.Focusable
	for range 40 {
		canvas.FocusNext()
		if slices.Contains(order, canvas.Focused()) {
			break
		}
		order = append(order, canvas.Focused())
	}
	at := -1
	for _, f := range []fyne.Focusable{r.search.Box(), kittest.Button(t, r.search.Root(), "Filter"), r.menuButton(t), r.grid, r.sideList(t), kittest.Button(t, r.side.Root, learnName()), r.status.problems} {
		next := slices.Index(order, f)
		if next <= at {
			t.Errorf("%T is stop %d, after %d", f, next, at)
		}
		at = next
	}
	if len(order) == 0 || order[0] != r.search.Box() || order[len(order)-1] != fyne.Focusable(r.status.problems) {
		t.Errorf("the order is %T", order)
	}
}
