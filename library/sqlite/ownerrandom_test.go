package sqlite_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

// randomTags are spelled in several ways, on several levels.
var randomTags = []library.Tag{tag("animals"), tag("Animals/Dogs"), tag("animals/dogs/Bella"), tag("ANIMALS"), tag("Bélla"), tag("bella"),
	tag("sea"), tag("dogs"), tag("Dogs/Bella"), tag("x/y/z"), person("Ann"), person("ann"), person("Bella")}

// randomEdit says something of several photos.
func randomEdit(rng *rand.Rand) (e library.Edit) {
	photo := func() library.PhotoID { return library.PhotoID(1 + rng.IntN(7)) }
	for range rng.IntN(5) {
		e.Tags = append(e.Tags, say(photo(), pick(rng, randomTags), library.Say(rng.IntN(3))))
	}
	for range rng.IntN(3) {
		e.Captions = append(e.Captions, library.CaptionEdit{Photo: photo(), Text: pick(rng, []*string{nil, text(""), text("a"), text("a dog")})})
	}
	if rng.IntN(3) == 0 {
		e.Named = append(e.Named, library.NamedEdit{Tag: pick(rng, randomTags), Noun: pick(rng, []*string{nil, text(""), text("dog")})})
	}
	if rng.IntN(3) == 0 {
		e.Spelled = append(e.Spelled, library.SpellEdit{Tag: pick(rng, randomTags)})
	}
	return e
}

// randomChange makes one of the changes that the owner may make, and returns what
// undoes it.
func randomChange(t *testing.T, rng *rand.Rand, s *sqlite.Store) (undo library.Edit, what string) {
	t.Helper()
	var err error
	a, b := pick(rng, randomTags), pick(rng, randomTags)
	switch rng.IntN(5) {
	case 0:
		what = fmt.Sprint("rename ", a, b)
		undo, err = s.RenameTag(t.Context(), a, b)
	case 1:
		what = fmt.Sprint("remove ", a)
		undo, err = s.RemoveTag(t.Context(), a)
	case 2:
		photos := []library.PhotoID{library.PhotoID(1 + rng.IntN(6)), library.PhotoID(1 + rng.IntN(8))}
		what = fmt.Sprint("tag ", photos, a, b)
		undo, err = s.TagPhotos(t.Context(), photos, []library.Tag{a}, []library.Tag{b})
	default:
		e := randomEdit(rng)
		what = fmt.Sprintf("edit %+v", e)
		undo, err = s.ApplyEdit(t.Context(), e)
	}
	if err != nil && !errors.Is(err, library.ErrNotFound) {
		t.Fatalf("%s: %v", what, err)
	}
	return undo, what
}

// Whatever the owner does, taking it back step by step gives what was before each.
func TestUndoOfRandomChanges(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 7))
		s := pets(t)
		type step struct {
			before string
			undo   library.Edit
			what   string
		}
		var steps []step
		state := func() string { return ownerDump(t, s) + "\n" + tagList(t, s) }
		for range 25 {
			one := step{before: state()}
			one.undo, one.what = randomChange(t, rng, s)
			steps = append(steps, one)
		}
		checkClean(t, s)
		for i := len(steps) - 1; i >= 0; i-- {
			after := state()
			redo := edit(t, s, steps[i].undo)
			equal(t, "undone: "+steps[i].what, state(), steps[i].before)
			edit(t, s, redo)
			equal(t, "redone: "+steps[i].what, state(), after)
			edit(t, s, steps[i].undo)
			if t.Failed() {
				t.FailNow()
			}
		}
		checkClean(t, s)
	}
}
