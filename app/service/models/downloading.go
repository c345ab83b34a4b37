package models

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"descry/app/config"
	"descry/app/notice"
	"descry/app/problem"
	"descry/ml"
	"descry/ml/hub"
)

// HubVariable names the environment variable with the address of a mirror from which models
// are downloaded.
const HubVariable = "DESCRY_HUB"

// The stages are the parts of a download.
const (
	stageVision  notice.Kind = "models-stage-image"
	stageText    notice.Kind = "models-stage-text"
	stageConvert notice.Kind = "models-stage-converting"
)

// stageProgress tells how far a stage is, in bytes.
type stageProgress func(stage notice.Notice, done, total int64)

// pairNamed finds a released pair by its id.
func pairNamed(id string) (hub.Released, error) {
	var ids []string
	for _, r := range hub.Catalogue() {
		switch {
		case r.ID == id && r.Downloadable():
			return r, nil
		case r.ID == id:
			return r, problem.Usage("model-not-downloadable", notice.Params{"Model": id, "Why": notice.Reason(r.Note)})
		case r.Downloadable():
			ids = append(ids, r.ID)
		}
	}
	return hub.Released{}, problem.Usage("model-not-offered", notice.Params{"Model": problem.Quotable(id, 80), "Offers": notice.Names(ids)})
}

// checkpointDir is where a repository is downloaded to.
func (e *Manager) checkpointDir(r hub.Repository) string {
	return filepath.Join(e.Paths.Downloads, config.FileName(r.Name))
}

// DownloadModel fetches a released pair and makes a pack of it. Files that were fetched before
// are not fetched again. The fetched files are deleted when the pack is made.
func (e *Manager) DownloadModel(ctx context.Context, id string, r ImportOptions, progress stageProgress) (ml.Manifest, string, error) {
	pair, err := pairNamed(id)
	if err != nil {
		return ml.Manifest{}, "", err
	}
	if _, _, err := r.precisions(); err != nil { // before hours are spent
		return ml.Manifest{}, "", err
	}
	client := hub.New(hub.Options{BaseURL: os.Getenv(HubVariable), Agent: "descry/" + config.Version})
	for _, part := range []struct {
		stage notice.Kind
		repo  hub.Repository
	}{{stageVision, pair.Vision}, {stageText, pair.Text}} {
		if err := e.download(ctx, client, part.repo, func(p hub.Progress) { progress(notice.New(part.stage, nil), p.Done, p.Total) }); err != nil {
			return ml.Manifest{}, "", err
		}
	}
	r.Vision, r.Text = e.checkpointDir(pair.Vision), e.checkpointDir(pair.Text)
	r.Progress = func(done, total int64) { progress(notice.New(stageConvert, nil), done, total) }
	if r.Name == "" {
		r.Name = pair.Name
		if r.Quantize != "none" {
			r.Name += " (" + r.Quantize + ")"
		}
	}
	m, dir, err := e.ImportModel(ctx, r)
	if err != nil {
		return m, "", err
	}
	return m, dir, errors.Join(os.RemoveAll(r.Vision), os.RemoveAll(r.Text))
}

func (e *Manager) download(ctx context.Context, client *hub.Client, repo hub.Repository, progress func(hub.Progress)) error {
	dir := e.checkpointDir(repo)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return &problem.Error{Notice: notice.New("model-folder-not-made", notice.Params{"Path": dir, "Reason": err.Error()}), Err: err}
	}
	commit, err := client.Download(ctx, repo, dir, progress)
	if err == nil {
		e.Log.Info("downloaded", "repository", repo.String(), "commit", commit)
	}
	return err
}

// Offers are the released pairs, with the bytes that were fetched of each.
func (e *Manager) Offers() ([]Offer, error) {
	var offers []Offer
	for _, r := range hub.Catalogue() {
		if !r.Downloadable() {
			continue
		}
		o := Offer{ID: r.ID, Name: r.Name, Headline: r.Headline, Note: r.Note, Bytes: r.Bytes()}
		for _, repo := range []hub.Repository{r.Vision, r.Text} {
			o.Pages = append(o.Pages, hub.DefaultBaseURL+"/"+repo.String())
			n, err := folderBytes(e.checkpointDir(repo))
			if err != nil {
				return nil, err
			}
			o.Partial += n
		}
		offers = append(offers, o)
	}
	return offers, nil
}

// folderBytes is the size of the files of a folder in bytes, 0 for a folder that doesn't
// exist.
func folderBytes(dir string) (total int64, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			total += info.Size()
		}
	}
	return total, err
}
