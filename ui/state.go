package ui

import (
	"context"

	"fyne.io/fyne/v2/canvas"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/folders"
	"descry/ui/grid"
	"descry/ui/kit"
	"descry/ui/query"
	"descry/ui/sidebar"
	"descry/ui/tagname"
)

// tidyState replaces what a first start or a damaged file leaves empty.
func tidyState(s State) State {
	if s.Width == 0 { // never saved
		s.SidebarShown = true
	}
	if s.Width < smallestWindowW || s.Height < smallestWindowH {
		s.Width, s.Height, s.Scale = defaultWidth, defaultHeight, 0
	}
	if s.SidebarWidth < sidebarNarrow || s.SidebarWidth > sidebarWide {
		s.SidebarWidth = sidebarWidth
	}
	if s.RowHeight <= 0 {
		s.RowHeight = grid.DefaultRowHeight
	}
	if s.Sort < library.NewestFirst || s.Sort > library.ByName {
		s.Sort = library.NewestFirst
	}
	if s.Order < service.BestFirst || s.Order > service.OldestResults {
		s.Order = service.BestFirst
	}
	s.ScrollOffset, s.Shown = max(s.ScrollOffset, 0), max(s.Shown, 0)
	return s
}

// capture returns the state of the window at the moment.
func (w *Window) capture() {
	s := &w.state
	c := w.win.Canvas()
	if size := c.Size(); w.sized && !w.win.FullScreen() && size.Width >= smallestWindowW {
		s.Width, s.Height, s.Scale = size.Width, size.Height, c.Scale()
	}
	s.SidebarShown, s.DetailsShown, s.SidebarWidth = w.zones.side.wished, w.zones.info.wished, w.zones.width
	s.RowHeight = w.grid.RowHeight()
	s.RecentTags = tagname.Texts(w.tags.Recent())
	s.Side = w.side.Branches()
	s.Kept = w.folders.Kept()
	s.setSearch(w.search.State())
}

// search is what is remembered of the search.
func (s State) search() query.State {
	return query.State{Query: s.Query, Scope: s.Scope, Sort: s.Sort, Order: s.Order, Strictness: s.Strictness,
		Shown: s.Shown, ScrollOffset: s.ScrollOffset, History: s.History}
}

// setSearch remembers a search.
func (s *State) setSearch(now query.State) {
	s.Query, s.Scope, s.Sort, s.Order, s.Strictness = now.Query, now.Scope, now.Sort, now.Order, now.Strictness
	s.Shown, s.ScrollOffset, s.History = now.Shown, now.ScrollOffset, now.History
}

// remember saves the state once nothing has changed for savePause.
func (w *Window) remember() {
	if w.stopSave == nil { // else a save is due anyway
		w.stopSave = w.after(savePause, w.save)
	}
}

// save saves the state now.
func (w *Window) save() {
	if w.stopSave != nil {
		w.stopSave()
		w.stopSave = nil
	}
	w.capture()
	state := w.state
	w.saves.Run(func(context.Context) {
		if err := w.backend.SaveState(state); err != nil {
			w.log.Warn("save window state", "err", err)
		}
	})
}

func (w *Window) toggleSidebar() {
	w.zones.side.toggle()
	w.rearrange()
	w.remember()
}

func (w *Window) toggleDetails() {
	w.zones.info.toggle()
	w.rearrange()
	w.selectionChanged()
	w.remember()
}

// resized adapts the window's content to another size. Panels have come or gone with the room
// for them, and sheets fit in.
func (w *Window) resized(panels bool) {
	if panels {
		w.selectionChanged()
		w.followSide()
	}
	w.folderOffers.Close()
	w.fitSheets()
}

// sinkPanels closes panels that float over the photos and reports whether one did.
func (w *Window) sinkPanels() bool {
	side, info := w.zones.side.sink(), w.zones.info.sink()
	if side || info {
		w.rearrange()
		w.selectionChanged()
	}
	return side || info
}

// rearrange shows and places the parts anew.
func (w *Window) rearrange() {
	w.zones.apply()
	kit.Relayout(w.content)
	canvas.Refresh(w.content) // a panel that floats changes nothing else, and Fyne doesn't know yet where the panel is
	w.followSide()
}

func (w *Window) dragSidebar(dx float32) {
	w.zones.width = min(max(w.zones.width+dx, sidebarNarrow), sidebarWide)
	kit.Relayout(w.content)
}

// toggleFullScreen gives the photos the whole screen, or the window its frame back.
func (w *Window) toggleFullScreen() {
	full := !w.win.FullScreen()
	w.win.SetFullScreen(full)
	if full {
		w.zones.info.over = false
	}
	w.zones.bare = full
	w.zones.squeeze(w.content.Size().Width)
	w.rearrange()
	w.selectionChanged()
	if full {
		w.toasts.say(message.Text("full-screen-leave", nil), "", nil)
	}
}

// leaveFullScreen leaves the full screen and reports whether the window filled the screen.
func (w *Window) leaveFullScreen() bool {
	if !w.win.FullScreen() {
		return false
	}
	w.toggleFullScreen()
	return true
}

// State is what the window remembers from one start to the next.
type State struct {
	Width, Height float32 `toml:",omitempty"`
	Scale         float32 `toml:",omitempty"` // of the screen, in pixels a unit of Fyne; 0 not known
	Maximised     bool
	SidebarShown  bool
	SidebarWidth  float32
	DetailsShown  bool
	RowHeight     float32 // of the grid, in Fyne units
	Sort          library.Sort
	Order         service.Order `toml:",omitempty"` // of search results
	Theme         string        // "system", "light", "dark"
	Query         string
	Strictness    float64 `toml:",omitempty"` // of Search
	Shown         int     `toml:",omitempty"` // photos of its answer, where the user asked for more than are shown at first
	Scope         library.Scope
	ScrollOffset  float32
	History       []string            // last searches, newest first
	RecentTags    []string            `toml:",omitempty"` // used last, newest first, as the user typed them
	Side          sidebar.Branches    // what is open at the side
	Kept          []folders.KeptPlace `toml:",omitempty"` // questions that were answered with Keep
}
