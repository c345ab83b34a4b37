package ui

import (
	"log/slog"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"descry/library"
	"descry/ui/backup"
	"descry/ui/details"
	"descry/ui/folders"
	"descry/ui/grid"
	"descry/ui/kit"
	"descry/ui/learn"
	"descry/ui/problems"
	"descry/ui/query"
	"descry/ui/sidebar"
	"descry/ui/tags"
	"descry/ui/theme"
	"descry/ui/undo"
	"descry/ui/viewer"
)

// Window is the one window of the program. Its methods belong to the goroutine of the widgets.
type Window struct {
	app     fyne.App
	win     fyne.Window
	backend Backend
	tasks   *kit.Tasks
	log     *slog.Logger
	version string
	about   About
	rawTime func(time.Duration, func()) func() // calls back on any goroutine
	now     func() time.Time
	state   State

	quitting  func()
	remark    Remark
	languages Languages

	zones   *zones
	content *fyne.Container
	search  *query.Search
	folders *folders.Folders
	grid    *grid.Grid
	empty   *noticeView
	details *details.Panel
	tags    *tags.Editor
	viewer  *viewer.Viewer
	models  modelsPage
	learn   *learn.Page
	page    page           // open in place of the photos, nil none
	before  fyne.Focusable // what had the keyboard before the page was opened
	side    *sidebar.Sidebar
	status  *statusBar
	tips    *kit.Tips
	toasts  *toasts

	bindings     []binding
	sheets       []*kit.Sheet
	helpSheet    *kit.Sheet
	helpPages    *kit.Pages
	problems     *problems.Sheet
	backups      *backup.Sheets
	folderOffers *kit.FolderOffers // suggestions for the path field that is being typed into
	sized        bool              // the window has the size that it opens with
	chooser      *kit.Chooser

	ready   bool            // folders are known
	opened  library.PhotoID // photo with which the viewer was opened
	looking lookup          // what the details panel waits for

	changes *undo.History
	saves   *kit.Ordered // of the state

	statusChanged, foldersChanged, photosChanged kit.Signal
	jobsChanged                                  kit.Signal
	unsubscribe                                  func()
	stopSave                                     func()
	closed                                       sync.Once
}

// New builds the window as it was left, without showing it. The state is read from the backend
// at once, since the first frame depends on the state.
func New(o Options) *Window {
	o = o.withDefaults()
	w := &Window{
		app: o.App, backend: o.Backend, log: o.Log, version: o.Version, about: o.About, rawTime: o.After,
		now: o.Now, quitting: o.Quitting, remark: o.Remark, languages: o.Languages, tasks: kit.NewTasks(o.Dispatch), state: tidyState(o.Backend.LoadState()),
		statusChanged: kit.NewSignal(), foldersChanged: kit.NewSignal(), photosChanged: kit.NewSignal(),
		jobsChanged: kit.NewSignal(),
	}
	w.changes, w.saves = undo.New(o.Backend, pageShell{w}, w.tasks), &kit.Ordered{Tasks: w.tasks}
	w.problems = problems.New(problems.Options{Backend: o.Backend, Shell: pageShell{w}, Tasks: w.tasks, Now: func() time.Time { return w.now() }})
	o.App.Settings().SetTheme(theme.New(w.state.Theme))
	if err := wordToolkit(); err != nil {
		w.log.Warn("word the toolkit", "err", err)
	}
	anew := o.Window != nil
	if w.win = o.Window; !anew {
		w.win = o.App.NewWindow("Descry")
	}
	w.build(o.Dispatch)
	w.bindKeys()
	w.win.SetOnDropped(w.dropped)
	w.win.SetCloseIntercept(w.Quit)
	if !anew {
		w.win.SetMaster()
		w.win.Resize(w.state.sizeAt(w.state.Scale))
	}
	return w
}

// build makes the parts and puts them together.
func (w *Window) build(dispatch func(func())) {
	w.tips = kit.NewTips(w.after)
	w.chooser = kit.NewChooser(w.win, w.tasks)
	w.folderOffers = kit.NewFolderOffers(w.tasks, w.backend.FolderNames, w.win.Canvas(), w.tips, w.after)
	w.folders = w.newFolders()
	w.backups = backup.New(backup.Options{
		Backend: w.backend, Shell: pageShell{w}, Tasks: w.tasks, FolderOffers: w.folderOffers, Chooser: w.chooser, Now: func() time.Time { return w.now() },
	})
	w.grid = grid.New(grid.Options{
		Load: w.backend.Thumbnail, LoadLarge: w.sharpThumbnail, Dispatch: dispatch, RowHeight: w.state.RowHeight,
		OnSelect: w.selectionChanged, OnActivate: w.view, OnMenu: w.photoMenu,
		Badge:       func(id library.PhotoID) string { return w.search.Badge(id) },
		Dim:         w.folders.Away,
		OnRowHeight: func(height float32) { w.search.RowHeightChanged(height) }, OnScroll: func(offset float32) { w.search.Scrolled(offset) },
		OnPointer: func(over bool) { w.search.PointerOver(over) }, OnEnd: func() { w.search.ReachedEnd() },

		OnFilled: func() { w.log.Info("photos shown", "photos", w.grid.Count()) },
	})
	w.empty = newNoticeView(w, w.follow)
	w.search = w.newSearch()
	w.details = details.New(details.Options{Backend: w.backend, Shell: detailsShell{w}, Tasks: w.tasks, After: w.after})
	w.tags = w.newTags()
	w.details.SetTags(w.tags.Root())
	w.side = w.newSidebar()
	w.side.Restore(w.state.Side)
	w.viewer = w.newViewer(dispatch)
	w.status = newStatusBar(w, statusActions{pause: w.setPaused, problems: w.problems.Toggle, models: w.openModels}, w.now)
	w.toasts = newToasts(w, w.after)
	w.models = newModelsPage(w)
	w.learn = w.newLearnPage(dispatch)
	w.models.Object().Hide()
	w.learn.Object().Hide()
	w.zones = &zones{
		sidebar: w.side.Root, divider: newDivider(w.dragSidebar, w.remember), centre: w.search.Root(),
		details: w.details.Root(), status: w.status.root, viewer: w.viewer, page: w.models.Object(), toasts: w.toasts.layers[0], tips: w.tips.Layers[0],
		width: w.state.SidebarWidth, side: sidePanel{wished: w.state.SidebarShown}, info: sidePanel{wished: w.state.DetailsShown},
		below: w.search.BoxHeight, free: w.search.KeepFree, resized: w.resized,
	}
	z := w.zones
	z.apply()
	w.content = container.New(z, z.centre, w.models.Object(), w.learn.Object(), z.viewer, z.sidebar, z.details, z.divider, z.status, z.toasts, z.tips)
	w.win.SetPadded(false)
	w.win.SetContent(w.content)
	w.followSide()
}

// after calls fn on the goroutine of the widgets when d has passed.
func (w *Window) after(d time.Duration, fn func()) (stop func()) {
	return w.rawTime(d, func() { w.tasks.Apply(fn) })
}

// chosen are the photos to act on: the one in the viewer, or else the selected ones, or else
// the one with the keyboard.
func (w *Window) chosen() []library.PhotoID {
	if w.zones.viewing {
		return []library.PhotoID{w.viewer.Current()}
	}
	if ids := w.grid.Selected(); len(ids) > 0 {
		return ids
	}
	if id := w.grid.Cursor(); id != 0 {
		return []library.PhotoID{id}
	}
	return nil
}
