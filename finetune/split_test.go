package finetune_test

import (
	"slices"
	"testing"

	"descry/finetune"
)

// library has a frequent tag on many photos, a rare one on some of them, a single
// example, and photos with nothing.
func library() finetune.Dataset {
	d := finetune.Dataset{Photos: make([][]float32, 60)}
	add := func(name string, photos ...int) {
		d.Tags = append(d.Tags, finetune.Tag{Name: name, Photos: photos})
	}
	var many []int
	for p := range 40 {
		many = append(many, p)
	}
	add("frequent", many...)
	add("rare", 3, 9, 11, 25, 33, 39)
	add("other", 40, 41, 42, 43, 44)
	add("single", 45)
	for p := 46; p < 50; p++ {
		d.Captions = append(d.Captions, finetune.Caption{Photo: p}, finetune.Caption{Photo: p})
	}
	return d
}

func TestFoldsAreStratified(t *testing.T) {
	d := library()
	folds := finetune.Folds(d, 3, 1)
	for _, tag := range d.Tags[:3] {
		count := make([]int, 3)
		for _, p := range tag.Photos {
			if folds[p] < 0 {
				t.Fatalf("%s: photo %d is in no fold", tag.Name, p)
			}
			count[folds[p]]++
		}
		if slices.Max(count)-slices.Min(count) > 1 {
			t.Errorf("%s is dealt %v", tag.Name, count)
		}
	}
	if folds[45] != -1 || folds[55] != -1 {
		t.Errorf("a single example is in fold %d, a photo with nothing in %d", folds[45], folds[55])
	}
	for p := 46; p < 50; p++ {
		if folds[p] < 0 {
			t.Errorf("captioned photo %d is in no fold", p)
		}
	}
	if !slices.Equal(folds, finetune.Folds(d, 3, 1)) || slices.Equal(folds, finetune.Folds(d, 3, 2)) {
		t.Error("the folds are not those of the seed")
	}
}

func TestShots(t *testing.T) {
	d := library()
	for i := range d.Photos {
		d.Photos[i] = []float32{float32(i)} // so that a photo can be recognised
	}
	got := finetune.Shots(d, 2, 5)
	for i, want := range []int{2, 2, 2, 1} {
		tag := got.Tags[i]
		if len(tag.Photos) != want {
			t.Errorf("%s has %d photos", tag.Name, len(tag.Photos))
		}
		for _, p := range tag.Photos {
			if !slices.Contains(d.Tags[i].Photos, int(got.Photos[p][0])) {
				t.Errorf("%s has photo %v", tag.Name, got.Photos[p])
			}
		}
	}
	// At most seven examples, four captioned photos and ten with nothing.
	if n := len(got.Photos); n < 14+4 || n > 14+7 || len(got.Captions) != 8 || len(d.Tags[0].Photos) != 40 {
		t.Errorf("%d photos, %d captions, the original has %d", n, len(got.Captions), len(d.Tags[0].Photos))
	}
	if again := finetune.Shots(d, 2, 5); !slices.Equal(again.Tags[0].Photos, got.Tags[0].Photos) {
		t.Error("the draw is not that of the seed")
	}
}
