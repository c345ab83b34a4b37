package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/library"
	"descry/ui/grid"
	"descry/ui/kit"
)

// mostSuggested is how many suggestions of a tag are listed at a time: as many as
// anybody reviews at a sitting.
const mostSuggested = 500

// review goes through what is suggested, tag by tag.
type review struct {
	p     *learnPage
	root  *fyne.Container
	list  *suggestedList
	tag   *kit.ChipFace // drawn as a suggestion, not as a tag of the owner's
	count *kit.Line
	help  *kit.Prose
	grid  *grid.Grid
	empty *kit.Prose

	accept, reject, never *kit.Button
	view                  *fyne.Container // what belongs to one tag

	tags     []library.TagCount
	at       library.Tag // on show
	items    []learning.Suggested
	sure     map[library.PhotoID]float32
	loading  bool
	question int // number of the newest listing
	pending  int // reviews on their way to the backend
}

var _ learnTab = (*review)(nil)

func newReview(p *learnPage, dispatch grid.Dispatcher) *review {
	r := &review{p: p, tag: kit.NewQuietChip(""), count: kit.NewHint(""), help: kit.NewProse(""), empty: kit.NewProse("")}
	r.list = newSuggestedList(r)
	r.grid = grid.New(grid.Options{
		Load: p.w.backend.Thumbnail, LoadLarge: p.w.sharpThumbnail, Dispatch: dispatch, RowHeight: grid.DefaultRowHeight,
		OnSelect: r.showActions, OnActivate: r.look, OnEnter: r.acceptOne,
		Badge: func(id library.PhotoID) string { return confidenceText(r.sure[id]) },
	})
	r.accept = kit.NewMainButton(p, "Accept", func() { r.judge(learning.Accept) })
	r.reject = kit.NewButton(p, "Reject", func() { r.judge(learning.NotNow) })
	r.never = kit.NewQuietButton(p, "Never", nil, func() { r.judge(learning.NotEver) })
	r.help.SetText("Enter or + accepts, x rejects, Shift+X never suggests it again. What you accept becomes your own tag.")
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

func (r *review) name(page learning.LearnPage) string {
	n := 0
	for _, t := range page.Suggested {
		n += t.Photos
	}
	return withNumber("Suggested tags", n)
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
		r.p.w.win.Canvas().Focus(r.grid)
	}
}

// show takes the tags that have suggestions. The one on show stays.
func (r *review) show(page learning.LearnPage) {
	r.tags = page.Suggested
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

// index is the place of the tag on show in the list, -1 when it is not in it.
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

// load asks for the suggestions; the newest answer counts.
func (r *review) load() {
	r.question++
	turn, tag := r.question, r.at
	r.loading = true
	kit.Load(r.p.w.tasks, func(ctx context.Context) ([]learning.Suggested, error) {
		return r.p.w.backend.Suggestions(ctx, tag, mostSuggested)
	}, func(items []learning.Suggested, err error) {
		if turn != r.question {
			return
		}
		r.loading = false
		if err != nil {
			r.p.w.sayError(err)
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
	r.tag.Label.SetText(r.at.Name + "?")
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

// countText says how many there are.
func (r *review) countText() string {
	n := len(r.items)
	switch at := r.index(); {
	case n == 0 && r.loading:
		return "Loading…"
	case at >= 0 && n == mostSuggested && r.tags[at].Photos > n:
		return "the " + message.FormatCount(n) + " surest of " + message.Plural(r.tags[at].Photos, "photo", "photos")
	}
	return message.Plural(n, "photo", "photos") + ", surest first"
}

// emptyText says why nothing is suggested.
func (r *review) emptyText() string {
	if r.p.page.Used == "" {
		return "Teach Descry a tag first; suggestions then appear here."
	}
	return "There is nothing to review. Suggestions come as photos are added and as more is learned."
}

// showActions says on the buttons how many photos they are about.
func (r *review) showActions() {
	about := " all " + message.FormatCount(len(r.items))
	if n := r.grid.SelectedCount(); n > 0 {
		about = " " + message.FormatCount(n)
	}
	for b, text := range map[*kit.Button]string{r.accept: "Accept" + about, r.reject: "Reject" + about, r.never: "Never" + about} {
		if b.Text != text {
			b.SetText(text)
		}
		kit.SetEnabled(b, len(r.items) > 0)
	}
	r.view.Objects[0].Refresh()
}
