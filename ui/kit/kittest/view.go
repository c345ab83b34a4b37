package kittest

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"descry/ui/kit"
)

// View is a window, or a part of it, as a user has it: what can be read there, and what can be
// done there with pointer and keys. A view finds everything anew each time it is asked, so one
// stays good while the window changes. What isn't found fails the test.
type View struct {
	t      *testing.T
	canvas fyne.Canvas
	frames *Frames
	roots  func() []fyne.CanvasObject
}

// Look is the view of a whole window: what it holds, and the sheets and menus in front.
func Look(t *testing.T, c fyne.Canvas) View {
	return View{t: t, canvas: c, frames: &Frames{}, roots: func() []fyne.CanvasObject {
		return append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...)
	}}
}

// Front is the sheet or menu in front of the window.
func (v View) Front() View {
	v.roots = func() []fyne.CanvasObject {
		top := v.canvas.Overlays().Top()
		if top == nil {
			return nil
		}
		return []fyne.CanvasObject{top}
	}
	return v
}

// Of is the part of the view that is an object.
func (v View) Of(o fyne.CanvasObject) View {
	v.roots = func() []fyne.CanvasObject { return []fyne.CanvasObject{o} }
	return v
}

// Part is the largest part of the view that says text and nothing of others: the row of a list
// with that name, where others are the names of the rows beside it.
func (v View) Part(text string, others ...string) View {
	whole := v
	v.roots = func() []fyne.CanvasObject {
		for _, root := range whole.roots() {
			if part := partThatSays(root, text, others); part != nil {
				return []fyne.CanvasObject{part}
			}
		}
		return nil
	}
	return v
}

func partThatSays(o fyne.CanvasObject, text string, others []string) fyne.CanvasObject {
	texts := textsOf(o)
	if !slices.Contains(texts, text) {
		return nil
	}
	if !slices.ContainsFunc(others, func(other string) bool { return other != text && slices.Contains(texts, other) }) {
		return o
	}
	for _, part := range Parts(o) {
		if found := partThatSays(part, text, others); found != nil {
			return found
		}
	}
	return nil
}

// Visible are all objects of the view that are shown, in the order in which they stand.
func (v View) Visible() []fyne.CanvasObject {
	var found []fyne.CanvasObject
	for _, root := range v.roots() {
		found = append(found, Visible(root)...)
	}
	return found
}

// Texts are what can be read, from the top; what a text field holds is one of them, and its
// placeholder where it is empty.
func (v View) Texts() []string {
	var texts []string
	for _, root := range v.roots() {
		texts = append(texts, textsOf(root)...)
	}
	return texts
}

// Text is all that can be read, with a line break between one text and the next.
func (v View) Text() string { return strings.Join(v.Texts(), "\n") }

// Says reports whether a text can be read, whole.
func (v View) Says(text string) bool { return slices.Contains(v.Texts(), text) }

// Mentions reports whether a text that has part in it can be read.
func (v View) Mentions(part string) bool { return strings.Contains(v.Text(), part) }

// Has reports whether there is something to press that says name, or that says it when the
// pointer rests on it.
func (v View) Has(name string) bool { return v.control(name) != nil }

// Usable reports whether there is something to press of that name, and pressing it does
// something.
func (v View) Usable(name string) bool {
	c := v.control(name)
	if c == nil {
		return false
	}
	d, ok := c.(fyne.Disableable)
	return !ok || !d.Disabled()
}

// Share is how much of the bar in view is filled, from 0 to 1.
func (v View) Share() float64 {
	v.t.Helper()
	for _, o := range v.Visible() {
		if b, ok := o.(*kit.ProgressBar); ok {
			return b.Share
		}
	}
	v.t.Fatal("no bar is to be seen")
	return 0
}

// Pictures counts the photos in view that are loaded.
func (v View) Pictures() int {
	n := 0
	for _, o := range v.Visible() {
		if img, ok := o.(*canvas.Image); ok && img.Image != nil {
			n++
		}
	}
	return n
}

// Ticked reports whether a check box is ticked.
func (v View) Ticked(name string) bool {
	v.t.Helper()
	c, ok := v.control(name).(*kit.Check)
	if !ok {
		v.t.Fatalf("no check box %q", name)
	}
	return c.Checked
}

// control is what can have the keyboard or be pressed and has a name; nil without any.
func (v View) control(name string) fyne.CanvasObject {
	for _, o := range v.Visible() {
		if isControl(o) && nameOf(o) == name {
			return o
		}
	}
	return nil
}

func isControl(o fyne.CanvasObject) bool {
	switch o.(type) {
	case fyne.Focusable, fyne.Tappable:
		return true
	}
	return false
}

// Tap clicks on something by its name, or on a text. Tap scrolls there before, as a user does.
func (v View) Tap(name string) {
	v.t.Helper()
	o := v.control(name)
	for _, other := range v.Visible() {
		if text, ok := textOf(other); o == nil && ok && text == name {
			o = other
		}
	}
	if o == nil {
		v.t.Fatalf("there is no %q to click on among %q", name, v.Texts())
	}
	v.TapOn(o)
}

// TapOn clicks on the middle of an object, and on what lies in front of it there.
func (v View) TapOn(o fyne.CanvasObject) {
	v.t.Helper()
	v.frames.Settle(v.canvas)
	v.reveal(o)
	at := middleOf(o)
	pressed := v.At(at, func(o fyne.CanvasObject) bool {
		switch o.(type) {
		case fyne.Tappable, desktop.Mouseable:
			return true
		}
		return false
	})
	if m, ok := pressed.(desktop.Mouseable); ok {
		ev := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		ev.AbsolutePosition = at
		ev.Position = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(pressed))
		m.MouseDown(ev)
		m.MouseUp(ev)
	}
	test.TapCanvas(v.canvas, at)
}

// TapSecondary clicks on a text with the other button of the mouse.
func (v View) TapSecondary(text string) {
	v.t.Helper()
	for _, o := range v.Visible() {
		said, ok := textOf(o)
		if !ok || said != text {
			continue
		}
		v.frames.Settle(v.canvas)
		v.reveal(o)
		at := middleOf(o)
		taps := func(o fyne.CanvasObject) bool { _, ok := o.(fyne.SecondaryTappable); return ok }
		if below := v.At(at, taps); below != nil {
			test.TapSecondaryAt(below.(fyne.SecondaryTappable), at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(below)))
			return
		}
		v.t.Fatalf("%q has no menu", text)
	}
	v.t.Fatalf("there is no %q to click on among %q", text, v.Texts())
}

// TapIcon clicks on the first icon of a kind: the cross of a chip.
func (v View) TapIcon(icon fyne.Resource) {
	v.t.Helper()
	for _, o := range v.Visible() {
		if i, ok := o.(*widget.Icon); ok && i.Resource != nil && i.Resource.Name() == icon.Name() {
			v.TapOn(o)
			return
		}
	}
	v.t.Fatalf("there is no icon %q", icon.Name())
}

// Shortcut gives a shortcut to what has the keyboard.
func (v View) Shortcut(s fyne.Shortcut) {
	if f, ok := v.canvas.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	}
}

// Offered are the completions on offer, each with its note behind a line.
func (v View) Offered() []string {
	var rows []string
	for _, o := range v.Visible() {
		if row, ok := o.(*kit.OfferRow); ok {
			rows = append(rows, strings.Join(textsOf(row), "|"))
		}
	}
	return rows
}

// At is the object in front of all others at a place of the window that accept takes; nil
// without any.
func (v View) At(at fyne.Position, accept func(fyne.CanvasObject) bool) fyne.CanvasObject {
	root := v.canvas.Overlays().Top()
	if root == nil {
		root = v.canvas.Content()
	}
	var found fyne.CanvasObject
	driver := fyne.CurrentApp().Driver()
	for _, o := range Visible(root) {
		from := driver.AbsolutePositionForObject(o)
		to := from.Add(o.Size())
		if accept(o) && at.X >= from.X && at.Y >= from.Y && at.X < to.X && at.Y < to.Y {
			found = o
		}
	}
	return found
}

// middleOf is the place of the window where a user clicks on an object. A check box that is
// wider than its box and text answers there only.
func middleOf(o fyne.CanvasObject) fyne.Position {
	size := o.Size()
	if _, ok := o.(*kit.Check); ok {
		size = size.Min(o.MinSize())
	}
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(size.Width/2, size.Height/2)
}

// reveal turns the wheel over what o scrolls in until its middle is in view.
func (v View) reveal(o fyne.CanvasObject) {
	for _, root := range append(v.canvas.Overlays().List(), v.canvas.Content()) {
		var scroll *container.Scroll
		for _, above := range pathTo(root, o) {
			if s, ok := above.(*container.Scroll); ok {
				scroll = s
			}
		}
		if scroll == nil {
			continue
		}
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(scroll).Y
		low, y := top+scroll.Size().Height, middleOf(o).Y
		if y < top || y >= low {
			scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, (top+low)/2-y)})
		}
		return
	}
}

// pathTo is root, what holds o within it, and o itself; nil where root doesn't hold o.
func pathTo(root, o fyne.CanvasObject) []fyne.CanvasObject {
	if root == o {
		return []fyne.CanvasObject{o}
	}
	for _, part := range Parts(root) {
		if path := pathTo(part, o); path != nil {
			return append([]fyne.CanvasObject{root}, path...)
		}
	}
	return nil
}

// InView reports whether the object with a name or text stands within what the page shows
// of itself.
func (v View) InView(name string) bool {
	v.t.Helper()
	for _, o := range v.Visible() {
		if text, ok := textOf(o); !(ok && text == name) && !(isControl(o) && nameOf(o) == name) {
			continue
		}
		driver := fyne.CurrentApp().Driver()
		top := driver.AbsolutePositionForObject(o).Y
		for _, above := range pathTo(v.canvas.Content(), o) {
			s, ok := above.(*container.Scroll)
			if from := driver.AbsolutePositionForObject(above).Y; ok && (top < from || top+o.Size().Height > from+s.Size().Height) {
				return false
			}
		}
		return true
	}
	v.t.Fatalf("there is no %q among %q", name, v.Texts())
	return false
}

// Press types keys where the keyboard is.
func (v View) Press(names ...fyne.KeyName) {
	for _, name := range names {
		ev := &fyne.KeyEvent{Name: name}
		if f := v.canvas.Focused(); f != nil {
			f.TypedKey(ev)
		} else if typed := v.canvas.OnTypedKey(); typed != nil {
			typed(ev)
		}
	}
}

// Type types letters where the keyboard is.
func (v View) Type(text string) {
	for _, r := range text {
		if f := v.canvas.Focused(); f != nil {
			f.TypedRune(r)
		} else if typed := v.canvas.OnTypedRune(); typed != nil {
			typed(r)
		}
	}
}

// Fill clicks into the text field with a placeholder and types a text.
func (v View) Fill(placeholder, text string) {
	v.t.Helper()
	v.Tap(placeholder)
	v.Type(text)
}

// Keyboard is the name of what has the keyboard; "" where that is not in view, or nothing.
func (v View) Keyboard() string {
	focused := v.canvas.Focused()
	for _, o := range v.Visible() {
		if f, ok := o.(fyne.Focusable); ok && f == focused {
			return nameOf(o)
		}
	}
	return ""
}

// Menu is the menu that is open, item by item; nil without one.
func (v View) Menu() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, o := range v.Front().Visible() {
		if item, ok := fieldOf(o, "Item").(*fyne.MenuItem); ok && !item.IsSeparator {
			items = append(items, item)
		}
	}
	return items
}

// Item is the item of the open menu that begins so.
func (v View) Item(name string) *fyne.MenuItem {
	v.t.Helper()
	items := v.Menu()
	for _, item := range items {
		if strings.HasPrefix(item.Label, name) {
			return item
		}
	}
	v.t.Fatalf("the menu of %d items has no %q", len(items), name)
	return nil
}

// Choose opens the menu of a button and clicks on an item of it.
func (v View) Choose(button, item string) {
	v.t.Helper()
	v.Tap(button)
	v.Front().Tap(v.Item(item).Label)
}

// textsOf are what can be read of an object and what it holds.
func textsOf(o fyne.CanvasObject) []string {
	if !o.Visible() {
		return nil
	}
	if text, ok := textOf(o); ok {
		if text == "" {
			return nil
		}
		return []string{text}
	}
	var texts []string
	for _, part := range Parts(o) {
		texts = append(texts, textsOf(part)...)
	}
	return texts
}

// textOf is the whole text of what is nothing but text, which its parts may say in lines or
// shortened.
func textOf(o fyne.CanvasObject) (text string, ok bool) {
	switch o := o.(type) {
	case *kit.Prose:
		return o.Words.Text, true
	case *kit.Line:
		return o.Text, true
	case *kit.Button:
		return o.Text, true
	case *kit.Check:
		return o.Text, true
	case *kit.Paragraph:
		return o.Words, true
	case *widget.Label:
		return o.Text, true
	case *widget.RichText:
		return o.String(), true
	case *canvas.Text:
		return o.Text, true
	}
	if placeholder, isField := fieldOf(o, "PlaceHolder").(string); isField {
		if text, _ := fieldOf(o, "Text").(string); text != "" {
			return text, true
		}
		return placeholder, true
	}
	return "", false
}

// nameOf is what a user calls a control by: its text, the hint of an icon, the placeholder of
// a text field.
func nameOf(o fyne.CanvasObject) string {
	for _, field := range []string{"PlaceHolder", "Text", "Hint"} {
		if name, ok := fieldOf(o, field).(string); ok && name != "" {
			return name
		}
	}
	return ""
}

// fieldOf is an exported field of a widget, or of what the widget is made of; nil without one.
func fieldOf(o fyne.CanvasObject, name string) any {
	v := reflect.Indirect(reflect.ValueOf(o))
	if v.Kind() != reflect.Struct {
		return nil
	}
	f := v.FieldByName(name)
	if !f.IsValid() || !f.CanInterface() {
		return nil
	}
	return f.Interface()
}

// Frames lays a window out as Fyne's driver for screens does before each frame, and the one for
// tests doesn't.
type Frames struct {
	mins map[fyne.CanvasObject]fyne.Size // smallest sizes at the last frame
}

// Settle lays out the parents of what needs another size than in the frame before.
func (f *Frames) Settle(c fyne.Canvas) {
	if f.mins == nil {
		f.mins = map[fyne.CanvasObject]fyne.Size{}
	}
	for _, root := range append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...) {
		for most := 0; f.layOut(root) && most < 10; most++ {
			root.Resize(root.Size().Max(root.MinSize()))
			layOut(root)
		}
	}
}

// layOut lays out what is in an object where one of its parts needs another size, and
// reports whether the object itself does.
func (f *Frames) layOut(o fyne.CanvasObject) bool {
	if !o.Visible() {
		return false
	}
	changed := false
	for _, part := range Parts(o) {
		changed = f.layOut(part) || changed
	}
	if changed {
		layOut(o)
	}
	before, known := f.mins[o]
	f.mins[o] = o.MinSize()
	return !known || before != f.mins[o]
}

func layOut(o fyne.CanvasObject) {
	switch o := o.(type) {
	case *fyne.Container:
		if o.Layout != nil {
			o.Layout.Layout(o.Objects, o.Size())
		}
	case fyne.Widget:
		test.WidgetRenderer(o).Layout(o.Size())
	}
}

// partsOf are the objects that an object is made of.
// Parts are what an object is made of, in the order in which they are drawn.
func Parts(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}
