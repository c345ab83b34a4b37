package query

import (
	"context"
	"errors"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"descry/app/service"
	"descry/library"
	"descry/library/query"
	"descry/ui/kit"
)

func TestCompleteFilterBecomesAChip(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	test.Type(r.box, "dog camera:canon")
	r.clock.Elapse(typingPause)
	r.waitAsked(t, a, "camera:canon dog")
	if len(r.bar.chips) != 0 || r.box.Text != "dog camera:canon" {
		t.Fatalf("chips %q while the filter is being typed, box %q", r.chipTexts(), r.box.Text)
	}
	searches := b.SearchCalls("Search")
	test.Type(r.box, " ")
	r.clock.Elapse(typingPause)
	r.until(t, "the chip", func() bool { return slices.Equal(r.chipTexts(), []string{"camera:canon"}) })
	if strings.TrimSpace(r.box.Text) != "dog" || r.box.cursor() != len(r.box.Text) {
		t.Errorf("box %q, cursor at %d", r.box.Text, r.box.cursor())
	}
	if got := b.SearchCalls("Search"); got != searches {
		t.Error("the same query was searched for again")
	}
	r.box.TypedKey(key(fyne.KeyHome))
	r.box.TypedKey(key(fyne.KeyBackspace))
	r.waitAsked(t, a, "dog")
	if len(r.bar.chips) != 0 {
		t.Errorf("chips %q after Backspace", r.chipTexts())
	}
}

func TestChipsAreEditedAndRemoved(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.find(t, a, "dog camera:canon -rain")
	if r.box.Text != "dog" || !slices.Equal(r.chipTexts(), []string{"camera:canon", "-rain"}) {
		t.Fatalf("chips %q, box %q", r.chipTexts(), r.box.Text)
	}
	view := r.bar.flow.Objects[0].(*kit.ChipView)
	view.Tapped(&fyne.PointEvent{Position: fyne.NewPos(5, 5)})
	if r.box.Text != "dog camera:canon" || len(r.bar.chips) != 1 {
		t.Fatalf("a click gives box %q, chips %q", r.box.Text, r.chipTexts())
	}
	view = r.bar.flow.Objects[0].(*kit.ChipView)
	view.Tapped(&fyne.PointEvent{Position: fyne.NewPos(view.Size().Width-4, 5)})
	r.waitAsked(t, a, "camera:canon dog")
	r.win.Canvas().Focus(r.bar.flow.Objects[0].(*kit.ChipView))
	r.win.Canvas().Focused().TypedKey(key(fyne.KeyDelete))
	r.waitAsked(t, a, "dog")
	if r.win.Canvas().Focused() != fyne.Focusable(r.box) {
		t.Error("the keyboard is lost with the chip")
	}
}

func TestSpokenWordsStayInTheBox(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.find(t, a, "a street without people")
	if r.box.Text != "a street without people" || len(r.bar.flow.Objects) != 1 {
		t.Fatalf("box %q with %d labels", r.box.Text, len(r.bar.flow.Objects))
	}
	if label, ok := r.bar.flow.Objects[0].(*kit.ChipFace); !ok || label.Label.Text != "Not wanted: people" || !label.Plain {
		t.Error("what was understood is not said, or as if it could be pressed")
	}
}

func TestMistakesAreSaidAndResultsStay(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.find(t, a, "dog")
	searches := b.SearchCalls("Search")
	test.Type(r.box, " date:2o")
	r.clock.Elapse(typingPause)
	r.until(t, "a word about it", func() bool { return r.bar.note.root.Visible() })
	if r.bar.note.wrong {
		t.Error("what is still being typed is called a mistake")
	}
	r.submit()
	if !r.bar.note.wrong || !strings.Contains(r.bar.note.text.Words.Text, "2o") {
		t.Errorf("remark %q", r.bar.note.text.Words.Text)
	}
	if r.grid.Count() != 2 || b.SearchCalls("Search") != searches || r.box.Text != "dog date:2o" {
		t.Error("what can't be understood was searched for, or changed the results")
	}
	r.box.TypedKey(key(fyne.KeyBackspace))
	test.Type(r.box, "019")
	r.submit()
	if r.bar.note.root.Visible() {
		t.Error("the remark stays")
	}
}

// A mistake that only the backend sees, such as an example that is gone.
func TestMistakesOfTheBackendKeepTheResults(t *testing.T) {
	b, a := answering(twoGood)
	answer := b.OnSearch
	b.OnSearch = func(ctx context.Context, ask service.Ask) (service.Answer, error) {
		if strings.Contains(ask.Query.Source, "like:") {
			return service.Answer{}, &query.Error{Span: query.Span{Start: 0, End: 21}, Err: errors.New("no such photo")}
		}
		return answer(ctx, ask)
	}
	r := newRig(t, b)
	r.find(t, a, "dog")
	r.box.set("like:0123456789abcdef")
	r.submit()
	r.until(t, "the remark", func() bool { return r.bar.note.wrong })
	if r.grid.Count() != 2 || !r.grid.Visible() {
		t.Error("the results are gone")
	}
	r.clear()
	r.find(t, a, "cat")
	if r.bar.note.root.Visible() {
		t.Error("the remark stays")
	}
}

func TestChipsAreRestoredAndRecalled(t *testing.T) {
	b, a := answering(twoGood)
	r := newRigAt(t, b, State{Query: "dog camera:canon", Order: service.NewestResults, History: []string{"cat -rain"}})
	r.waitAsked(t, a, "camera:canon dog")
	if r.box.Text != "dog" || !slices.Equal(r.chipTexts(), []string{"camera:canon"}) || a.Last().Order != service.NewestResults {
		t.Fatalf("box %q, chips %q, %+v", r.box.Text, r.chipTexts(), a.Last())
	}
	r.shell.Escape()
	if r.bar.text() != "" || r.nav.at.Searching {
		t.Fatalf("Escape leaves %q", r.bar.text())
	}
	r.box.TypedKey(key(fyne.KeyUp))
	r.box.TypedKey(key(fyne.KeyUp))
	if r.box.Text != "cat" || !slices.Equal(r.chipTexts(), []string{"-rain"}) {
		t.Errorf("recalled %q with chips %q", r.box.Text, r.chipTexts())
	}
	r.box.TypedKey(key(fyne.KeyDown))
	if r.bar.text() != "camera:canon dog" {
		t.Errorf("down gives %q", r.bar.text())
	}
	if saved := r.State(); saved.Query != "camera:canon dog" || saved.Order != service.NewestResults {
		t.Errorf("saved %+v", saved)
	}
}

func TestLongChipsStayInsideTheWindow(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.win.Resize(fyne.NewSize(420, 400))
	long := strings.Repeat("very-", 40) + "long"
	r.find(t, a, "tag:"+long+" tag:b tag:家庭照片 tag:صور dog")
	right := r.bar.flow.Size().Width
	last := float32(-1)
	for _, o := range r.bar.flow.Objects {
		if end := o.Position().X + o.Size().Width; end > right+0.5 {
			t.Errorf("a chip ends at %v of %v", end, right)
		}
		last = max(last, o.Position().Y+o.Size().Height)
	}
	if got := r.bar.flow.Size().Height; got < last {
		t.Errorf("the chips need %v, and have %v", last, got)
	}
}

func TestOrderOfResults(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.find(t, a, "dog")
	r.nav.setOrder(service.MostParts)
	r.until(t, "the other order", func() bool { return a.Last().Order == service.MostParts && r.nav.loaded })
	if r.row.sort.Text != "Most parts first" {
		t.Errorf("the order is called %q", r.row.sort.Text)
	}
	r.find(t, a, "cat")
	if a.Last().Order != service.MostParts {
		t.Error("the order is forgotten with the next search")
	}
	r.find(t, a, "camera:canon")
	if a.Last().Order != service.NewestResults || r.row.sort.Text != "Newest first" {
		t.Errorf("filters alone are listed in order %v, called %q", a.Last().Order, r.row.sort.Text)
	}
	r.nav.setSort(library.OldestFirst)
	r.until(t, "the oldest first", func() bool { return a.Last().Order == service.OldestResults && r.nav.loaded })
	r.clear()
	r.shell.Escape()
	r.until(t, "browsing in the same order", func() bool { return r.nav.loaded && r.nav.at == (Place{Sort: library.OldestFirst}) })
}

func TestOfferOfOneFilterLessIsTaken(t *testing.T) {
	b, a := answering(service.Answer{Tiles: tilesOf(3), Ranked: true})
	b.Relaxations = []service.Relaxation{{Item: query.Item{Filter: "camera", Values: []query.Value{{Parts: []string{"canon"}}}}, Text: "dog", Photos: 14}, {Item: query.Item{Filter: "name", Values: []query.Value{{Parts: []string{"x"}}}}, Text: "y"}}
	r := newRig(t, b)
	r.find(t, a, "dog camera:canon")
	r.until(t, "the offers", func() bool { return len(r.result.relax.Objects) > 0 })
	if len(r.result.relax.Objects) != 1 {
		t.Fatalf("%d offers, want the one that gives photos", len(r.result.relax.Objects))
	}
	offer := r.result.relax.Objects[0].(*kit.Button)
	if offer.Text != "Without “camera: canon”: 14 photos" {
		t.Errorf("offer %q", offer.Text)
	}
	offer.OnTapped()
	r.waitAsked(t, a, "dog")
	if len(r.bar.chips) != 0 || r.box.Text != "dog" {
		t.Errorf("box %q, chips %q", r.box.Text, r.chipTexts())
	}
}

// A query with mistakes names and marks all of them; what is shown is of the query
// before, is said to be so, greyed, and makes no offers.
func TestMistakesGreyTheAnswersBefore(t *testing.T) {
	b, a := answering(service.Answer{Tiles: tilesOf(3), Ranked: true})
	b.Relaxations = []service.Relaxation{{Item: query.Item{Filter: "tag", Values: []query.Value{{Parts: []string{"a"}}}}, Text: "sunset", Photos: 14}}
	r := newRig(t, b)
	r.find(t, a, "sunset tag:a")
	r.until(t, "the offers", func() bool { return r.result.relax.Visible() })
	test.Type(r.box, " rating:>=9 and date:2o19 type:x far")
	r.clock.Elapse(typingPause)
	r.until(t, "the query to be judged", func() bool { return r.bar.astray })
	if !r.bar.note.wrong || strings.Count(r.bar.note.text.Words.Text, "\n") != 2 {
		t.Errorf("remark %q", r.bar.note.text.Words.Text)
	}
	for _, part := range []string{">=9", "2o19", "x is not a type"} {
		if !strings.Contains(r.bar.note.text.Words.Text, part) {
			t.Errorf("%q is not named", part)
		}
	}
	var marked []string
	for _, p := range r.box.marks.parts {
		marked = append(marked, r.box.Text[p.Start:p.End])
	}
	if !slices.Equal(marked, []string{">=9", "2o19", "x"}) {
		t.Errorf("marked %q", marked)
	}
	lines := test.WidgetRenderer(r.box.marks).Objects()
	if len(lines) != 3 || lines[0].Size().Width <= 0 || lines[1].Position().X <= lines[0].Position().X {
		t.Errorf("%d lines under the box's text", len(lines))
	}
	if got := r.result.text.Text; got != "Showing results for “sunset”" || !r.stale.Visible() || r.result.relax.Visible() || r.result.save.Visible() {
		t.Errorf("line %q, greyed %v, offers %v", got, r.stale.Visible(), r.result.relax.Visible())
	}
	r.box.TypedKey(key(fyne.KeyEscape))
	if r.stale.Visible() || len(r.box.marks.parts) > 0 || r.bar.note.root.Visible() || r.result.text.Text != "All photos · 3 photos" {
		t.Errorf("Escape leaves the line %q", r.result.text.Text)
	}
	test.Type(r.box, "date:2o19 ")
	r.clock.Elapse(typingPause)
	r.until(t, "the query to be judged", func() bool { return r.bar.astray })
	if got := r.result.text.Text; got != "Showing all photos" {
		t.Errorf("line %q", got)
	}
	r.deleteAll()
	test.Type(r.box, "dog")
	r.clock.Elapse(typingPause)
	r.waitAsked(t, a, "dog")
	if r.stale.Visible() || !strings.Contains(r.result.text.Text, "dog") {
		t.Errorf("greyed %v, line %q", r.stale.Visible(), r.result.text.Text)
	}
}

func TestMarksFollowWrappedText(t *testing.T) {
	b, _ := answering(twoGood)
	r := newRig(t, b)
	r.box.set("one row and\nanother has:x in it")
	r.submit()
	lines := test.WidgetRenderer(r.box.marks).Objects()
	if len(lines) != 1 || lines[0].Position().Y < r.box.Size().Height/2 {
		t.Fatalf("%d lines", len(lines))
	}
	if r.box.cursor() != len(r.box.Text) {
		t.Error("marking moved the cursor")
	}
}

func TestCrossClearsTheBox(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	if r.box.cross.Visible() {
		t.Error("a × at the end of an empty box")
	}
	r.find(t, a, "tag:a")
	if !r.box.cross.Visible() {
		t.Fatal("no × while there is a chip")
	}
	r.win.Canvas().Focus(r.box)
	r.win.Canvas().(interface{ FocusNext() }).FocusNext()
	if r.win.Canvas().Focused() != fyne.Focusable(r.box.cross) {
		t.Errorf("Tab leads to %T instead of the ×", r.win.Canvas().Focused())
	}
	r.box.cross.TypedKey(key(fyne.KeyReturn))
	if r.bar.text() != "" || r.nav.at.Searching || r.box.cross.Visible() || !r.inBox() {
		t.Errorf("left with %q at %+v", r.bar.text(), r.nav.at)
	}
}

// dated makes a backend with photos of some times only.
func dated(times ...string) (*fakeBackend, *asks) {
	b, a := answering(twoGood)
	b.OnMatches = func(ask service.Ask) (int, error) {
		if slices.Contains(times, ask.Query.Source) {
			return 34, nil
		}
		return 0, nil
	}
	return b, a
}

func (r *rig) dateOffered() string {
	for _, o := range r.bar.flow.Objects {
		if c, ok := o.(*offerChip); ok {
			return c.Label.Text
		}
	}
	return ""
}

// rests lets typing rest and all that follows from it happen.
func (r *rig) rests(t *testing.T) {
	t.Helper()
	r.clock.Elapse(typingPause)
	r.until(t, "typing to have rested", func() bool { return r.queueEmpty() && r.nav.loaded })
}

func TestLoneDateIsTakenAtOnce(t *testing.T) {
	b, a := dated("date:2015", "date:2018-06..2018-08")
	r := newRig(t, b)
	test.Type(r.box, "2015")
	r.clock.Elapse(typingPause)
	r.waitAsked(t, a, "date:2015")
	if r.box.Text != "" || !slices.Equal(r.chipTexts(), []string{"date:2015"}) || b.SearchCalls("Search") != 1 {
		t.Fatalf("box %q, chips %q, %d searches", r.box.Text, r.chipTexts(), b.SearchCalls("Search"))
	}
	// A click makes words of it again, and words they stay.
	r.bar.flow.Objects[0].(*kit.ChipView).Tapped(&fyne.PointEvent{Position: fyne.NewPos(5, 5)})
	r.clock.Elapse(typingPause)
	r.waitAsked(t, a, "2015")
	if r.box.Text != "2015" || r.dateOffered() != "" {
		t.Errorf("box %q, offered %q", r.box.Text, r.dateOffered())
	}
	r.submit()
	if len(r.bar.chips) != 0 {
		t.Error("Enter takes what was turned back into words")
	}
	r.shell.Escape()
	test.Type(r.box, "Summer 2018")
	r.clock.Elapse(typingPause)
	r.waitAsked(t, a, "date:2018-06..2018-08")
	if label := r.bar.chips[0].label(); label != "Summer 2018" {
		t.Errorf("the chip is called %q", label)
	}
	r.shell.Escape()
	test.Type(r.box, "1931") // no photos
	r.clock.Elapse(typingPause)
	r.waitAsked(t, a, "1931")
	if r.dateOffered() != "1931?" || r.box.Text != "1931" {
		t.Errorf("offered %q, box %q", r.dateOffered(), r.box.Text)
	}
}

func TestDateAmongWordsIsOffered(t *testing.T) {
	b, a := dated("date:2015", "date:2018-06..2018-08")
	r := newRig(t, b)
	takes := map[string]func(){
		"Tab":     func() { r.box.TypedKey(key(fyne.KeyTab)) },
		"Enter":   func() { r.box.TypedKey(key(fyne.KeyReturn)) },
		"a click": func() { r.bar.flow.Objects[0].(*offerChip).Tapped(&fyne.PointEvent{}) },
	}
	for name, take := range takes {
		r.shell.Escape()
		test.Type(r.box, "beach 2015")
		r.clock.Elapse(typingPause)
		r.waitAsked(t, a, "beach 2015")
		if r.dateOffered() != "2015?" || !r.box.AcceptsTab() {
			t.Fatalf("offered %q", r.dateOffered())
		}
		take()
		r.waitAsked(t, a, "date:2015 beach")
		if r.box.Text != "beach" || r.dateOffered() != "" || r.box.AcceptsTab() || !r.inBox() {
			t.Errorf("%s leaves %q in the box and %q on offer", name, r.box.Text, r.dateOffered())
		}
	}
	r.shell.Escape()
	test.Type(r.box, "photos from summer 2018")
	r.rests(t)
	if r.dateOffered() != "summer 2018?" {
		t.Errorf("offered %q", r.dateOffered())
	}
	test.Type(r.box, "s")
	if r.dateOffered() != "" {
		t.Error("the offer stays when the text is another")
	}
	r.box.TypedKey(key(fyne.KeyBackspace))
	r.submit() // before typing rests
	r.waitAsked(t, a, "date:2018-06..2018-08")

	r.shell.Escape()
	for _, words := range []string{`"summer 2018" on a banner`, "name:2015 2 dogs", "2015 2016"} {
		test.Type(r.box, words)
		r.rests(t)
		if r.dateOffered() != "" {
			t.Errorf("%q: offered %q", words, r.dateOffered())
		}
		r.shell.Escape()
	}
}

// What wasn't typed now is left as it is: a search that was saved or recalled.
func TestDatesOfOldSearchesStayWords(t *testing.T) {
	b, a := dated("date:2015")
	r := newRigAt(t, b, State{History: []string{"2015"}})
	r.Run(library.Scope{}, "2015")
	r.waitAsked(t, a, "2015")
	r.shell.Escape()
	r.box.TypedKey(key(fyne.KeyUp))
	r.rests(t)
	if r.nav.at.Text != "2015" || len(r.bar.chips) != 0 || r.dateOffered() != "" {
		t.Errorf("recalled: chips %q, offered %q", r.chipTexts(), r.dateOffered())
	}
}

// A count that comes late must not change what was typed meanwhile.
func TestLateCountOfADateIsDropped(t *testing.T) {
	b, a := dated()
	release := make(chan struct{})
	b.OnMatches = func(service.Ask) (int, error) { <-release; return 5, nil }
	r := newRig(t, b)
	test.Type(r.box, "2015")
	r.clock.Elapse(typingPause)
	r.until(t, "the question", func() bool { return b.SearchCalls("CountMatches date:2015") == 1 })
	test.Type(r.box, " s")
	close(release)
	r.rests(t)
	r.waitAsked(t, a, "2015 s")
	if r.box.Text != "2015 s" || len(r.bar.chips) != 0 {
		t.Errorf("box %q, chips %q", r.box.Text, r.chipTexts())
	}
}

func TestDashedPill(t *testing.T) {
	img := dashedPill(120, 52, 2, color.NRGBA{A: 255}).(*image.NRGBA)
	row, turns := 1, 0
	for x := 27; x < 120-26; x++ {
		if (img.NRGBAAt(x, row).A > 127) != (img.NRGBAAt(x-1, row).A > 127) {
			turns++
		}
	}
	if turns < 6 || img.NRGBAAt(60, 26).A != 0 || img.NRGBAAt(0, 0).A != 0 {
		t.Errorf("%d ends of dashes along the top", turns)
	}
}

// What is selected with Ctrl+A is the whole query, chips included.
func TestSelectAllIsTheWholeQuery(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	all := func() { r.box.TypedShortcut(&fyne.ShortcutSelectAll{}) }
	r.find(t, a, "dog date:2014..2016")
	all()
	if !r.bar.flow.Objects[0].(*kit.ChipView).Marked {
		t.Error("the chip is not shown as selected")
	}
	r.box.TypedShortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "date:2014..2016 dog" {
		t.Errorf("copied %q", got)
	}
	r.box.TypedKey(key(fyne.KeyS)) // comes before its letter
	test.Type(r.box, "sunset")
	if r.bar.text() != "sunset" {
		t.Errorf("typed over all, the query is %q", r.bar.text())
	}
	r.clock.Elapse(typingPause)
	r.waitAsked(t, a, "sunset")

	r.find(t, a, "dog tag:a")
	all()
	r.box.TypedKey(key(fyne.KeyRight))
	test.Type(r.box, "s")
	if r.bar.text() != "tag:a dogs" {
		t.Errorf("with the selection given up, the query is %q", r.bar.text())
	}
	all()
	r.box.TypedKey(key(fyne.KeyBackspace))
	if r.bar.text() != "" {
		t.Errorf("deleted, the query is %q", r.bar.text())
	}
	r.box.TypedShortcut(&fyne.ShortcutUndo{})
	if r.bar.text() != "tag:a dogs" {
		t.Errorf("undone, the query is %q", r.bar.text())
	}

	r.find(t, a, "tag:a")
	all()
	r.box.TypedKey(key(fyne.KeyDelete))
	r.clock.Elapse(typingPause)
	r.until(t, "browsing", func() bool { return !r.nav.at.Searching && r.bar.text() == "" })

	r.find(t, a, "dog tag:a")
	all()
	fyne.CurrentApp().Clipboard().SetContent("a cat")
	r.box.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	if r.bar.text() != "a cat" {
		t.Errorf("pasted over all, the query is %q", r.bar.text())
	}
}

// A mistake that is as high as the one before has the way to the help behind its own text.
func TestTheHelpStandsBehindTheMistake(t *testing.T) {
	b, _ := answering(twoGood)
	r := newRig(t, b)
	for _, typed := range []string{"date:2019-99", "type:x", "date:2019-99"} {
		r.box.set(typed)
		r.submit()
		note := r.bar.note
		if !note.root.Visible() || !note.wrong {
			t.Fatalf("%q is no mistake", typed)
		}
		ends, begins := note.text.TextWidth(), note.help.Position().X
		if begins < ends || begins > ends+20 {
			t.Errorf("%q: the text ends at %v, the link begins at %v", typed, ends, begins)
		}
	}
}
