package query

import (
	"strings"
	"unicode"
)

// cut is what kind of border lies before a unit.
type cut int

const (
	none     cut = iota
	sentence     // the end of a sentence, or a strong pause
	pause        // a comma
	contrast     // while, but
	addition     // and
)

// unit is a word of a text with the border before the word.
type unit struct {
	at   int // where the border lies
	end  int // of the word
	word string
	cut  cut
	// words and meaning count the words of the text up to and with this one, and those of them
	// that carry meaning. A run of characters without blanks is several words.
	words, meaning int
	next           int // the unit before which the next mark stands
}

// Conjunctions that may part statements.
var (
	contrasts = wordSet("while whereas but während wohingegen aber tandis mais mientras pero mentre ma enquanto mas terwijl maar")
	additions = wordSet("and und et y e en")
	// companions tie what follows to a noun: "a man with a bag and a hat".
	companions = wordSet("with without wearing holding carrying of between both mit ohne avec sans con com met")
	// determiners begin a new statement behind an "and". Without a determiner, "and" usually
	// goes on with a list ("a baby and toddler").
	determiners = wordSet(`a an the this that these those his her its their one two three four five six several some many another
		ein eine einen einem einer der die das den dem zwei drei vier mehrere einige
		un une le la les des deux trois quatre plusieurs uno una el los las dos tres cuatro varios
		il lo gli due tre o os um uma dois duas três een de het twee drie vier`)
)

// abbreviations end in a full stop that ends no sentence.
var abbreviations = wordSet("mr mrs ms dr st prof no vs etc approx ca bzw usw nr mme sr sra")

// unitsOf finds the words of a text and the borders between them.
func unitsOf(text string) []unit {
	var units []unit
	border, at := none, 0
	for i := 0; i < len(text); {
		r, n := runeAt(text, i)
		switch {
		case unicode.IsSpace(r):
			i += n
			continue
		case !inContent(r):
			if c := borderAt(text, i, units); c != none && (border == none || c < border) {
				border, at = c, i+n
			}
			i += n
			continue
		}
		end := compoundEnd(text, i)
		u := unit{at: i, end: end, word: strings.ToLower(text[i:end]), cut: border}
		switch {
		case len(units) == 0:
			u.at, u.cut = 0, none
		case border != none:
			u.at = at
		}
		u.weigh(units, text[i:end])
		units = append(units, u)
		border, i = none, end
	}
	conjoin(units)
	return units
}

// compoundEnd is where a word ends, with the marks that join its parts: "3.5", "well-lit".
func compoundEnd(text string, start int) int {
	end := start
	for end < len(text) {
		r, n := runeAt(text, end)
		if !inContent(r) {
			next, _ := runeAt(text, end+n)
			if unicode.IsSpace(r) || isForeignMark(r) || !inContent(next) {
				return end
			}
		}
		end += n
	}
	return end
}

// weigh counts the words up to and with this one.
func (u *unit) weigh(before []unit, text string) {
	if n := len(before); n > 0 {
		u.words, u.meaning = before[n-1].words, before[n-1].meaning
	}
	for _, w := range wordsOf(text) {
		u.words++
		if !functionWords[w] {
			u.meaning++
		}
	}
}

// borderAt is the border that a mark makes.
func borderAt(text string, i int, before []unit) cut {
	r, n := runeAt(text, i)
	next, _ := runeAt(text, i+n)
	blank := next == 0 || unicode.IsSpace(next) || isForeignMark(r) || strings.ContainsRune(`"”»)'’`, next)
	switch {
	case !blank:
		return none
	case r == '.' && abbreviated(before, i):
		return none
	case strings.ContainsRune(heavy+"…;；؛:：", r):
		return sentence
	case isComma(r):
		return pause
	case r == '–' || r == '—':
		return pause
	}
	return none
}

// abbreviated reports that a full stop belongs to the word before: "Mr.", "J.".
func abbreviated(before []unit, i int) bool {
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	if last.end != i {
		return false
	}
	letters := []rune(last.word)
	if strings.Contains(last.word, ".") {
		return !strings.ContainsFunc(last.word, unicode.IsNumber) // "U.S.", not "3.5."
	}
	return abbreviations[last.word] || len(letters) == 1 && unicode.IsLetter(letters[0]) && last.word != "i" && !isUnspaced(letters[0])
}

// conjoin finds the borders that conjunctions make, and for each unit the unit before which
// the next mark stands.
func conjoin(units []unit) {
	next := len(units)
	for i := len(units) - 1; i >= 0; i-- {
		units[i].next = next
		if units[i].cut == sentence || units[i].cut == pause {
			next = i
		}
	}
	for i := range units {
		u := &units[i]
		switch {
		case u.cut != none || i == 0:
		case contrasts[u.word]:
			u.cut = contrast
		case additions[u.word] && i+1 < len(units) && determiners[units[i+1].word] && !accompanies(units, i):
			u.cut = addition
		}
	}
}

// accompanies reports that a companion stands so close before a unit that the unit probably
// begins the companion's second noun.
func accompanies(units []unit, i int) bool {
	const reach = 4 // "with a blue backpack and …"
	for j := i - 1; j >= max(0, i-reach); j-- {
		if companions[units[j].word] {
			return true
		}
		if units[j].cut == sentence || units[j].cut == pause {
			break
		}
	}
	return false
}
