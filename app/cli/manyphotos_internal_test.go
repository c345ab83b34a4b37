package cli

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/app/internal/largelibrary"
	"descry/app/message"
	"descry/app/service"
	"descry/library"
)

// TestTaggingManyPhotosCanBeStopped stops the window's tagging of 7,000 photos, and a
// command's: what was done is said, and the window takes all of it back in one step.
func TestTaggingManyPhotosCanBeStopped(t *testing.T) {
	apptest.WholeRunsOnly(t)
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	made := largelibrary.Library{Home: home, Folder: filepath.Join(t.TempDir(), "photos"), Photos: 7000, Model: "none", Dim: 8}
	if err := made.Make(t.Context()); err != nil {
		t.Fatal(err)
	}
	e, err := service.Open(t.Context(), paths)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	b := service.NewSession(e)
	defer b.Events.Close()
	var photos []library.PhotoID
	if err := e.Store.PhotosIn(t.Context(), library.Scope{}, library.Filter{}, func(id library.PhotoID) { photos = append(photos, id) }); err != nil {
		t.Fatal(err)
	}
	walk := []library.Tag{{Name: "a long walk"}}
	own := func() int {
		t.Helper()
		list, err := e.Store.Tags(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			if c.Tag == walk[0] {
				return c.Own
			}
		}
		return 0
	}
	stopping := func() context.Context {
		ctx, cancel := context.WithCancel(t.Context())
		return library.WithProgress(ctx, func(int, int) { cancel() })
	}
	c, err := b.TagPhotos(stopping(), photos, walk, nil)
	if err != nil || message.OfNotice(c.Label, c.At) != "Tagged 5,000 photos: a long walk (stopped on the way)" || own() != 5000 {
		t.Errorf("stopped: %+v, %v, %d photos tagged", c, err, own())
	}
	if done, _, err := b.History(t.Context()); err != nil || len(done) != 1 {
		t.Errorf("the history is %+v, %v", done, err)
	}
	if _, err := b.Undo(stopping(), c.ID); err != nil || own() != 0 {
		t.Errorf("taken back: %v, %d photos tagged", err, own())
	}
	c, err = b.TagPhotos(t.Context(), photos, walk, nil)
	if err != nil || message.OfNotice(c.Label, c.At) != "Tagged 7,000 photos: a long walk" || own() != 7000 {
		t.Errorf("all: %+v, %v, %d photos tagged", c, err, own())
	}
	// An undo that is stopped has done nothing, and can be done again.
	if _, err := b.Undo(stopping(), c.ID); !errors.Is(err, context.Canceled) || own() != 7000 {
		t.Errorf("an undo that was stopped: %v, %d photos tagged", err, own())
	}
	if _, err := b.Undo(t.Context(), c.ID); err != nil || own() != 0 {
		t.Errorf("all taken back: %v, %d photos tagged", err, own())
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancelAfterFirst := &cancelling{cancel: cancel}
	err = tagByCommand(e, ctx, photos, walk, nil, cancelAfterFirst)
	if said := cancelAfterFirst.String(); !errors.Is(err, context.Canceled) || own() != 5000 ||
		!strings.Contains(said, "Tagging photos: 5,000 of 7,000") || !strings.Contains(said, "Tagged 5,000 photos: a long walk (stopped on the way)") {
		t.Errorf("the command: %v, %d photos tagged, said %q", err, own(), said)
	}
}

// cancelling is a terminal at which somebody presses Ctrl+C when the first line is there.
type cancelling struct {
	bytes.Buffer
	cancel context.CancelFunc
}

func (c *cancelling) Write(p []byte) (int, error) {
	c.cancel()
	return c.Buffer.Write(p)
}
