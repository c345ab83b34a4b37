package query

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"descry/library"
	"descry/ui/kit"
)

// completionPause is how long typing rests before completions are looked up.
const completionPause = 120 * time.Millisecond

// completion offers to complete the text that is typed into the search box. The box keeps the
// keyboard and hands completion the keys that are for the list.
type completion struct {
	search *Search
	list   *kit.OfferList

	wish   wish
	text   string // of the box, for which wish holds
	offers []kit.Offer
	at     int // chosen with the arrow keys, -1 none
	turn   int // tells a late answer from the one waited for
	stop   func()
	cancel context.CancelFunc
}

func newCompletion(s *Search) *completion {
	c := &completion{search: s, at: -1}
	c.list = kit.NewOfferList(c.take)
	return c
}

func (c *completion) open() bool { return len(c.offers) > 0 }

// look reads text and cursor. It offers completions once typing rests, and closes the list at
// once where nothing can be completed.
func (c *completion) look() {
	box := c.search.box
	wanted, ok := wishAt(box.Text, box.cursor())
	if ok && wanted == c.wish && box.Text == c.text {
		return
	}
	c.forget()
	c.wish, c.text = wanted, box.Text
	if !ok || box.setting {
		c.show(nil)
		return
	}
	turn := c.turn
	c.stop = c.search.after(completionPause, func() {
		if turn == c.turn {
			c.ask(turn)
		}
	})
}

// forget cancels the lookup on its way, and has its answer ignored.
func (c *completion) forget() {
	c.turn++
	if c.stop != nil {
		c.stop()
		c.stop = nil
	}
	if c.cancel != nil {
		c.cancel()
		c.cancel = nil
	}
}

func (c *completion) ask(turn int) {
	if c.wish.Key == "" {
		c.show(keyOffers(c.wish.Prefix))
		return
	}
	key, known := keyNamed(c.wish.Key)
	if !known || !key.Listed {
		c.show(fixedOffers(key, c.wish.Prefix))
		return
	}
	ctx, cancel := context.WithCancel(c.search.tasks.Ctx)
	c.cancel = cancel
	prefix := c.wish.Prefix
	kit.Load(c.search.tasks, func(context.Context) ([]library.FacetValue, error) {
		defer cancel()
		values, err := c.search.backend.FacetValues(ctx, key.Facet, prefix, kit.MostOffers)
		sortValues(values)
		return values, err
	}, func(values []library.FacetValue, err error) { c.answer(turn, values, err) })
}

// answer shows the values that were asked for in a turn, unless the text has changed since. An
// error shows nothing, since the user can go on typing.
func (c *completion) answer(turn int, values []library.FacetValue, err error) {
	if turn == c.turn && err == nil {
		c.show(valueOffers(values))
	}
}

func (c *completion) show(offers []kit.Offer) {
	c.offers, c.at = offers, -1
	c.list.Show(offers)
	c.search.Regrow()
}

// close puts the list away until the text changes, and reports whether there was
// one.
func (c *completion) close() bool {
	open := c.open()
	c.forget()
	if open {
		c.show(nil)
	}
	return open
}

// closeSoon closes the list after the box lost the keyboard. A click on the list, which takes
// the keyboard too, is given time to act.
func (c *completion) closeSoon() {
	turn := c.turn
	c.search.after(kit.ClickPause, func() {
		if turn == c.turn {
			c.close()
		}
	})
}

// typedKey takes the keys that are for the list.
func (c *completion) typedKey(ev *fyne.KeyEvent) bool {
	if !c.open() {
		return false
	}
	switch ev.Name {
	case fyne.KeyDown:
		c.choose(min(c.at+1, len(c.offers)-1))
	case fyne.KeyUp:
		c.choose(max(c.at-1, -1))
	case fyne.KeyTab:
		c.take(max(c.at, 0))
	case fyne.KeyReturn, fyne.KeyEnter:
		if c.at < 0 { // what was typed is what is meant
			return false
		}
		c.take(c.at)
	case fyne.KeyEscape:
		c.close()
	default:
		return false
	}
	return true
}

func (c *completion) choose(i int) {
	c.at = i
	c.list.Mark(i)
}

// take completes the text with an offer. A filter that is complete becomes a chip.
func (c *completion) take(i int) {
	if i >= len(c.offers) {
		return
	}
	o, box := c.offers[i], c.search.box
	text, cursor := complete(box.Text, c.wish, o)
	c.close()
	box.put(text, cursor)
	c.search.shell.Focus(box)
	c.search.typed()
	if o.Closed {
		c.search.nav.stopTyping()
		c.search.typingRests()
		return
	}
	c.look()
}

// place puts the list below the box, where the cursor is, inside the centre. A remark on the query
// stays in view above the list, since the offers may be what mends the query.
func (c *completion) place(size fyne.Size) {
	root, box := c.list.Root, c.search.box
	below := 8 + box.Size().Height
	if note := c.search.bar.note.root; note.Visible() {
		below = c.search.row.root.Size().Height + note.Position().Y + note.Size().Height
	}
	width := min(kit.OfferListWidth, size.Width-24)
	x := min(12+max(box.CursorPosition().X-24, 0), size.Width-width-12)
	kit.Put(root, max(x, 0), below+2, width, c.list.Height())
}

// shortestKey is how much of a filter's name must be there before it is offered:
// "in" and "has" are words of most descriptions.
const shortestKey = 3

// wish is a part of the text that can be completed: the name of a filter, or its
// value.
type wish struct {
	Key        string // "camera" for a value, "" for a name
	Prefix     string // what of the value or the name is there
	Start, End int    // bytes of the text that a completion replaces
}

// wishAt finds what can be completed where the cursor stands, in bytes.
func wishAt(text string, cursor int) (wish, bool) {
	cursor = min(max(cursor, 0), len(text))
	start, quote := tokenStart(text[:cursor])
	end := cursor + tokenEnd(text[cursor:], quote)
	token := strings.TrimPrefix(strings.TrimPrefix(text[start:cursor], "-"), "－")
	start = cursor - len(token)
	key, value, valued := cutKey(token)
	switch {
	case valued:
		value = value[lastValue(value):]
		return wish{Key: strings.ToLower(key), Prefix: strings.Trim(value, `"`), Start: cursor - len(value), End: end}, true
	case utf8.RuneCountInString(token) < leastOf(token) || end != cursor || !isWord(token):
		return wish{}, false
	}
	return wish{Prefix: strings.ToLower(token), Start: start, End: end}, true
}

// beginsName reports that text is one letter so far, with which names of filters begin. A letter
// describes no photo, and what it finds would only flash by.
func beginsName(text string) bool {
	letter := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(text), "-"))
	return utf8.RuneCountInString(letter) == 1 && isWord(letter) && leastOf(letter) > 1 && len(keyOffers(letter)) > 0
}

// cutKey parts a filter at its colon, which may be a wide one.
func cutKey(token string) (key, value string, valued bool) {
	i := strings.IndexAny(token, ":：")
	if i < 0 {
		return token, "", false
	}
	_, n := utf8.DecodeRuneInString(token[i:])
	return token[:i], token[i+n:], true
}

// leastOf is how much of a filter's name must be there before it is offered. A Chinese
// character is a word.
func leastOf(token string) int {
	if strings.ContainsFunc(token, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return 1
	}
	return shortestKey
}

// lastValue is where the last of several values begins.
func lastValue(values string) int {
	start, quote := 0, false
	for i, r := range values {
		switch {
		case r == '"':
			quote = !quote
		case strings.ContainsRune(",，、", r) && !quote:
			start = i + utf8.RuneLen(r)
		}
	}
	return start
}

// tokenStart is where the last word of text begins, in which a quotation may hold
// spaces, and whether one is open.
func tokenStart(text string) (start int, quote bool) {
	for i, r := range text {
		switch {
		case r == '"':
			quote = !quote
		case unicode.IsSpace(r) && !quote:
			start = i + utf8.RuneLen(r)
		}
	}
	return start, quote
}

// tokenEnd is how far a word goes on. An open quotation goes on to its mark, or,
// where there is none, no further than what is there.
func tokenEnd(text string, quote bool) int {
	if quote {
		return strings.IndexByte(text, '"') + 1
	}
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		return i
	}
	return len(text)
}

func isWord(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// complete puts an offer into the text and gives the text with the place of the
// cursor. Behind what is complete the next word can begin.
func complete(text string, w wish, o kit.Offer) (string, int) {
	put, rest := o.Text, text[w.End:]
	if o.Closed {
		put += " "
		rest = strings.TrimLeft(rest, " ")
	}
	return fmt.Sprint(text[:w.Start], put, rest), w.Start + len(put)
}
