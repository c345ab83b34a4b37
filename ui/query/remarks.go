package query

import (
	"errors"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/library/query"
	"descry/ui/kit"
)

// remark is what the window says about a part of a query, under the search box.
type remark struct {
	Text  string // "" for nothing to say
	Wrong bool   // the query can't be searched for
}

// longestPart is how much of a query a remark repeats.
const longestPart = 40

// remarkOn puts a sentence behind the part of source that it is about.
func remarkOn(source string, at query.Span, text string) string {
	start, end := min(max(at.Start, 0), len(source)), min(max(at.End, 0), len(source))
	part := ""
	if start < end {
		part = strings.TrimSpace(message.OneLine(source[start:end]))
	}
	switch word, _, _ := strings.Cut(text, " "); {
	case strings.HasSuffix(word, ":"), part != "" && strings.HasPrefix(text, part):
		return stopped(text) // it begins with what was typed, which has no capital
	case part == "" || strings.Contains(text, part):
		return message.AsSentence(text)
	}
	if utf8.RuneCountInString(part) > longestPart {
		part = string([]rune(part)[:longestPart-1]) + kit.Ellipsis
	}
	return message.Text("search-remark", message.Params{"Part": part, "Remark": stopped(text)})
}

// stopped ends a sentence.
func stopped(text string) string { return message.Ended(strings.TrimSpace(message.OneLine(text))) }

// touches reports whether the cursor stands in or right behind a part. Such a part is still being
// typed.
func touches(at query.Span, cursor int) bool { return at.Start <= cursor && cursor <= at.End }

// hints are the remarks on a query that was understood, without remarks on the part that the
// cursor touches; -1 is no cursor.
func hints(q query.Query, cursor int) remark {
	var lines []string
	for _, h := range q.Hints {
		if cursor < 0 || !touches(h.Span, cursor) {
			lines = append(lines, remarkOn(q.Source, h.Span, message.OfRemark(h.Remark)))
		}
	}
	return remark{Text: strings.Join(lines, "\n")}
}

// mostMistakes is how many mistakes are named one by one.
const mostMistakes = 4

// mistakes names the parts of source that can't be understood. A part that the cursor touches may
// only be incomplete, and doesn't make the remark Wrong; -1 is no cursor.
func mistakes(source string, wrong []message.Mistake, cursor int) remark {
	r := remark{}
	var lines []string
	for _, e := range wrong {
		lines = append(lines, remarkOn(source, e.Span, e.Text))
		r.Wrong = r.Wrong || cursor < 0 || !touches(e.Span, cursor)
	}
	if more := len(lines) - mostMistakes; more > 0 {
		lines = append(lines[:mostMistakes], message.Count("search-more-mistakes", more, nil))
	}
	r.Text = strings.Join(lines, "\n")
	return r
}

// remarkView is the line under the search box that says what of the query could
// not be understood, with a way to the help.
type remarkView struct {
	root  *fyne.Container
	text  *kit.Prose
	help  *kit.Tappable
	wrong bool
	// grown is told that the height may be another.
	grown func()
}

func newRemarkView(help, grown func()) *remarkView {
	link := kit.NewHint(message.Text("help-how-to-search", nil))
	link.Colour, link.Whole = fynetheme.ColorNameHyperlink, true
	v := &remarkView{text: kit.NewProse(""), help: kit.NewTappable(link, help)}
	v.root = &fyne.Container{Layout: behind{gap: 12}, Objects: []fyne.CanvasObject{v.text, v.help}}
	v.show(remark{})
	v.grown = grown
	return v
}

// show replaces the remark. The zero remark hides the view.
func (v *remarkView) show(r remark) {
	v.wrong = r.Wrong
	v.text.Say(r.Text, r.Wrong)
	kit.SetVisible(v.root, r.Text != "")
	kit.Relayout(v.root) // the link stands behind the text, also where the height is the same
	if v.grown != nil {
		v.grown()
	}
}

// behind puts its second object behind the text of the first, a prose, where its
// first line ends or at the right edge.
type behind struct{ gap float32 }

func (b behind) room(objects []fyne.CanvasObject, width float32) float32 {
	return max(width-objects[1].MinSize().Width-b.gap, 0)
}

func (b behind) HeightAt(objects []fyne.CanvasObject, width float32) float32 {
	return max(kit.HeightAt(objects[0], b.room(objects, width)), objects[1].MinSize().Height)
}

// Layout is for Fyne.
func (b behind) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	p, room := objects[0].(*kit.Prose), b.room(objects, size.Width)
	kit.Put(p, 0, 0, room, size.Height)
	link := objects[1].MinSize()
	kit.Put(objects[1], min(p.TextWidth(), room)+b.gap, 0, link.Width, link.Height)
}

// MinSize is for Fyne.
func (b behind) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	return fyne.NewSize(size.Width+b.gap+objects[1].MinSize().Width, size.Height)
}

// Misunderstood reports that a query can't be understood.
func Misunderstood(err error) bool {
	var wrong *query.Error
	return errors.As(err, &wrong)
}
