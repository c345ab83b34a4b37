package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/internal/columns"
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
				return runBackUp(cmd.Context(), e, a[0], "cli-exported", output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
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
				return runBackUp(cmd.Context(), e, path, "cli-backed-up", output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
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

// runBackUp writes a file of annotations. done is the message that says so.
func runBackUp(ctx context.Context, e *service.Library, to, done string, out output) error {
	path, summary, err := e.BackUp(ctx, to)
	if err != nil {
		return err
	}
	if out.json {
		return printJSON(out.stdout, writtenJSON{path, summary.Records, summary.SHA256})
	}
	fmt.Fprintln(out.stderr, message.Count(done, summary.Records, message.Params{"Path": problem.Printable(path)}))
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
	ask, done           string // messages: the question, and the result
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
	o := takeOptions{ask: "cli-import-ask", done: "cli-import-done"}
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
	o := takeOptions{ask: "cli-restore-ask", done: "cli-restore-done", copied: true, TakingIn: service.TakingIn{Folders: true}}
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
	d, err := in.Compare(ctx, e, func(done int) {
		line.update(func() string {
			return message.Text("cli-records-read", message.Params{"Done": message.FormatCount(done)})
		})
	})
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
			fmt.Fprintln(out.stderr, message.Text("cli-import-empty", nil))
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
	fmt.Fprint(out.stderr, message.Text(o.ask, message.Params{"Yes": message.Text("cli-yes", nil)}), " ")
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
			fmt.Fprintln(out.stderr, message.Text("cli-restore-copied", message.Params{"Path": problem.Printable(before)}))
		}
	}
	done, err := in.Apply(ctx, e, func(done int) {
		line.update(func() string {
			return message.Text("cli-records-taken", message.Params{"Done": message.FormatCount(done), "Total": message.FormatCount(records)})
		})
	})
	line.end()
	if err != nil {
		return before, problem.Wrap("cli-restore-part", nil, err)
	}
	if !out.json {
		fmt.Fprintln(out.stderr, message.Count(o.done, done.Photos, nil))
	}
	return before, nil
}

// tell prints where the annotations are from, and what was skipped.
func tell(in *service.Incoming, w io.Writer) {
	if r := in.Recovery; r != nil {
		text := message.Count("cli-recovery-journal", r.Changes, nil)
		if r.Copy.Path != "" {
			text = message.Count("cli-recovery-copy", r.Changes, message.Params{"Path": problem.Printable(r.Copy.Path)})
		}
		fmt.Fprintln(w, text)
	}
	list, n := in.Damage()
	for _, damage := range list {
		fmt.Fprintln(w, message.Text("cli-record-skipped", message.Params{"Reason": problem.Printable(message.OfNotice(damage, time.Now()))}))
	}
	if n > len(list) {
		fmt.Fprintln(w, message.Count("cli-records-skipped-more", n-len(list), nil))
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
		line := message.RecordChanges(k)
		told := message.Params{"Changes": line, "Examples": message.Enumerated(examples)}
		switch {
		case len(examples) == 0:
		case k.Added+k.Changed+k.TakenBack > len(examples):
			line = message.Text("cli-record-changes-some", told)
		default:
			line = message.Text("cli-record-changes", told)
		}
		fmt.Fprintln(w, columns.Left(message.RecordKind(k.Kind), 22), line)
	}
	if text := message.WaitingRecords(d); text != "" {
		fmt.Fprintln(w, text)
	}
	if d.ByPath > 0 {
		fmt.Fprintln(w, message.Count("cli-found-by-path", d.ByPath, nil))
	}
}
