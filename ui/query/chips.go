package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"descry/app/message"
	"descry/library/query"
)

// chip is a part of a query that stands beside the text: a filter, something
// unwanted, or a photo as an example.
type chip struct {
	Text     string // in the query language
	Item     query.Item
	Example  string // which photo a like: names, "" for all else
	Negative bool
	Words    string // that a date was typed in, "" for all else
}

// understanding is a query as the window shows it.
type understanding struct {
	Chips  []chip   // in order, none twice
	Rest   string   // what the box shows
	Spoken []string // what Rest says in plain words that it doesn't want: "people"
}

// understand parts a query into chips and text. Parts that can't be understood stay text.
func (r *readings) understand(source string) understanding {
	u := understanding{}
	u.Chips, u.Rest, _ = r.takeChips(source, len(source), always)
	u.Rest = strings.TrimSpace(u.Rest)
	if q, err := r.of(u.Rest); err == nil {
		u.Spoken = unwantedWords(q)
	}
	return u
}

// compose puts chips and text together to a whole query. The chips come first, so that an open
// quotation in the text can't include a chip.
func compose(chips []chip, rest string) string {
	var parts []string
	for _, c := range chips {
		parts = append(parts, c.Text)
	}
	if rest = strings.TrimSpace(rest); rest != "" {
		parts = append(parts, rest)
	}
	return strings.Join(parts, " ")
}

// canonical is a query in the window's spelling. Two queries with the same meaning in the same
// words are equal in that spelling.
func (r *readings) canonical(source string) string {
	u := r.understand(source)
	return compose(u.Chips, u.Rest)
}

// doneWith decides whether an item of source may leave the text while the cursor
// stands where it does.
type doneWith func(source string, cursor int, item query.Span) bool

func always(string, int, query.Span) bool { return true }

// leftBehind holds for an item that is complete: the user typed a space behind the item, or
// moved the cursor before the item.
func leftBehind(source string, cursor int, item query.Span) bool {
	if cursor < item.Start {
		return true
	}
	next, _ := utf8.DecodeRuneInString(source[min(item.End, len(source)):])
	return cursor > item.End && unicode.IsSpace(next)
}

// isChip reports whether an item leaves the text. Negations in plain words stay in their
// sentence, and phrases stay since phrases are description.
func isChip(item query.Item) bool { return item.Kind != query.PhraseItem && !item.InWords() }

// takeChips takes the items out of source that are done with. The cursor, in
// bytes, comes back where it stands in what is left.
func (r *readings) takeChips(source string, cursor int, done doneWith) ([]chip, string, int) {
	var chips []chip
	for {
		q, err := r.of(source)
		if err != nil {
			return chips, source, cursor
		}
		i := slices.IndexFunc(q.Items, func(it query.Item) bool { return isChip(it) && done(source, cursor, it.Span) })
		if i < 0 {
			return chips, source, cursor
		}
		rest := q.Remove(i)
		if less, err := r.of(rest); err != nil || len(less.Items) >= len(q.Items) { // else it would go on for ever
			return chips, source, cursor
		}
		if cursor >= q.Items[i].Span.End {
			cursor -= len(source) - len(rest)
		}
		chips = addChip(chips, chipOf(q, q.Items[i]))
		source, cursor = rest, min(max(cursor, 0), len(rest))
	}
}

// label is what the chip shows. A period that was typed in words keeps the words, since a season
// is easier to read than its months.
func (c chip) label() string {
	if c.Words != "" && len(c.Item.Values) == 1 && c.Item.Values[0].Op == ".." {
		return c.Words
	}
	return message.ItemLabel(c.Item)
}

func chipOf(q query.Query, item query.Item) chip {
	c := chip{Text: item.Text, Item: item, Negative: item.Negative}
	if item.Kind == query.ExampleItem {
		c.Example = q.Examples[item.Index].Photo
	}
	return c
}

// addChip adds a chip unless chips have one of the same text. A photo is an example of what is
// sought or of what is not, so the newer chip of a photo replaces the older.
func addChip(chips []chip, c chip) []chip {
	chips = slices.DeleteFunc(slices.Clone(chips), func(old chip) bool {
		return c.Example != "" && old.Example == c.Example && old.Text != c.Text
	})
	if slices.ContainsFunc(chips, func(old chip) bool { return old.Text == c.Text }) {
		return chips
	}
	return append(chips, c)
}

// unwantedWords are the words that a query excludes in plain words ("without people").
func unwantedWords(q query.Query) []string {
	var words []string
	for _, item := range q.Items {
		if item.InWords() {
			words = append(words, q.Clauses[item.Index].Text)
		}
	}
	return words
}
