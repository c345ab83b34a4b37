package learn

import (
	"context"
	"image"
	"slices"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
	"descry/ui/grid"
	"descry/ui/kit"
)

// mostSuggested is how many suggestions of a tag are listed at a time: as many as anybody
// reviews at a sitting.
const mostSuggested = 500

// review goes through what is suggested, tag by tag.
type review struct {
	p     *Page
	root  *fyne.Container
	list  *suggestedList
	tag   *kit.ChipFace // drawn as a suggestion, not as a tag of the user's
	count *kit.Line
	help  *kit.Prose
	grid  *grid.Grid
	empty *kit.Prose

	accept, reject, never *kit.Button
	view                  *fyne.Container // the part for one tag

	tags     []library.TagCount
	at       library.Tag // on show
	items    []learning.Suggested
	sure     map[library.PhotoID]float32
	loading  bool
	question int // number of the newest listing
	pending  int // reviews on their way to the backend
}

var _ tab = (*review)(nil)

func newReview(p *Page, dispatch grid.Dispatcher) *review {
	r := &review{p: p, tag: kit.NewQuietChip(""), count: kit.NewHint(""), help: kit.NewProse(""), empty: kit.NewProse("")}
	r.list = newSuggestedList(r)
	r.grid = grid.New(grid.Options{
		Load: p.backend.Thumbnail, LoadLarge: func(ctx context.Context, id library.PhotoID) (image.Image, error) {
			return p.backend.LargeThumbnail(ctx, id, true)
		},
		Dispatch: dispatch, RowHeight: grid.DefaultRowHeight,
		OnSelect: r.showActions, OnActivate: r.look, OnEnter: r.acceptOne,
		Badge: func(id library.PhotoID) string { return confidenceText(r.sure[id]) },
	})
	r.accept = kit.NewMainButton(p, "", func() { r.judge(learning.Accept) })
	r.reject = kit.NewButton(p, "", func() { r.judge(learning.NotNow) })
	r.never = kit.NewQuietButton(p, "", nil, func() { r.judge(learning.NotEver) })
	r.help.SetText(message.Text("suggested-help", nil))
	r.count.Whole = true
	actions := kit.NewFlow(8, kit.NewInset(kit.Inset{Top: 4}, r.tag), kit.NewInset(kit.Inset{Top: 9}, r.count), kit.NewLeading(r.accept, r.reject, r.never))
	head := kit.NewColumn(4, actions, r.help)
	r.view = kit.NewFramed(kit.NewInset(kit.Inset{Left: 8, Right: kit.PageMargin, Bottom: 4}, head), r.grid, kit.NewColumn(0))
	empty := kit.NewInset(kit.Inset{Left: kit.PageMargin, Right: kit.PageMargin, Most: kit.PageWidth}, r.empty)
	r.root = &fyne.Container{Layout: sided{}, Objects: []fyne.CanvasObject{r.list, r.view, empty}}
	return r
}

func (r *review) object() fyne.CanvasObject { return r.root }
func (r *review) Buttons() []*kit.Button    { return []*kit.Button{r.accept, r.reject, r.never} }

func (r *review) name(page learning.Page) string {
	n := 0
	for _, t := range page.Suggested {
		n += t.Photos
	}
	return withNumber(message.Text("learn-tab-suggested", nil), n)
}

func (r *review) Stops() [][]fyne.Focusable {
	if len(r.tags) == 0 {
		return nil
	}
	return [][]fyne.Focusable{{r.list}, kit.Usable(r.accept, r.reject, r.never), {r.grid}}
}

// turned gives the photos the keyboard.
func (r *review) turned() {
	if len(r.items) > 0 {
		r.p.shell.Canvas().Focus(r.grid)
	}
}

// show takes the tags that have suggestions. The shown tag stays.
func (r *review) show(page learning.Page) {
	r.tags = slices.Clone(page.Suggested)
	message.SortByCount(r.tags, func(s library.TagCount) int { return s.Photos }, func(s library.TagCount) string { return s.Tag.Name })
	r.list.Refresh()
	at := r.index()
	if at < 0 && len(r.tags) > 0 {
		r.items = nil
		r.open(r.tags[0].Tag)
		return
	}
	r.list.mark(at)
	if at >= 0 && r.pending == 0 {
		r.load()
	} else if at < 0 {
		r.at, r.items = library.Tag{}, nil
		r.fill()
	}
}

// index is the place of the shown tag in the list, -1 when the tag is not in the list.
func (r *review) index() int {
	return slices.IndexFunc(r.tags, func(t library.TagCount) bool { return t.Tag == r.at })
}

// open shows the suggestions of a tag.
func (r *review) open(tag library.Tag) {
	if r.at != tag {
		r.at, r.items = tag, nil
		r.grid.SetTiles(nil, nil)
	}
	r.list.mark(r.index())
	r.load()
	r.fill()
}

// load loads the suggestions. The newest answer counts.
func (r *review) load() {
	r.question++
	turn, tag := r.question, r.at
	r.loading = true
	kit.Load(r.p.tasks, func(ctx context.Context) ([]learning.Suggested, error) {
		return r.p.backend.Suggestions(ctx, tag, mostSuggested)
	}, func(items []learning.Suggested, err error) {
		if turn != r.question {
			return
		}
		r.loading = false
		if err != nil {
			r.p.shell.SayError(err)
			return
		}
		r.items = items
		r.fill()
	})
}

// fill shows the photos.
func (r *review) fill() {
	tiles := make([]library.Tile, len(r.items))
	r.sure = make(map[library.PhotoID]float32, len(r.items))
	for i, s := range r.items {
		tiles[i] = s.Tile
		r.sure[s.Tile.ID] = s.Confidence
	}
	r.grid.SetTiles(tiles, []grid.Section{})
	r.tag.Label.SetText(message.Text("suggested-tag", message.Params{"Tag": r.at.Name}))
	r.count.SetText(r.countText())
	none := len(r.tags) == 0
	kit.SetVisible(r.list, !none)
	kit.SetVisible(r.view, !none)
	r.empty.SetText("")
	if none {
		r.empty.SetText(r.emptyText())
	}
	r.showActions()
	r.root.Refresh()
}

// countText says how many suggestions there are.
func (r *review) countText() string {
	n := len(r.items)
	switch at := r.index(); {
	case n == 0 && r.loading:
		return message.Text("loading", nil)
	case at >= 0 && n == mostSuggested && r.tags[at].Photos > n:
		return message.Count("suggested-surest-of", r.tags[at].Photos, message.Params{"Shown": message.FormatCount(n)})
	}
	return message.Count("suggested-surest-first", n, nil)
}

// emptyText says why there are no suggestions.
func (r *review) emptyText() string {
	if r.p.page.Used == "" {
		return message.Text("suggested-none-learned", nil)
	}
	return message.Text("suggested-none", nil)
}

// showActions says on the buttons how many photos each button is about.
func (r *review) showActions() {
	accept, reject, never := r.actionTexts()
	for b, text := range map[*kit.Button]string{r.accept: accept, r.reject: reject, r.never: never} {
		if b.Text != text {
			b.SetText(text)
		}
		kit.SetEnabled(b, len(r.items) > 0)
	}
	r.view.Objects[0].Refresh()
}

// actionTexts name what the buttons do to the selected photos, or to all.
func (r *review) actionTexts() (accept, reject, never string) {
	if n := r.grid.SelectedCount(); n > 0 {
		some := message.Params{"Count": message.FormatCount(n)}
		return message.Text("suggested-accept-button", some), message.Text("suggested-reject-button", some), message.Text("suggested-never-button", some)
	}
	n := len(r.items)
	return message.Count("suggested-accept-all-button", n, nil), message.Count("suggested-reject-all-button", n, nil), message.Count("suggested-never-all-button", n, nil)
}

// takeRune judges with a letter.
func (r *review) takeRune(letter rune) bool {
	verdict, ok := map[rune]learning.Verdict{'+': learning.Accept, 'x': learning.NotNow, 'X': learning.NotEver}[letter]
	if ok && len(r.items) > 0 {
		r.judge(verdict)
	}
	return ok
}

// acceptOne accepts what is selected, or else the photo with the keyboard.
func (r *review) acceptOne(id library.PhotoID) {
	if r.grid.SelectedCount() == 0 {
		r.grid.Select(id)
	}
	r.judge(learning.Accept)
}

// judge judges the suggestions of the selected photos, or of all. The photos go at once. An
// error brings them back.
func (r *review) judge(verdict learning.Verdict) {
	ids := r.grid.Selected()
	if len(ids) == 0 {
		for _, s := range r.items {
			ids = append(ids, s.Tile.ID)
		}
	}
	if len(ids) == 0 {
		return
	}
	tag := r.at
	r.take(ids)
	r.send(tag, ids, verdict)
	if len(r.items) == 0 {
		r.next()
	}
}

// take removes photos from the shown ones. After a single photo the next has the keyboard, so
// that one key after the other goes through the photos.
func (r *review) take(ids []library.PhotoID) {
	first := slices.IndexFunc(r.items, func(s learning.Suggested) bool { return s.Tile.ID == ids[0] })
	r.question++ // a listing on its way still has the photos
	r.loading = false
	r.items = slices.DeleteFunc(slices.Clone(r.items), func(s learning.Suggested) bool { return slices.Contains(ids, s.Tile.ID) })
	r.fill()
	keyed := r.p.shell.Canvas().Focused() == fyne.Focusable(r.grid)
	if len(ids) == 1 && keyed && len(r.items) > 0 {
		r.grid.SetFocused(r.items[min(first, len(r.items)-1)].Tile.ID)
	}
}

// next goes on to the tag after this one, else to the first. Without another tag with
// suggestions, the shown tag stays.
func (r *review) next() {
	at := r.index()
	for i := range r.tags {
		t := r.tags[(max(at, 0)+1+i)%len(r.tags)]
		if t.Tag != r.at && t.Photos > 0 {
			r.open(t.Tag)
			return
		}
	}
}

// send hands a verdict to the backend and lists anew when the last verdict is done.
func (r *review) send(tag library.Tag, ids []library.PhotoID, verdict learning.Verdict) {
	p := r.p
	r.pending++
	p.shell.ChangeAnnotations(func(ctx context.Context) (service.Change, error) {
		return p.backend.ReviewSuggestions(ctx, tag, ids, verdict)
	}, func(err error) {
		r.pending--
		p.shell.SayError(err)
		if r.pending == 0 {
			p.load()
		}
	})
}

// look opens the viewer on a suggested photo.
func (r *review) look(id library.PhotoID) {
	if at := r.grid.Index(id); at >= 0 {
		r.p.shell.View(r.grid.Tiles(), at)
	}
}

// Seen returns from the viewer to the page. If the user has moved on to another photo in the
// viewer, that photo has the keyboard.
func (p *Page) Seen(id library.PhotoID, moved bool) {
	c := p.shell.Canvas()
	c.Unfocus()
	if p.tabs.At != suggestedTab {
		return
	}
	if moved {
		p.review.grid.SetFocused(id)
	}
	c.Focus(p.review.grid)
}
