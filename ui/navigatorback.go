package ui

// goBack returns to where the owner came from and reports whether there was one.
func (n *navigator) goBack() bool {
	n.stopTyping()
	if len(n.back) == 0 {
		return false
	}
	f := n.back[len(n.back)-1]
	n.back = n.back[:len(n.back)-1]
	n.enter(f)
	return true
}

// home returns to browsing, at the place where one was.
func (n *navigator) home() {
	n.stopTyping()
	if len(n.back) == 0 {
		return
	}
	f := n.back[0]
	n.back = nil
	n.enter(f)
}

// unwind keeps only the browsing frame on the way back.
func (n *navigator) unwind() {
	if n.at.Kind == browsing {
		n.leave()
		return
	}
	n.back = n.back[:1]
}

// leave puts where the owner is onto the way back.
func (n *navigator) leave() {
	f := frame{place: n.at, loaded: n.loaded, changes: n.listed}
	if n.loaded {
		f.listing, f.spot = n.shown, n.stage.spot()
		f.spot.shown = n.seen()
	}
	n.back = append(n.back, f)
}

// enter shows a frame at once and brings it up to date if the library changed.
func (n *navigator) enter(f frame) {
	if !f.loaded {
		n.ask(f.place, f.spot)
		return
	}
	n.supersede()
	n.at, n.shown, n.listed = f.place, f.listing, f.changes
	n.loaded, n.failed = true, false
	n.stage.show(f.listing, f.spot)
	if f.changes != n.changes && f.place.Kind == browsing {
		n.renew()
	}
}
