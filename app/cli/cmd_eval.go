package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/learning"
)

func evalCommand() *cobra.Command {
	var asJSON bool
	var r service.EvalRequest
	var files evalFiles
	cmd := &cobra.Command{
		Use:   "eval --images DIR --captions FILE.tsv",
		Short: message.Text("command-eval-short", nil),
		Long:  message.Text("command-eval-long", nil),
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if files.nouns != "" && files.absent == "" || files.others != "" && files.nouns == "" {
				return problem.Usage("cli-eval-nouns", nil)
			}
			if r.Images == "" || r.Captions == "" {
				return problem.Usage("cli-eval-nothing", nil)
			}
			if r.Head != "" && r.Remember != "" {
				return problem.Usage("cli-eval-remember", nil)
			}
			if err := files.read(&r); err != nil {
				return problem.AsUsage(err)
			}
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				return runEval(cmd.Context(), e, r, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.Flags().StringVar(&r.Images, "images", "", message.Text("command-eval-flag-images", nil))
	cmd.Flags().StringVar(&r.Captions, "captions", "", message.Text("command-eval-flag-captions", nil))
	cmd.Flags().StringVar(&files.absent, "absent", "", message.Text("command-eval-flag-absent", nil))
	cmd.Flags().StringVar(&files.nouns, "nouns", "", message.Text("command-eval-flag-nouns", nil))
	cmd.Flags().StringVar(&files.others, "others", "", message.Text("command-eval-flag-others", nil))
	cmd.Flags().StringVar(&r.Model, "model", "", message.Text("command-eval-flag-model", nil))
	cmd.Flags().StringVar(&r.Head, "head", "", message.Text("command-eval-flag-head", nil))
	cmd.Flags().StringVar(&r.Remember, "remember", "", message.Text("command-eval-flag-remember", nil))
	return cmd
}

// evalFiles name the files of what is measured besides the captions.
type evalFiles struct{ absent, nouns, others string }

// read reads what the files have.
func (f evalFiles) read(r *service.EvalRequest) (err error) {
	if f.absent != "" {
		if r.Absent, err = learning.ReadLines(f.absent); err != nil {
			return err
		}
	}
	if f.nouns != "" {
		if r.Nouns, err = learning.ReadLines(f.nouns); err != nil {
			return err
		}
	}
	if f.others != "" {
		r.Others, err = photosIn(f.others)
	}
	return err
}

// photosIn lists the JPEG and PNG files of a folder and those below it, by name.
func photosIn(dir string) (list []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch strings.ToLower(filepath.Ext(path)) {
		case ".jpg", ".jpeg", ".png":
			list = append(list, path)
		}
		return err
	})
	if err == nil && len(list) == 0 {
		err = problem.New("cli-eval-no-photos", notice.Params{"Folder": dir})
	}
	return list, err
}

func runEval(ctx context.Context, e *service.Library, r service.EvalRequest, out output) error {
	set, err := learning.ReadCaptionsFile(r.Captions)
	if err != nil {
		return problem.AsUsage(err)
	}
	m, err := e.Models.ModelNamed(r.Model)
	if err != nil {
		return err
	}
	w := &learning.TextEncoder{Model: m}
	if r.Head != "" {
		if w.Head, err = learning.ReadHeadFor(r.Head, m.Pack); err != nil {
			return problem.AsUsage(err)
		}
	}
	report, err := service.Evaluate(ctx, w, set, r)
	if report.Cut > 0 {
		fmt.Fprintln(out.stderr, message.Count("cli-eval-cut", report.Cut, nil))
	}
	if err == nil && r.Remember != "" {
		err = e.Models.RememberMeasurement(ctx, m.Pack.ID, r.Remember, report.Measurement())
	}
	if err != nil {
		return err
	}
	return printReport(report, m.Pack.ID, out)
}

func printReport(report service.EvalReport, model string, out output) error {
	if out.json {
		return printJSON(out.stdout, report)
	}
	fmt.Fprintln(out.stdout, message.Text("cli-eval-set", message.Params{"Photos": message.Photos(report.Images),
		"Captions": message.Count("cli-captions", report.Captions, nil), "Model": model}))
	return errors.Join(printRecall(report, out.stdout), printLengths(out.stdout, report.ByLength), printCutoff(report.Cutoff, out.stdout),
		printLevels(out.stdout, report.Levels))
}

func printRecall(report service.EvalReport, w io.Writer) error {
	table := figureTable{nameWidth: 12, groups: []figureGroup{{headings: []string{"R@1", "R@5", "R@10", "mAP"}}}}
	both := func(toImage, toText service.EvalFigure) {
		table.row(message.Text("cli-eval-text-to-image", nil), figures(toImage.R1, toImage.R5, toImage.R10, toImage.MAP)...)
		table.row(message.Text("cli-eval-image-to-text", nil), figures(toText.R1, toText.R5, toText.R10, toText.MAP)...)
	}
	both(report.TextToImage, report.ImageToText)
	if plain := report.WithoutHead; plain != nil {
		table.row(message.Text("cli-eval-without-head", nil))
		both(plain.TextToImage, plain.ImageToText)
	}
	return table.write(w)
}

func printLengths(w io.Writer, list []service.LengthFigure) error {
	recall := []string{"R@1", "R@5", "R@10"}
	table := figureTable{groups: []figureGroup{
		{message.Text("cli-eval-by-words", nil), []string{message.Text("cli-eval-words", nil), message.Text("cli-eval-captions", nil)}},
		{message.Text("cli-eval-as-a-whole", nil), recall}, {message.Text("cli-eval-as-a-search", nil), recall},
	}}
	for _, l := range list {
		words := fmt.Sprintf("%d–%d", l.From, l.To)
		if l.To == 0 {
			words = fmt.Sprintf("%d+", l.From)
		}
		table.row("", slices.Concat([]string{words, message.FormatCount(l.Captions)},
			figures(l.Whole.R1, l.Whole.R5, l.Whole.R10, l.Search.R1, l.Search.R5, l.Search.R10))...)
	}
	fmt.Fprintln(w)
	return table.write(w)
}

func printLevels(w io.Writer, list []service.LevelFigure) error {
	if list == nil {
		return nil
	}
	shown := message.Text("cli-eval-shown", nil)
	table := figureTable{name: message.Text("cli-eval-levels", nil), nameWidth: 22, groups: []figureGroup{
		{"", []string{message.Text("cli-eval-photos", nil)}},
		{message.Text("cli-eval-nouns-named", nil), []string{message.Text("cli-eval-held", nil), message.Text("cli-eval-right", nil), shown, message.Text("cli-eval-ranked", nil)}},
		{message.Text("cli-eval-captions", nil), []string{message.Text("cli-eval-kept", nil), shown}},
		{message.Text("cli-eval-absent", nil), []string{message.Text("cli-eval-good", nil), message.Text("cli-eval-any", nil), shown}},
		{"", []string{message.Text("cli-eval-lost", nil)}},
	}}
	for _, f := range list {
		table.row(f.Library, slices.Concat([]string{message.FormatCount(f.Photos)},
			figures(f.Nouns.Held, f.Nouns.Precision, f.Nouns.Shown, f.Nouns.Ranked, f.Captions.Kept, f.Captions.Shown, f.Absent.Good, f.Absent.Any, f.Absent.Shown),
			[]string{message.FormatDecimal(f.Lost, 2)})...)
	}
	fmt.Fprintln(w)
	return table.write(w)
}

func printCutoff(r *service.CutoffReport, w io.Writer) error {
	if r == nil {
		return nil
	}
	table := figureTable{name: message.Text("cli-eval-cutoff", nil), nameWidth: 29, groups: []figureGroup{{headings: []string{message.Text("cli-eval-precision", nil),
		message.Text("cli-eval-recall", nil), "F1", message.Text("cli-eval-photos-per-query", nil), message.Text("cli-eval-absent-shown", nil)}}}}
	threshold := func(x float64) message.Params { return message.Params{"Threshold": message.FormatDecimal(x, 3)} }
	for _, row := range []struct {
		name string
		service.CutoffFigure
	}{
		{message.Text("cli-eval-good-matches", nil), r.Good}, {message.Text("cli-eval-maybes", nil), r.Maybe},
		{message.Text("cli-eval-best-threshold", threshold(r.BestFixed.Threshold)), r.BestFixed},
		{message.Text("cli-eval-same-threshold", threshold(r.SameFixed.Threshold)), r.SameFixed},
	} {
		table.row(row.name, slices.Concat(figures(row.Precision, row.Recall, row.F1), []string{message.FormatDecimal(row.PerQuery, 2),
			message.Text("percent", message.Params{"Percent": message.FormatDecimal(row.Absent, 1)})})...)
	}
	fmt.Fprintln(w)
	return table.write(w)
}
