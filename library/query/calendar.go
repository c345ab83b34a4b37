package query

import (
	"fmt"
	"strconv"
	"strings"
)

// calendar reads the numbers of a date, as in 2019-07-04, "4 July 2019" and july-2019. Month
// and day are 0 when not named, -1 when they can't be right. A date of three numbers has to
// begin with the year: 4/7/2019 means two days. The month alone is named where the year is 0.
func (w *Words) calendar(words []string) (year, month, day int) {
	if len(words) > 3 {
		return 0, 0, 0
	}
	if named := w.namedMonth(words); named >= 0 {
		return w.withName(words, named)
	}
	numbers := make([]int, 3)
	for i, word := range words {
		var err error
		if numbers[i], err = number(word, i == 0); err != nil {
			return 0, 0, 0
		}
	}
	if len(words) > 1 && numbers[1] == 0 {
		numbers[1] = -1
	}
	if len(words) > 2 && numbers[2] == 0 {
		numbers[2] = -1
	}
	return numbers[0], numbers[1], numbers[2]
}

// number reads a year of four digits, or a month or day of one or two.
func number(word string, year bool) (int, error) {
	if year != (len(word) == 4) || !year && len(word) > 2 {
		return 0, fmt.Errorf("%q is not a part of a date", word)
	}
	n, err := strconv.ParseUint(word, 10, 16)
	return int(n), err
}

// monthNames are compared by their first three letters.
var monthNames = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september",
	"october", "november", "december"}

// namedMonth is which of the words is the name of a month, -1 for none.
func (w *Words) namedMonth(words []string) int {
	for i, word := range words {
		if w.month(word) > 0 {
			return i
		}
	}
	return -1
}

// monthOf is the month of a name, or of its beginning of at least three letters.
func monthOf(word string) int {
	for i, name := range monthNames {
		if len(word) >= 3 && strings.HasPrefix(name, word) {
			return i + 1
		}
	}
	return 0
}

// withName reads a date in which the month is named. The year has four digits.
func (w *Words) withName(words []string, named int) (year, month, day int) {
	month = w.month(words[named])
	for i, word := range words {
		if i == named {
			continue
		}
		if n, err := number(word, true); err == nil && year == 0 {
			year = n
			continue
		}
		n, err := number(strings.TrimRight(word, "stndrh"), false) // 1st, 2nd, 3rd, 4th
		if err != nil || day != 0 {
			return 0, 0, 0
		}
		if day = n; day == 0 {
			day = -1
		}
	}
	return year, month, day
}
