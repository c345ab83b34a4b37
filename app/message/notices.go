package message

import (
	"slices"
	"strings"
	"time"

	"descry/app/notice"
	"descry/library"
)

// OfNotice is the text of a notice, "" for the zero Notice. Numbers among its parameters get
// separators, times are worded as of now, lists become "a, b and c", and notices are worded,
// too.
func OfNotice(n notice.Notice, now time.Time) string {
	if n.IsZero() {
		return ""
	}
	if text, ok := n.Params["Text"].(string); ok && n.Kind == "as-it-is" {
		return InLanguage(text)
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

// Sentences makes sentences of notices that are clauses, one after the other. The last
// sentence has no full stop. The text is "" for no notices.
func Sentences(list []notice.Notice, now time.Time) string {
	texts := each(list, now)
	for i, text := range texts {
		texts[i] = withoutStop(text)
	}
	return joined("sentences-unstopped", texts)
}

// Paragraph joins notices that are sentences, one after the other. The text is "" for no
// notices.
func Paragraph(list []notice.Notice, now time.Time) string {
	texts := slices.DeleteFunc(each(list, now), func(text string) bool { return text == "" })
	return strings.Join(strings.Fields(JoinSentences(texts)), " ")
}

// JoinSentences joins texts that are sentences, one after the other.
func JoinSentences(texts []string) string { return joined("sentences", texts) }

// worded is the value of a parameter in the form that a message needs.
func worded(value any, now time.Time) any {
	switch v := value.(type) {
	case notice.Notice:
		return OfNotice(v, now)
	case []notice.Notice:
		return Clauses(v, now)
	case error:
		return Explain(v)
	case notice.Date:
		return FormatDate(time.Time(v).Local())
	case notice.Sentence:
		return OfError(v.Err)
	case int:
		return FormatCount(v)
	case notice.Bytes:
		return FormatBytes(int64(v))
	case float64:
		return FormatThreeDigits(v)
	case []string:
		return Listed(v)
	case notice.Languages:
		return LanguageNames(v)
	case notice.Names:
		return joined("enumeration", v)
	case notice.List:
		return joined("enumeration", each(v, now))
	case notice.Series:
		return Listed(each(v, now))
	case notice.Quoted:
		quoted := make([]string, len(v))
		for i, name := range v {
			quoted[i] = Text("quoted", Params{"Name": name})
		}
		return joined("enumeration", quoted)
	case time.Time:
		return MomentWords(v, now)
	case notice.FullTime:
		return FormatFull(time.Time(v))
	case notice.Coming:
		return FormatComing(time.Time(v), now)
	case notice.Reason:
		return InLanguage(string(v))
	case []library.Problem:
		return reasonsText(v)
	}
	return value
}

// each words notices one by one.
func each(list []notice.Notice, now time.Time) []string {
	texts := make([]string, len(list))
	for i, n := range list {
		texts[i] = OfNotice(n, now)
	}
	return texts
}

// Enumeration writes notices with nothing but commas between them: "discrete, 8.00 GB".
func Enumeration(list notice.List) string { return joined("enumeration", each(list, time.Now())) }

// Clauses joins notices in the form "3 edits; 1 line can't be read".
func Clauses(list []notice.Notice, now time.Time) string {
	return joined("clauses", each(list, now))
}

// joined joins texts with a message whose parameters are the text so far, Before, and the Next
// one.
func joined(id string, texts []string) string {
	var text string
	for i, next := range texts {
		if i == 0 {
			text = next
		} else {
			text = Text(id, Params{"Before": text, "Next": next})
		}
	}
	return text
}
