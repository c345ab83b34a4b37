package query

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Remove is the source without its i-th item. The other items keep their meaning: where
// "without cats" would reach further than before, a comma stops the reach.
func (q Query) Remove(i int) string {
	item := q.Items[i]
	source := legible(q.Source)
	left := strings.TrimRightFunc(source[:item.Span.Start], unicode.IsSpace)
	right := strings.TrimLeftFunc(source[item.Span.End:], unicode.IsSpace)
	left, right = bridged(left, right)
	want := slices.Delete(spellings(q), i, i+1)
	for _, rest := range joinings(left, right) {
		if q.words.hasItems(rest, want) {
			return rest
		}
	}
	return strings.TrimSpace(q.spell(func(it Item) string {
		if it.Span == item.Span {
			return ","
		}
		return it.exact()
	}))
}

// bridged leaves no mark behind that had its sense from an item between two texts.
func bridged(left, right string) (string, string) {
	before, _ := lastRune(left)
	for {
		r, n := runeAt(right, 0)
		switch {
		case n == 0:
			return strings.TrimRightFunc(left, func(r rune) bool { return strings.ContainsRune(light, r) || unicode.IsSpace(r) }), right
		case strings.ContainsRune(closing, r) && left != "" && strings.ContainsRune(bracketed, before):
			return strings.TrimRightFunc(left[:len(left)-len(string(before))], unicode.IsSpace), strings.TrimLeftFunc(right[n:], unicode.IsSpace)
		case !strings.ContainsRune(light+heavy, r) || left != "" && !strings.ContainsRune(light+heavy+bracketed, before):
			return left, right
		}
		right = strings.TrimLeftFunc(right[n:], unicode.IsSpace)
	}
}

// joinings are the ways to put two texts together, the most natural first. A comma keeps the
// second from being read together with the first. Marks that the second begins with may have
// to go, when they would open a quotation now.
func joinings(left, right string) []string {
	between := []string{" ", ", ", ",", " ,"}
	if left == "" {
		between = []string{"", ","}
	} else if r, n := runeAt(right, 0); n == 0 || strings.ContainsRune(light+heavy+closing, r) {
		between = append([]string{""}, between...)
	}
	var list []string
	for range 4 {
		for _, b := range between {
			list = append(list, left+b+right)
		}
		r, n := runeAt(right, 0)
		if !isMark(r) {
			break
		}
		right = strings.TrimLeftFunc(right[n:], unicode.IsSpace)
	}
	return list
}

// spellings is how the items of a query are written.
func spellings(q Query) []string {
	list := make([]string, len(q.Items))
	for i, item := range q.Items {
		list[i] = item.Text
	}
	return list
}

// hasItems reports that a source has just these items.
func (w *Words) hasItems(source string, items []string) bool {
	q, err := w.Parse(source, time.Time{}) // what a date means doesn't matter
	return err == nil && slices.Equal(spellings(q), items)
}

// exact is the item written so that no text behind the item can change its meaning.
func (i Item) exact() string {
	if i.Kind != WithoutItem || !i.InWords() {
		return i.Text
	}
	opener, words, _ := strings.Cut(i.Text, " ")
	if strings.HasPrefix(words, `"`) {
		return i.Text
	}
	return opener + " " + quoted(words)
}

// Add is the source with an item's text added at the end, or at the beginning where the text
// would become a part of the last item.
func Add(source, item string) string {
	var english *Words
	return english.Add(source, item)
}

// Add is the function Add for a source and an item that are read with the names of w.
func (w *Words) Add(source, item string) string {
	source, item = strings.TrimSpace(source), strings.TrimSpace(item)
	if source == "" || item == "" {
		return source + item
	}
	whole := source + " " + item
	before, err := w.Parse(source, time.Time{})
	if err != nil {
		return whole
	}
	added, err := w.Parse(item, time.Time{})
	if err == nil && !w.hasItems(whole, append(spellings(before), spellings(added)...)) {
		return item + " " + source
	}
	return whole
}
