package query

import "strings"

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
	read        func(string) (n int, ok bool)
	write       func(int) string
	// local writes a number in the language of the query, nil where that is the same.
	local func(int) string
	// The remarks on a value that is no number, on a range without ends, on one that ends before
	// it begins, and on a comparison that nothing fits.
	unread, endless, reversed, nothing RemarkKind
}

// interval reads a number, a range of numbers or a comparison. low and high are within the
// scale. v is the spelling of the same interval.
func (s scale) interval(value string) (low, high int, v Value, wrong *Remark) {
	if op, rest := operator(value); op != "" {
		n, ok := s.read(rest)
		if !ok {
			return 0, 0, Value{}, remark(s.unread, Params{"Value": shown(rest)})
		}
		return s.compared(op, n)
	}
	from, to, ranged := cutRange(value)
	switch {
	case !ranged:
		n, ok := s.read(value)
		if !ok {
			return 0, 0, Value{}, remark(s.unread, Params{"Value": shown(value)})
		}
		return n, n, Value{Parts: []string{s.write(n)}}, nil
	case from == "" && to == "":
		return 0, 0, Value{}, remark(s.endless, nil)
	case from == "":
		return s.interval("<=" + to)
	case to == "":
		return s.interval(">=" + from)
	}
	var ok bool
	if low, ok = s.read(from); !ok {
		return 0, 0, Value{}, remark(s.unread, Params{"Value": shown(from)})
	}
	if high, ok = s.read(to); !ok {
		return 0, 0, Value{}, remark(s.unread, Params{"Value": shown(to)})
	}
	if low > high {
		return 0, 0, Value{}, remark(s.reversed, Params{"From": to, "To": from})
	}
	return low, high, Value{Op: "..", Parts: []string{s.write(low), s.write(high)}}, nil
}

// compared is the part of the scale on one side of a number.
func (s scale) compared(op string, n int) (low, high int, v Value, wrong *Remark) {
	low, high, v = s.least, s.most, Value{Op: op, Parts: []string{s.write(n)}}
	switch op {
	case "<":
		high = n - 1
	case "<=":
		high = n
	case ">":
		low = n + 1
	case ">=":
		low = n
	}
	if low > high {
		written := s.write
		if s.local != nil {
			written = s.local
		}
		wrong = remark(s.nothing, Params{"Value": op + written(n)})
	}
	return low, high, v, wrong
}
