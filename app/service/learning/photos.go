package learning

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"

	"github.com/zeebo/blake3"
	"golang.org/x/sync/errgroup"

	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service/models"
	"descry/internal/float16"
	"descry/internal/vectormath"
	"descry/library"
	"descry/library/index"
	"descry/library/sqlite"
)

// photos encodes photos outside the library, in order. Photos that the library has vectors of
// are not encoded again. Names are relative to the folder. Errors name the photo.
func (t Trainer) photos(ctx context.Context, dir string, names []string) ([][]float32, error) {
	enc, err := t.Model.Vision()
	if err != nil {
		return nil, err
	}
	vectors := make([][]float32, len(names))
	var done atomic.Int64
	g, working := errgroup.WithContext(ctx)
	g.SetLimit(max(2, enc.Parallel()+1))
	for i, name := range names {
		if working.Err() != nil {
			break
		}
		g.Go(func() (err error) {
			vectors[i], err = t.photo(working, enc, filepath.Join(dir, filepath.FromSlash(name)))
			t.tell(notice.New("learning-reading-photos", notice.Params{"Done": int(done.Add(1)), "Total": len(names)}))
			return err
		})
	}
	err = g.Wait()
	if err == nil { // ended before the first photo
		err = ctx.Err()
	}
	return vectors, err
}

// photo goes the way of the indexer.
func (t Trainer) photo(ctx context.Context, enc index.Encoder, path string) ([]float32, error) {
	data, err := index.ReadPhoto(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if v, err := t.knownVector(ctx, t.Model.Pack.ID, data); err != nil || v != nil {
		return v, err
	}
	input, err := models.PrepareData(ctx, enc, path, data)
	if err != nil {
		return nil, err
	}
	return models.EncodeInput(ctx, enc, path, input)
}

// knownVector is the library's vector for a file's content, nil if it has none.
func (t Trainer) knownVector(ctx context.Context, model string, data []byte) ([]float32, error) {
	id, encoded, err := t.catalogue().PhotoByHash(ctx, library.Hash(fmt.Sprintf("%x", blake3.Sum256(data))), model)
	if err != nil || !encoded {
		return nil, err
	}
	found, err := StoredVectors(ctx, t.catalogue(), model, []library.PhotoID{id})
	return found[id], err
}

// StoredVectors are the unit vectors of photos, as far as a model has encoded them. A vector
// that can't be used counts as none.
func StoredVectors(ctx context.Context, catalogue *sqlite.Store, model string, photos []library.PhotoID) (map[library.PhotoID][]float32, error) {
	found := make(map[library.PhotoID][]float32, len(photos))
	const part = 4096
	for start := 0; start < len(photos); start += part {
		ids := photos[start:min(start+part, len(photos))]
		err := catalogue.Vectors(ctx, model, ids, func(id library.PhotoID, blob []byte) error {
			v := make([]float32, len(blob)/2)
			if float16.Decode(v, blob) == nil && vectormath.Normalize(v) == nil {
				found[id] = v
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// checkPhotos reports the first file that is missing or not below the folder, before minutes
// are spent on the others.
func checkPhotos(dir string, names []string, lines []int) error {
	for i, name := range names {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return problem.Usage("labels-photo-outside", notice.Params{"Line": strconv.Itoa(lines[i]), "Photo": problem.Quotable(name, 200), "Folder": dir})
		}
		if info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err != nil || info.IsDir() {
			return problem.Usage("labels-photo-missing", notice.Params{"Line": strconv.Itoa(lines[i]), "Folder": dir, "Photo": name})
		}
	}
	return nil
}
