package learning

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/message"
	"descry/app/service/models"
	"descry/finetune"
	"descry/finetune/heads"
	"descry/library/sqlite"
	"descry/ml"
)

// openHeads has the heads of an empty library, whose models compute on the processor.
func openHeads(t *testing.T) *Heads {
	t.Helper()
	home := t.TempDir()
	paths := config.PathsIn(home, home, home, home)
	if err := paths.Create(); err != nil {
		t.Fatal(err)
	}
	m := models.NewManager(paths, config.Settings{Device: "cpu"}, nil)
	m.Log = slog.New(slog.DiscardHandler)
	m.Adapters = models.NewAdapterCache(models.AskEncoder(m.Log))
	var err error
	if m.Packs, err = models.OpenStore(paths.Models); err != nil {
		t.Fatal(err)
	}
	if m.Catalogue, err = sqlite.Open(t.Context(), paths.Catalogue, sqlite.Options{Log: m.Log}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
		if err := m.Catalogue.Close(); err != nil {
			t.Error(err)
		}
	})
	return OpenHeads(paths.Heads, m)
}

// saveHead keeps a head of a pack that changes nothing.
func saveHead(t *testing.T, h *Heads, p *ml.Pack) (id string) {
	t.Helper()
	head := finetune.Identity(p.ID, p.JointDim)
	head.Created = time.Now()
	id, err := h.Save(head)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// headFile is a head's file with its times, which tests put back.
type headFile struct {
	path string
	good []byte
	info os.FileInfo
}

func readHeadFile(t *testing.T, h *Heads, id string) headFile {
	t.Helper()
	f := headFile{path: filepath.Join(h.models.Paths.Heads, id+heads.Extension)}
	var err error
	if f.good, err = os.ReadFile(f.path); err != nil {
		t.Fatal(err)
	}
	if f.info, err = os.Stat(f.path); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f headFile) write(t *testing.T, data []byte) {
	t.Helper()
	if err := os.WriteFile(f.path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestUnusableHeadIsTriedAgain damages the file of the head in use, looks at it as a
// new process does, and mends it.
func TestUnusableHeadIsTriedAgain(t *testing.T) {
	h := openHeads(t)
	model := h.models.ModelOf(h.models.Packs.BuiltIn)
	id := saveHead(t, h, model.Pack)
	if err := h.For(model, nil).UseHead(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	file := readHeadFile(t, h, id)
	bad := bytes.Clone(file.good)
	bad[len(bad)-1] ^= 1
	file.write(t, bad)
	told := 0
	l := h.For(model, func() { told++ })
	look := func(what string, used bool, wantTold int) {
		t.Helper()
		if err := l.Follow(t.Context()); err != nil {
			t.Fatal(err)
		}
		now := l.InUse()
		if (now.Head != nil) != used || now.Problem.IsZero() != used || told != wantTold {
			t.Errorf("%s: used %v with the problem %q, told %d times", what, now.Head != nil, now.Problem, told)
		}
	}
	look("damaged", false, 1)
	look("damaged as before", false, 1)
	if p := message.OfNotice(l.InUse().Problem, time.Now()); !strings.Contains(p, "damaged") || strings.Count(p, ".") != 1 {
		t.Errorf("the user reads %q", p)
	}
	file.write(t, bad[:len(bad)-1])
	look("damaged otherwise", false, 2)
	file.write(t, file.good)
	look("mended", true, 3)
	look("as it was", true, 3)
}

// TestUnusableHeadIsTriedAgainAfterAWhile mends a file so that it looks as it did.
func TestUnusableHeadIsTriedAgainAfterAWhile(t *testing.T) {
	h := openHeads(t)
	l := h.For(h.models.ModelOf(h.models.Packs.BuiltIn), nil)
	id := saveHead(t, h, l.model.Pack)
	file := readHeadFile(t, h, id)
	put := func(data []byte) {
		t.Helper()
		file.write(t, data)
		if err := os.Chtimes(file.path, file.info.ModTime(), file.info.ModTime()); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.writeChoice(t.Context(), l.model.Pack.ID, headChoice{Used: id}); err != nil {
		t.Fatal(err)
	}
	put(bytes.Repeat([]byte{1}, len(file.good)))
	look := func(what string, used bool) {
		t.Helper()
		if err := l.Follow(t.Context()); err != nil {
			t.Fatal(err)
		}
		if now := l.InUse(); (now.Head != nil) != used {
			t.Errorf("%s: used %v, %q", what, now.Head != nil, now.Problem)
		}
	}
	look("damaged", false)
	put(file.good)
	look("mended, but just tried", false)
	earlier := l.InUse()
	earlier.tried = earlier.tried.Add(-retryHead)
	l.head.Store(&earlier)
	look("after a while", true)
}

// TestHeadsAreListedForOneModel lists for a model that is about to give way to
// another.
func TestHeadsAreListedForOneModel(t *testing.T) {
	h := openHeads(t)
	own := h.models.Packs.BuiltIn
	id := saveHead(t, h, own)
	if err := h.For(h.models.ModelOf(own), nil).UseHead(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	for _, pack := range []*ml.Pack{own, {Manifest: ml.Manifest{ID: "another"}}} {
		var page Page
		if err := h.fillVersions(t.Context(), pack, &page); err != nil {
			t.Fatal(err)
		}
		if fits := pack == own; len(page.Heads) != 1 || page.Heads[0].Fits != fits || (page.Used == id) != fits {
			t.Errorf("%s: %+v", pack.ID, page)
		}
	}
}

// TestRollBackPassesOverHeadsThatAreGone uses three heads, deletes the second, and goes back
// twice.
func TestRollBackPassesOverHeadsThatAreGone(t *testing.T) {
	h := openHeads(t)
	l := h.For(h.models.ModelOf(h.models.Packs.BuiltIn), nil)
	var ids []string
	for range 3 {
		id := saveHead(t, h, l.model.Pack)
		if err := l.UseHead(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := h.Delete(t.Context(), ids[1], l.model.Pack.ID); err != nil {
		t.Fatal(err)
	}
	var went []string
	for {
		id, err := l.RollBack(t.Context())
		if err == ErrNoFormer {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if went = append(went, id); l.InUse().ID != id || (l.InUse().Head != nil) != (id != "") {
			t.Errorf("went back to %q, and %+v is used", id, l.InUse())
		}
	}
	if want := []string{ids[0], ""}; !slices.Equal(went, want) {
		t.Errorf("went back to %q, want %q", went, want)
	}
}
