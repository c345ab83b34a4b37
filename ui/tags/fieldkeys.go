package tags

import (
	"strings"

	"fyne.io/fyne/v2"

	"descry/ui/kit"
	"descry/ui/tagname"
)

// typedKey takes the keys that a field of tags uses.
func (f *tagField) typedKey(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		f.submit()
	case fyne.KeyEscape:
		f.escape()
	case fyne.KeyDown:
		if !f.open() {
			f.typed()
		}
		if !f.open() && f.entry.Text == "" {
			f.offerRecent()
		}
		f.choose(min(f.at+1, len(f.offers)-1))
	case fyne.KeyUp:
		f.choose(max(f.at-1, -1))
	case fyne.KeyTab:
		if !f.open() {
			return false
		}
		f.take(max(f.at, 0))
	default:
		return false
	}
	return true
}

func (f *tagField) choose(i int) {
	f.at = i
	f.list.Mark(i)
}

// escape closes the list, then clears the text, then leaves the field.
func (f *tagField) escape() {
	switch {
	case f.open() && f.entry.Text != "":
		f.offer(nil)
	case f.o.mode == addEach && f.entry.Text != "":
		f.entry.setText("")
	case f.o.mode == addEach:
		f.offer(nil)
		f.shell.LeaveField()
	default:
		f.shell.Escape()
	}
}

// typedComma hands on the name that a comma ends.
func (f *tagField) typedComma(r rune) bool {
	if f.o.mode != addEach || !strings.ContainsRune(tagname.Marks, r) {
		return false
	}
	_, typed := f.part()
	if strings.Count(typed, `"`)%2 == 1 { // inside of quotation marks
		return false
	}
	if tags := f.meant(f.entry.Text); len(tags) > 0 {
		f.finish(tags)
	}
	return true
}

// offerRoom gives a list of completions the height that the list needs.
type offerRoom struct{ list *kit.OfferList }

// Layout is for Fyne.
func (o offerRoom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	kit.Put(objects[0], 0, 0, size.Width, o.list.Height())
}

// MinSize is for Fyne.
func (o offerRoom) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, o.list.Height()) }
