package service

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"descry/app/config"
	"descry/app/message"
	"descry/app/problem"
	"descry/app/service/models"
	"descry/internal/filesize"
	"descry/library"
	"descry/library/search"
	"descry/library/vector"
	"descry/ml/ort"
)

// checkSettings reads the settings' file.
func checkSettings(paths config.Paths) problem.Finding {
	_, err := config.LoadSettings(paths.Settings)
	var wrong *config.SettingsError
	if errors.As(err, &wrong) {
		return problem.Finding{Check: "settings", Detail: wrong.Remark()}
	}
	return problem.Finding{Check: "settings", OK: true, Detail: paths.Settings}
}

// checkRuntime looks for the ONNX Runtime library.
func checkRuntime() problem.Finding {
	path, err := ort.FindLibrary()
	if err != nil {
		return problem.Failed("runtime library", err)
	}
	return problem.Finding{Check: "runtime library", OK: true, Detail: path}
}

// checkModelPacks compares the files of every pack with their checksums.
func checkModelPacks(ctx context.Context, paths config.Paths) []problem.Finding {
	const check = "model files"
	s, err := models.OpenStore(paths.Models)
	if err != nil {
		return []problem.Finding{problem.Failed(check, err)}
	}
	packs, err := s.List()
	if err != nil {
		return []problem.Finding{problem.Failed(check, err)}
	}
	var findings []problem.Finding
	for _, p := range packs {
		err := p.Problem
		if err == nil {
			err = p.Pack.Verify(ctx)
		}
		if err != nil {
			findings = append(findings, problem.Failed(check, fmt.Errorf("%s: %w; delete it with descry model delete %s and import it again", p.ID, err, p.ID)))
			continue
		}
		findings = append(findings, problem.Finding{Check: check, OK: true, Detail: p.Pack.Name + ", checksums match"})
	}
	return findings
}

// model loads both towers and encodes something.
func (d *Doctor) model(ctx context.Context) problem.Finding {
	start := time.Now()
	s := d.e.Searcher()
	_, _, err := s.EncodeText(ctx, "a photo")
	if err == nil {
		err = models.TryVision(ctx, s.Encoder)
	}
	if err != nil {
		return problem.Failed("model", err)
	}
	f := problem.Finding{Check: "model", OK: true, Detail: fmt.Sprintf("%s on %s, loaded in %d ms", s.Pack.ID, s.Device(), time.Since(start).Milliseconds())}
	if d.e.modelProblem != nil {
		f.OK, f.Detail = false, problem.Explain(d.e.modelProblem)
	}
	return f
}

// device says what the model runs on. That a card was passed over is no problem.
func (d *Doctor) device(ctx context.Context) problem.Finding {
	runs, err := d.e.Searcher().RunsOn(ctx)
	if err != nil {
		return problem.Failed("device", err)
	}
	return problem.Finding{Check: "device", OK: true, Detail: strings.Join(runs.Lines(), ". ")}
}

// firstLines puts the first few of many findings on one line.
func firstLines(problems []string) string {
	lines := strings.Split(strings.Join(problems, "\n"), "\n")
	const shown = 3
	if len(lines) <= shown {
		return strings.Join(lines, "; ")
	}
	return strings.Join(lines[:shown], "; ") + "; and " + message.FormatCount(len(lines)-shown) + " more"
}

// files tells of those that could not be read, by their reasons. They are no problem of
// the library's.
func (d *Doctor) files(ctx context.Context) problem.Finding {
	f := problem.Finding{Check: "files", OK: true}
	problems, err := d.e.Store.Problems(ctx, 0)
	if err != nil {
		return problem.Failed(f.Check, err)
	}
	groups, ignored := message.GroupProblems(problems)
	parts := make([]string, len(groups))
	unread := 0
	for i, g := range groups {
		parts[i] = fmt.Sprintf("%s: %s", g.Title, message.FormatCount(len(g.Problems)))
		unread += len(g.Problems)
	}
	if f.Detail = "all could be read"; unread > 0 {
		f.Detail = fmt.Sprintf("%s could not be read (%s)", message.FormatCount(unread), strings.Join(parts, ", "))
	}
	retries, first, err := d.e.Store.Retries(ctx)
	if err != nil {
		return problem.Failed(f.Check, err)
	}
	if words := message.RetriesWords(retries, first, time.Now()); words != "" {
		f.Detail += "; " + words
	}
	if len(ignored) > 0 {
		f.Detail += fmt.Sprintf("; %s ignored", message.FormatCount(len(ignored)))
	}
	return f
}

// vectors looks for rows nobody needs: vectors of models that are not installed
// are told, vectors of photos that have long had no file are removed.
func (d *Doctor) vectors(ctx context.Context) problem.Finding {
	f := problem.Finding{Check: "vectors", OK: true}
	counted, err := d.e.Store.Models(ctx)
	if err != nil {
		return problem.Failed(f.Check, err)
	}
	f.Detail = message.Plural(counted[d.e.Pack().ID], "vector", "vectors")
	for _, id := range slices.Sorted(maps.Keys(counted)) {
		if id == d.e.Pack().ID {
			continue
		}
		f.Detail += fmt.Sprintf("; %s of %s", message.FormatCount(counted[id]), id)
		if d.e.Models.Packs.Present(id) != id {
			f.Detail += ", built in before, dropped once the photos were looked at again"
		} else if _, err := d.e.Models.Packs.Open(id); errors.Is(err, models.ErrNoModel) {
			f.Detail += ", which is not installed"
		}
	}
	if d.dryRun {
		return f
	}
	gone, err := d.e.purge(ctx, time.Now())
	if err != nil {
		return problem.Failed(f.Check, err)
	}
	if gone.photos > 0 {
		f.Repaired, f.OK = true, false
		f.Detail += "; " + gone.text()
	}
	return f
}

// vectorFile rebuilds the sidecar when it can't be read or lags behind.
func (d *Doctor) vectorFile(ctx context.Context) problem.Finding {
	f := problem.Finding{Check: "vector file"}
	pack, path := d.e.Pack(), d.e.Paths.VectorFile(d.e.Pack().ID)
	_, _, err := vector.Load(path, pack.ID, pack.JointDim)
	switch {
	case err == nil:
		f.OK, f.Detail = true, path
		return f
	case d.dryRun && errors.Is(err, vector.ErrMissing):
		f.OK, f.Detail = true, "not written yet; it is made when needed"
		return f
	case d.dryRun:
		f.Detail = err.Error()
		return f
	}
	if rmErr := os.Remove(path); rmErr != nil && !errors.Is(rmErr, fs.ErrNotExist) {
		return problem.Failed(f.Check, rmErr)
	}
	x, openErr := search.Open(ctx, d.e.Store, pack.ID, pack.JointDim, path, search.Space{}, d.e.Log)
	if openErr == nil {
		openErr = x.Save()
	}
	if openErr != nil {
		return problem.Failed(f.Check, openErr)
	}
	missing := errors.Is(err, vector.ErrMissing) // never written: nothing was wrong
	f.OK, f.Repaired = missing, !missing
	f.Detail = fmt.Sprintf("made from the catalogue with %s", message.Plural(x.Len(), "vector", "vectors"))
	return f
}

// thumbnails makes those that are missing, of photos whose files can be read.
func (d *Doctor) thumbnails(ctx context.Context) problem.Finding {
	f := problem.Finding{Check: "thumbnails", OK: true}
	var ids []library.PhotoID
	err := d.e.Store.PhotosIn(ctx, library.Scope{}, library.Filter{}, func(id library.PhotoID) { ids = append(ids, id) })
	if err != nil {
		return problem.Failed(f.Check, err)
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
			return problem.Failed(f.Check, ctx.Err())
		}
	}
	switch {
	case missing == 0:
		_, large, bytes := d.e.thumbs.Usage(ctx)
		f.Detail = fmt.Sprintf("%s of 256 pixels there, %s of 1,024; %s of %s", message.FormatCount(len(ids)), message.FormatCount(large),
			filesize.Format(bytes), filesize.Format(d.e.thumbs.Budget()))
	case made > 0:
		f.OK, f.Repaired, f.Detail = false, true, fmt.Sprintf("%s missing, %s made anew", message.FormatCount(missing), message.FormatCount(made))
	default: // shown from the photo itself when needed: no harm done
		f.Detail = fmt.Sprintf("%s missing; they are made when shown", message.FormatCount(missing))
	}
	return f
}
