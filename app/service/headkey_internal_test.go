package service

import (
	"testing"

	"descry/app/internal/apptest"
	"descry/app/service/learning"
	"descry/finetune"
	"descry/library"
)

// TestHeadKeysAreDifferent takes names that look like what marks the others.
func TestHeadKeysAreDifferent(t *testing.T) {
	var tags []library.Tag
	for _, name := range []string{"Bella", "“Bella”", "Bella”", "“Bella"} {
		for range 3 {
			tags = append(tags, library.Tag{Name: name}, library.Tag{Name: name, Person: true},
				library.Tag{Name: name + learning.TagMark}, library.Tag{Name: name + learning.TagMark, Person: true})
			name += learning.PersonMark
		}
	}
	keys := map[string]any{}
	taken := func(key string, by any) {
		if other, ok := keys[key]; ok {
			t.Errorf("%v and %v are both %q", other, by, key)
		}
		keys[key] = by
	}
	for _, tag := range tags {
		taken(learning.HeadKey(tag), tag)
	}
	for _, text := range []string{"Bella", "Bella (person)", "Bella” (person)", "Bella” (tag)"} {
		taken(learning.DescriptionKey(text), text)
	}
	byKey := learning.TagsByKey(tags)
	for _, tag := range tags {
		if got := byKey[learning.HeadKey(tag)]; got != tag {
			t.Errorf("the key of %+v is that of %+v", tag, got)
		}
	}
}

// TestHeadsOfBeforeFindTheirTags has keys as they were before tags said what they are.
func TestHeadsOfBeforeFindTheirTags(t *testing.T) {
	tag, person := library.Tag{Name: "Bella (person)"}, library.Tag{Name: "Bella", Person: true}
	const key = "Bella (person)"
	if got := learning.TagsByKey([]library.Tag{tag})[key]; got != tag {
		t.Errorf("the only one that can be meant isn't found, but %+v", got)
	}
	if got := learning.TagsByKey([]library.Tag{tag, person})[key]; got != person {
		t.Errorf("%+v is taken for a person", got)
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
	got, err := b.Train(t.Context(), learning.TrainRequest{Tags: []library.Tag{tag, person}}, func(learning.TrainProgress) {})
	if err != nil || len(got.Proof.Tags) != 2 {
		t.Fatalf("%+v, %v", got.Proof.Tags, err)
	}
	s := b.e.Searcher()
	scorer := func(of library.Tag, photo string) finetune.Scorer {
		vectors, err := learning.StoredVectors(t.Context(), b.e.Store, s.Pack.ID, []library.PhotoID{photos[photo]})
		if err != nil {
			t.Fatal(err)
		}
		return finetune.Scorer{Tag: learning.HeadKey(of), Vector: vectors[photos[photo]], Calibration: finetune.Calibration{Slope: 100, Offset: -99}}
	}
	found, err := s.candidates(t.Context(), []finetune.Scorer{scorer(tag, "Blomquist"), scorer(person, "Varnholt")})
	if err != nil || len(found[tag]) != 1 || found[tag][0].Photo != photos["Blomquist"] || len(found[person]) != 1 || found[person][0].Photo != photos["Varnholt"] {
		t.Errorf("%+v, %v", found, err)
	}
}
