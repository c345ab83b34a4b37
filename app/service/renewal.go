package service

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"descry/app/notice"
	"descry/app/service/learning"
	"descry/app/service/models"
	"descry/library"
)

// renewal is how far a library has come from a former built-in model to the present one. The
// photos are indexed again like those of any model that has no vectors yet. A renewal decides
// what is told of that, and does what comes after.
type renewal struct {
	going       bool // vectors of a former model are still there
	done, total int  // files that were encoded again, and all that were read
	readable    int  // files that are left and whose folder can be read now
	head        learning.HeadRenewal
}

// same reports that two renewals stand alike.
func (r renewal) same(other renewal) bool {
	return r.going == other.going && r.done == other.done && r.total == other.total && r.readable == other.readable &&
		r.head.Same(other.head)
}

// idle reports that nothing is left to be done.
func (r renewal) idle() bool { return !r.going && r.head.Stage != learning.HeadDue }

// Says tells how far the renewal is, and is the zero Notice when no photo has to be encoded
// again.
func (r renewal) Says() notice.Notice {
	switch {
	case !r.going || r.done == r.total:
		return notice.Notice{}
	case r.readable == 0:
		return notice.Counted("renewal-rests", r.total, notice.Params{"Done": r.done})
	}
	return notice.New("renewal-goes-on", notice.Params{"Done": r.done, "Total": r.total})
}

// Renewal reads from the catalogue how far the renewal is. A library that searches with a pack
// of the user's is not renewed. Vectors of a former built-in model stay until the built-in
// model is used again.
func (e *Library) Renewal(ctx context.Context) (r renewal, err error) {
	now := e.Pack().ID
	if now != e.Models.Packs.BuiltIn.ID {
		return r, nil
	}
	if r.head, err = e.Heads.Renewal(ctx); err != nil || e.renewed.Load() {
		return r, err
	}
	former, err := e.formerVectors(ctx)
	if err != nil {
		return r, err
	}
	if r.going = len(former) > 0; r.idle() {
		e.renewed.Store(true) // no former vectors come back
		return r, nil
	}
	return r, r.count(ctx, e, now)
}

// renewalNotice is the notice of a search during a renewal, since not all photos can be found
// yet.
func (e *Library) renewalNotice(ctx context.Context) (notice.Notice, error) {
	if e.renewed.Load() {
		return notice.Notice{}, nil
	}
	r, err := e.Renewal(ctx)
	if err != nil || r.Says().IsZero() {
		return notice.Notice{}, err
	}
	return notice.Counted("renewal-found-so-far", r.total, notice.Params{"Done": r.done}), nil
}

// count counts the files that were read, and those of them that the model has encoded.
func (r *renewal) count(ctx context.Context, e *Library, model string) error {
	read, err := e.Store.Folders(ctx, "")
	if err != nil {
		return err
	}
	seen, err := e.Store.Folders(ctx, model)
	if err != nil {
		return err
	}
	all := make(map[library.FolderID]int, len(read))
	for _, f := range read {
		all[f.ID] = f.Counts.Indexed
		r.total += f.Counts.Indexed
	}
	for _, f := range seen {
		done := min(f.Counts.Indexed, all[f.ID]) // files may have been read between the two counts
		r.done += done
		if !f.Paused && f.OfflineSince.IsZero() {
			r.readable += all[f.ID] - done
		}
	}
	return nil
}

// formerVectors are the former models whose vectors the catalogue holds and no pack can
// search.
func (e *Library) formerVectors(ctx context.Context) (ids []string, err error) {
	known, err := e.Store.Models(ctx)
	for _, id := range models.FormerStarters {
		if known[id] > 0 && e.Models.Packs.Present(id) != id {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// renew does what comes after all photos were encoded again. The head is trained again, and
// the vectors of the former model are dropped. Until all photos are encoded renew does
// nothing, so that it can be called at any time. Only the process that indexes calls renew.
func (e *Library) renew(ctx context.Context, tell func(notice.Notice)) (renewal, error) {
	r, err := e.Renewal(ctx)
	if err != nil || r.idle() || r.readable > 0 || r.total == 0 {
		return r, err
	}
	if ready, err := e.hasEnough(ctx, e.Models.Packs.BuiltIn.ID); err != nil || !ready {
		return r, err
	}
	if r.head.Stage == learning.HeadDue {
		if err := e.Searcher().Learned.Renew(ctx, r.head, r.done < r.total, tell); err != nil {
			return r, err
		}
	}
	if r.going {
		if err := e.dropFormer(ctx); err != nil {
			return r, err
		}
	}
	return e.Renewal(ctx)
}

// dropFormer removes the vectors that no model can search any more.
func (e *Library) dropFormer(ctx context.Context) error {
	former, err := e.formerVectors(ctx)
	if err != nil {
		return err
	}
	for _, id := range former {
		// The file goes first, since nothing misses the file. A kill in between leaves the
		// rows, by which the next start knows that vectors are left.
		if err := os.Remove(e.Paths.VectorFile(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("drop the vector file of a model of before: %w", err)
		}
		if err := e.Store.DeleteModelVectors(ctx, id); err != nil {
			return fmt.Errorf("drop the vectors of a model of before: %w", err)
		}
		e.Log.Info("the photos were looked at again, the vectors of before are dropped", "former", id, "model", e.Models.Packs.BuiltIn.ID)
	}
	return nil
}

const (
	// renewEvery is how often the process that indexes looks whether a renewal goes on.
	renewEvery = 2 * time.Second
	// renewRetryAfter is the time from a failed renewal to the next try.
	renewRetryAfter = 5 * time.Minute
)

// followRenewal renews in the background until nothing is left of the former model, or ctx
// ends. told is called after each change.
func (e *Library) followRenewal(ctx context.Context, told func()) {
	var last renewal
	for {
		wait := renewEvery
		r, err := e.renew(ctx, func(notice.Notice) {})
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			e.Log.Error("renew what the model of before had made", "err", err)
			wait = renewRetryAfter
		case !r.same(last):
			last = r
			told()
		}
		if err == nil && r.idle() && e.Pack().ID == e.Models.Packs.BuiltIn.ID {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}
