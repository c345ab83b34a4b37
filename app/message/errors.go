package message

import (
	"context"
	"errors"
	"strings"
	"time"

	"descry/app/notice"
	"descry/app/problem"
)

// Explain is the text of an error for a terminal: a clause, without the last full stop.
func Explain(err error) string {
	if text, ok := misread(err); ok {
		return text
	}
	return OfNotice(problem.Of(err), time.Now())
}

// misread is the text of an error that is the mistakes of a query.
func misread(err error) (string, bool) {
	var texts []string
	for _, m := range Mistakes(err) {
		texts = append(texts, strings.TrimSuffix(m.Text, "."))
	}
	return strings.Join(texts, ". "), len(texts) > 0
}

// OfError is the text of an error for the window, with a capital at the front and a full stop
// at the end. Its advice names no command.
func OfError(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return AsSentence(Text("error-took-too-long", nil))
	}
	if text, ok := misread(err); ok {
		return AsSentence(text)
	}
	return AsSentence(OfNotice(inWindow(problem.Of(err)), time.Now()))
}

// windowAdvice maps kinds whose text names a command to the kinds that the window words
// instead.
var windowAdvice = map[notice.Kind]notice.Kind{
	"model-go-back": "model-go-back-in-window",
}

// inWindow replaces kinds whose text names a command, also among the parameters.
func inWindow(n notice.Notice) notice.Notice {
	if other, ok := windowAdvice[n.Kind]; ok {
		n.Kind = other
	}
	params := make(notice.Params, len(n.Params))
	for name, value := range n.Params {
		switch v := value.(type) {
		case notice.Notice:
			value = inWindow(v)
		case error:
			value = inWindow(problem.Of(v))
		}
		params[name] = value
	}
	n.Params = params
	return n
}
