package query

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/library/query"
	"descry/ui/kit"
)

// Save keeps the present search under a name to be given.
func (s *Search) Save() {
	at := s.nav.at
	if kept, ok := s.side.SavedAt(at); ok {
		s.shell.Say(message.Text("search-saved-already", message.Params{"Name": kept.Name}), "", nil)
		return
	}
	if !s.Savable() {
		s.shell.Say(message.Text("search-nothing-to-save", nil), "", nil)
		return
	}
	text := s.wholeText(at)
	saved := library.SavedSearch{Name: s.read.searchName(text), Query: text, Strictness: at.Strictness}
	s.askForName(message.Text("search-save-title", nil), saved, func() {
		if at.Scope != (library.Scope{}) {
			s.RunSaved(saved)
		}
	})
}

// wholeText is the query of a search with the folder that the search is limited to, so that the
// query means the same from anywhere.
func (s *Search) wholeText(p Place) string {
	path := s.side.ScopePath(p.Scope)
	if p.Scope.Folder == 0 || path == "" {
		return p.Text
	}
	return s.read.canonical(query.Add(p.Text, "folder:"+query.Quote(path)))
}

// UpdateSaved makes a saved search ask for what is shown.
func (s *Search) UpdateSaved(saved library.SavedSearch) {
	text, at := s.wholeText(s.nav.at), s.nav.at
	saved.Query, saved.Strictness = text, at.Strictness
	s.changeSearch(saved, func(err error) {
		if err != nil {
			s.shell.SayError(err)
			return
		}
		if at.Scope != (library.Scope{}) {
			s.RunSaved(saved)
		}
	})
}

// changeSearch saves a search.
func (s *Search) changeSearch(saved library.SavedSearch, done func(error)) {
	s.shell.Change(func(ctx context.Context) (service.Change, error) { return s.backend.SaveSearch(ctx, saved) }, func(err error) {
		s.side.ListSearches()
		done(err)
	})
}

// longestName is how much of a query a saved search is called by at first.
const longestName = 48

// searchName is the name that is offered for a search: the description, or else the filters.
func (r *readings) searchName(text string) string {
	name := message.OneLine(r.described(text))
	if name == "" {
		var labels []string
		for _, c := range r.understand(text).Chips {
			labels = append(labels, c.label())
		}
		name = message.OneLine(message.Enumerated(labels))
	}
	if utf8.RuneCountInString(name) > longestName {
		name = strings.TrimSpace(string([]rune(name)[:longestName-1])) + kit.Ellipsis
	}
	return name
}

// Rename asks for another name of a saved search.
func (s *Search) Rename(saved library.SavedSearch) {
	s.askForName(message.Text("search-rename-title", nil), saved, nil)
}

// askForName asks for the name of a search and saves the search. then is called once the search
// is saved; then may be nil.
func (s *Search) askForName(title string, saved library.SavedSearch, then func()) {
	var form *kit.Sheet
	problem := kit.NewProse("")
	problem.Say("", true)
	var name *kit.PathEntry
	confirm := func() {
		saved.Name = strings.TrimSpace(name.Text)
		if saved.Name == "" {
			problem.Say(message.Text("name-missing", nil), true)
			return
		}
		s.changeSearch(saved, func(err error) {
			if err != nil {
				problem.Say(nameError(saved.Name, err), true)
				return
			}
			s.shell.CloseSheet(form)
			if then != nil {
				then()
			}
		})
	}
	name = kit.NewPathEntry(s.shell, confirm)
	name.SetPlaceHolder(message.Text("name-placeholder", nil))
	name.SetText(saved.Name)
	query := kit.NewProse(saved.Query)
	form = s.shell.OpenSheet(title, fyne.NewSize(460, 0), kit.NewColumn(8, name, problem, kit.NewInset(kit.Inset{Top: 4}, query)),
		kit.NewButton(s.shell, message.Text("cancel", nil), func() { s.shell.CloseSheet(form) }), kit.NewMainButton(s.shell, message.Text("search-name-save-button", nil), confirm))
	s.shell.Focus(name)
	name.TypedShortcut(&fyne.ShortcutSelectAll{})
}

func nameError(name string, err error) string {
	if errors.Is(err, library.ErrNameTaken) {
		return message.Text("search-name-taken", message.Params{"Name": name})
	}
	return message.OfError(err)
}
