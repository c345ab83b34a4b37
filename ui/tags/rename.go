package tags

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/tagname"
)

// renameSheet asks for a tag's new name. The name of another tag merges the two.
type renameSheet struct {
	editor  *Editor
	from    library.Tag
	sheet   *kit.Sheet
	field   *tagField
	person  *kit.Check
	outcome *kit.Prose
	confirm *kit.Button
	merge   bool // opened to merge
}

// Rename opens the sheet for another name.
func (e *Editor) Rename(t library.Tag) {
	e.openRename(t, message.Text("tags-rename-title", message.Params{"Tag": message.OneLine(t.Name)}), t.Name)
}

// Merge opens the sheet for the tag to merge with.
func (e *Editor) Merge(t library.Tag) {
	e.openRename(t, message.Text("tags-merge-title", message.Params{"Tag": message.OneLine(t.Name)}), "")
}

func (e *Editor) openRename(from library.Tag, title, name string) *renameSheet {
	s := &renameSheet{editor: e, from: from, outcome: kit.NewProse(""), merge: name == ""}
	s.person = kit.NewCheck(e.shell, message.Text("tags-rename-person", nil), func(bool) { s.follow() })
	s.confirm = kit.NewMainButton(e.shell, message.Text("tags-rename-button", nil), s.submit)
	s.field = newTagField(e, tagFieldOptions{
		hint: message.Text("tags-rename-hint", nil), mode: oneName, typed: s.follow, grown: func() { s.refit() },
		done:   func([]library.Tag) { s.submit() },
		picked: func(t library.Tag) { s.person.SetChecked(t.Person) },
	})
	body := kit.NewColumn(8, s.field.root, s.person, s.outcome)
	s.outcome.OnGrow = body.Refresh
	s.person.SetChecked(from.Person)
	s.field.entry.setText(name)
	s.field.offer(nil)
	s.follow()
	s.sheet = e.shell.OpenSheet(title, fyne.NewSize(460, 0), body,
		kit.NewButton(e.shell, message.Text("cancel", nil), func() { e.shell.CloseSheet(s.sheet) }), s.confirm)
	e.shell.Focus(s.field.entry)
	s.field.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	return s
}

// to is the tag of the name in the field. The bool is false without a name.
func (s *renameSheet) to() (library.Tag, bool) {
	text := strings.TrimSpace(s.field.entry.Text)
	if s.person.Checked {
		text = tagname.PersonKey + text
	}
	return tagname.ReadOne(text)
}

// follow says what the name would change.
func (s *renameSheet) follow() {
	to, ok := s.to()
	text, merges := "", false
	if ok {
		text, merges = renameOutcome(s.editor.shell.KnownTags(), s.from, to)
	}
	s.outcome.SetText(text)
	label := message.Text("tags-rename-button", nil)
	if merges || s.merge && !ok {
		label = message.Text("tags-merge-button", nil)
	}
	if s.confirm.Text != label {
		s.confirm.SetText(label)
	}
	s.refit()
}

// refit lets the sheet grow with its text and offers.
func (s *renameSheet) refit() {
	if s.sheet != nil { // the sheet is open
		s.sheet.Refit()
	}
}

// renameOutcome says what renaming a tag does, and whether it merges two tags.
func renameOutcome(known tagname.Known, from, to library.Tag) (text string, merges bool) {
	var parts []string
	if other, there := known.Find(to); there && !tagname.Same(from, to) {
		merges = true
		parts = append(parts, message.Count("tags-merges-with", other.Photos, message.Params{"Tag": message.OneLine(other.Tag.Name)}))
	}
	if below := len(known.Below(from)); below > 0 && from.Name != to.Name {
		parts = append(parts, message.Count("tags-below-come-along", below, nil))
	}
	return message.JoinSentences(parts), merges
}

func (s *renameSheet) submit() {
	to, ok := s.to()
	if !ok {
		s.outcome.Say(message.Text("tags-rename-no-name", nil), true)
		return
	}
	if to == s.from {
		s.editor.shell.CloseSheet(s.sheet)
		return
	}
	s.confirm.Disable()
	s.editor.shell.ChangeAnnotations(func(ctx context.Context) (service.Change, error) {
		ctx, end := s.editor.shell.TellProgress(ctx, message.Text("tags-renaming-photos", nil))
		defer end()
		return s.editor.backend.RenameTag(ctx, s.from, to)
	}, func(err error) {
		s.confirm.Enable()
		if err != nil {
			s.outcome.Say(message.OfError(err), true)
			return
		}
		s.editor.shell.CloseSheet(s.sheet)
	})
}

// Remove takes a tag from all photos without a question, since removing can be undone.
func (e *Editor) Remove(t library.Tag) {
	e.shell.ChangeAnnotations(func(ctx context.Context) (service.Change, error) {
		ctx, end := e.shell.TellProgress(ctx, message.Text("tags-removing-photos", nil))
		defer end()
		return e.backend.RemoveTag(ctx, t)
	}, e.shell.SayError)
}
