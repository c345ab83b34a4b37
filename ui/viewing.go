package ui

import "descry/library"

// view opens the viewer on a photo of the listing.
func (w *Window) view(id library.PhotoID) {}
