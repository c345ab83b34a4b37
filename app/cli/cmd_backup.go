package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/library/annotation"
)

func exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: message.Text("command-export-short", nil),
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(exportWordsCommand())
	return cmd
}

func exportWordsCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "words FILE.jsonl",
		Short: message.Text("command-export-words-short", nil),
		Long:  message.Text("command-export-words-long", nil),
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withReading(cmd, func(e *service.Library) error {
				return runBackUp(cmd.Context(), e, a[0], "Exported", output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

func backupCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "backup [FILE]",
		Short: message.Text("command-backup-short", nil),
		Long:  message.Text("command-backup-long", nil),
		Args:  atMost(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withReading(cmd, func(e *service.Library) error {
				path := ""
				if len(a) == 1 {
					path = a[0]
				}
				if len(a) == 1 && path == "" {
					return problem.Usage("cli-no-file", nil)
				}
				return runBackUp(cmd.Context(), e, path, "Backed up", output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

// writtenJSON is a written file of annotations, in JSON.
type writtenJSON struct {
	File    string `json:"file"`
	Records int    `json:"records"`
	SHA256  string `json:"sha256"`
}

func runBackUp(ctx context.Context, e *service.Library, to, done string, out output) error {
	path, summary, err := e.BackUp(ctx, to)
	if err != nil {
		return err
	}
	if out.json {
		return printJSON(out.stdout, writtenJSON{path, summary.Records, summary.SHA256})
	}
	fmt.Fprintf(out.stderr, "%s %s to %s.\n", done, message.Plural(summary.Records, "record", "records"), problem.Printable(path))
	return nil
}

func importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import",
		Short: message.Text("command-import-short", nil),
		Args:  noArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(importWordsCommand())
	return cmd
}

// takeOptions are the flags of the commands that import a file of annotations.
type takeOptions struct {
	service.TakingIn
	dryRun, yes, asJSON bool
	ask, done           string // the question, and the result
	copied              bool   // the present annotations are copied first
}

func (o *takeOptions) flags(cmd *cobra.Command) {
	jsonFlag(cmd, &o.asJSON)
	flags := cmd.Flags()
	flags.BoolVar(&o.dryRun, "dry-run", false, message.Text("command-import-flag-dry-run", nil))
	flags.BoolVar(&o.yes, "yes", false, message.Text("command-import-flag-yes", nil))
	flags.BoolVar(&o.ByPath, "by-path", false, message.Text("command-import-flag-by-path", nil))
	flags.BoolVar(&o.Salvage, "salvage", false, message.Text("command-import-flag-salvage", nil))
}

func importWordsCommand() *cobra.Command {
	o := takeOptions{ask: "Take it in?", done: "Took it in"}
	cmd := &cobra.Command{
		Use:   "words FILE.jsonl",
		Short: message.Text("command-import-words-short", nil),
		Long:  message.Text("command-import-words-long", nil),
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			o.Path = a[0]
			return withTaking(cmd, o)
		},
	}
	o.flags(cmd)
	return cmd
}

func restoreCommand() *cobra.Command {
	o := takeOptions{ask: "Restore it?", done: "Restored it", copied: true, TakingIn: service.TakingIn{Folders: true}}
	var merge bool
	cmd := &cobra.Command{
		Use:   "restore [FILE]",
		Short: message.Text("command-restore-short", nil),
		Long:  message.Text("command-restore-long", nil),
		Args:  atMost(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			switch {
			case len(a) == 0:
			case a[0] == "":
				return problem.Usage("cli-no-file", nil)
			case o.Salvage && !merge:
				return problem.Usage("cli-salvage-merge", nil)
			default:
				o.Path, o.Replace = a[0], !merge
			}
			return withTaking(cmd, o)
		},
	}
	o.flags(cmd)
	cmd.Flags().BoolVar(&merge, "merge", false, message.Text("command-restore-flag-merge", nil))
	return cmd
}

func withTaking(cmd *cobra.Command, o takeOptions) error {
	run := func(e *service.Library) error {
		return runTake(cmd.Context(), e, o, cmd.InOrStdin(), output{o.asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
	}
	if o.dryRun {
		return withReading(cmd, run)
	}
	return withEdits(cmd.Context(), run)
}

// takenJSON is what a file changes, or has changed, in JSON.
type takenJSON struct {
	File    string            `json:"file"` // "" for copies and journal
	Made    time.Time         `json:"made"`
	By      string            `json:"by"`
	Records int               `json:"records"`
	Damage  int               `json:"damage,omitempty"` // lines that were skipped
	Changes []kindChangesJSON `json:"changes"`
	Photos  int               `json:"photos"`
	Waiting int               `json:"waiting"`
	ByPath  int               `json:"byPath,omitempty"`
	Done    bool              `json:"done"`
	Before  string            `json:"before,omitempty"` // the copy of the annotations of before
}

type kindChangesJSON struct {
	Kind      string `json:"kind"`
	Added     int    `json:"added"`
	Changed   int    `json:"changed"`
	TakenBack int    `json:"takenBack"`
}

func changesJSON(in *service.Incoming, d annotation.Difference) takenJSON {
	s := in.Summary()
	_, damage := in.Damage()
	j := takenJSON{File: in.Path, Made: s.Header.Made, By: s.Header.By, Records: s.Records, Damage: damage,
		Changes: []kindChangesJSON{}, Photos: d.Photos, Waiting: d.Waiting, ByPath: d.ByPath}
	for _, k := range d.Kinds {
		j.Changes = append(j.Changes, kindChangesJSON{k.Kind, k.Added, k.Changed, k.TakenBack})
	}
	return j
}

// runTake tells what a file of annotations changes, asks, and imports the file.
func runTake(ctx context.Context, e *service.Library, o takeOptions, stdin io.Reader, out output) error {
	in, err := e.OpenAnnotations(o.TakingIn)
	if err != nil {
		return err
	}
	defer in.Close()
	line := newProgressLine(out.stderr)
	d, err := in.Compare(ctx, e, func(done int) { line.update(func() string { return "Reading " + message.FormatCount(done) }) })
	line.end()
	if err != nil {
		return err
	}
	told := changesJSON(in, d)
	sure, err := o.sure(ctx, in, d, stdin, out)
	if err != nil {
		return err
	}
	switch {
	case !sure && d.Empty() && in.Recovery != nil && !o.dryRun:
		err = e.Store.ForgetMissing(ctx) // no catalogue is missing after all
	case sure:
		told.Before, err = take(in, ctx, e, o, told.Records, line, out)
	}
	if err != nil {
		return err
	}
	if out.json {
		told.Done = sure
		return printJSON(out.stdout, told)
	}
	return nil
}

// sure tells what changes and asks the user to confirm.
func (o takeOptions) sure(ctx context.Context, in *service.Incoming, d annotation.Difference, stdin io.Reader, out output) (bool, error) {
	if !out.json {
		tell(in, out.stderr)
		if d.Empty() {
			fmt.Fprintln(out.stderr, "Nothing changes: what the file says is said already.")
			return false, nil
		}
		printDifference(out.stdout, d)
	}
	switch {
	case d.Empty(), o.dryRun:
		return false, nil
	case o.yes:
		return true, nil
	case out.json: // a script compares before the import
		return false, nil
	}
	fmt.Fprintf(out.stderr, "%s Type yes: ", o.ask)
	if !typedYes(ctx, stdin) {
		return false, problem.New("cli-nothing-changed", nil)
	}
	return true, nil
}

// take imports the file, and returns the path of the copy of the annotations of before.
func take(in *service.Incoming, ctx context.Context, e *service.Library, o takeOptions, records int, line *progressLine, out output) (before string, err error) {
	if o.copied {
		if before, err = e.CopyBefore(ctx, "restore"); err != nil {
			return "", problem.Wrap("cli-restore-not-copied", nil, err)
		}
		if !out.json {
			fmt.Fprintf(out.stderr, "What you had said is kept in %s.\n", problem.Printable(before))
		}
	}
	done, err := in.Apply(ctx, e, func(done int) { line.Count("Taking in", done, records) })
	line.end()
	if err != nil {
		return before, problem.Wrap("cli-restore-part", nil, err)
	}
	if !out.json {
		fmt.Fprintf(out.stderr, "%s; it changed what is said of %s.\n", o.done, message.Plural(done.Photos, "photo", "photos"))
	}
	return before, nil
}

// tell prints where the annotations are from, and what was skipped.
func tell(in *service.Incoming, w io.Writer) {
	if r := in.Recovery; r != nil {
		from := "No copy is there; "
		if r.Copy.Path != "" {
			from = fmt.Sprintf("From the copy %s, and ", problem.Printable(r.Copy.Path))
		}
		fmt.Fprintf(w, "%s%s of the journal.\n", from, message.Plural(r.Changes, "edit", "edits"))
	}
	list, n := in.Damage()
	for _, damage := range list {
		fmt.Fprintln(w, "passed over:", problem.Printable(message.OfNotice(damage, time.Now())))
	}
	if n > len(list) {
		fmt.Fprintf(w, "and %s more\n", message.FormatCount(n-len(list)))
	}
}

// printDifference lists what a file changes.
func printDifference(w io.Writer, d annotation.Difference) {
	for _, k := range d.Kinds {
		var examples []string
		for _, x := range k.Examples {
			if text := message.RecordExample(x); text != "" {
				examples = append(examples, text)
			}
		}
		line := fmt.Sprintf("%-22s %s", message.RecordKind(k.Kind), message.RecordChanges(k))
		if len(examples) > 0 {
			line += ": " + strings.Join(examples, ", ")
			if k.Added+k.Changed+k.TakenBack > len(examples) {
				line += ", …"
			}
		}
		fmt.Fprintln(w, line)
	}
	if text := message.WaitingRecords(d); text != "" {
		fmt.Fprintln(w, text)
	}
	if d.ByPath > 0 {
		fmt.Fprintf(w, "%s found by path alone.\n", message.Plural(d.ByPath, "photo is", "photos are"))
	}
}
