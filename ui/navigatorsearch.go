package ui

import (
	"strings"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// typingPause is how long typing must rest before a search starts by itself.
const typingPause = kit.TypingPause

// onceTypingRests notes a change of the search text: do looks at it once typing
// rests, unless the owner has gone elsewhere by then.
func (n *navigator) onceTypingRests(do func()) {
	n.stopTyping()
	n.typed++
	turn := n.typed
	n.typing = n.after(typingPause, func() {
		n.tasks.Apply(func() {
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
	n.enterSearch(n.searchPlace(scope, text))
}

// enterSearch goes to a search, unless that is where the owner is.
func (n *navigator) enterSearch(p place) {
	n.stopTyping()
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
// ranks stands by date, as in browsing. It is as strict as the present search where
// both are for the same, and as judged else.
func (n *navigator) searchPlace(scope library.Scope, text string) place {
	p := place{Kind: searching, Scope: scope, Text: text, Order: n.order}
	if n.at.Kind == searching && sameSubject(n.at.Text, text) {
		p.Strictness = n.at.Strictness
	}
	if !ranks(text) {
		p.Order = service.NewestResults
		if n.sort() == library.OldestFirst {
			p.Order = service.OldestResults
		}
	}
	return p
}

// setOrder changes the order of results, now and for searches to come.
func (n *navigator) setOrder(order service.Order) {
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

// sameSubject reports that two queries describe the same, whatever their filters.
func sameSubject(a, b string) bool {
	return a == b || described(a) != "" && described(a) == described(b)
}

// setStrictness moves what counts as a match of the present search. The photos stay
// where they are: only the headings move among them.
func (n *navigator) setStrictness(strictness float64) {
	if n.at.Kind != searching || n.at.Strictness == strictness {
		return
	}
	p, seen := n.at, n.seen()
	p.Strictness = strictness
	if !n.loaded {
		n.ask(p, spot{})
		return
	}
	n.at, n.loaded = p, false
	n.stage.busy(p)
	n.fetch(p, seen, n.stage.renew)
}
