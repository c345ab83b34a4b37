package message

import (
	"context"
	"errors"
	"time"

	"descry/app/notice"
	"descry/app/problem"
	"descry/library/query"
)

// Explain is the text of an error for a terminal: a clause, without the last full stop.
func Explain(err error) string { return OfNotice(problem.Of(err), time.Now()) }

// Mistakes are the mistakes of the query language in an error, each with its text, and nil for
// any other error.
func Mistakes(err error) query.Errors {
	var list query.Errors
	for _, e := range query.Mistakes(err) {
		if e.Text == "" && e.Err != nil {
			e = &query.Error{Span: e.Span, Text: Explain(e.Err), Err: e.Err}
		}
		list = append(list, e)
	}
	return list
}

// OfError is the text of an error for the window, with a capital at the front and a full stop
// at the end. Its advice names no command.
func OfError(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return AsSentence(Text("error-took-too-long", nil))
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
