package cli

import (
	"context"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
	"descry/internal/columns"
	"descry/library"
	"descry/library/query"
	"descry/library/search"
)

// searchOptions are the flags of "descry search".
type searchOptions struct {
	in, sort string
	like     []string
	limit    int
	more     int // photos beyond the answer
	all, why bool
	unsaid   bool // without the user's feedback
	// strictness is the Strictness of search.Request.
	strictness float64
}

// searchOrders are the values of --sort.
var searchOrders = map[string]search.Order{
	"best": search.BestFirst, "parts": search.MostParts, "newest": search.NewestFirst, "oldest": search.OldestFirst,
}

func searchCommand() *cobra.Command {
	var asJSON bool
	var o searchOptions
	cmd := &cobra.Command{
		Use:   `search "QUERY"`,
		Short: message.Text("command-search-short", nil),
		Long:  searchHelp(),
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, words []string) error {
			text, err := queryText(words, o.like, cmd.InOrStdin())
			if err != nil {
				return err
			}
			if o.limit < 1 {
				return problem.Usage("cli-limit", nil)
			}
			if o.more < 0 {
				return problem.Usage("cli-more", nil)
			}
			if _, known := searchOrders[o.sort]; !known {
				return problem.Usage("cli-sort", notice.Params{"Sort": o.sort})
			}
			if err := checkStrictness(o.strictness); err != nil {
				return err
			}
			q, err := parseQuery(text)
			if err != nil {
				return err
			}
			return withReading(cmd, func(e *service.Library) error {
				return runSearch(cmd.Context(), e, q, o, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	flags := cmd.Flags()
	flags.IntVarP(&o.limit, "limit", "n", 20, message.Text("command-flag-limit", nil))
	flags.StringVar(&o.in, "in", "", message.Text("command-search-flag-in", nil))
	flags.StringVar(&o.sort, "sort", "best", message.Text("command-search-flag-sort", nil))
	flags.StringArrayVar(&o.like, "like", nil, message.Text("command-search-flag-like", nil))
	flags.BoolVar(&o.all, "all", false, message.Text("command-search-flag-all", nil))
	flags.IntVar(&o.more, "more", 0, message.Text("command-search-flag-more", nil))
	strictnessFlag(cmd, &o.strictness)
	flags.BoolVar(&o.unsaid, "no-feedback", false, message.Text("command-search-flag-no-feedback", nil))
	flags.BoolVar(&o.why, "why", false, message.Text("command-search-flag-why", nil))
	return cmd
}

// strictnessFlag is what the window's slider from fewer to more does.
func strictnessFlag(cmd *cobra.Command, strictness *float64) {
	cmd.Flags().Float64Var(strictness, "strictness", 0, message.Text("command-flag-strictness", nil))
}

// strictest is far more than makes a difference to any search.
const strictest = 100

func checkStrictness(strictness float64) error {
	if !(math.Abs(strictness) <= strictest) { // NaN is refused, too
		return problem.Usage("cli-strictness", notice.Params{"Most": strictest})
	}
	return nil
}

// searchHelp explains the command, and the query language as the window does.
func searchHelp() string {
	var b strings.Builder
	b.WriteString(message.Text("command-search-long", nil) + "\n\n")
	for _, e := range message.QueryHelp() {
		column := "  " + columns.Left(e.Example, 36)
		wide := columns.Width(column)
		for _, line := range columns.Fold(e.Meaning, helpWidth-wide) {
			b.WriteString(column + line + "\n")
			column = strings.Repeat(" ", wide)
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// helpWidth is how many columns of a terminal the help takes.
const helpWidth = 96

// output is where a command prints, and how.
type output struct {
	json           bool
	stdout, stderr io.Writer
}

// queryText joins the words of a call, so that quotes can be left out.
func queryText(words, like []string, stdin io.Reader) (string, error) {
	text := strings.Join(words, " ")
	if text == "-" {
		b, err := io.ReadAll(io.LimitReader(stdin, 1<<20))
		if err != nil {
			return "", problem.Wrap("cli-query-unread", nil, err)
		}
		text = string(b)
	}
	for _, photo := range like {
		text = message.QueryWords().Add(text, "like:"+query.Quote(photo))
	}
	if strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) }) == "" {
		return "", problem.Usage("query-empty", nil)
	}
	return text, nil
}

func runSearch(ctx context.Context, e *service.Library, q query.Query, o searchOptions, out output) error {
	scope, err := scopeOf(e, ctx, o.in)
	if err != nil {
		return err
	}
	s := e.Searcher()
	a, err := understand(ctx, s, q, scope)
	if err != nil {
		return err
	}
	if o.unsaid {
		a.Liked, a.Disliked = nil, nil
	}
	if a, err = dated(ctx, e, s, a, out.stderr); err != nil {
		return err
	}
	for _, hint := range a.Query.Hints {
		fmt.Fprintln(out.stderr, message.AsSentence(message.OfRemark(hint.Remark)))
	}
	o.more = min(o.more, math.MaxInt-o.limit)
	a.Limit, a.Weak, a.Order, a.Clauses = o.limit+o.more, o.limit+o.more, searchOrders[o.sort], out.json || o.why
	a.Strictness = o.strictness
	if !a.Query.Ranked() {
		return listFiltered(e, ctx, a, o, out)
	}
	answer, info, err := s.Ask(ctx, a.Request)
	if err != nil {
		return err
	}
	if len(info.Notices) > 0 {
		fmt.Fprintln(out.stderr, message.Paragraph(info.Notices, time.Now()))
	}
	return printSearch(e, ctx, s, a, answer, o, out)
}

// scopeOf finds the folder, or the directory in a folder, that a path names. "" is the whole
// library.
func scopeOf(e *service.Library, ctx context.Context, path string) (library.Scope, error) {
	if path == "" {
		return library.Scope{}, nil
	}
	abs, err := problem.TypedPath(path)
	if err != nil {
		return library.Scope{}, err
	}
	folders, err := e.Store.Folders(ctx, e.Pack().ID)
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
	return library.Scope{}, problem.Usage("cli-folder-unknown", notice.Params{"Path": abs})
}
