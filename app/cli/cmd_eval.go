package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/internal/columns"
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
	fmt.Fprintln(out.stdout, "                R@1    R@5   R@10    mAP")
	toImage, toText := message.Text("cli-eval-text-to-image", nil), message.Text("cli-eval-image-to-text", nil)
	printFigure(report.TextToImage, out.stdout, toImage)
	printFigure(report.ImageToText, out.stdout, toText)
	if plain := report.WithoutHead; plain != nil {
		fmt.Fprintln(out.stdout, message.Text("cli-eval-without-head", nil))
		printFigure(plain.TextToImage, out.stdout, toImage)
		printFigure(plain.ImageToText, out.stdout, toText)
	}
	printLengths(out.stdout, report.ByLength)
	if report.Cutoff != nil {
		printCutoff(report.Cutoff, out.stdout)
	}
	if report.Levels != nil {
		printLevels(out.stdout, report.Levels)
	}
	return nil
}

func printFigure(f service.EvalFigure, w io.Writer, name string) {
	fmt.Fprintln(w, columns.Left(name, 12), figure(f.R1, 1, 6), figure(f.R5, 1, 6), figure(f.R10, 1, 6), figure(f.MAP, 1, 6))
}

func printLengths(w io.Writer, list []service.LengthFigure) {
	fmt.Fprintln(w, "\n"+columns.Left(message.Text("cli-eval-by-words", nil), 27), columns.Left(message.Text("cli-eval-as-a-whole", nil), 22),
		message.Text("cli-eval-as-a-search", nil))
	fmt.Fprintln(w, columns.Right(message.Text("cli-eval-words", nil), 8), columns.Right(message.Text("cli-eval-captions", nil), 8),
		"   R@1    R@5   R@10       R@1    R@5   R@10")
	for _, l := range list {
		words := fmt.Sprintf("%d–%d", l.From, l.To)
		if l.To == 0 {
			words = fmt.Sprintf("%d+", l.From)
		}
		fmt.Fprintln(w, columns.Right(words, 8), fmt.Sprintf("%8d", l.Captions), figure(l.Whole.R1, 1, 6), figure(l.Whole.R5, 1, 6), figure(l.Whole.R10, 1, 6),
			figure(l.Search.R1, 1, 9), figure(l.Search.R5, 1, 6), figure(l.Search.R10, 1, 6))
	}
}

func printLevels(w io.Writer, list []service.LevelFigure) {
	shown := message.Text("cli-eval-shown", nil)
	fmt.Fprintln(w, "\n"+columns.Left(message.Text("cli-eval-levels", nil), 31), columns.Left(message.Text("cli-eval-nouns-named", nil), 34),
		columns.Left(message.Text("cli-eval-captions", nil), 15), message.Text("cli-eval-absent", nil))
	fmt.Fprintln(w, columns.Left(message.Text("cli-eval-photos", nil), 29), columns.Right(message.Text("cli-eval-held", nil), 6),
		columns.Right(message.Text("cli-eval-right", nil), 6), columns.Right(shown, 6), columns.Right(message.Text("cli-eval-ranked", nil), 9),
		columns.Right(message.Text("cli-eval-kept", nil), 8), columns.Right(shown, 6),
		columns.Right(message.Text("cli-eval-good", nil), 8), columns.Right(message.Text("cli-eval-any", nil), 6), columns.Right(shown, 6),
		" ", message.Text("cli-eval-lost", nil))
	for _, f := range list {
		fmt.Fprintln(w, columns.Left(f.Library, 22), fmt.Sprintf("%6d", f.Photos), figure(f.Nouns.Held, 1, 6),
			figure(f.Nouns.Precision, 1, 6), figure(f.Nouns.Shown, 1, 6), figure(f.Nouns.Ranked, 1, 8),
			figure(f.Captions.Kept, 1, 9), figure(f.Captions.Shown, 1, 6),
			figure(f.Absent.Good, 1, 8), figure(f.Absent.Any, 1, 6), figure(f.Absent.Shown, 1, 6), figure(f.Lost, 2, 8))
	}
}

func printCutoff(r *service.CutoffReport, w io.Writer) {
	fmt.Fprintln(w, "\n"+columns.Left(message.Text("cli-eval-cutoff", nil), 29), columns.Right(message.Text("cli-eval-precision", nil), 9),
		columns.Right(message.Text("cli-eval-recall", nil), 6), "    F1", columns.Right(message.Text("cli-eval-photos-per-query", nil), 13),
		"", message.Text("cli-eval-absent-shown", nil))
	threshold := func(x float64) message.Params { return message.Params{"Threshold": figure(x, 3, 0)} }
	for _, row := range []struct {
		name string
		service.CutoffFigure
	}{
		{message.Text("cli-eval-good-matches", nil), r.Good}, {message.Text("cli-eval-maybes", nil), r.Maybe},
		{message.Text("cli-eval-best-threshold", threshold(r.BestFixed.Threshold)), r.BestFixed},
		{message.Text("cli-eval-same-threshold", threshold(r.SameFixed.Threshold)), r.SameFixed},
	} {
		fmt.Fprintln(w, columns.Left(row.name, 30), figure(row.Precision, 1, 8), figure(row.Recall, 1, 6), figure(row.F1, 1, 6),
			figure(row.PerQuery, 2, 13), figure(row.Absent, 1, 7), "%")
	}
}
