package ui

import (
	"strings"
	"time"

	"descry/library"
)

// typingPause is how long typing must rest before a search starts by itself:
// longer than the gap between two keys of a fast typist, short enough to feel
// immediate.
const typingPause = 200 * time.Millisecond

// onceTypingRests notes a change of the search text: do looks at it once typing
// rests, unless the owner has gone elsewhere by then.
func (n *navigator) onceTypingRests(do func()) {
	n.stopTyping()
	n.typed++
	turn := n.typed
	n.typing = n.after(typingPause, func() {
		n.tasks.apply(func() {
			if turn == n.typed {
				do()
			}
		})
	})
}

func (n *navigator) stopTyping() {
	n.typed++
	if n.typing != nil {
		n.typing()
		n.typing = nil
	}
}

// search ranks the photos in the present scope by text; an empty text returns to
// browsing.
func (n *navigator) search(text string) { n.searchIn(n.at.Scope, text) }

// searchIn searches in another scope.
func (n *navigator) searchIn(scope library.Scope, text string) {
	n.stopTyping()
	text = strings.TrimSpace(text)
	if text == "" {
		n.home()
		return
	}
	p := n.searchPlace(scope, text)
	switch {
	case p != n.at:
		n.unwind()
	case !n.failed:
		return
	}
	n.ask(p, spot{})
}

// searchFrom searches as a step from what is shown, so that the way back leads there:
// for a search that a photo among it gave.
func (n *navigator) searchFrom(text string) {
	n.stopTyping()
	p := n.searchPlace(n.at.Scope, text)
	if p == n.at {
		return
	}
	n.leave()
	n.ask(p, spot{})
}

// searchPlace is the search for text in the order that applies to it: what nothing
// ranks stands by date, as in browsing.
func (n *navigator) searchPlace(scope library.Scope, text string) place {
	p := place{Kind: searching, Scope: scope, Text: text, Order: n.order}
	if !ranks(text) {
		p.Order = NewestResults
		if n.sort() == library.OldestFirst {
			p.Order = OldestResults
		}
	}
	return p
}

// setOrder changes the order of results, now and for searches to come.
func (n *navigator) setOrder(order Order) {
	n.order = order
	n.reorder()
}

// reorder asks anew where the order of the present search has changed.
func (n *navigator) reorder() {
	if n.at.Kind != searching {
		return
	}
	if p := n.searchPlace(n.at.Scope, n.at.Text); p != n.at {
		n.ask(p, spot{})
	}
}
