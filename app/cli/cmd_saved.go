package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
	"descry/library"
	"descry/library/query"
)

func savedCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "saved",
		Short: message.Text("command-saved-short", nil),
		Long:  message.Text("command-saved-long", nil),
	}
	cmd.AddCommand(savedListCommand(), savedAddCommand(), savedRunCommand(), savedDeleteCommand())
	return cmd
}

// savedJSON is a saved search in JSON. Matches counts the good matches.
type savedJSON struct {
	Name       string  `json:"name"`
	Query      string  `json:"query"`
	Strictness float64 `json:"strictness,omitempty"`
	Matches    int     `json:"matches"`
}

func savedListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: message.Text("command-saved-list-short", nil),
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withReading(cmd, func(e *service.Library) error {
				return runSavedList(cmd.Context(), e, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

func runSavedList(ctx context.Context, e *service.Library, out output) error {
	searches, err := e.Store.SavedSearches(ctx)
	if err != nil {
		return err
	}
	list := make([]savedJSON, 0, len(searches))
	s := e.Searcher()
	for _, saved := range searches {
		entry := savedJSON{Name: saved.Name, Query: saved.Query, Strictness: saved.Strictness}
		var err error
		if entry.Matches, err = countSaved(ctx, s, saved); err != nil {
			fmt.Fprintf(out.stderr, "%s: %s\n", problem.Printable(saved.Name), message.Explain(err))
		}
		list = append(list, entry)
	}
	if out.json {
		return printJSON(out.stdout, list)
	}
	message.SortByName(list, func(l savedJSON) string { return l.Name })
	for _, l := range list {
		fmt.Fprintf(out.stdout, "%6d  %s: %s\n", l.Matches, problem.Printable(l.Name), problem.Printable(l.Query))
	}
	if len(list) == 0 {
		fmt.Fprintln(out.stderr, message.Text("saved-none", nil))
	}
	return nil
}

// countSaved is how many good matches a saved search has, for a filter alone how many photos.
func countSaved(ctx context.Context, s *service.Searcher, saved library.SavedSearch) (int, error) {
	q, err := query.Parse(saved.Query, query.Now())
	if err != nil {
		return 0, err
	}
	a, err := s.Understand(ctx, q, library.Scope{})
	if err != nil {
		return 0, err
	}
	a.Strictness = saved.Strictness
	return s.Count(ctx, a)
}

func savedAddCommand() *cobra.Command {
	strictness := 0.0
	cmd := &cobra.Command{
		Use:   `add NAME "QUERY"`,
		Short: message.Text("command-saved-add-short", nil),
		Args:  atLeast(2),
		RunE: func(cmd *cobra.Command, a []string) error {
			text := strings.Join(a[1:], " ")
			q, err := parseQuery(text)
			if err != nil {
				return err
			}
			if err := checkStrictness(strictness); err != nil {
				return err
			}
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				saved, err := savedNamed(e, cmd.Context(), a[0])
				if err != nil && !errors.Is(err, library.ErrNotFound) {
					return err
				}
				_, err = e.Store.SaveSearch(cmd.Context(), library.SavedSearch{ID: saved.ID, Name: a[0], Query: q.String(), Strictness: strictness})
				return err
			})
		},
	}
	strictnessFlag(cmd, &strictness)
	return cmd
}

func savedRunCommand() *cobra.Command {
	var asJSON bool
	o := searchOptions{sort: "best"}
	cmd := &cobra.Command{
		Use:   "run NAME",
		Short: message.Text("command-saved-run-short", nil),
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			if o.limit < 1 {
				return problem.Usage("cli-limit", nil)
			}
			if o.more < 0 {
				return problem.Usage("cli-more", nil)
			}
			return withReading(cmd, func(e *service.Library) error {
				saved, err := knownSearch(e, cmd.Context(), a[0])
				if err != nil {
					return err
				}
				q, err := parseQuery(saved.Query)
				if err != nil {
					return err
				}
				o.strictness = saved.Strictness
				return runSearch(cmd.Context(), e, q, o, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.Flags().IntVarP(&o.limit, "limit", "n", 20, message.Text("command-flag-limit", nil))
	cmd.Flags().IntVar(&o.more, "more", 0, message.Text("command-saved-run-flag-more", nil))
	return cmd
}

func savedDeleteCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "delete NAME",
		Short: message.Text("command-saved-delete-short", nil),
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				saved, err := knownSearch(e, cmd.Context(), a[0])
				if err != nil {
					return err
				}
				return e.Store.DeleteSearch(cmd.Context(), saved.ID)
			})
		},
	}
}

// knownSearch is savedNamed, with an error where no search has the name.
func knownSearch(e *service.Library, ctx context.Context, name string) (library.SavedSearch, error) {
	saved, err := savedNamed(e, ctx, name)
	if errors.Is(err, library.ErrNotFound) {
		err = problem.Usage("cli-saved-unknown", notice.Params{"Name": problem.Quotable(name, 200)})
	}
	return saved, err
}

// savedNamed finds a saved search by its name, regardless of case.
func savedNamed(e *service.Library, ctx context.Context, name string) (library.SavedSearch, error) {
	list, err := e.Store.SavedSearches(ctx)
	if err != nil {
		return library.SavedSearch{}, err
	}
	for _, s := range list {
		if strings.EqualFold(s.Name, name) {
			return s, nil
		}
	}
	return library.SavedSearch{}, library.ErrNotFound
}
