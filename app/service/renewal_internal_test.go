package service

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/internal/scene"
	"descry/app/message"
	"descry/app/notice"
	"descry/app/service/learning"
	"descry/app/service/models"
	"descry/finetune"
	"descry/internal/vectormath"
	"descry/library"
	"descry/library/index"
)

// formerStarter is the model that was built in before. Its weights are gone, so its
// vectors here point anywhere: whatever a search finds comes from the present one.
type formerStarter struct{ random *rand.Rand }

func (formerStarter) Model() string                               { return models.FormerStarters[0] }
func (formerStarter) MinSide() int                                { return 64 }
func (formerStarter) Parallel() int                               { return 1 }
func (formerStarter) Batch() int                                  { return 1 }
func (formerStarter) Prepare(img *image.NRGBA) ([]float32, error) { return []float32{0}, nil }
func (f formerStarter) Encode(_ context.Context, inputs [][]float32) ([][]float32, error) {
	out := make([][]float32, len(inputs))
	for i := range out {
		v := make([]float32, 512)
		for k := range v {
			v[k] = float32(f.random.NormFloat64())
		}
		if err := vectormath.Normalize(v); err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

// tagOf is what the user of the older library calls a scene. No model knows the words.
var tagOf = map[string]string{"stars": "Blomquist", "sunset": "Varnholt", "meadow": "Quibbery"}

// series is how many photos of each of the four scenes there are.
const series = 6

// olderLibrary is a library as the release with descry-starter-1 left it: photos looked
// at, tags, and a head that searches use. Photos of the meadow are in a folder of their
// own.
func olderLibrary(t *testing.T) (paths config.Paths, dirs []string) {
	t.Helper()
	home := t.TempDir()
	paths = config.PathsIn(home, home, home, home)
	all, apart := t.TempDir(), t.TempDir()
	if err := scene.PaintSeries(all, series); err != nil {
		t.Fatal(err)
	}
	meadows, err := filepath.Glob(filepath.Join(all, "meadow*"))
	if err != nil || len(meadows) != series {
		t.Fatal(meadows, err)
	}
	for _, m := range meadows {
		if err := os.Rename(m, filepath.Join(apart, filepath.Base(m))); err != nil {
			t.Fatal(err)
		}
	}
	dirs = []string{all, apart}
	longAgo(t, dirs)
	e := opened(t, paths)
	if err := e.AddFolders(t.Context(), dirs, true); err != nil {
		t.Fatal(err)
	}
	x, err := index.New(index.Options{Store: e.Store, Encoder: formerStarter{rand.New(rand.NewPCG(1, 2))}, Thumbnails: e.thumbs})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	tagScenes(t, e, dirs)
	id, err := e.Heads.Save(formerHead())
	if err != nil {
		t.Fatal(err)
	}
	setValue(t, e, headValue(models.FormerStarters[0]), `{"used":"`+id+`"}`)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(paths.VectorFile(models.FormerStarters[0]), []byte("vectors"), 0o600); err != nil {
		t.Fatal(err)
	}
	return paths, dirs
}

// longAgo makes files old enough that nobody waits for more to be written.
func longAgo(t *testing.T, dirs []string) {
	t.Helper()
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if err := os.Chtimes(file, time.Time{}, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func opened(t *testing.T, paths config.Paths) *Library {
	t.Helper()
	e, err := Open(t.Context(), paths)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func setValue(t *testing.T, e *Library, key, value string) {
	t.Helper()
	if err := e.Store.SetValue(t.Context(), key, value); err != nil {
		t.Fatal(err)
	}
}

// tagScenes tags four photos of three scenes.
func tagScenes(t *testing.T, e *Library, dirs []string) {
	t.Helper()
	var edit library.Edit
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*-0[0-3].jpg"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			name, _, _ := strings.Cut(filepath.Base(file), "-")
			if tagOf[name] == "" {
				continue
			}
			id, err := e.photoNamed(t.Context(), file)
			if err != nil {
				t.Fatal(err)
			}
			edit.Tags = append(edit.Tags, library.TagEdit{Photo: id, Tag: library.Tag{Name: tagOf[name]}, Label: library.Yes})
		}
	}
	if _, err := e.Store.ApplyEdit(t.Context(), edit); err != nil {
		t.Fatal(err)
	}
}

// formerHead is a head of the three tags, of the model of before.
func formerHead() *finetune.Head {
	h := finetune.Identity(models.FormerStarters[0], 512)
	h.Created, h.Note = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), "3 tags, 12 photos"
	for _, tag := range tagOf {
		v, r := make([]float32, 512), make([]float32, 512)
		v[len(h.Keys)], r[9] = 1, 0.5
		h.Keys = append(h.Keys, finetune.Key{Tag: tag, Vector: v, Closed: 0.4, Open: 0.9, Residual: r})
	}
	return h
}

// vectorsOf counts the vectors of a model.
func vectorsOf(t *testing.T, e *Library, model string) int {
	t.Helper()
	models, err := e.Store.Models(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return models[model]
}

func renewalOf(t *testing.T, e *Library) renewal {
	t.Helper()
	r, err := e.Renewal(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// thumbnailTimes says when each thumbnail was made.
func thumbnailTimes(t *testing.T, paths config.Paths) map[string]time.Time {
	t.Helper()
	times := map[string]time.Time{}
	err := filepath.Walk(paths.Thumbnails, func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			times[path] = info.ModTime()
		}
		return err
	})
	if err != nil || len(times) != 4*series {
		t.Fatalf("%d thumbnails, %v", len(times), err)
	}
	return times
}

// behindAWindow runs what works behind a window on a library, until stop.
func behindAWindow(t *testing.T, paths config.Paths) (b *Session, stop func()) {
	t.Helper()
	e := opened(t, paths)
	b = NewSession(e)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{}, 2)
	go func() { b.Follow(ctx); ended <- struct{}{} }()
	go func() { _ = b.Background.Run(ctx); ended <- struct{}{} }() // ends with the context's error
	return b, func() {
		cancel()
		<-ended
		<-ended
		b.Events.Close()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestAnOlderLibraryIsRenewed opens a library of the release before in a window: its
// photos are looked at again, what was taught is learned anew and used, both are said,
// the vectors of before go, and nothing else changes.
func TestAnOlderLibraryIsRenewed(t *testing.T) {
	paths, _ := olderLibrary(t)
	thumbs := thumbnailTimes(t, paths)
	e := opened(t, paths)
	if r := renewalOf(t, e); !r.going || r.done != 0 || r.total != 4*series || r.readable != 4*series || r.head.Stage != learning.HeadDue {
		t.Errorf("before anything was done: %+v", r)
	}
	if text := worded(renewalOf(t, e).Says()); text != "Descry's built-in model is a better one now: your photos are looked at again, 0 of 24; until then searches find those it has seen." {
		t.Errorf("says %q", text)
	}
	a, err := NewSession(e).Search(t.Context(), asking(t, "Varnholt"))
	if err != nil || len(a.Tiles) != 4 || !strings.Contains(message.Paragraph(a.Notices, time.Now()), "0 of 24 photos") {
		t.Errorf("written words before: %d photos, %q, %v", len(a.Tiles), a.Notices, err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}

	b, stop := behindAWindow(t, paths)
	defer stop()
	var seen, news []string
	apptest.Eventually(t, "the older library is renewed", func() bool {
		s := b.Status()
		if s.Renewing {
			seen = append(seen, "renewing")
		}
		if said := worded(s.News); said != "" && (len(news) == 0 || news[len(news)-1] != said) {
			news = append(news, said)
		}
		return len(news) == 2
	})
	if len(seen) == 0 || !strings.Contains(news[0], "looked at again") || !strings.Contains(news[1], "was learned anew") {
		t.Errorf("renewing seen %d times, news %q", len(seen), news)
	}
	apptest.Eventually(t, "the vectors of before are dropped", func() bool { return vectorsOf(t, b.e, models.FormerStarters[0]) == 0 })
	if n := vectorsOf(t, b.e, b.e.Models.Packs.BuiltIn.ID); n != 4*series {
		t.Errorf("%d vectors", n)
	}
	if _, err := os.Stat(paths.VectorFile(models.FormerStarters[0])); !os.IsNotExist(err) {
		t.Errorf("the vector file of before: %v", err)
	}
	for path, made := range thumbnailTimes(t, paths) {
		if !made.Equal(thumbs[path]) {
			t.Errorf("%s was made anew", path)
		}
	}
	headIsRenewed(t, b)
}

// headIsRenewed wants the head that was learned anew to be used, listed and told.
func headIsRenewed(t *testing.T, b *Session) {
	t.Helper()
	page, err := b.Learn(t.Context())
	if err != nil || len(page.Heads) != 2 || page.Used != page.Heads[0].ID || !page.Heads[0].Fits || page.Heads[1].Fits || !page.CanRollBack {
		t.Fatalf("the page: %+v, %v", page, err)
	}
	if !strings.Contains(page.Heads[0].Note, "3 tags, 12 photos") || !strings.Contains(page.Heads[0].Note, "learned anew") {
		t.Errorf("the new version says %q", page.Heads[0].Note)
	}
	if !strings.Contains(worded(page.Renewed), "what you taught was learned anew on") || page.Heads[1].Model != "the built-in model of before" {
		t.Errorf("the page says %q, and of the older version %q", page.Renewed, page.Heads[1].Model)
	}
	a, err := b.answerWith(t.Context(), parsed(t, "a photo of varnholt"), page.Used)
	if err != nil || len(a.Tiles) == 0 {
		t.Fatalf("%+v, %v", a, err)
	}
	for _, tile := range a.Tiles[:4] {
		if p, err := b.Photo(t.Context(), tile.ID); err != nil || !strings.HasPrefix(filepath.Base(p.Files[0].Path), "sunset") {
			t.Errorf("by sight, varnholt finds %v, %v", p.Files, err)
		}
	}
	if err := b.RollBack(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := renewalOf(t, b.e)
	if after, err := b.e.renew(t.Context(), func(notice.Notice) {}); err != nil || after.head.Stage != learning.HeadSettled || !r.head.Says().IsZero() {
		t.Errorf("after going back: %+v, %v", after, err)
	}
	if now := b.e.Searcher().Learned.InUse(); now.ID != "" {
		t.Errorf("the owner went back, and %s is used", now.ID)
	}
}

// TestRenewalIsSaidOnce opens two windows one after the other.
func TestRenewalIsSaidOnce(t *testing.T) {
	paths, _ := olderLibrary(t)
	b, stop := behindAWindow(t, paths)
	apptest.Eventually(t, "the outcome is said", func() bool {
		return strings.Contains(worded(b.Status().News), "learned anew") && !renewalOf(t, b.e).head.Untold()
	})
	stop()
	e := opened(t, paths)
	defer e.Close()
	b = NewSession(e)
	if err := b.Sample(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := b.Status(); !s.News.IsZero() || s.Renewing {
		t.Errorf("said again: %+v", s)
	}
	if page, err := b.Learn(t.Context()); err != nil || page.Renewed.IsZero() {
		t.Errorf("the page no longer tells: %v", err)
	}
}

// TestRenewalGoesOnAfterKills stops the indexing of the present model after a few
// photos, again and again, as a kill or the user would.
func TestRenewalGoesOnAfterKills(t *testing.T) {
	apptest.WholeRunsOnly(t)
	paths, _ := olderLibrary(t)
	stops := 0
	for round := 0; ; round++ {
		e := opened(t, paths)
		ctx, cancel := context.WithCancel(t.Context())
		x, err := e.NewIndexer(ctx, func(c index.Change) {
			if c == index.PhotosChanged {
				cancel()
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		err = x.Once(ctx)
		cancel()
		r, rerr := e.renew(t.Context(), func(notice.Notice) {})
		if rerr != nil {
			t.Fatal(rerr)
		}
		if vectorsOf(t, e, models.FormerStarters[0]) != 4*series && r.readable > 0 {
			t.Fatalf("vectors of before were dropped with %d photos left", r.readable)
		}
		if err != nil {
			stops++
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if r.idle() {
			break
		}
		if round > 100 {
			t.Fatal("it never ends")
		}
	}
	e := opened(t, paths)
	defer e.Close()
	if r := renewalOf(t, e); r.head.Stage != learning.HeadLearned || vectorsOf(t, e, models.FormerStarters[0]) != 0 || e.Searcher().Learned.InUse().Head == nil {
		t.Errorf("after %d stops: %+v", stops, r)
	}
}

// TestHeadIsFinishedAfterAKill has a head that was kept, and not yet used.
func TestHeadIsFinishedAfterAKill(t *testing.T) {
	apptest.WholeRunsOnly(t)
	paths, _ := olderLibrary(t)
	e := opened(t, paths)
	defer e.Close()
	if err := e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	r := renewalOf(t, e)
	for _, state := range []string{"", `{"used":"` + r.head.Outcome.Head + `","former":[""]}`} {
		setValue(t, e, headValue(e.Models.Packs.BuiltIn.ID), state)
		setValue(t, e, headRenewedValue(models.FormerStarters[0]), `{"head":"`+r.head.Outcome.Head+`","at":"0001-01-01T00:00:00Z"}`)
		e.renewed.Store(false)
		after, err := e.renew(t.Context(), func(notice.Notice) {})
		if err != nil || after.head.Stage != learning.HeadLearned || e.Searcher().Learned.InUse().ID != r.head.Outcome.Head {
			t.Errorf("choice %q: %+v, %v", state, after, err)
		}
	}
	if list, err := e.Heads.Store.List(); err != nil || len(list) != 2 {
		t.Errorf("%d heads, %v", len(list), err)
	}
}

// TestRenewalWaitsForOfflineFolders takes away the folder of a tag's photos.
func TestRenewalWaitsForOfflineFolders(t *testing.T) {
	apptest.WholeRunsOnly(t)
	paths, dirs := olderLibrary(t)
	away := dirs[1] + "-away"
	if err := os.Rename(dirs[1], away); err != nil {
		t.Fatal(err)
	}
	e := opened(t, paths)
	defer e.Close()
	if err := e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	r := renewalOf(t, e)
	if r.done != 3*series || r.readable != 0 || r.head.Stage != learning.HeadDue || vectorsOf(t, e, models.FormerStarters[0]) != 4*series {
		t.Errorf("a quarter is away: %+v", r)
	}
	if !strings.Contains(worded(r.Says()), "18 of 24 photos were looked at again; the others lie in folders that are offline") {
		t.Errorf("says %q", r.Says())
	}
	if err := os.Rename(away, dirs[1]); err != nil {
		t.Fatal(err)
	}
	if err := e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	if r := renewalOf(t, e); !r.idle() || r.head.Stage != learning.HeadLearned || vectorsOf(t, e, models.FormerStarters[0]) != 0 {
		t.Errorf("it is back: %+v", r)
	}
}

// TestHeadWaitsForItsPhotos has enough vectors, and none of the photos of a tag.
func TestHeadWaitsForItsPhotos(t *testing.T) {
	apptest.WholeRunsOnly(t)
	paths, dirs := olderLibrary(t)
	more := t.TempDir()
	for i := range 60 { // so that six of the meadow are less than a tenth
		apptest.DrawPhoto(t, filepath.Join(more, strings.Repeat("x", i+1)+".jpg"), 48, 32, i)
	}
	if err := os.Rename(dirs[1], dirs[1]+"-away"); err != nil {
		t.Fatal(err)
	}
	e := opened(t, paths)
	defer e.Close()
	if err := e.AddFolders(t.Context(), []string{more}, true); err != nil {
		t.Fatal(err)
	}
	if err := e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	if r := renewalOf(t, e); r.head.Stage != learning.HeadDue || r.going {
		t.Errorf("with four of twelve examples away: %+v", r)
	}
	if err := os.Rename(dirs[1]+"-away", dirs[1]); err != nil {
		t.Fatal(err)
	}
	if err := e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	if r := renewalOf(t, e); r.head.Stage != learning.HeadLearned {
		t.Errorf("they are back: %+v", r)
	}
}

// TestAnOwnersPackIsNotRenewed searches with a pack that the user has imported.
func TestAnOwnersPackIsNotRenewed(t *testing.T) {
	apptest.WholeRunsOnly(t)
	paths, _ := olderLibrary(t)
	e := opened(t, paths)
	defer e.Close()
	id := importFixture(t, e, "vision-openai-fp16", "text-llama3-8b-like")
	setValue(t, e, models.ValueActive, id)
	if err := e.FollowChoice(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	if r := renewalOf(t, e); !r.same(renewal{}) || vectorsOf(t, e, models.FormerStarters[0]) != 4*series || vectorsOf(t, e, e.Models.Packs.BuiltIn.ID) != 0 {
		t.Errorf("%+v", r)
	}
	if e.Pack().ID != id || vectorsOf(t, e, id) != 4*series {
		t.Errorf("%s searches", e.Pack().ID)
	}
	// The user was going back to the built-in model when Descry was updated.
	setValue(t, e, models.ValueNext, models.FormerStarters[0])
	if err := e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	if r := renewalOf(t, e); e.Pack().ID != e.Models.Packs.BuiltIn.ID || !r.idle() || r.head.Stage != learning.HeadLearned {
		t.Errorf("%s searches, %+v", e.Pack().ID, r)
	}
}

// TestTheNameOfBeforeMeansTheBuiltInModel has it chosen by name.
func TestTheNameOfBeforeMeansTheBuiltInModel(t *testing.T) {
	paths, _ := olderLibrary(t)
	e := opened(t, paths)
	setValue(t, e, models.ValueActive, models.FormerStarters[0])
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	e = opened(t, paths)
	defer e.Close()
	if e.Pack() != e.Models.Packs.BuiltIn || e.modelProblem != nil {
		t.Errorf("%s searches: %v", e.Pack().ID, e.modelProblem)
	}
}

// TestWhatCannotBeLearnedAnewIsSaid has forgotten its tags, lost its head, or never
// used one.
func TestWhatCannotBeLearnedAnewIsSaid(t *testing.T) {
	apptest.WholeRunsOnly(t)
	for name, c := range map[string]struct {
		spoil func(t *testing.T, e *Library)
		want  string
		stage learning.HeadStage
	}{
		"no tags": {func(t *testing.T, e *Library) {
			for _, tag := range tagOf {
				if _, err := e.Store.RemoveTag(t.Context(), library.Tag{Name: tag}); err != nil {
					t.Fatal(err)
				}
			}
		}, "could not be learned anew: there is nothing to learn from yet", learning.HeadLost},
		"no file": {func(t *testing.T, e *Library) {
			if err := os.RemoveAll(e.Paths.Heads); err != nil {
				t.Fatal(err)
			}
		}, "could not be learned anew", learning.HeadLost},
		"none used":    {func(t *testing.T, e *Library) { setValue(t, e, headValue(models.FormerStarters[0]), `{"used":""}`) }, "", learning.HeadSettled},
		"chosen since": {func(t *testing.T, e *Library) { setValue(t, e, headValue(e.Models.Packs.BuiltIn.ID), `{"used":""}`) }, "", learning.HeadSettled},
	} {
		t.Run(name, func(t *testing.T) {
			paths, _ := olderLibrary(t)
			e := opened(t, paths)
			defer e.Close()
			c.spoil(t, e)
			if err := e.IndexOnce(t.Context(), unwatched{}); err != nil {
				t.Fatal(err)
			}
			r := renewalOf(t, e)
			if !r.idle() || r.head.Stage != c.stage || !strings.Contains(worded(r.head.Says()), c.want) || c.want == "" && !r.head.Says().IsZero() {
				t.Errorf("%+v: %q", r, r.head.Says())
			}
			if e.Searcher().Learned.InUse().ID != "" {
				t.Errorf("%s is used", e.Searcher().Learned.InUse().ID)
			}
		})
	}
}

// TestCommandsTellOfARenewal looks before and after "descry index".
func TestCommandsTellOfARenewal(t *testing.T) {
	apptest.WholeRunsOnly(t)
	paths, _ := olderLibrary(t)
	t.Setenv(config.HomeVariable, filepath.Dir(paths.Catalogue))
	run := func(args ...string) (string, string) {
		t.Helper()
		var out, errs bytes.Buffer
		if code := Program(args, strings.NewReader(""), &out, &errs); code != 0 {
			t.Fatalf("%v: exit %d: %s", args, code, errs.String())
		}
		return out.String(), errs.String()
	}
	if out, _ := run("status"); !strings.Contains(out, "looked at again, 0 of 24") {
		t.Errorf("status says %s", out)
	}
	out, _ := run("status", "--json")
	var s LibraryStatus
	if err := json.Unmarshal([]byte(out), &s); err != nil || s.LookedAtAgain == nil || s.LookedAtAgain.Total != 4*series {
		t.Errorf("status --json says %s, %v", out, err)
	}
	if _, errs := run("search", "two dogs"); !strings.Contains(errs, "looked at 0 of 24 photos so far") || !strings.Contains(errs, "No photo has been looked at yet") {
		t.Errorf("search says %s", errs)
	}
	if out, _ := run("doctor", "--dry-run"); !strings.Contains(out, "built in before") {
		t.Errorf("doctor says %s", out)
	}
	if _, errs := run("index"); !strings.Contains(errs, "better one now: your photos are looked at again") || !strings.Contains(errs, "was learned anew") {
		t.Errorf("index says %s", errs)
	}
	if out, _ := run("status"); strings.Contains(out, "looked at again") || !strings.Contains(out, "was learned anew") {
		t.Errorf("status says %s", out)
	}
	if out, _ := run("head", "list"); !strings.Contains(out, "learned anew for a better built-in model") || !strings.Contains(out, "(for the built-in model of before)") {
		t.Errorf("head list says %s", out)
	}
	if _, errs := run("search", "an orange sunset over the sea"); strings.Contains(errs, "so far") {
		t.Errorf("search says %s", errs)
	}
}

// headValue is the name of the catalogue's value that says which head is used with a pack, and
// headRenewedValue that of what became of the head of a pack of before. Libraries have them.
func headValue(pack string) string          { return "head." + pack }
func headRenewedValue(former string) string { return "head.renewed." + former }
