package service

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"time"

	"descry/app/config"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service/models"
	"descry/library"
	"descry/library/search"
	"descry/library/vector"
	"descry/ml/ort"
)

// checkSettings reads the settings' file.
func checkSettings(paths config.Paths) Finding {
	const check notice.Kind = "doctor-check-settings"
	_, err := config.LoadSettings(paths.Settings)
	var mistake *config.SettingsError
	if errors.As(err, &mistake) {
		return wrong(check, mistake.Remark())
	}
	return sound(check, notice.AsItIs(paths.Settings))
}

// checkRuntime looks for the ONNX Runtime library.
func checkRuntime() Finding {
	const check notice.Kind = "doctor-check-runtime"
	path, err := ort.FindLibrary()
	if err != nil {
		return failed(check, err)
	}
	return sound(check, notice.AsItIs(path))
}

// checkAdapters lists the graphics adapters. Having none is no problem.
func checkAdapters(ctx context.Context) Finding {
	const check notice.Kind = "doctor-check-adapters"
	list, err := models.NewAdapterCache(models.AskEncoder(nil)).Get(ctx)
	switch {
	case err != nil:
		return failed(check, err)
	case len(list.Adapters) == 0 && list.Problem != "":
		return sound(check, notice.New("doctor-no-adapters-because", notice.Params{"Reason": notice.AsItIs(list.Problem)}))
	case len(list.Adapters) == 0:
		return sound(check, notice.New("doctor-no-adapters", nil))
	}
	f := sound(check)
	for _, a := range list.Adapters {
		f.tell(notice.New("doctor-adapter", notice.Params{"Adapter": problem.Printable(a.String()), "Facts": models.AdapterFacts(a)}))
	}
	return f
}

// checkModelPacks compares the files of every pack with their checksums.
func checkModelPacks(ctx context.Context, paths config.Paths) []Finding {
	const check notice.Kind = "doctor-check-packs"
	s, err := models.OpenStore(paths.Models)
	if err != nil {
		return []Finding{failed(check, err)}
	}
	packs, err := s.List()
	if err != nil {
		return []Finding{failed(check, err)}
	}
	var findings []Finding
	for _, p := range packs {
		err := p.Problem
		if err == nil {
			err = p.Pack.Verify(ctx)
		}
		switch {
		case errors.Is(err, context.Canceled):
			findings = append(findings, failed(check, err))
		case err != nil:
			findings = append(findings, wrong(check, notice.New("doctor-pack-broken", notice.Params{"Pack": p.ID, "Reason": err})))
		default:
			findings = append(findings, sound(check, notice.New("doctor-pack-sound", notice.Params{"Name": p.Pack.Name})))
		}
	}
	return findings
}

// model loads both towers and encodes a text and a picture.
func (d *Doctor) model(ctx context.Context) Finding {
	const check notice.Kind = "doctor-check-model"
	start := time.Now()
	s := d.e.Searcher()
	_, _, err := s.EncodeText(ctx, "a photo")
	if err == nil {
		err = models.TryVision(ctx, s.Encoder)
	}
	if err == nil {
		err = d.e.modelProblem
	}
	if err != nil {
		return failed(check, err)
	}
	return sound(check, notice.New("doctor-model", notice.Params{"Model": s.Pack.ID, "Device": s.Device(),
		"Milliseconds": strconv.FormatInt(time.Since(start).Milliseconds(), 10)}))
}

// device tells what the model runs on. A card that was passed over is no problem.
func (d *Doctor) device(ctx context.Context) Finding {
	const check notice.Kind = "doctor-check-device"
	runs, err := d.e.Searcher().RunsOn(ctx)
	if err != nil {
		return failed(check, err)
	}
	lines := runs.Lines()
	if len(lines) == 2 {
		return sound(check, notice.New("doctor-device", notice.Params{"RunsOn": lines[0], "PassedOver": lines[1]}))
	}
	return sound(check, lines...)
}

// files lists the files that could not be read, by their reasons. Such files are no problem of
// the library.
func (d *Doctor) files(ctx context.Context) Finding {
	const check notice.Kind = "doctor-check-files"
	problems, err := d.e.Store.Problems(ctx, 0)
	if err != nil {
		return failed(check, err)
	}
	retries, first, err := d.e.Store.Retries(ctx)
	if err != nil {
		return failed(check, err)
	}
	known := len(problems)
	problems = slices.DeleteFunc(problems, func(p library.Problem) bool { return p.Ignored })
	f := sound(check)
	if len(problems) == 0 {
		f.tell(notice.New("doctor-files-read", nil))
	} else {
		f.tell(notice.Counted("doctor-files-unread", len(problems), notice.Params{"Reasons": problems}))
	}
	if retries > 0 {
		f.tell(notice.Counted("files-tried-again", retries, notice.Params{"At": notice.Coming(first)}))
	}
	if ignored := known - len(problems); ignored > 0 {
		f.tell(notice.Counted("doctor-files-ignored", ignored, nil))
	}
	return f
}

// vectors looks for rows that are not needed. Vectors of models that are not installed are
// reported. Vectors of photos that have long had no file are removed.
func (d *Doctor) vectors(ctx context.Context) Finding {
	const check notice.Kind = "doctor-check-vectors"
	counted, err := d.e.Store.Models(ctx)
	if err != nil {
		return failed(check, err)
	}
	f := sound(check, notice.Counted("vectors", counted[d.e.Pack().ID], nil))
	for _, id := range slices.Sorted(maps.Keys(counted)) {
		if id == d.e.Pack().ID {
			continue
		}
		n, of := counted[id], notice.Params{"Model": id}
		if d.e.Models.Packs.Present(id) != id {
			f.tell(notice.Counted("doctor-vectors-of-former-model", n, of))
		} else if _, err := d.e.Models.Packs.Open(id); errors.Is(err, models.ErrNoModel) {
			f.tell(notice.Counted("doctor-vectors-of-missing-model", n, of))
		} else {
			f.tell(notice.Counted("doctor-vectors-of-model", n, of))
		}
	}
	if d.dryRun {
		return f
	}
	gone, err := d.e.purge(ctx, time.Now())
	if err != nil {
		return failed(check, err)
	}
	if gone.photos > 0 {
		f.Repaired, f.OK = true, false
		f.tell(gone.clause())
	}
	return f
}

// vectorFile rebuilds the vector file where the file can't be read or lags behind.
func (d *Doctor) vectorFile(ctx context.Context) Finding {
	const check notice.Kind = "doctor-check-vector-file"
	pack, path := d.e.Pack(), d.e.Paths.VectorFile(d.e.Pack().ID)
	_, _, err := vector.Load(path, pack.ID, pack.JointDim)
	missing := errors.Is(err, vector.ErrMissing) // a file that was never written is nothing wrong
	switch {
	case err == nil:
		return sound(check, notice.AsItIs(path))
	case d.dryRun && missing:
		return sound(check, notice.New("doctor-vector-file-unwritten", nil))
	case d.dryRun:
		return wrong(check, problem.Of(err))
	}
	if rmErr := os.Remove(path); rmErr != nil && !errors.Is(rmErr, fs.ErrNotExist) {
		return failed(check, rmErr)
	}
	x, openErr := search.Open(ctx, d.e.Store, pack.ID, pack.JointDim, path, search.Space{}, d.e.Log)
	if openErr == nil {
		openErr = x.Save()
	}
	if openErr != nil {
		return failed(check, openErr)
	}
	return Finding{Check: check, OK: missing, Repaired: !missing,
		Details: []notice.Notice{notice.Counted("doctor-vector-file-made", x.Len(), nil)}}
}

// thumbnails makes the missing thumbnails of photos whose files can be read.
func (d *Doctor) thumbnails(ctx context.Context) Finding {
	const check notice.Kind = "doctor-check-thumbnails"
	var ids []library.PhotoID
	err := d.e.Store.PhotosIn(ctx, library.Scope{}, library.Filter{}, func(id library.PhotoID) { ids = append(ids, id) })
	if err != nil {
		return failed(check, err)
	}
	missing, made := 0, 0
	for _, id := range ids {
		p, err := d.e.Store.Photo(ctx, id)
		if err != nil || d.e.thumbs.Has(string(p.Hash)) {
			continue
		}
		missing++
		if d.dryRun || len(p.Files) == 0 {
			continue
		}
		if err := d.e.makeThumbnail(ctx, p); err == nil {
			made++
		} else if ctx.Err() != nil {
			return failed(check, ctx.Err())
		}
	}
	switch {
	case missing == 0:
		_, large, bytes := d.e.thumbs.Usage(ctx)
		return sound(check, notice.New("doctor-thumbnails", notice.Params{"Small": len(ids), "Large": large,
			"Used": notice.Bytes(bytes), "Budget": notice.Bytes(d.e.thumbs.Budget())}))
	case made > 0:
		return Finding{Check: check, Repaired: true,
			Details: []notice.Notice{notice.Counted("doctor-thumbnails-made", missing, notice.Params{"Made": made})}}
	}
	// Missing thumbnails do no harm, since they are made from the photo when needed.
	return sound(check, notice.Counted("doctor-thumbnails-missing", missing, nil))
}
