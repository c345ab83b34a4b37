package ui

import (
	"context"

	"descry/library"
	"descry/ui/grid"
)

// tidyState replaces what a first start or a damaged file leaves empty.
func tidyState(s State) State {
	if s.Width == 0 { // never saved
		s.SidebarShown = true
	}
	if s.Width < smallestWindowW || s.Height < smallestWindowH {
		s.Width, s.Height = defaultWidth, defaultHeight
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
	if s.Order < BestFirst || s.Order > OldestResults {
		s.Order = BestFirst
	}
	s.ScrollOffset = max(s.ScrollOffset, 0)
	return s
}

// capture notes the window as it is now.
func (w *Window) capture() {
	s := &w.state
	if size := w.win.Canvas().Size(); !w.win.FullScreen() && size.Width >= smallestWindowW {
		s.Width, s.Height = size.Width, size.Height
	}
	s.SidebarShown, s.DetailsShown, s.SidebarWidth = w.zones.showSidebar, w.zones.showDetails, w.zones.width
	s.RowHeight = w.grid.RowHeight()
	s.History = w.history.entries
	s.RecentTags = tagTexts(w.recentTags)
	w.capturePlace()
}

// capturePlace remembers a listing or a search; photos similar to one are left
// for what they were found from.
func (w *Window) capturePlace() {
	s, at, offset := &w.state, w.nav.at, w.grid.ScrollOffset()
	if at.Kind == similarTo && len(w.nav.back) > 0 {
		from := w.nav.back[len(w.nav.back)-1]
		at, offset = from.place, from.spot.offset
	}
	s.Scope, s.Sort, s.Query = at.Scope, w.nav.sort(), ""
	s.Order = w.nav.order
	if at.Kind == searching {
		s.Query = at.Text
	}
	s.ScrollOffset = offset
}

// remember saves the state once it has rested for a while.
func (w *Window) remember() {
	if w.stopSave != nil {
		return // a save is due anyway
	}
	w.stopSave = w.after(savePause, func() {
		w.stopSave = nil
		w.capture()
		state := w.state
		w.tasks.run(func(context.Context) {
			if err := w.backend.SaveState(state); err != nil {
				w.log.Warn("save window state", "err", err)
			}
		})
	})
}

func (w *Window) toggleSidebar() {
	w.zones.showSidebar = !w.zones.showSidebar
	w.rearrange()
	w.remember()
}

func (w *Window) toggleDetails() {
	w.zones.showDetails = !w.zones.showDetails
	w.rearrange()
	w.selectionChanged()
	w.remember()
}

// rearrange shows and places the parts anew.
func (w *Window) rearrange() {
	w.zones.apply()
	relayout(w.content)
	w.followSide()
}

func (w *Window) dragSidebar(dx float32) {
	w.zones.width = min(max(w.zones.width+dx, sidebarNarrow), sidebarWide)
	relayout(w.content)
}

func (w *Window) toggleFullScreen() { w.win.SetFullScreen(!w.win.FullScreen()) }

// rowHeightChanged follows Ctrl and the wheel.
func (w *Window) rowHeightChanged(height float32) {
	w.row.size.Value = float64(height)
	w.row.size.Refresh()
	w.remember()
}

// sizeChosen follows the slider.
func (w *Window) sizeChosen(height float32) {
	if w.grid != nil && height != w.grid.RowHeight() {
		w.grid.SetRowHeight(height)
		w.remember()
	}
}

// sizeStep is one press of Ctrl++.
const sizeStep float32 = 1.2

func (w *Window) larger()  { w.resizeRows(w.grid.RowHeight() * sizeStep) }
func (w *Window) smaller() { w.resizeRows(w.grid.RowHeight() / sizeStep) }

func (w *Window) resizeRows(height float32) {
	w.grid.SetRowHeight(height)
	w.rowHeightChanged(w.grid.RowHeight())
}
