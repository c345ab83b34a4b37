package query

import (
	"errors"
	"strings"
)

// operators are by the sign that stands for them. The longer signs come first.
var operators = []struct{ sign, op string }{{">=", ">="}, {"<=", "<="}, {"≥", ">="}, {"≤", "<="}, {"=>", ">="}, {"=<", "<="}, {">", ">"}, {"<", "<"}}

// operator takes the comparison off a value's beginning, "" when there is none.
func operator(value string) (op, rest string) {
	for _, o := range operators {
		if rest, ok := strings.CutPrefix(value, o.sign); ok {
			return o.op, strings.TrimSpace(rest)
		}
	}
	return "", value
}

// cutRange parts A..B. A word processor may have replaced the dots by an ellipsis.
func cutRange(value string) (from, to string, ok bool) {
	from, to, ok = strings.Cut(strings.ReplaceAll(value, "…", ".."), "..")
	return strings.TrimSpace(from), strings.TrimSpace(strings.TrimLeft(to, ".")), ok
}

// scale is what a number of a filter can be.
type scale struct {
	least, most int
	read        func(string) (int, error)
	write       func(int) string
}

var errRange = errors.New("the range ends before it begins")

// interval reads a number, a range of numbers or a comparison. low and high are within the
// scale. text and label are the spelling and the chip of the same interval.
func (s scale) interval(value string) (low, high int, text, label string, err error) {
	if op, rest := operator(value); op != "" {
		n, err := s.read(rest)
		if err != nil {
			return 0, 0, "", "", err
		}
		return s.compared(op, n)
	}
	from, to, ranged := cutRange(value)
	switch {
	case !ranged:
		n, err := s.read(value)
		return n, n, s.write(n), s.write(n), err
	case from == "" && to == "":
		return 0, 0, "", "", errors.New("the range has neither beginning nor end")
	case from == "":
		return s.interval("<=" + to)
	case to == "":
		return s.interval(">=" + from)
	}
	if low, err = s.read(from); err != nil {
		return 0, 0, "", "", err
	}
	if high, err = s.read(to); err != nil {
		return 0, 0, "", "", err
	}
	if low > high {
		return 0, 0, "", "", errRange
	}
	return low, high, s.write(low) + ".." + s.write(high), s.write(low) + " – " + s.write(high), nil
}

// compared is the part of the scale on one side of a number.
func (s scale) compared(op string, n int) (low, high int, text, label string, err error) {
	low, high, text = s.least, s.most, op+s.write(n)
	switch op {
	case "<":
		high, label = n-1, "below "+s.write(n)
	case "<=":
		high, label = n, s.write(n)+" or less"
	case ">":
		low, label = n+1, "above "+s.write(n)
	case ">=":
		low, label = n, s.write(n)+" or more"
	}
	if low > high {
		err = errors.New("there is nothing " + label)
	}
	return low, high, text, label, err
}
