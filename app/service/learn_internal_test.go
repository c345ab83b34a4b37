package service

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/app/internal/apptest"
	"descry/app/internal/scene"
	"descry/app/service/learning"
	"descry/finetune"
	"descry/finetune/heads"
	"descry/library"
)

// taughtLibrary is a window's back end on a library of drawn scenes, with a tag on
// each that no model knows.
func taughtLibrary(t *testing.T) (b *Session, photos map[string]library.PhotoID) {
	t.Helper()
	b = NewSession(openLibrary(t))
	dir := t.TempDir()
	if err := scene.Paint(dir); err != nil {
		t.Fatal(err)
	}
	if err := b.e.AddFolders(t.Context(), []string{dir}, true); err != nil {
		t.Fatal(err)
	}
	if err := b.e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	photos = map[string]library.PhotoID{}
	for file, tag := range map[string]string{"stars.jpg": "Blomquist", "sunset.jpg": "Varnholt", "meadow.jpg": "Quibbery"} {
		id, err := b.e.photoNamed(t.Context(), filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		photos[tag] = id
		if _, err := b.TagPhotos(t.Context(), []library.PhotoID{id}, []library.Tag{{Name: tag}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	return b, photos
}

func everyTag(t *testing.T, b *Session) (what learning.Request) {
	t.Helper()
	page, err := b.Learn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range page.Tags {
		what.Tags = append(what.Tags, tag.Tag)
	}
	return what
}

// first is the photo that a search finds first.
func first(t *testing.T, a Answer) library.PhotoID {
	t.Helper()
	if len(a.Tiles) == 0 {
		t.Fatal("nothing was found")
	}
	return a.Tiles[0].ID
}

func TestTagsToLearnShowTheirPhotos(t *testing.T) {
	b, photos := taughtLibrary(t)
	page, err := b.Learn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range page.Tags {
		if len(tag.Shown) != 1 || tag.Shown[0].ID != photos[tag.Tag.Name] || tag.Shown[0].Width == 0 {
			t.Errorf("%s shows %+v", tag.Tag.Name, tag.Shown)
		}
	}
}

func TestLearnCompareUseRollBack(t *testing.T) {
	b, photos := taughtLibrary(t)
	steps := 0
	got, err := b.Train(t.Context(), everyTag(t, b), func(p learning.TrainProgress) {
		if p.Total > 0 {
			steps++
		}
	})
	if err != nil || got.Head == "" || steps == 0 || !got.Report.Guard.Checked || len(got.Report.Tags) != 3 {
		t.Fatalf("%+v after %d steps, %v", got, steps, err)
	}
	ask := asking(t, "a photo of varnholt")
	before, after, err := b.Compare(t.Context(), ask.Query, got.Head)
	if err != nil || first(t, after) != photos["Varnholt"] {
		t.Errorf("compared: %v, %v, %v", before, after, err)
	}
	unlearned, err := b.Search(t.Context(), ask)
	if err != nil || first(t, unlearned) != first(t, before) {
		t.Errorf("comparing changed what searches find: %v", err)
	}
	if err := b.UseHead(t.Context(), got.Head); err != nil {
		t.Fatal(err)
	}
	if a, err := b.Search(t.Context(), ask); err != nil || first(t, a) != photos["Varnholt"] {
		t.Errorf("with the head: %v, %v", a, err)
	}
	page, err := b.Learn(t.Context())
	if err != nil || page.Used != got.Head || !page.CanRollBack || page.Before != "" || len(page.Heads) != 1 || !page.Heads[0].Fits {
		t.Errorf("the page: %+v, %v", page, err)
	}
	if err := b.DeleteHead(t.Context(), got.Head); !errors.Is(err, learning.ErrHeadUsed) {
		t.Errorf("the head in use was deleted: %v", err)
	}
	if err := b.RollBack(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a, err := b.Search(t.Context(), ask); err != nil || first(t, a) != first(t, before) {
		t.Errorf("after going back: %v, %v", a, err)
	}
}

// TestAnotherProcessUsesAHead chooses in one engine and looks in another.
func TestAnotherProcessUsesAHead(t *testing.T) {
	b, _ := taughtLibrary(t)
	got, err := b.Train(t.Context(), everyTag(t, b), func(learning.TrainProgress) {})
	if err != nil {
		t.Fatal(err)
	}
	other, err := Open(t.Context(), b.e.Paths)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := other.Searcher().Learned.UseHead(t.Context(), got.Head); err != nil {
		t.Fatal(err)
	}
	if err := b.e.FollowChoice(t.Context()); err != nil {
		t.Fatal(err)
	}
	if now := b.e.Searcher().Learned.InUse(); now.ID != got.Head || now.Head == nil {
		t.Errorf("the window uses %+v", now)
	}
}

// TestNoticeTellsOfAnUnusableHead damages the head in use and opens the library.
func TestNoticeTellsOfAnUnusableHead(t *testing.T) {
	e := openLibrary(t)
	h := finetune.Identity(e.Pack().ID, e.Pack().JointDim)
	id, err := e.Heads.Save(h)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Searcher().Learned.UseHead(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(e.Paths.Heads, id+heads.Extension), []byte("no head"), 0o600); err != nil {
		t.Fatal(err)
	}
	other, err := Open(t.Context(), e.Paths)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if p := worded(other.modelNotice()); !strings.Contains(p, "can't be used") || strings.Count(p, ".") != 1 {
		t.Errorf("the user reads %q", p)
	}
}

// TestCancelledTrainingLeavesNothing ends the training at its first, a middle and a
// late step.
func TestCancelledTrainingLeavesNothing(t *testing.T) {
	b, _ := taughtLibrary(t)
	what := everyTag(t, b)
	for _, at := range []int{1, 60, 119} {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := b.Train(ctx, what, func(p learning.TrainProgress) {
			if p.Total > 0 && p.Step >= min(at, p.Total-1) {
				cancel()
			}
		})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("ended at step %d: %v", at, err)
		}
	}
	if left, err := os.ReadDir(b.e.Paths.Heads); err == nil && len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// trained learns from all tags of a library.
func trained(t *testing.T, b *Session) (learning.Result, *finetune.Head, *heads.Store) {
	t.Helper()
	got, err := b.Train(t.Context(), everyTag(t, b), func(learning.TrainProgress) {})
	if err != nil {
		t.Fatal(err)
	}
	h, err := b.e.Heads.Load(got.Head)
	if err != nil {
		t.Fatal(err)
	}
	return got, h, b.e.Heads.Store
}

func TestSuggestionsFollowTheHead(t *testing.T) {
	b, photos := taughtLibrary(t)
	got, h, folder := trained(t, b)
	for i := range h.Keys { // four photos are too few to calibrate: all are said to be sure
		h.Keys[i].Calibration = &finetune.Calibration{Slope: 1, Offset: 5}
	}
	sure, err := folder.Save(h)
	if err != nil {
		t.Fatal(err)
	}
	x := b.e.Suggester()
	look := func(head string) int {
		t.Helper()
		if err := b.UseHead(t.Context(), head); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := x.Look(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		page, err := b.Learn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, s := range page.Suggested {
			n += s.Photos
		}
		return n
	}
	if n := look(sure); n != 9 { // four photos for three tags, less the three that have them
		t.Errorf("%d suggestions, want 9", n)
	}
	tag := library.Tag{Name: "Varnholt"}
	list, err := b.Suggestions(t.Context(), tag, 10)
	if err != nil || len(list) != 3 || list[0].Confidence < list[2].Confidence || list[2].Confidence < finetune.Suggested {
		t.Fatalf("%+v, %v", list, err)
	}
	review(t, b, tag, list, photos)
	if n := look(got.Head); n != 0 {
		t.Errorf("%d suggestions of a head that is sure of nothing", n)
	}
	if n := look(sure); n == 0 {
		t.Error("no suggestions when the head is back")
	}
	if n := look(""); n != 0 {
		t.Errorf("%d suggestions without a head", n)
	}
}

// review accepts one, puts one aside and takes that back, and rejects one for ever.
func review(t *testing.T, b *Session, tag library.Tag, list []learning.Suggested, photos map[string]library.PhotoID) {
	t.Helper()
	say := func(i int, v learning.Verdict, left int) {
		t.Helper()
		if _, err := b.ReviewSuggestions(t.Context(), tag, []library.PhotoID{list[i].Tile.ID}, v); err != nil {
			t.Fatal(err)
		}
		if now, err := b.Suggestions(t.Context(), tag, 10); err != nil || len(now) != left {
			t.Errorf("after verdict %d: %d suggestions, want %d, %v", v, len(now), left, err)
		}
	}
	say(0, learning.NotNow, 2)
	if m, err := b.Undo(t.Context(), 0); err != nil || worded(m.What) != "suggested tag “"+tag.Name+"” rejected on 1 photo" {
		t.Errorf("undo: %+v, %v", m, err)
	}
	if now, err := b.Suggestions(t.Context(), tag, 10); err != nil || len(now) != 3 {
		t.Errorf("%d suggestions, %v", len(now), err)
	}
	say(1, learning.NotEver, 2)
	say(0, learning.Accept, 1)
	shares, err := b.e.Store.TagShares(t.Context(), []library.PhotoID{list[0].Tile.ID, list[1].Tile.ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shares {
		if s.Tag == tag && s.Photos != 1 {
			t.Errorf("%d of the two have the tag", s.Photos)
		}
	}
	if c, err := b.Undo(t.Context(), 0); err != nil || c.Label.IsZero() {
		t.Errorf("undo: %+v, %v", c, err)
	}
}

func TestNameAndForgetAThing(t *testing.T) {
	b, photos := taughtLibrary(t)
	tag := library.Tag{Name: "Bella"}
	if _, err := b.NameConcept(t.Context(), nil, tag, ""); err == nil {
		t.Error("a name without a photo was taken")
	}
	change, err := b.NameConcept(t.Context(), []library.PhotoID{photos["Varnholt"]}, tag, " dog ")
	if err != nil || change.Label.IsZero() {
		t.Fatalf("%+v, %v", change, err)
	}
	page, err := b.Learn(t.Context())
	if err != nil || len(page.Named) != 1 || page.Named[0].Noun != "dog" || len(page.Named[0].Photos) != 1 {
		t.Errorf("%+v, %v", page.Named, err)
	}
	if a, err := b.Search(t.Context(), asking(t, "bella on a hill")); err != nil || len(a.Named) > 1 {
		t.Errorf("%+v, %v", a.Named, err)
	}
	if _, err := b.ForgetConcept(t.Context(), tag); err != nil {
		t.Fatal(err)
	}
	if a, err := b.Search(t.Context(), asking(t, "bella on a hill")); err != nil || len(a.Named) != 0 {
		t.Errorf("forgotten, but %+v, %v", a.Named, err)
	}
}

// TestThingsAreLearnedOnceTheirPhotosAre names a photo that the model has not looked
// at yet, and searches before and after it has.
func TestThingsAreLearnedOnceTheirPhotosAre(t *testing.T) {
	b, photos := taughtLibrary(t)
	e, s := b.e, b.e.Searcher()
	if err := e.Store.DeleteModelVectors(t.Context(), s.Pack.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := b.NameConcept(t.Context(), []library.PhotoID{photos["Varnholt"]}, library.Tag{Name: "Bella"}, "dog"); err != nil {
		t.Fatal(err)
	}
	if known := s.Learned.TextEncoder(t.Context()).ConceptsIn("Bella"); len(known) != 0 {
		t.Errorf("learned without a vector: %+v", known)
	}
	if err := e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	if err := s.Learned.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	if known := s.Learned.TextEncoder(t.Context()).ConceptsIn("Bella"); len(known) != 1 {
		t.Errorf("not learned once there are vectors: %+v", known)
	}
}

// TestRenamedTagsAreSuggestedAgainAfterUndo renames a tag, whose suggestions go, and
// takes that back.
func TestRenamedTagsAreSuggestedAgainAfterUndo(t *testing.T) {
	apptest.WholeRunsOnly(t)
	b, _ := taughtLibrary(t)
	_, h, folder := trained(t, b)
	for i := range h.Keys {
		h.Keys[i].Calibration = &finetune.Calibration{Slope: 1, Offset: 5}
	}
	sure, err := folder.Save(h)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.UseHead(t.Context(), sure); err != nil {
		t.Fatal(err)
	}
	x := b.e.Suggester()
	count := func() int {
		t.Helper()
		for range 2 {
			if _, err := x.Look(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		list, err := b.Suggestions(t.Context(), library.Tag{Name: "Varnholt"}, 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	before := count()
	if _, err := b.RenameTag(t.Context(), library.Tag{Name: "Varnholt"}, library.Tag{Name: "Hill"}); err != nil {
		t.Fatal(err)
	}
	renamed := count()
	if _, err := b.Undo(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if after := count(); before == 0 || renamed != 0 || after != before {
		t.Errorf("%d suggestions, renamed %d, taken back %d", before, renamed, after)
	}
}

// TestAPersonAndATagOfThatName are learned together, and suggested apart.
func TestAPersonAndATagOfThatName(t *testing.T) {
	apptest.WholeRunsOnly(t)
	b, photos := taughtLibrary(t)
	tag, person := library.Tag{Name: "Bella (person)"}, library.Tag{Name: "Bella", Person: true}
	for photo, is := range map[string]library.Tag{"Blomquist": tag, "Varnholt": person} {
		if _, err := b.TagPhotos(t.Context(), []library.PhotoID{photos[photo]}, []library.Tag{is}, nil); err != nil {
			t.Fatal(err)
		}
	}
	got, err := b.Train(t.Context(), learning.Request{Tags: []library.Tag{tag, person}}, func(learning.TrainProgress) {})
	if err != nil || len(got.Report.Tags) != 2 {
		t.Fatalf("%+v, %v", got.Report.Tags, err)
	}
	h, err := b.e.Heads.Load(got.Head)
	if err != nil {
		t.Fatal(err)
	}
	alike := map[string]library.PhotoID{learning.HeadKey(tag): photos["Varnholt"], learning.HeadKey(person): photos["Quibbery"]}
	vectors, err := learning.StoredVectors(t.Context(), b.e.Store, h.Pack, slices.Collect(maps.Values(alike)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range h.Keys { // each means one photo that nobody tagged with it
		k := &h.Keys[i]
		k.Vector, k.Calibration = vectors[alike[k.Tag]], &finetune.Calibration{Slope: 100, Offset: -99}
		clear(k.Residual)
	}
	id, err := b.e.Heads.Save(h)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.UseHead(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	x := b.e.Suggester()
	for range 2 {
		if _, err := x.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, of := range []library.Tag{tag, person} {
		found, err := b.Suggestions(t.Context(), of, 10)
		if err != nil || len(found) != 1 || found[0].Tile.ID != alike[learning.HeadKey(of)] {
			t.Errorf("%+v: %+v, %v", of, found, err)
		}
	}
}
