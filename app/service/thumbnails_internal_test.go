package service

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
	"time"

	"descry/library"
)

// finePattern writes a photo of stripes, so fine that 256 pixels can't hold them.
func finePattern(t *testing.T, path string, width, height int) {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.SetGray(x, y, color.Gray{uint8(x * 1024 / width / 2 % 2 * 255)})
		}
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	long := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(path, long, long); err != nil {
		t.Fatal(err)
	}
}

// spread is how far the brightest and the darkest pixel of the middle row are apart.
func spread(img image.Image) int {
	low, high, b := 255, 0, img.Bounds()
	for x := range b.Dx() {
		y := color.GrayModel.Convert(img.At(x, b.Dy()/2)).(color.Gray).Y
		low, high = min(low, int(y)), max(high, int(y))
	}
	return high - low
}

// TestLargeThumbnailsHoldFineDetail asks as the window does: what is at hand, the
// larger one, what is at hand then; with the folder away and with a damaged file.
func TestLargeThumbnailsHoldFineDetail(t *testing.T) {
	b := NewSession(openLibrary(t))
	dir := t.TempDir()
	finePattern(t, filepath.Join(dir, "fine.jpg"), 2048, 1536)
	finePattern(t, filepath.Join(dir, "tiny.jpg"), 200, 150)
	finePattern(t, filepath.Join(dir, "web.jpg"), 600, 450)
	if err := b.e.AddFolders(t.Context(), []string{dir}, true); err != nil {
		t.Fatal(err)
	}
	if err := b.e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	id := func(name string) library.PhotoID {
		t.Helper()
		id, err := b.e.photoNamed(t.Context(), filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	look := func(name string, fresh bool, width int) image.Image {
		t.Helper()
		img, err := b.LargeThumbnail(t.Context(), id(name), fresh)
		if err != nil || img.Bounds().Dx() != width {
			t.Fatalf("%s: %v pixels, want %d, %v", name, img, width, err)
		}
		return img
	}
	if img := look("fine.jpg", false, 256); spread(img) > 60 {
		t.Errorf("256 pixels hold the pattern: %d", spread(img))
	}
	if img := look("fine.jpg", true, 1024); spread(img) < 180 {
		t.Errorf("1,024 pixels lose the pattern: %d", spread(img))
	}
	look("fine.jpg", false, 1024)
	look("web.jpg", true, 600)
	look("tiny.jpg", true, 200)
	if _, large, _ := b.e.thumbs.Usage(t.Context()); large != 2 {
		t.Errorf("%d larger ones are kept, want those of the two larger photos", large)
	}
	largeThumbnailsInTrouble(t, b, dir, id("fine.jpg"))
}

func largeThumbnailsInTrouble(t *testing.T, b *Session, dir string, id library.PhotoID) {
	t.Helper()
	p, err := b.e.Store.Photo(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(b.e.Paths.Thumbnails, string(p.Hash[:2]), string(p.Hash)+"@1024.jpg")
	if err := os.Truncate(file, 1000); err != nil {
		t.Fatal(err)
	}
	if img, err := b.LargeThumbnail(t.Context(), id, true); err != nil || img.Bounds().Dx() != 1024 {
		t.Errorf("a damaged one is not made anew: %v", err)
	}
	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
	if err := b.e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	if img, err := b.LargeThumbnail(t.Context(), id, true); err != nil || img.Bounds().Dx() != 1024 {
		t.Errorf("offline, what was kept is not shown: %v", err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, err := b.LargeThumbnail(t.Context(), id, true); !errors.Is(err, library.ErrOffline) {
		t.Errorf("offline, and none is kept: %v", err)
	}
	if img, err := b.LargeThumbnail(t.Context(), id, false); err != nil || img.Bounds().Dx() != 256 {
		t.Errorf("offline, the small one is not shown: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.LargeThumbnail(ctx, id, true); err == nil {
		t.Error("made though nobody waits for it")
	}
}

// TestThumbnailIsMadeAnew asks for the small one as a cell of the grid does: what is kept,
// one that was lost, and one that was lost while the folder is away.
func TestThumbnailIsMadeAnew(t *testing.T) {
	b := NewSession(openLibrary(t))
	dir := t.TempDir()
	path := filepath.Join(dir, "fine.jpg")
	finePattern(t, path, 600, 450)
	if err := b.e.AddFolders(t.Context(), []string{dir}, true); err != nil {
		t.Fatal(err)
	}
	if err := b.e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	id, err := b.e.photoNamed(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.Photo(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	look := func(what string) {
		t.Helper()
		if img, err := b.Thumbnail(t.Context(), id); err != nil || img.Bounds().Dx() != 256 {
			t.Errorf("%s: %v, %v", what, img, err)
		}
	}
	look("kept")
	if err := b.e.thumbs.Delete(string(p.Hash)); err != nil {
		t.Fatal(err)
	}
	look("lost")
	if !b.e.thumbs.Has(string(p.Hash)) {
		t.Error("what was made anew is not kept")
	}
	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
	if err := b.e.IndexOnce(t.Context(), unwatched{}); err != nil {
		t.Fatal(err)
	}
	look("kept, the folder away")
	if err := b.e.thumbs.Delete(string(p.Hash)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Thumbnail(t.Context(), id); !errors.Is(err, library.ErrOffline) {
		t.Errorf("lost, the folder away: %v", err)
	}
	if _, err := b.Thumbnail(t.Context(), id+999); !errors.Is(err, library.ErrNotFound) {
		t.Errorf("of no photo: %v", err)
	}
}
