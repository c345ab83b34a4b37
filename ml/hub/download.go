package hub

import (
	"context"
	"errors"
	"fmt"
)

// Download brings the files of a repository that an import needs into a folder, and returns
// the commit of all files. The folder is for one repository, and has hidden files of
// Download's own. A file has its name only once its checksum was right. Until then the file
// grows as NAME.part, with which the next call goes on, whether this one failed, was cancelled
// or killed. Files that lie there already are not fetched again. When all files do, Download
// succeeds without a network too.
//
// progress, if not nil, is called at most ten times a second and once at the end, always from
// one goroutine, never after Download returned, and should be quick. A cancelled download
// returns the context's error. [ErrOffline] and its neighbours are the other errors.
func (c *Client) Download(ctx context.Context, repo Repository, dir string, progress func(Progress)) (commit string, err error) {
	if err := errors.Join(c.wrong, repo.check()); err != nil {
		return "", err
	}
	defer c.http.CloseIdleConnections()
	folder, err := openFolder(dir, repo)
	if err != nil {
		return "", plain(ctx, "download "+repo.String(), err)
	}
	defer func() {
		if closing := folder.close(); err == nil {
			err = closing
		}
	}()
	listing, err := c.list(ctx, repo)
	if errors.Is(err, ErrOffline) && folder.complete(repo) {
		return folder.record.Commit, nil
	}
	if err != nil {
		return "", err
	}
	files, err := listing.Wanted()
	if err != nil {
		return "", err
	}
	meter := startMeter(files, progress)
	defer meter.stop()
	d := &download{client: c, folder: folder, listing: listing, meter: meter}
	if err := d.run(ctx, files); err != nil {
		return "", plain(ctx, "download "+repo.String(), err)
	}
	return listing.Commit, nil
}

// plain names the operation where an error has no sentence of its own. An error after the end
// of the context becomes the context's error.
func plain(ctx context.Context, doing string, err error) error {
	var own *failure
	switch {
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return ctx.Err()
	case errors.As(err, &own), errors.Is(err, ErrDiskFull):
		return err
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// download is one call of Download.
type download struct {
	client  *Client
	folder  *folder
	listing Listing
	meter   *meter
}

func (d *download) run(ctx context.Context, files []File) error {
	if err := d.prepare(files); err != nil {
		return err
	}
	var missing []File
	for _, file := range files {
		found, err := d.find(ctx, file)
		if err != nil {
			return err
		}
		if !found {
			missing = append(missing, file)
		}
	}
	if err := d.checkSpace(missing); err != nil {
		return err
	}
	for _, file := range missing {
		if err := d.fetch(ctx, file); err != nil {
			return err
		}
	}
	d.folder.record.Complete = true
	return d.folder.record.write(d.folder.root)
}
