package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"descry/library"
	"descry/library/query"
	"descry/library/search"
)

func similarCommand() *cobra.Command {
	var asJSON bool
	var limit int
	cmd := &cobra.Command{
		Use:   "similar FILE|NAME|ID",
		Short: "Find photos that look like a given one",
		Long: `Ranks the photos of the library by likeness to a photo: a file, in the library or
not, the name of one in the library, or the id that search --json printed. The photo
itself is left out.

  descry similar ~/Pictures/2019/IMG_0042.jpg --limit 10`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			if limit < 1 {
				return &usageError{errors.New("--limit must be at least 1")}
			}
			return withReading(cmd, func(e *engine) error {
				return runSimilar(cmd.Context(), e, a[0], limit, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.Flags().IntVarP(&limit, "limit", "n", 20, "the `NUMBER` of photos at the most")
	return cmd
}

func runSimilar(ctx context.Context, e *engine, what string, limit int, out output) error {
	s := e.searcher()
	vectors, err := s.openVectors(ctx)
	if err != nil {
		return err
	}
	id, err := e.photoLike(ctx, what)
	var answer search.Answer
	switch {
	case err == nil:
		answer, err = vectors.Similar(ctx, id, library.Scope{}, limit)
	case errors.Is(err, library.ErrNotFound):
		example := search.Example{Weight: 1}
		if example.Vector, err = s.encodeFile(ctx, what); err == nil {
			answer, err = vectors.Ask(ctx, nil, search.Request{Examples: []search.Example{example}, Limit: limit, Weak: limit})
		}
	}
	if err != nil {
		return err
	}
	return e.printAnswer(ctx, answer, "", out)
}

// photoLike finds the photo that others are to be like: as photoNamed does, or, where
// that finds nothing, by the name of its file alone.
func (e *engine) photoLike(ctx context.Context, what string) (library.PhotoID, error) {
	id, err := e.photoNamed(ctx, what)
	if !errors.Is(err, errNotAPhoto) || filepath.Base(what) != what {
		return id, err
	}
	const enough = 2 // to say that it is not the only one
	ids, nameErr := e.store.PhotosByName(ctx, what, enough)
	switch {
	case nameErr != nil:
		return 0, nameErr
	case len(ids) == 0:
		return 0, err
	case len(ids) == 1:
		return ids[0], nil
	}
	paths, err := e.store.Paths(ctx, ids)
	if err != nil {
		return 0, err
	}
	return 0, &usageError{fmt.Errorf("several photos are called %q, %s and %s among them: write the path of the one you mean", what, paths[0], paths[1])}
}

// errNotAPhoto is of a word that names no photo in any way.
var errNotAPhoto = errors.New("neither a file nor a photo of the library")

// photoNamed finds a photo by path or by hash.
func (e *engine) photoNamed(ctx context.Context, what string) (library.PhotoID, error) {
	if abs, err := filepath.Abs(what); err == nil {
		// A photo may itself be a link in a folder: only the way to it is followed.
		id, err := e.store.PhotoByPath(ctx, filepath.Join(followLinks(filepath.Dir(abs)), filepath.Base(abs)))
		if !errors.Is(err, library.ErrNotFound) {
			return id, err
		}
	}
	if len(what) >= query.LeastDigits && strings.Trim(what, "0123456789abcdef") == "" {
		id, err := e.store.PhotoByHashPrefix(ctx, what)
		if !errors.Is(err, library.ErrNotFound) {
			return id, err
		}
	}
	if _, err := os.Stat(what); err != nil {
		return 0, &usageError{fmt.Errorf("%q is %w", what, errNotAPhoto)}
	}
	return 0, library.ErrNotFound
}
