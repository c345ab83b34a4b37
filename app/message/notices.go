package message

import (
	"strings"
	"time"

	"descry/app/notice"
)

// OfNotice is a notice in words; "" for none. Numbers among its parameters get separators,
// times are said as of now, lists become "a, b and c", notices are put into words.
func OfNotice(n notice.Notice, now time.Time) string {
	if n.IsZero() {
		return ""
	}
	params := make(Params, len(n.Params)+1)
	for name, value := range n.Params {
		params[name] = worded(value, now)
	}
	if n.Plural {
		return Count(string(n.Kind), n.Count, params)
	}
	return Text(string(n.Kind), params)
}

// worded is the value of a parameter as a sentence has it.
func worded(value any, now time.Time) any {
	switch v := value.(type) {
	case notice.Notice:
		return OfNotice(v, now)
	case error:
		return Explain(v)
	case int:
		return FormatCount(v)
	case []string:
		return Listed(v)
	case notice.Names:
		return strings.Join(v, ", ")
	case notice.Quoted:
		quoted := make([]string, len(v))
		for i, name := range v {
			quoted[i] = Text("quoted", Params{"Name": name})
		}
		return strings.Join(quoted, ", ")
	case time.Time:
		return MomentWords(v, now)
	}
	return value
}
