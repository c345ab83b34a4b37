package index

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"descry/internal/leave"
	"descry/library"
	"descry/library/media"
)

// A better decoding reads anew what an older one saw otherwise or could not read. Files that
// were refused are tried again at once, as if they were new. The headers of photos are looked
// at when nothing else is to do, and photos that would come out otherwise are read whole. A
// photo keeps its vector until the new one is there.

// headBytes is how much of a file is looked at, in bytes. What cameras and programs write
// before the picture itself mostly fits into headBytes.
const headBytes = 256 << 10

// rereadDue reports that there may be photos that an older decoding read. Until rereadAgain is
// called, later calls report false.
func (x *Indexer) rereadDue() (due bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	due, x.reread = !x.reread, true
	return due
}

// rereadAgain has rereadDue report true once more: a folder is back, or the last pass did not
// get to its end.
func (x *Indexer) rereadAgain() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.reread = false
}

// retryRefused sets what an older decoding refused in a folder to pending.
func (x *Indexer) retryRefused(ctx context.Context, id library.FolderID) error {
	n, err := x.o.Store.RetryRefused(ctx, id, media.Version)
	if n > 0 {
		x.o.Log.Info("reading again what could not be read", "files", n)
		x.o.OnChange(FoldersChanged)
	}
	return err
}

// renew runs the pipeline over the photos that an older decoding read. renew ends early when
// there is work for the encoder. goOn reports whether something may have become pending
// meanwhile.
func (x *Indexer) renew(ctx context.Context) (goOn bool) {
	woken, err := x.rereadAll(ctx)
	switch {
	case errors.Is(err, context.Canceled):
		x.rereadAgain()
		x.Wake() // the pass may have taken the wake of those who stopped the pass
		return false
	case err != nil:
		x.rereadAgain()
		x.o.Log.Error("photos are not read anew", "err", err)
		time.AfterFunc(fillRetryAfter, x.Wake)
		return false
	case woken:
		x.rereadAgain()
	}
	return woken
}

func (x *Indexer) rereadAll(ctx context.Context) (woken bool, err error) {
	if n, err := x.o.Store.CountOutdated(ctx, media.Version); n == 0 || err != nil {
		return false, err
	}
	return x.goThrough(ctx, rereading)
}

// goThrough runs the pipeline over photos that were read before. goThrough ends early when
// there is work for the encoder. woken says that there was a wake meanwhile.
func (x *Indexer) goThrough(ctx context.Context, kind passKind) (woken bool, err error) {
	ctx, p, err := x.begin(ctx, kind)
	if err != nil {
		return false, err
	}
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		_, err = p.run.drain(ctx) // files that change meanwhile become pending by themselves
	}()
	woken = x.giveWay(ctx, p.run, finished)
	if kept := p.run.changes.keep(context.WithoutCancel(ctx), x.o.Store); err == nil {
		err = kept
	}
	return woken, x.end(ctx, p, err)
}

// renew looks at the head of a file, and reads the photo anew where the head tells that the
// photo would come out otherwise.
func (r *run) renew(ctx context.Context, f library.PendingFile) (item, error) {
	it := item{result: library.IndexedPhoto{File: f, Decoding: media.Version}}
	it.result.Photo.ID, it.result.Photo.Hash = f.Photo, f.Hash
	head, err := leave.Behind(ctx, func() ([]byte, error) { return readHead(f.Path, headBytes) })
	if ctx.Err() != nil {
		return it, ctx.Err()
	}
	if err != nil {
		it.fail(err)
		return it, nil
	}
	otherwise, sure := media.SeenOtherwise(head, f.Size, f.Decoding)
	if sure && !otherwise {
		return it, nil
	}
	err = r.readWhole(ctx, &it, func(c *Content) error {
		hash, err := c.hash(ctx)
		if err != nil {
			return err
		}
		if hash != f.Hash {
			return errUnstable // the file is another one, which a scan will find
		}
		data, err := c.head(ctx)
		if err != nil {
			return err
		}
		if otherwise, _ := media.SeenOtherwise(data, f.Size, f.Decoding); !otherwise {
			return nil
		}
		img, err := c.Decode(ctx, media.Options{MinSide: r.enc.MinSide()})
		if err != nil {
			return err
		}
		if err := r.o.Thumbnails.Delete(string(f.Hash)); err != nil { // both sizes of the thumbnail
			return &fatalError{err}
		}
		if err := r.acquaint(ctx, &it, img, c); err != nil {
			return err
		}
		it.result.Renewed = true
		it.input, err = r.enc.Prepare(img.Pix)
		return err
	})
	return it, err
}

func readHead(path string, most int64) ([]byte, error) {
	if _, err := statPhoto(path); err != nil {
		return nil, err
	}
	f, _, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var head bytes.Buffer
	_, err = io.Copy(&head, io.LimitReader(f, most))
	return head.Bytes(), err
}
