package sidebar

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/theme"
)

// fakeBackend answers at once with what it has.
type fakeBackend struct {
	mu       sync.Mutex
	subs     []library.Subfolder
	searches []library.SavedSearch
	tags     []library.TagCount
	matches  int
	excluded []string
	fail     error
	calls    []string
}

func (b *fakeBackend) call(format string, args ...any) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls = append(b.calls, fmt.Sprintf(format, args...))
	return b.fail
}

func (b *fakeBackend) called(what string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for _, c := range b.calls {
		if c == what {
			n++
		}
	}
	return n
}

func (b *fakeBackend) Subfolders(_ context.Context, id library.FolderID) ([]library.Subfolder, error) {
	return b.subs, b.call("subfolders %d", id)
}

func (b *fakeBackend) RemoveFolder(_ context.Context, id library.FolderID) (service.Change, error) {
	return service.Change{}, b.call("remove %d", id)
}

func (b *fakeBackend) PauseFolder(_ context.Context, id library.FolderID, paused bool) error {
	return b.call("pause %d %v", id, paused)
}

func (b *fakeBackend) RescanFolder(_ context.Context, id library.FolderID) error {
	return b.call("rescan %d", id)
}

func (b *fakeBackend) Excluded(context.Context) ([]string, error) {
	b.mu.Lock()
	list := b.excluded
	b.mu.Unlock()
	return list, b.call("excluded")
}

func (b *fakeBackend) ExcludeFolder(_ context.Context, path string) (service.Change, error) {
	return service.Change{}, b.call("exclude %s", path)
}

func (b *fakeBackend) IncludeAgain(_ context.Context, pattern string) (service.Change, error) {
	return service.Change{}, b.call("include %s", pattern)
}

func (b *fakeBackend) SavedSearches(context.Context) ([]library.SavedSearch, error) {
	return b.searches, b.call("searches")
}

func (b *fakeBackend) DeleteSearch(_ context.Context, id library.SavedSearchID) (service.Change, error) {
	return service.Change{}, b.call("delete %d", id)
}

func (b *fakeBackend) CountMatches(_ context.Context, ask service.Ask) (int, error) {
	return b.matches, b.call("count %s", ask.Query.Source)
}

func (b *fakeBackend) Tags(context.Context) ([]library.TagCount, error) {
	return b.tags, b.call("tags")
}

// fakeShell notes what is asked of the window, and goes where it is sent.
type fakeShell struct {
	side    *Sidebar
	tips    *kit.Tips
	at      Place
	savable bool
	asked   []string // in their order
	menu    []*fyne.MenuItem
}

func (s *fakeShell) note(format string, args ...any) {
	s.asked = append(s.asked, strings.TrimSpace(fmt.Sprintf(format, args...)))
}

// took tells what was asked since it was called last.
func (s *fakeShell) took() []string {
	asked := s.asked
	s.asked = nil
	return asked
}

func (s *fakeShell) goTo(p Place) {
	s.at = p
	s.side.MarkPlace()
}

func (s *fakeShell) TypedRune(rune)                      { s.note("rune") }
func (s *fakeShell) TypedKey(ev *fyne.KeyEvent)          { s.note("key %s", ev.Name) }
func (s *fakeShell) TakeShortcut(fyne.Shortcut) bool     { return false }
func (s *fakeShell) Hints() *kit.Tips                    { return s.tips }
func (s *fakeShell) Place() Place                        { return s.at }
func (s *fakeShell) PlaceOf(q library.SavedSearch) Place { return placeOf(q) }
func (s *fakeShell) Savable() bool                       { return s.savable }
func (s *fakeShell) Leave()                              { s.note("leave") }
func (s *fakeShell) Remember()                           { s.note("remember") }
func (s *fakeShell) SearchesListed()                     { s.note("listed") }
func (s *fakeShell) FoldersChanged()                     { s.note("folders") }
func (s *fakeShell) PhotosChanged()                      { s.note("photos") }
func (s *fakeShell) AddFolder()                          { s.note("add") }
func (s *fakeShell) ConfirmGone(p library.Place)         { s.note("gone %d %s", p.Folder, p.Rel) }
func (s *fakeShell) Reveal(path string)                  { s.note("reveal %s", path) }
func (s *fakeShell) CopyText(sentence, text string)      { s.note("%s %s", sentence, text) }
func (s *fakeShell) Rename(q library.SavedSearch)        { s.note("rename %s", q.Name) }
func (s *fakeShell) UpdateSaved(q library.SavedSearch)   { s.note("update %s", q.Name) }

// fakeTags notes at the window what is asked of the editor of tags.
type fakeTags struct{ *fakeShell }

func (s fakeTags) Rename(t library.Tag) { s.note("rename %s", t.Name) }
func (s fakeTags) Merge(t library.Tag)  { s.note("merge %s", t.Name) }
func (s fakeTags) Remove(t library.Tag) { s.note("remove %s", t.Name) }
func (s fakeTags) OpenImport()          { s.note("import") }

func (s *fakeShell) ShowScope(scope library.Scope) {
	s.note("scope %d %s", scope.Folder, scope.Rel)
	s.goTo(Place{Scope: scope})
}

func (s *fakeShell) ShowQuery(text string) {
	s.note("query %s", text)
	s.goTo(Place{Searching: true, Query: text})
}

func (s *fakeShell) RunSaved(q library.SavedSearch) {
	s.note("search %s", q.Name)
	s.goTo(placeOf(q))
}

func (s *fakeShell) PopUp(_ fyne.Position, items ...*fyne.MenuItem) { s.menu = items }

func (s *fakeShell) SayError(err error) {
	if err != nil {
		s.note("error %v", err)
	}
}

func (s *fakeShell) Change(do func(context.Context) (service.Change, error), then func(error)) {
	_, err := do(context.Background())
	then(err)
}

// placeOf writes a query in capitals, so that it differs from how it was saved.
func placeOf(s library.SavedSearch) Place {
	return Place{Searching: true, Query: strings.ToUpper(s.Query), Strictness: s.Strictness}
}

// rig is a sidebar alone in a window.
type rig struct {
	*Sidebar
	see   kittest.View // the whole window
	b     *fakeBackend
	shell *fakeShell
	win   fyne.Window
	queue kittest.Queue
}

func newRig(t *testing.T, b *fakeBackend) *rig {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Dark))
	shell := &fakeShell{tips: kit.NewTips(new(kittest.Clock).After)}
	r := &rig{b: b, shell: shell}
	tasks := kit.NewTasks(r.queue.Dispatch)
	t.Cleanup(tasks.Close)
	r.Sidebar = New(Options{
		Backend: b, Shell: shell, Searches: shell, Tags: fakeTags{shell}, Tasks: tasks, Now: func() time.Time { return thursday },
		Pages: []Page{{Name: "Learn", Toggle: func() { shell.note("learn") }}, {Name: "Models", Toggle: func() { shell.note("models") }}},
	})
	shell.side = r.Sidebar
	r.win = test.NewTempWindow(t, r.Root)
	r.win.Resize(fyne.NewSize(240, 600))
	r.see = kittest.Look(t, r.win.Canvas())
	return r
}

// until runs what comes to the goroutine of the widgets until done holds.
func (r *rig) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	r.queue.Until(t, what, done)
}

// list lists searches and tags as their tasks do.
func (r *rig) list() {
	r.updateSearches(context.Background())
	r.updateTags(context.Background())
	r.queue.Pump()
}

func (r *rig) rowOf(t *testing.T, name string) int {
	t.Helper()
	i := slices.IndexFunc(r.rows, func(row Row) bool { return row.Name == name })
	if i < 0 {
		t.Fatalf("no row %q among %q", name, drawn(r.rows))
	}
	return i
}

// view draws a row as the list would.
func (r *rig) view(t *testing.T, name string) *rowView {
	t.Helper()
	v := newRowView(r.shell, r.shell.AddFolder)
	v.Resize(fyne.NewSize(220, kit.RowLow))
	r.fill(r.rowOf(t, name), v)
	v.box.Resize(fyne.NewSize(220, kit.RowLow))
	return v
}

// item finds an item of the menu that is open.
func (r *rig) item(t *testing.T, label string) *fyne.MenuItem {
	t.Helper()
	for _, item := range r.shell.menu {
		if item.Label == label {
			return item
		}
	}
	t.Fatalf("the menu has no %q", label)
	return nil
}

// pictures is a folder of three photos with tags and a saved search.
func pictures(t *testing.T) *rig {
	r := newRig(t, &fakeBackend{
		matches:  2,
		searches: []library.SavedSearch{{ID: 1, Name: "Dogs", Query: "dog"}},
		tags: []library.TagCount{{Tag: tag("animals/dogs"), Photos: 1}, {Tag: person("Anna"), Photos: 1}, {Tag: tag("Bella"), Photos: 2},
			{Tag: tag("vacation"), Photos: 1}},
	})
	r.SetFolders([]library.Folder{{ID: 1, Path: "/home/ann/Pictures", LastScan: thursday, Counts: library.Counts{Photos: 3}}}, nil)
	r.SetWork(3, message.Work{})
	r.list()
	return r
}
