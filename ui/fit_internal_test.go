package ui

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/BurntSushi/toml"
	"golang.org/x/text/language"

	"descry/app/message"
	"descry/assets/languages"
	"descry/assets/translation"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/theme"
)

// TestTextsFit opens each view in each language, in a window as large as a small laptop's
// screen, at the scales 1 and 1.5 of text and everything: what the program says is neither
// shortened nor cut off, lies in the window, and covers no other text.
func TestTextsFit(t *testing.T) {
	if testing.Short() && raced() {
		t.Skip("no window does here what it doesn't in other tests; without the race detector this runs in full")
	}
	defer message.Use(language.English)
	for _, tag := range languages.Spoken() {
		for _, scale := range []float32{1, 1.5} {
			for _, v := range goldenViews() {
				t.Run(fmt.Sprint(tag, "/", scale, "/", v.name), func(t *testing.T) {
					message.Use(tag)
					b := v.backend()
					b.state.Width, b.state.Height = defaultWidth/scale, defaultHeight/scale
					u := newUser(t, b, theme.Dark)
					v.open(u)
					new(kittest.Frames).Settle(u.win.Canvas())
					for _, wrong := range misfits(u) {
						t.Error(wrong)
					}
				})
			}
		}
	}
}

// shownText is a text where it is drawn.
type shownText struct {
	*canvas.Text
	at, to fyne.Position // corners of what can be seen of it
}

// misfits tells what doesn't fit its place in front of the window, or in the window where
// nothing is in front.
func misfits(u *user) (wrong []string) {
	c := u.win.Canvas()
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	var texts []shownText
	var look func(o fyne.CanvasObject, at, clip, clipTo fyne.Position)
	look = func(o fyne.CanvasObject, at, clip, clipTo fyne.Position) {
		if !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		to := at.Add(o.Size())
		switch o := o.(type) {
		case fyne.Scrollable:
			clip, clipTo = fyne.NewPos(max(clip.X, at.X), max(clip.Y, at.Y)), fyne.NewPos(min(clipTo.X, to.X), min(clipTo.Y, to.Y))
		case *kit.OfferRow: // floats above other texts
			return
		case *kit.Line:
			for _, part := range kittest.Parts(o) {
				if drawn, ok := part.(*canvas.Text); ok && drawn.Text != message.OneLine(o.Text) && sentence(o.Text) {
					wrong = append(wrong, fmt.Sprintf("%q is shortened to %q", o.Text, drawn.Text))
				}
			}
		case *canvas.Text:
			need := fyne.MeasureText(o.Text, o.TextSize, o.TextStyle)
			if strings.TrimSpace(o.Text) == "" || o.Size().Width == 0 {
				return
			}
			if need.Width > o.Size().Width+1 {
				wrong = append(wrong, fmt.Sprintf("%q needs %.0f and has %.0f", o.Text, need.Width, o.Size().Width))
			}
			switch o.Alignment {
			case fyne.TextAlignTrailing:
				at.X = to.X - need.Width
			case fyne.TextAlignCenter:
				at.X += (o.Size().Width - need.Width) / 2
			case fyne.TextAlignLeading: // begins where its place does
			}
			to.X = at.X + need.Width
			if to.X > c.Size().Width+1 || at.X < -1 {
				wrong = append(wrong, fmt.Sprintf("%q lies from %.0f to %.0f in a window of %.0f", o.Text, at.X, to.X, c.Size().Width))
			}
			seen := shownText{o, fyne.NewPos(max(at.X, clip.X), max(at.Y, clip.Y)), fyne.NewPos(min(to.X, clipTo.X), min(to.Y, clipTo.Y))}
			if seen.at.X < seen.to.X && seen.at.Y < seen.to.Y {
				texts = append(texts, seen)
			}
		}
		for _, part := range kittest.Parts(o) {
			look(part, at, clip, clipTo)
		}
	}
	look(root, fyne.Position{}, fyne.Position{}, fyne.NewPos(c.Size().Width, c.Size().Height))
	for i, a := range texts {
		for _, b := range texts[:i] {
			width := min(a.to.X, b.to.X) - max(a.at.X, b.at.X)
			height := min(a.to.Y, b.to.Y) - max(a.at.Y, b.at.Y)
			if width > 2 && height > 4 { // lines of text stand closer than their ascenders
				wrong = append(wrong, fmt.Sprintf("%q and %q lie upon each other", b.Text.Text, a.Text.Text))
			}
		}
	}
	return wrong
}

// pattern is a text of a table that texts with its parameters filled in match.
type pattern struct {
	id, form string
	text     string
	match    *regexp.Regexp
	literal  int // letters of its own
}

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

// patterns are the texts of a language, those with most letters of their own first.
func patterns(tag language.Tag) []pattern {
	data, err := translation.Files.ReadFile(tag.String() + ".toml")
	if err != nil {
		panic(err)
	}
	var table map[string]map[string]string
	if err := toml.Unmarshal(data, &table); err != nil {
		panic(err)
	}
	var list []pattern
	for id, forms := range table {
		for form, text := range forms {
			p := pattern{id: id, form: form, text: text, literal: len([]rune(placeholder.ReplaceAllString(text, "")))}
			var expr strings.Builder
			last := 0
			named := map[string]bool{}
			for _, m := range placeholder.FindAllStringSubmatchIndex(text, -1) {
				expr.WriteString(regexp.QuoteMeta(text[last:m[0]]))
				if name := text[m[2]:m[3]]; named[name] {
					expr.WriteString("(?:.*)")
				} else {
					named[name] = true
					expr.WriteString("(?P<" + name + ">.*)")
				}
				last = m[1]
			}
			p.match = regexp.MustCompile("(?s)^" + expr.String() + regexp.QuoteMeta(text[last:]) + "$")
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b pattern) int {
		if a.literal != b.literal {
			return b.literal - a.literal
		}
		return strings.Compare(a.id+a.form, b.id+b.form)
	})
	return list
}

var patternsOf = func() map[language.Tag]func() []pattern {
	all := map[language.Tag]func() []pattern{}
	for _, tag := range languages.Spoken() {
		all[tag] = sync.OnceValue(func() []pattern { return patterns(tag) })
	}
	return all
}()

// fewLetters is how many letters of its own a message must have to be told from names and
// numbers.
const fewLetters = 3

// sentence reports whether text is a message of the table in use, and not a name, a number or
// a list of such.
func sentence(text string) bool {
	return slices.ContainsFunc(patternsOf[message.Language()](), func(p pattern) bool {
		return p.literal >= fewLetters && p.match.MatchString(text)
	})
}

// said is what the window says in the language in use where it says text, or has text in what
// it says, in English. Names stay as they are.
func said(text string) string {
	if message.Language() == language.English || text == "" {
		return text
	}
	if n, err := strconv.Atoi(strings.ReplaceAll(text, ",", "")); err == nil {
		return message.FormatCount(n)
	}
	if name, count, ok := strings.Cut(text, "  "); ok {
		return message.Text("learn-tab-number", message.Params{"Name": said(name), "Number": said(count)})
	}
	for _, p := range patternsOf[language.English]() {
		found := p.match.FindStringSubmatch(text)
		if found == nil || p.literal < fewLetters {
			continue
		}
		return translated(p, func(name string) string {
			if i := p.match.SubexpIndex(name); i >= 0 {
				return said(found[i])
			}
			return ""
		})
	}
	if month, err := time.Parse("January 2006", text); err == nil {
		return message.FormatMonth(month)
	}
	short := slices.Clone(patternsOf[language.English]())
	slices.Reverse(short)
	for _, p := range short { // a part of a message
		if strings.Contains(placeholder.ReplaceAllString(p.text, ""), text) {
			parts := placeholder.Split(translated(p, func(name string) string { return "{{." + name + "}}" }), -1)
			return strings.TrimSpace(slices.MaxFunc(parts, func(a, b string) int { return len(a) - len(b) }))
		}
	}
	return text
}

// translated is a message in the language in use with its parameters filled in.
func translated(english pattern, value func(name string) string) string {
	for _, form := range []string{english.form, "other"} {
		for _, p := range patternsOf[message.Language()]() {
			if p.id == english.id && p.form == form {
				return placeholder.ReplaceAllStringFunc(p.text, func(name string) string {
					return value(placeholder.FindStringSubmatch(name)[1])
				})
			}
		}
	}
	return english.text
}
