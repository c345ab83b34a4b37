package query

import "strings"

// String is the query in its usual spelling, the parts in the order in which they were typed.
// Parsing String gives the same query but for the places and the hints.
func (q Query) String() string { return q.spell(func(i Item) string { return i.Text }) }

// In is String with the filters and their words in the language of w.
func (q Query) In(w *Words) string { return q.spell(w.Write) }

// spell writes the source with each item in a spelling of its own.
func (q Query) spell(spelling func(Item) string) string {
	var out writer
	source, at := legible(q.Source), 0
	for _, item := range q.Items {
		out.text(source[at:item.Span.Start])
		out.item(spelling(item), item.Kind == PhraseItem || item.Kind == WithoutItem)
		at = item.Span.End
	}
	out.text(source[at:])
	return out.String()
}

// writer puts the parts of a source together with single blanks between words.
type writer struct {
	strings.Builder
	apart bool // a blank has to come next
}

// text adds what stands between two items.
func (w *writer) text(s string) {
	words := oneSpaced(s)
	if words == "" {
		w.apart = w.apart || s != ""
		return
	}
	w.apart = w.apart || s[0] != words[0]
	w.put(words)
	w.apart = s[len(s)-1] != words[len(words)-1]
}

// item adds an item. A filter always stands apart. Other items may touch the text around them,
// as in ("red lanterns"), where touches is true.
func (w *writer) item(s string, touches bool) {
	w.apart = w.apart || !touches
	w.put(s)
	w.apart = !touches
}

func (w *writer) put(s string) {
	if w.apart && w.Len() > 0 {
		w.WriteByte(' ')
	}
	w.WriteString(s)
	w.apart = false
}
