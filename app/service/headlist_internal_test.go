package service

import (
	"testing"

	"descry/app/internal/apptest"
	"descry/app/service/learning"
	"descry/app/service/models"
	"descry/ml"
)

// TestHeadsAreListedForOneModel lists for a model that is about to give way to
// another.
func TestHeadsAreListedForOneModel(t *testing.T) {
	apptest.WholeRunsOnly(t)
	b, _ := taughtLibrary(t)
	got, _, _ := trained(t, b)
	if err := b.UseHead(t.Context(), got.Head); err != nil {
		t.Fatal(err)
	}
	for _, pack := range []*ml.Pack{b.e.Pack(), {Manifest: ml.Manifest{ID: "another"}}} {
		var page learning.Page
		if err := b.e.listHeads(t.Context(), &Searcher{Encoder: &models.Encoder{Pack: pack}, e: b.e}, &page); err != nil {
			t.Fatal(err)
		}
		own := pack == b.e.Pack()
		if len(page.Heads) != 1 || page.Heads[0].Fits != own || (page.Used == got.Head) != own {
			t.Errorf("%s: %+v", pack.ID, page)
		}
	}
}
