package backup

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"descry/app/message"
	"descry/app/service"
	"descry/ui/kit"
)

// restoreSheet brings back what a backup says: first it shows what that changes, then
// it does it.
type restoreSheet struct {
	of      *Sheets
	sheet   *kit.Sheet
	path    *kit.PathEntry
	merge   *kit.Check
	changes *kit.Prose  // what would change
	note    *kit.Prose  // what came of it, or what is amiss
	kept    *kit.Button // lists the copies there are; hidden without any
	confirm *kit.Button
	// looked is what changes stands for; without a path nothing was looked at yet.
	looked restoreAsk
	busy   bool
	copies []service.Backup // newest first
}

// restoreAsk is a backup and how it is to be restored.
type restoreAsk struct {
	path  string
	merge bool
}

// Restore opens the sheet, or brings its field to the front.
func (of *Sheets) Restore() {
	if of.restoring != nil {
		of.Shell.Focus(of.restoring.path)
		return
	}
	s := &restoreSheet{of: of, changes: kit.NewProse(""), note: kit.NewProse("")}
	s.path = kit.NewFolderEntry(of.Shell, of.FolderOffers, s.submit)
	s.path.OnChanged = func(string) { s.changed() }
	s.merge = kit.NewCheck(of.Shell, message.Text("restore-merge", nil), func(bool) { s.changed() })
	s.confirm = kit.NewMainButton(of.Shell, message.Text("restore-look-button", nil), s.submit)
	choose := kit.NewButton(of.Shell, message.Text("choose-button", nil), s.choose)
	s.kept = kit.NewDropDown(of.Shell, message.Text("restore-copies-button", nil), s.listCopies)
	s.kept.Hide()
	body := kit.NewColumn(8,
		kit.NewSheetText(message.Text("restore-about", nil)),
		container.NewBorder(nil, nil, nil, container.NewHBox(s.kept, choose), s.path), s.merge, kit.InSheet(s.changes), kit.InSheet(s.note))
	s.changes.SetText("")
	s.note.SetText("")
	s.sheet = of.Shell.OpenSheet(message.Text("restore-title", nil), fyne.NewSize(560, 0), body,
		kit.NewButton(of.Shell, message.Text("cancel", nil), func() { of.Shell.CloseSheet(s.sheet) }), s.confirm)
	s.sheet.OnClose = func() { of.restoring = nil }
	of.restoring = s
	of.Shell.Focus(s.path)
	kit.Load(of.Tasks, of.Backend.Backups, func(list []service.Backup, err error) {
		if err != nil {
			s.say(message.OfError(err), true)
		}
		s.copies = list
		kit.SetVisible(s.kept, len(list) > 0)
		s.sheet.Refit()
	})
}

// mostCopies is how many a menu offers; the chooser has the older ones.
const mostCopies = 15

// listCopies opens the list of copies, newest first.
func (s *restoreSheet) listCopies(below fyne.CanvasObject) {
	if s.busy {
		return
	}
	var items []*fyne.MenuItem
	for _, c := range s.copies[:min(len(s.copies), mostCopies)] {
		items = append(items, fyne.NewMenuItem(copyWords(c, s.of.Now()), func() {
			s.path.SetText(c.Path)
			s.submit()
		}))
	}
	s.of.Shell.DropDown(below, items...)
}

// copyWords name a copy: "Today, 12:45 · before forgetting".
func copyWords(c service.Backup, now time.Time) string {
	if c.Note.IsZero() {
		return message.FormatMoment(c.Made, now)
	}
	return message.Phrases([]string{message.FormatMoment(c.Made, now), message.OfNotice(c.Note, now)})
}

func (s *restoreSheet) choose() {
	s.of.Chooser.Choose(kit.Choice{
		Start: filepath.Dir(s.start()), File: true,
		Wanted: func() bool { return s.of.restoring == s },
		Failed: func(err error) { s.say(message.OfError(err), true) },
		Chosen: func(path string) {
			s.path.SetText(path)
			s.submit()
		},
	})
}

// start is where the chooser begins: at the typed path, or where backups go.
func (s *restoreSheet) start() string {
	if path := kit.CleanPath(s.path.Text); path != "" {
		return path
	}
	return s.of.Backend.BackupPath()
}

func (s *restoreSheet) ask() restoreAsk {
	return restoreAsk{kit.CleanPath(s.path.Text), s.merge.Checked}
}

// changed follows the field and the check: what was told is of another backup.
func (s *restoreSheet) changed() {
	if s.busy {
		return
	}
	s.looked = restoreAsk{}
	s.changes.SetText("")
	s.say("", false)
	s.follow()
}

// follow lets the button say what it does.
func (s *restoreSheet) follow() {
	word := message.Text("restore-look-button", nil)
	if s.looked.path != "" {
		word = message.Text("restore-button", nil)
	}
	if s.confirm.Text != word {
		s.confirm.SetText(word)
	}
	s.sheet.Refit()
}

// submit looks at the backup, or restores the one that was looked at.
func (s *restoreSheet) submit() {
	ask := s.ask()
	switch {
	case s.busy:
	case ask.path == "":
		s.say(message.Text("restore-no-path", nil), true)
		s.sheet.Refit()
	case s.looked == ask:
		s.restore(ask)
	default:
		s.look(ask)
	}
}

func (s *restoreSheet) look(ask restoreAsk) {
	s.work(message.Text("restore-reading", nil))
	kit.Load(s.of.Tasks, func(ctx context.Context) (service.BackupChanges, error) {
		return s.of.Backend.CompareBackup(ctx, ask.path, ask.merge)
	}, func(c service.BackupChanges, err error) {
		s.rest()
		switch {
		case err != nil:
			s.say(message.OfError(err), true)
		case len(c.Kinds) == 0:
			s.say(message.Text("restore-nothing", nil), false)
		default:
			s.looked = ask
			s.changes.SetText(changesText(c))
			s.say(s.madeText(c), false)
		}
		if s.ask() != ask { // another path was typed meanwhile
			s.changed()
		}
		s.follow()
	})
}

// changesText lists what changes, a kind on a line.
func changesText(c service.BackupChanges) string {
	lines := make([]string, len(c.Kinds))
	for i, kind := range c.Kinds {
		lines[i] = message.Capital(message.RecordDifference(kind))
	}
	return strings.Join(lines, "\n")
}

func (s *restoreSheet) madeText(c service.BackupChanges) string {
	var sentences []string
	if !c.Made.IsZero() {
		sentences = append(sentences, message.Text("backup-made", message.Params{"At": message.FormatFull(c.Made.In(s.of.Now().Location()))}))
	}
	sentences = append(sentences, message.Count("backup-changes", c.Photos, nil))
	if c.Waiting > 0 {
		sentences = append(sentences, message.Count("backup-waiting", c.Waiting, nil))
	}
	return message.JoinSentences(sentences)
}

func (s *restoreSheet) restore(ask restoreAsk) {
	s.work(message.Text("restore-running", nil))
	progress := func(done int) {
		s.of.Tasks.Apply(func() {
			if s.busy {
				s.say(message.Count("restore-progress", done, nil), false)
			}
		})
	}
	kit.Load(s.of.Tasks, func(ctx context.Context) (string, error) {
		return s.of.Backend.RestoreBackup(ctx, ask.path, ask.merge, progress)
	}, func(before string, err error) {
		s.rest()
		s.of.Shell.Restored()
		if err != nil {
			s.changed() // a part may have been restored
			s.say(message.OfError(err), true)
			s.sheet.Refit()
			return
		}
		s.of.Shell.CloseSheet(s.sheet)
		s.of.Shell.SayDone(message.Text("restore-done", message.Params{"Path": before}), "", nil)
	})
}

func (s *restoreSheet) work(text string) {
	s.busy = true
	s.confirm.Disable()
	s.merge.Disable()
	s.say(text, false)
	s.sheet.Refit()
}

func (s *restoreSheet) rest() {
	s.busy = false
	s.confirm.Enable()
	s.merge.Enable()
}

func (s *restoreSheet) say(text string, wrong bool) { s.note.Say(text, wrong) }
