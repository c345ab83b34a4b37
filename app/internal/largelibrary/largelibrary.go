// Package largelibrary makes the data of a library that has been indexed, of any
// size and in a minute, so that the window can be measured with it.
package largelibrary

import (
	"context"
	"encoding/hex"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"descry/library"
	"descry/library/search"
	"descry/library/sqlite"
)

// Library is what is to be made.
type Library struct {
	Home   string // the program's folder: catalogue.db, vectors/, thumbnails/
	Folder string // of the photos, whose files are made, too
	Photos int
	Model  string // id of the model whose vectors they have
	Dim    int
}

// spread is how far back the photos go.
const spread = 15 * 365 * 24 * time.Hour

// Make writes the catalogue, the vector file and the thumbnails. Files of the
// photos exist and have the stamps the catalogue knows, but are empty but for
// their number: nothing has reason to read them.
func (l Library) Make(ctx context.Context) error {
	for _, dir := range []string{l.Folder, filepath.Join(l.Home, "vectors"), filepath.Join(l.Home, "thumbnails")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	photos := l.photos()
	if err := l.catalogue(ctx, photos); err != nil {
		return fmt.Errorf("make catalogue: %w", err)
	}
	if err := l.thumbnails(photos); err != nil {
		return fmt.Errorf("make thumbnails: %w", err)
	}
	return nil
}

// photo is one photo before it is in the catalogue.
type photo struct {
	rel     string
	hash    library.Hash
	taken   time.Time
	picture int // which of the thumbnails it has
}

func (l Library) photos() []photo {
	r := rand.New(rand.NewPCG(1, 1))
	end := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	list := make([]photo, l.Photos)
	for i := range list {
		taken := end.Add(-time.Duration(float64(spread) * float64(i) / float64(l.Photos)))
		hash := make([]byte, 32)
		for j := range hash {
			hash[j] = byte(r.Uint32())
		}
		list[i] = photo{
			rel:     fmt.Sprintf("%s/IMG_%06d.jpg", taken.Format("2006/01"), i),
			hash:    library.Hash(hex.EncodeToString(hash)),
			taken:   taken,
			picture: r.IntN(pictures),
		}
	}
	return list
}

func (l Library) catalogue(ctx context.Context, photos []photo) error {
	store, err := sqlite.Open(ctx, filepath.Join(l.Home, "catalogue.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	folder, err := store.AddFolder(ctx, l.Folder)
	if err != nil {
		return err
	}
	byRel := make(map[string]photo, len(photos))
	var delta library.ScanDelta
	for _, p := range photos {
		stamp, err := l.file(p)
		if err != nil {
			return err
		}
		byRel[p.rel] = p
		delta.New = append(delta.New, library.ScannedFile{Rel: p.rel, FileStamp: stamp})
	}
	if err := store.ApplyScan(ctx, folder.ID, delta); err != nil {
		return err
	}
	if err := l.commit(ctx, store, byRel); err != nil {
		return err
	}
	x, err := search.Open(ctx, store, l.Model, l.Dim, filepath.Join(l.Home, "vectors", l.Model+".vec"), search.Space{}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	if err := store.SetFolderScanned(ctx, folder.ID, time.Now(), delta.New[0].Device); err != nil {
		return err
	}
	return x.Save()
}

// commit gives every file its photo and vector, as the indexer does.
func (l Library) commit(ctx context.Context, store *sqlite.Store, photos map[string]photo) error {
	r := rand.New(rand.NewPCG(2, 2))
	for after := library.FileID(0); ; {
		files, err := store.Pending(ctx, l.Model, after, 2000)
		if err != nil || len(files) == 0 {
			return err
		}
		after = files[len(files)-1].ID
		batch := make([]library.IndexedPhoto, len(files))
		for i, f := range files {
			rel, err := filepath.Rel(l.Folder, f.Path)
			if err != nil {
				return err
			}
			batch[i] = l.indexed(r, f, photos[filepath.ToSlash(rel)])
		}
		if err := store.Commit(ctx, l.Model, batch); err != nil {
			return err
		}
	}
}

func (l Library) indexed(r *rand.Rand, f library.PendingFile, p photo) library.IndexedPhoto {
	size := sizes[p.picture%len(sizes)]
	made := library.Photo{
		Hash: p.hash, Format: "jpeg", Bytes: f.Size, Width: 16 * size.X, Height: 16 * size.Y, Colour: ground(p.picture),
		Added: p.taken, Captured: library.CaptureTime{Local: p.taken},
		Camera: library.Camera{Make: "Example", Model: "X100", ISO: 200, FNumber: 4, ExposureSeconds: 0.01, FocalLength: 23},
	}
	describe(r, &made)
	return library.IndexedPhoto{File: f, Vector: direction(r, l.Dim), Photo: made}
}
