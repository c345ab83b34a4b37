package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
	"descry/library"
	"descry/library/query"
)

func whyCommand() *cobra.Command {
	var asJSON, heat bool
	cmd := &cobra.Command{
		Use:   `why FILE|ID "QUERY"`,
		Short: message.Text("command-why-short", nil),
		Long:  message.Text("command-why-long", nil),
		Args:  atLeast(2),
		RunE: func(cmd *cobra.Command, a []string) error {
			q, err := parseQuery(strings.Join(a[1:], " "))
			if err != nil {
				return err
			}
			return withReading(cmd, func(e *service.Library) error {
				return runWhy(cmd.Context(), e, a[0], q, heat, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.Flags().BoolVar(&heat, "heat", false, message.Text("command-why-flag-heat", nil))
	return cmd
}

// whyJSON is an explanation in JSON.
type whyJSON struct {
	Match   string        `json:"match"`
	Parts   []whyPartJSON `json:"parts"`
	Written []string      `json:"written"`
}

type whyPartJSON struct {
	clauseJSON
	Heat *heatJSON `json:"heat,omitempty"`
}

// heatJSON is a map over the whole photo, row by row from the top left, with values from 0 to
// 1.
type heatJSON struct {
	Rows    int       `json:"rows"`
	Columns int       `json:"columns"`
	Values  []float32 `json:"values"`
}

func runWhy(ctx context.Context, e *service.Library, photo string, q query.Query, heat bool, out output) error {
	id, err := e.KnownPhoto(ctx, photo)
	if err != nil {
		return err
	}
	s := e.Searcher()
	a, err := understand(ctx, s, q, library.Scope{})
	if err != nil {
		return err
	}
	if !a.Query.Ranked() {
		return problem.Usage("query-filters-only", nil)
	}
	why, err := s.Why(ctx, a, id)
	if err != nil {
		return err
	}
	report := whyJSON{Match: why.Match.String(), Parts: []whyPartJSON{}, Written: []string{}}
	for _, m := range why.Written {
		report.Written = append(report.Written, m.String())
	}
	for _, p := range why.Parts {
		part := whyPartJSON{clauseJSON: clauseJSON{p.Text, p.Negative, p.Strength}}
		if heat {
			if part.Heat, err = heatOf(s, ctx, id, p.Text); err != nil {
				return err
			}
		}
		report.Parts = append(report.Parts, part)
	}
	return report.printWhy(why, out)
}

// heatOf is the map of a part. A model that can't make one gives an error.
func heatOf(s *service.Searcher, ctx context.Context, id library.PhotoID, part string) (*heatJSON, error) {
	h, err := s.Heat(ctx, id, part)
	if err == nil && len(h.Values) == 0 {
		err = problem.New("model-no-map", notice.Params{"Model": s.Pack.Name})
	}
	return &heatJSON{h.Rows, h.Columns, h.Values}, err
}

func (r whyJSON) printWhy(why service.Why, out output) error {
	if out.json {
		return printJSON(out.stdout, r)
	}
	fmt.Fprintln(out.stdout, matchTitle(why.Match))
	for _, p := range r.Parts {
		printClauses(out, []clauseJSON{p.clauseJSON})
		if p.Heat != nil {
			fmt.Fprint(out.stdout, p.Heat.draw())
		}
	}
	for _, m := range why.Written {
		fmt.Fprintf(out.stdout, "            %s\n", problem.Printable(message.Text("part-written", message.Params{"Text": message.OfNotice(m.Says(), time.Now())})))
	}
	return nil
}

// matchTitle says what kind of match a photo is.
func matchTitle(match library.Match) string {
	switch match {
	case library.Good:
		return message.Text("why-good-match", nil)
	case library.Maybe:
		return message.Text("why-maybe-match", nil)
	default:
		return message.Text("why-weak-match", nil)
	}
}

// draw draws the map in characters. Each patch has two characters, which are about square.
func (h *heatJSON) draw() string {
	shades := []rune(" ░▒▓█")
	var b strings.Builder
	for row := range h.Rows {
		b.WriteString("            ")
		for _, v := range h.Values[row*h.Columns : (row+1)*h.Columns] {
			shade := string(shades[min(int(v*float32(len(shades))), len(shades)-1)])
			b.WriteString(shade + shade)
		}
		b.WriteString("\n")
	}
	return b.String()
}
