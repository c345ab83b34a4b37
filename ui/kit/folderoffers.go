package kit

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
)

// FolderOffers completes the path that is typed into a field: folders whose names begin as
// typed are listed below the field, in front of everything else. FolderOffers never takes the
// keyboard. The field hands on the keys that are meant for the list.
type FolderOffers struct {
	tasks  *Tasks
	ask    ListFolders
	canvas fyne.Canvas
	tips   *Tips // in whose layer the list lies
	after  func(time.Duration, func()) (stop func())
	List   *OfferList

	entry  *PathEntry // whose text is completed, nil for none yet
	head   string     // of the text: the folder, up to its last separator
	begun  string     // of the text: the begun name behind the separator
	names  []string   // of the folders that begin with begun
	Offers []string   // names that are longer than begun
	at     int        // chosen with the arrow keys, -1 none
	layer  *fyne.Container
	turn   int // tells a late answer from the expected one
	Asking bool
	tab    bool // was pressed meanwhile
	cancel context.CancelFunc
}

// ListFolders lists at most most folders in a folder whose names begin with start.
type ListFolders func(ctx context.Context, folder, start string, most int) ([]string, error)

// NewFolderOffers lists the folders that ask finds, in the layer of tips. after calls back on
// the goroutine of the widgets.
func NewFolderOffers(tasks *Tasks, ask ListFolders, canvas fyne.Canvas, tips *Tips, after func(time.Duration, func()) func()) *FolderOffers {
	f := &FolderOffers{tasks: tasks, ask: ask, canvas: canvas, tips: tips, after: after, at: -1}
	f.List = NewOfferList(f.take)
	return f
}

// typedFolder parts a text into the folder as typed and the begun name. Only a path from the
// root or from the home folder can be completed.
func typedFolder(text string) (head, begun string, ok bool) {
	if text == "~" {
		return "~" + string(filepath.Separator), "", true
	}
	end := len(text)
	for end > 0 && !os.IsPathSeparator(text[end-1]) {
		end--
	}
	head, begun = text[:end], text[end:]
	return head, begun, filepath.IsAbs(head) || strings.HasPrefix(head, "~/")
}

// Open reports that folders are on offer for a field.
func (f *FolderOffers) Open(e *PathEntry) bool { return f.entry == e && len(f.Offers) > 0 }

// ready reports that Tab takes a folder. A text that names a folder already is as good as
// complete, and takes a longer name only where the user has chosen one.
func (f *FolderOffers) ready(e *PathEntry) bool {
	whole := f.begun == "" || slices.Contains(f.names, f.begun)
	return f.Open(e) && (f.at >= 0 || !whole)
}

// wantsTab reports that Tab takes a folder, or may: the folders for the text typed just before
// may still be on their way.
func (f *FolderOffers) wantsTab(e *PathEntry) bool {
	return f.ready(e) || f.entry == e && f.Asking && f.begun != ""
}

// look follows the text of a field.
func (f *FolderOffers) look(e *PathEntry) {
	f.forget()
	head, begun, ok := typedFolder(e.Text)
	if !ok || !e.AtEnd() {
		f.show(nil)
		return
	}
	var still []string // of the listed names; the rest comes with the answer
	if f.entry == e && f.head == head {
		still = slices.DeleteFunc(slices.Clone(f.names), func(name string) bool { return !NameBegins(name, begun) })
	}
	f.entry, f.head, f.begun = e, head, begun
	f.show(still)

	ctx, cancel := context.WithCancel(f.tasks.Ctx)
	f.cancel, f.Asking = cancel, true
	turn, folder := f.turn, CleanPath(head)
	Load(f.tasks, func(context.Context) ([]string, error) {
		defer cancel()
		return f.ask(ctx, folder, begun, MostOffers+1)
	}, func(names []string, err error) { f.answer(turn, names, err) })
}

// NameBegins compares without regard to case.
func NameBegins(name, start string) bool {
	return strings.HasPrefix(strings.ToLower(name), strings.ToLower(start))
}

// answer takes names that were requested in a turn, unless the text has gone on. A folder that
// can't be read is no reason to disturb the user.
func (f *FolderOffers) answer(turn int, names []string, err error) {
	if turn != f.turn {
		return
	}
	if err != nil {
		names = nil
	}
	tab := f.tab
	f.Asking, f.tab = false, false
	f.show(names)
	if tab && !f.takeReady(f.entry) {
		f.canvas.FocusNext()
	}
}

// TabPause is how long Tab waits for an answer before Tab moves the focus on.
const TabPause = 300 * time.Millisecond

// tabWaits has Tab wait for the folders of the text typed just before.
func (f *FolderOffers) tabWaits() {
	f.tab = true
	turn := f.turn
	f.after(TabPause, func() {
		if turn == f.turn && f.tab {
			f.answer(turn, nil, nil)
			f.forget()
		}
	})
}

// forget makes every requested answer a late one.
func (f *FolderOffers) forget() {
	f.turn++
	f.Asking, f.tab = false, false
	if f.cancel != nil {
		f.cancel()
		f.cancel = nil
	}
}

func (f *FolderOffers) show(names []string) {
	f.names, f.at = names, -1
	f.Offers = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == f.begun })
	x, y, width, room := f.place()
	f.Offers = f.Offers[:min(len(f.Offers), MostOffers, room)]
	rows := make([]Offer, len(f.Offers))
	for i, name := range f.Offers {
		rows[i] = Offer{Label: name}
	}
	f.List.Show(rows)
	f.lie(len(rows) > 0)
	if len(rows) > 0 {
		high := f.List.Height()
		if y < 0 { // above the field
			y = -y - high
		}
		Put(f.List.Root, x, y, width, high)
		f.layer.Refresh()
	}
}

// lie puts the list into the layer in front, or takes it away.
func (f *FolderOffers) lie(there bool) {
	layer := f.tips.front()
	if f.layer != nil && (!there || f.layer != layer) {
		f.layer.Remove(f.List.Root)
		f.layer.Refresh()
		f.layer = nil
	}
	if there && f.layer == nil {
		f.layer = layer
		layer.Add(f.List.Root)
	}
}

// folderGap is what is left between the field and the list, in Fyne units.
const folderGap float32 = 2

// place tells where the list belongs in the layer in front, and for how many rows there is
// room: below the field, or above where there is more room. For a list above, y is the
// negative of its lower edge.
func (f *FolderOffers) place() (x, y, width float32, rows int) {
	if f.entry == nil {
		return 0, 0, 0, 0
	}
	layer, driver := f.tips.front(), fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(f.entry).Subtract(driver.AbsolutePositionForObject(layer))
	size := f.entry.Size()
	y = at.Y + size.Height + folderGap
	below, above := layer.Size().Height-tipEdge-y, at.Y-folderGap-tipEdge
	most := float32(MostOffers)*completionRow + 2*completionPad
	room := below
	if below < most && above > below {
		y, room = -(at.Y - folderGap), above
	}
	return at.X, y, size.Width, max(int((room-2*completionPad)/completionRow), 0)
}

// Close puts the list away until the text changes.
func (f *FolderOffers) Close() {
	f.forget()
	f.show(nil)
}

// closeSoon is for a field that has lost the keyboard, maybe to a click on the list.
func (f *FolderOffers) closeSoon() {
	turn := f.turn
	f.after(ClickPause, func() {
		if turn == f.turn {
			f.Close()
		}
	})
}

// typedKey takes the keys that are for the list.
func (f *FolderOffers) typedKey(e *PathEntry, ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyTab && !f.ready(e) && f.wantsTab(e) {
		f.tabWaits()
		return true
	}
	if !f.Open(e) {
		if ev.Name != fyne.KeyDown || e.OnKey != nil {
			return false
		}
		f.look(e)
		return true
	}
	switch ev.Name {
	case fyne.KeyDown:
		f.choose(min(f.at+1, len(f.Offers)-1))
	case fyne.KeyUp:
		f.choose(max(f.at-1, -1))
	case fyne.KeyTab:
		return f.takeReady(e)
	case fyne.KeyRight, fyne.KeyEnd:
		return !e.shift && e.AtEnd() && f.takeReady(e)
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.at < 0 { // what was typed is what is meant
			f.Close()
			return false
		}
		f.take(f.at)
	case fyne.KeyEscape:
		f.Close()
	default:
		return false
	}
	return true
}

func (f *FolderOffers) choose(i int) {
	f.at = i
	f.List.Mark(i)
}

func (f *FolderOffers) takeReady(e *PathEntry) bool {
	if !f.ready(e) {
		return false
	}
	f.take(max(f.at, 0))
	return true
}

// take completes the text with a folder. The folders inside are offered only once more is
// typed: until then Enter, Tab and a click work as without a list.
func (f *FolderOffers) take(i int) {
	if i >= len(f.Offers) {
		return
	}
	e, separator := f.entry, f.head[len(f.head)-1:]
	text := f.head + f.Offers[i] + separator
	f.Close()
	e.Entry.SetText(text)
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	f.canvas.Focus(e)
}
