package query

// How much both sides of a border need, in words and in words that carry meaning. A smaller
// clause is no statement about a photo: "a man" is in a third of all photos.
const (
	leastWords   = 3 // beside a conjunction
	leastBefore  = 4 // before an "and": three are usually the first of two subjects
	leastMeaning = 2
)

// enough reports whether the text from the unit from on can be cut before the unit
// at i.
func enough(units []unit, from, i int, c cut) bool {
	if c == sentence {
		return true
	}
	before, meaning := count(units, from, i)
	after, more := count(units, i, units[i].next)
	if meaning < leastMeaning || more < leastMeaning {
		return false
	}
	switch c {
	case pause:
		return !enumerates(units, i)
	case addition:
		return before >= leastBefore && after > leastWords
	default:
		return before >= leastWords && after > leastWords // the conjunction itself is one of after
	}
}

// count is how many words there are from one unit to before another, and how many of the words
// carry meaning.
func count(units []unit, from, to int) (words, meaning int) {
	if to > 0 {
		words, meaning = units[to-1].words, units[to-1].meaning
	}
	if from > 0 {
		words, meaning = words-units[from-1].words, meaning-units[from-1].meaning
	}
	return words, meaning
}

// enumerates reports that the comma before a unit belongs to a list of nouns: "black hat,
// coat, and trousers".
func enumerates(units []unit, i int) bool {
	last := i - 1
	for last > 0 && units[last].cut != sentence && units[last].cut != pause {
		last--
	}
	_, before := count(units, last, i)
	_, after := count(units, i, units[i].next)
	return before < leastMeaning || after < leastMeaning
}
