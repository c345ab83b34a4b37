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
		fmt.Fprintf(out.stderr, "%s longer than the model reads; their ends were left out.\n", message.Plural(report.Cut, "caption is", "captions are"))
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
	fmt.Fprintf(out.stdout, "%s, %s, model %s\n", message.Plural(report.Images, "photo", "photos"), message.Plural(report.Captions, "caption", "captions"), model)
	fmt.Fprintf(out.stdout, "                R@1    R@5   R@10    mAP\n")
	printFigure(report.TextToImage, out.stdout, "text → image")
	printFigure(report.ImageToText, out.stdout, "image → text")
	if plain := report.WithoutHead; plain != nil {
		fmt.Fprintln(out.stdout, "without the head")
		printFigure(plain.TextToImage, out.stdout, "text → image")
		printFigure(plain.ImageToText, out.stdout, "image → text")
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
	fmt.Fprintf(w, "%-12s %6.1f %6.1f %6.1f %6.1f\n", name, f.R1, f.R5, f.R10, f.MAP)
}
func printLengths(w io.Writer, list []service.LengthFigure) {
	fmt.Fprintf(w, "\ntext → image by words       read as a whole        read as a search does\n")
	fmt.Fprintf(w, "   words captions    R@1    R@5   R@10       R@1    R@5   R@10\n")
	for _, l := range list {
		words := fmt.Sprintf("%d–%d", l.From, l.To)
		if l.To == 0 {
			words = fmt.Sprintf("%d+", l.From)
		}
		fmt.Fprintf(w, "%8s %8d %6.1f %6.1f %6.1f    %6.1f %6.1f %6.1f\n", words, l.Captions,
			l.Whole.R1, l.Whole.R5, l.Whole.R10, l.Search.R1, l.Search.R5, l.Search.R10)
	}
}
func printLevels(w io.Writer, list []service.LevelFigure) {
	fmt.Fprintf(w, "\nlevels                          nouns                              captions        absent things\n")
	fmt.Fprintf(w, "photos                          held  right  shown  (ranked)     kept  shown     good    any  shown   answers lost\n")
	for _, f := range list {
		fmt.Fprintf(w, "%-22s %6d  %5.1f %6.1f %6.1f %8.1f    %6.1f %6.1f   %6.1f %6.1f %6.1f   %6.2f\n", f.Library, f.Photos, f.Nouns.Held,
			f.Nouns.Precision, f.Nouns.Shown, f.Nouns.Ranked, f.Captions.Kept, f.Captions.Shown, f.Absent.Good, f.Absent.Any, f.Absent.Shown, f.Lost)
	}
}
func printCutoff(r *service.CutoffReport, w io.Writer) {
	fmt.Fprintf(w, "\ncut-off                       precision recall     F1  photos/query  absent things that show a photo\n")
	for _, row := range []struct {
		name string
		service.CutoffFigure
	}{
		{"good matches", r.Good}, {"good matches and maybes", r.Maybe},
		{fmt.Sprintf("best fixed threshold, %.3f", r.BestFixed.Threshold), r.BestFixed},
		{fmt.Sprintf("same for absent, %.3f", r.SameFixed.Threshold), r.SameFixed},
	} {
		fmt.Fprintf(w, "%-30s %8.1f %6.1f %6.1f %13.2f %7.1f %%\n", row.name, row.Precision, row.Recall, row.F1, row.PerQuery, row.Absent)
	}
}
