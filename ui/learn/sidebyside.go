package learn

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// sideBySide answers the same search without and with what was learned.
type sideBySide struct {
	p             *Page
	root          *fyne.Container
	entry         *kit.PathEntry
	note          *kit.Prose
	before, after *thumbStrip
	head          string
	question      int // number of the newest search
	stopTyping    func()
}

// answers are both answers to a search.
type answers struct{ before, after service.Answer }

func newSideBySide(p *Page, onFocus func(fyne.CanvasObject)) *sideBySide {
	s := &sideBySide{p: p, note: kit.NewProse("")}
	s.entry = kit.NewPathEntry(p.shell, s.ask)
	s.entry.SetPlaceHolder(message.Text("learn-compare-search-hint", nil))
	s.entry.OnFocus, s.entry.OnKey = onFocus, p.TypedKey
	s.entry.OnChanged = func(string) { s.askSoon() }
	s.before, s.after = newThumbStrip(p), newThumbStrip(p)
	s.root = kit.NewColumn(6, kit.NewInset(kit.Inset{Top: 24}, kit.NewHeading(message.Text("learn-compare-search", nil))),
		s.entry, kit.NewField(message.Text("learn-compare-before", nil), s.before), kit.NewField(message.Text("learn-compare-after", nil), s.after), s.note)
	return s
}

// show begins with a search that should have changed.
func (s *sideBySide) show(head, text string) {
	s.head = head
	kit.SetVisible(s.root, head != "")
	s.stop()
	s.before.show(nil, nil)
	s.after.show(nil, nil)
	s.note.SetText("")
	s.entry.Text = text
	s.entry.Refresh()
	if head != "" {
		s.ask()
	}
}

// stop drops the searches under way.
func (s *sideBySide) stop() {
	s.question++
	if s.stopTyping != nil {
		s.stopTyping()
		s.stopTyping = nil
	}
}

// askSoon searches when typing has stopped.
func (s *sideBySide) askSoon() {
	s.stop()
	s.stopTyping = s.p.after(kit.TypingPause, func() {
		s.stopTyping = nil
		s.ask()
	})
}

// ask searches twice. The newest answer counts.
func (s *sideBySide) ask() {
	s.stop()
	turn, head, text, p := s.question, s.head, strings.TrimSpace(s.entry.Text), s.p
	if text == "" {
		s.tell("", false)
		return
	}
	kit.Load(p.tasks, func(ctx context.Context) (answers, error) {
		q, err := message.ParseQuery(text)
		if err != nil {
			return answers{}, err
		}
		before, after, err := p.backend.Compare(ctx, q, head)
		return answers{before, after}, err
	}, func(a answers, err error) {
		switch {
		case turn != s.question:
		case err != nil:
			s.tell(message.OfError(err), true)
		default:
			s.fill(a)
		}
	})
}

func (s *sideBySide) fill(a answers) {
	known := map[library.PhotoID]bool{}
	for _, t := range a.before.Tiles {
		known[t.ID] = true
	}
	s.before.show(a.before.Tiles, nil)
	s.after.show(a.after.Tiles, func(id library.PhotoID) bool {
		i := s.before.index(id)
		return !known[id] || i < 0 || i >= stripPhotos
	})
	text := message.Text("learn-compare-looks-only", nil)
	if s.after.marks > 0 {
		text = message.Text("learn-compare-looks-only-new", nil)
	} else if len(a.after.Tiles) == 0 {
		text = message.Text("learn-compare-no-matches", nil)
	}
	s.tell(text, false)
}

func (s *sideBySide) tell(text string, wrong bool) {
	s.note.Say(text, wrong)
	s.p.wizard.compare.content.Refit()
}
