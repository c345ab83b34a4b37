package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"descry/library"
	"descry/library/search"
)

// resultJSON is one answer as scripts read it. ID is the photo's content hash,
// which stays the same wherever the file goes.
type resultJSON struct {
	Path  string  `json:"path"`
	Score float32 `json:"score"`
	ID    string  `json:"id"`
}

func searchCommand() *cobra.Command {
	var asJSON bool
	var limit int
	var in string
	cmd := &cobra.Command{
		Use:   `search "DESCRIPTION"`,
		Short: "Find photos by a description",
		Long: `Ranks the photos of the library by a description, best first, with the cosine
similarity as the score. Write whole sentences: the more exact, the better. Use -
to read the description from standard input.

  descry search "two children feeding ducks at a lake, one with a red hat"
  descry search "sunset over water" --limit 5 --in ~/Pictures/Norway
  descry search "a black dog" --json | jq -r '.[0].path'`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, words []string) error {
			text, err := queryText(words, cmd.InOrStdin())
			if err != nil {
				return err
			}
			if limit < 1 {
				return &usageError{errors.New("--limit must be at least 1")}
			}
			return withEngine(cmd.Context(), func(e *engine) error {
				return runSearch(cmd.Context(), e, text, in, limit, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.Flags().IntVarP(&limit, "limit", "n", 20, "the `NUMBER` of photos at the most")
	cmd.Flags().StringVar(&in, "in", "", "only photos in `DIR` and below")
	return cmd
}

// output is where a command prints, and how.
type output struct {
	json           bool
	stdout, stderr io.Writer
}

// queryText joins the words of a call, so that quotes can be left out.
func queryText(words []string, stdin io.Reader) (string, error) {
	text := strings.Join(words, " ")
	if text == "-" {
		b, err := io.ReadAll(io.LimitReader(stdin, 1<<20))
		if err != nil {
			return "", fmt.Errorf("read the description: %w", err)
		}
		text = string(b)
	}
	if strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) }) == "" {
		return "", &usageError{errors.New("the description is empty")}
	}
	return text, nil
}

func runSearch(ctx context.Context, e *engine, text, in string, limit int, out output) error {
	scope, err := e.scopeOf(ctx, in)
	if err != nil {
		return err
	}
	answer, notice, err := e.searcher().searchText(ctx, text, scope, limit)
	if err != nil {
		return err
	}
	if notice != "" {
		fmt.Fprintln(out.stderr, notice)
	}
	return e.printAnswer(ctx, answer, in, out)
}

// scopeOf finds the folder, or the directory in one, that a path names; "" is
// the whole library.
func (e *engine) scopeOf(ctx context.Context, path string) (library.Scope, error) {
	if path == "" {
		return library.Scope{}, nil
	}
	abs, err := typedPath(path)
	if err != nil {
		return library.Scope{}, err
	}
	folders, err := e.store.Folders(ctx, e.pack().ID)
	if err != nil {
		return library.Scope{}, err
	}
	for _, f := range folders {
		rel, err := filepath.Rel(f.Path, abs)
		switch {
		case err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)):
		case rel == ".":
			return library.Scope{Folder: f.ID}, nil
		default:
			return library.Scope{Folder: f.ID, Rel: filepath.ToSlash(rel)}, nil
		}
	}
	return library.Scope{}, &usageError{fmt.Errorf("%s is not in the library: add it with descry index", abs)}
}

// printAnswer prints one place of each photo; of copies it is one in the folder
// that was searched, "" for any.
func (e *engine) printAnswer(ctx context.Context, answer search.Answer, in string, out output) error {
	list, err := e.places(ctx, answer, in)
	if err != nil {
		return err
	}
	if out.json {
		return printJSON(out.stdout, list)
	}
	for i, r := range list {
		fmt.Fprintf(out.stdout, "%3d  %.3f  %s\n", i+1, r.Score, printable(r.Path))
	}
	switch {
	case len(list) > 0:
	case in != "":
		fmt.Fprintf(out.stderr, "No photos are known in %s; descry index looks again.\n", printable(in))
	default:
		fmt.Fprintln(out.stderr, "No photos here yet: add a folder with descry index DIR.")
	}
	return nil
}

func (e *engine) places(ctx context.Context, answer search.Answer, in string) ([]resultJSON, error) {
	dir := ""
	if in != "" {
		var err error
		if dir, err = typedPath(in); err != nil {
			return nil, err
		}
	}
	list := make([]resultJSON, 0, len(answer.Results))
	for _, r := range answer.Results {
		p, err := e.store.Photo(ctx, r.Photo)
		if errors.Is(err, library.ErrNotFound) || err == nil && len(p.Files) == 0 {
			continue // gone since the search
		}
		if err != nil {
			return nil, err
		}
		list = append(list, resultJSON{placeIn(dir, p.Files), r.Score, string(p.Hash)})
	}
	return list, nil
}

// placeIn picks the first file in a folder or below, else the first of all.
func placeIn(dir string, files []library.FileRef) string {
	for _, f := range files {
		rel, err := filepath.Rel(dir, f.Path)
		if err == nil && filepath.IsLocal(rel) {
			return f.Path
		}
	}
	return files[0].Path
}
