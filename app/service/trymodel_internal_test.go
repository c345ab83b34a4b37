package service

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/internal/apptest"
	"descry/app/message"
	"descry/app/service/models"
)

// TestTheWindowKeepsTheModelThatWorks has the window choose a broken model, and search
// with one that broke while it was in use.
func TestTheWindowKeepsTheModelThatWorks(t *testing.T) {
	b, stop := swapLibrary(t, 5)
	defer stop()
	first := b.e.Pack()
	id := importFixture(t, b.e, "vision-openai-fp16", "text-llama3-8b-like")
	weights := filepath.Join(b.e.Paths.Models, id, "text.onnx.data")
	whole, err := os.ReadFile(weights)
	if err != nil {
		t.Fatal(err)
	}
	apptest.MustWrite(t, weights, string(whole[:1000]))
	err = b.UseModel(t.Context(), id)
	if err == nil || !strings.Contains(message.OfError(err), "the text encoder of") || !strings.Contains(message.OfError(err), first.Name+" goes on searching") {
		t.Errorf("choosing a broken model: %v", err)
	}
	if c, err := b.e.Models.ReadChoice(t.Context()); err != nil || c.Active != first.ID || c.Next != "" {
		t.Errorf("the choice is %+v (%v)", c, err)
	}
	// It was filled before it broke: it is not taken then either.
	if err := b.e.Models.WriteChoice(t.Context(), models.Choice{Active: first.ID, Next: id}); err != nil {
		t.Fatal(err)
	}
	apptest.Eventually(t, "the model is filled and refused", func() bool {
		c, err := b.e.Models.ReadChoice(t.Context())
		return err == nil && c.Next == ""
	})
	apptest.Eventually(t, "that is said", func() bool { return strings.Contains(worded(b.Status().ModelNotice), "not switched") })
	if b.e.Pack().ID != first.ID {
		t.Error("a broken model searches")
	}
	// Another process of an older Descry has chosen it.
	if err := b.e.Models.WriteChoice(t.Context(), models.Choice{Active: id}); err != nil {
		t.Fatal(err)
	}
	if err := b.e.FollowChoice(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = b.Search(t.Context(), asking(t, "red lanterns"))
	if err == nil || !strings.Contains(message.OfError(err), "Models page") || strings.Contains(message.OfError(err), "descry model use") {
		t.Errorf("a search with a broken model: %v", err)
	}
}
