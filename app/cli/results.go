package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
	"descry/internal/columns"
	"descry/library"
	"descry/library/query"
	"descry/library/search"
)

// resultJSON is a result in JSON. ID is the hash of the photo's content, which stays the same
// when the file is moved.
type resultJSON struct {
	Path    string       `json:"path"`
	Score   float32      `json:"score"`
	ID      string       `json:"id"`
	Match   string       `json:"match"`
	Left    int          `json:"left"` // photos that follow in the ranking, down to the last in scope
	Clauses []clauseJSON `json:"clauses,omitempty"`

	match library.Match
}

// clauseJSON tells how well a photo matches a clause, from 0 to 1. A maybe begins at 0.5, a
// good match at 0.75. For a clause that is not wanted the value is how much the photo has of
// the clause.
type clauseJSON struct {
	Text     string  `json:"text"`
	Negative bool    `json:"negative,omitempty"`
	Score    float32 `json:"score"`
}

// nearest is how many photos are printed when none is a match.
const nearest = 3

// printSearch prints the matches and as many more as the call wants. Without matches it prints
// the nearest photos and what would help.
func printSearch(e *service.Library, ctx context.Context, s *service.Searcher, a service.Request, answer search.Answer, o searchOptions, out output) error {
	found := answer.Good + answer.Maybe
	n := o.limit
	switch {
	case out.json || o.all:
	case found == 0:
		n = min(nearest, n)
	default:
		n = min(found, n)
	}
	n = min(n+o.more, len(answer.Results))
	left := answer.Left + len(answer.Results) - n
	list, err := places(e, ctx, answer.Results[:n], a.Query.Clauses, o.in)
	if err != nil {
		return err
	}
	countDown(list, left)
	if out.json {
		return printJSON(out.stdout, list)
	}
	for i, r := range list {
		fmt.Fprintf(out.stdout, "%3d  %.3f  %s  %s\n", i+1, r.Score, matchCell(r.match), problem.Printable(r.Path))
		if o.why {
			printClauses(out, r.Clauses)
		}
	}
	if found == 0 {
		return sayNothingFits(e, ctx, s, a, len(list), left, o, out)
	}
	less := max(found-n, 0)
	clauses := append(matchClauses(answer.Good, answer.Maybe), leftOut(less)...)
	if left > less {
		clauses = append(clauses, notice.Counted("answer-less-certain", left-less, nil))
	}
	fmt.Fprintln(out.stderr, message.Clauses(clauses, time.Now()))
	return nil
}

// countDown sets Left of each photo. left is the number of photos after the last.
func countDown(list []resultJSON, left int) {
	for i := range list {
		list[i].Left = left + len(list) - 1 - i
	}
}

// matchClauses count the matches of an answer. There are none for no matches.
func matchClauses(good, maybe int) []notice.Notice {
	switch {
	case good > 0 && maybe > 0:
		return []notice.Notice{notice.Counted("search-good-and-maybe", good, notice.Params{"Maybe": maybe})}
	case good > 0:
		return []notice.Notice{notice.Counted("search-good-matches", good, nil)}
	case maybe > 0:
		return []notice.Notice{notice.Counted("answer-maybe-matches", maybe, nil)}
	}
	return nil
}

// leftOut counts what is not shown because of the limit. There is no clause for none.
func leftOut(n int) []notice.Notice {
	if n <= 0 {
		return nil
	}
	return []notice.Notice{notice.Counted("answer-left-out", n, nil)}
}

// nearestText introduces photos that are no matches. left is the number of those that follow.
func nearestText(left int) string {
	if left <= 0 {
		return message.Text("answer-nearest", nil)
	}
	return message.Count("answer-nearest-left", left, nil)
}

// matchWord is the kind of match in one word.
func matchWord(match library.Match) string {
	switch match {
	case library.Good:
		return message.Text("match-good", nil)
	case library.Maybe:
		return message.Text("match-maybe", nil)
	default:
		return message.Text("match-weak", nil)
	}
}

// matchCell is matchWord as wide as the widest of these words.
func matchCell(match library.Match) string {
	wide := 0
	for _, m := range []library.Match{library.Good, library.Maybe, library.Weak} {
		wide = max(wide, columns.Width(matchWord(m)))
	}
	return columns.Left(matchWord(match), wide)
}

func printClauses(out output, clauses []clauseJSON) {
	for _, c := range clauses {
		bar := strings.Repeat("#", int(c.Score*10+0.5))
		name := c.Text
		if c.Negative {
			name = message.Text("part-without", message.Params{"Words": name})
		}
		fmt.Fprintf(out.stdout, "            %-10s %3.0f %%  %s\n", bar, 100*c.Score, problem.Printable(name))
	}
}

// sayNothingFits explains an answer without matches.
func sayNothingFits(e *service.Library, ctx context.Context, s *service.Searcher, a service.Request, shown, left int, o searchOptions, out output) error {
	if shown > 0 {
		fmt.Fprintln(out.stderr, nearestText(left))
	} else if a.Query.Filter.Empty() {
		return sayNoPhotos(e, ctx, o.in, out)
	} else {
		fmt.Fprintln(out.stderr, message.Text("answer-filters-pass-none", nil))
	}
	relax, err := s.Relax(ctx, a)
	for _, r := range relax {
		fmt.Fprintln(out.stderr, message.Text("search-without", message.Params{"Filter": problem.Printable(message.OneLine(message.ItemLabel(r.Item))), "Photos": message.Photos(r.Photos)}))
	}
	return err
}

// sayNoPhotos explains an empty library or folder, or a folder whose photos the model hasn't
// seen yet.
func sayNoPhotos(e *service.Library, ctx context.Context, in string, out output) error {
	seen, err := e.Store.Totals(ctx, e.Pack().ID)
	switch {
	case err != nil:
		return err
	case seen.Photos > 0 && seen.Indexed == 0:
		fmt.Fprintln(out.stderr, message.Text("answer-none-indexed", nil))
	case in != "":
		fmt.Fprintln(out.stderr, problem.Printable(message.Text("answer-none-in-folder", message.Params{"Path": in})))
	default:
		fmt.Fprintln(out.stderr, message.Text("answer-no-photos", nil))
	}
	return nil
}

// printAnswer prints results of a query that has no clauses.
func printAnswer(e *service.Library, ctx context.Context, answer search.Answer, in string, out output) error {
	list, err := places(e, ctx, answer.Results, nil, in)
	if err != nil {
		return err
	}
	countDown(list, answer.Left)
	if out.json {
		return printJSON(out.stdout, list)
	}
	for i, r := range list {
		fmt.Fprintf(out.stdout, "%3d  %.3f  %s  %s\n", i+1, r.Score, matchCell(r.match), problem.Printable(r.Path))
	}
	if len(list) == 0 {
		return sayNoPhotos(e, ctx, in, out)
	}
	less := max(answer.Good+answer.Maybe-len(list), 0)
	clauses := append(matchClauses(answer.Good, answer.Maybe), leftOut(less)...)
	if follow := answer.Left - less; follow > 0 {
		clauses = append(clauses, notice.Counted("answer-less-alike", follow, nil))
	}
	fmt.Fprintln(out.stderr, message.Clauses(clauses, time.Now()))
	return nil
}

// listFiltered prints the photos that pass a query of filters alone, by date.
func listFiltered(e *service.Library, ctx context.Context, a service.Request, o searchOptions, out output) error {
	tiles, err := e.Store.Tiles(ctx, a.Scope, a.Query.Filter, service.FilterSort(a.Order))
	if err != nil {
		return err
	}
	results := make([]library.Result, min(len(tiles), o.limit+o.more))
	for i := range results {
		results[i] = library.Result{Photo: tiles[i].ID, Match: library.Good}
	}
	list, err := places(e, ctx, results, nil, o.in)
	if err != nil {
		return err
	}
	countDown(list, len(tiles)-len(results))
	if out.json {
		return printJSON(out.stdout, list)
	}
	for i, r := range list {
		fmt.Fprintf(out.stdout, "%3d  %s\n", i+1, problem.Printable(r.Path))
	}
	if len(list) == 0 {
		return sayNothingFits(e, ctx, e.Searcher(), a, 0, 0, o, out)
	}
	clauses := append([]notice.Notice{notice.Counted("photos", len(tiles), nil)}, leftOut(len(tiles)-len(list))...)
	fmt.Fprintln(out.stderr, message.Clauses(clauses, time.Now()))
	return nil
}

// places looks up one path of each photo. Of a photo with copies the path is in the folder
// that was searched, if in names one.
func places(e *service.Library, ctx context.Context, results []library.Result, clauses []query.Clause, in string) ([]resultJSON, error) {
	dir := ""
	if in != "" {
		var err error
		if dir, err = problem.TypedPath(in); err != nil {
			return nil, err
		}
	}
	list := make([]resultJSON, 0, len(results))
	for _, r := range results {
		p, err := e.Store.Photo(ctx, r.Photo)
		if errors.Is(err, library.ErrNotFound) || err == nil && len(p.Files) == 0 {
			continue // gone since the search
		}
		if err != nil {
			return nil, err
		}
		entry := resultJSON{Path: placeIn(dir, p.Files), Score: r.Score, ID: string(p.Hash), Match: r.Match.String(), match: r.Match}
		for i, score := range r.Clauses {
			entry.Clauses = append(entry.Clauses, clauseJSON{clauses[i].Text, clauses[i].Negative, score})
		}
		list = append(list, entry)
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
