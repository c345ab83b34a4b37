package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"descry/library/index"
	"descry/ml/eval"
)

func evalCommand() *cobra.Command {
	var asJSON bool
	var r evalRequest
	var files evalFiles
	cmd := &cobra.Command{
		Use:   "eval --images DIR --captions FILE.tsv",
		Short: "Measure how well descriptions find their photos",
		Long: `Encodes the photos and captions of a test set with a model, the one that searches if
--model names no other, and reports recall at 1, 5 and 10 and mean average precision, in percent, for finding the
photo by its caption and the captions by their photo. The library is not used.

The captions file has one line per caption: image name, tab, caption; several
lines per image are usual. Further columns are ignored.

Recall is also told by the length of the captions, read as a whole and clause by
clause as a search reads them. With --absent, a file of one description of absent
things a line, the cut-off that parts good matches from the rest is measured against
fixed thresholds. With --head, what descry finetune --save wrote is applied to every
caption, and the figures without it stand beside: a head must not spoil general search.

With --nouns as well, a file of one noun a line, the levels of good matches and maybes
are told for nouns that at least two captions of each of 10 to 200 photos name, for
captions and for absent things; with --others also among other photos, half and all of
them, and 5 and 20 times as many vectors mixed from theirs. The last lines are of the
same vectors as two other models would give them: turned, with a common part added, and
with cosines as SigLIP's.

  descry eval --images testset/photos --captions testset/captions.tsv
  descry eval --images … --captions … --absent testset/absent.txt
  descry eval --images … --captions … --model llm2clip-eva02 --remember "my holidays"`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if files.nouns != "" && files.absent == "" || files.others != "" && files.nouns == "" {
				return &usageError{errors.New("--others goes with --nouns, and --nouns with --absent")}
			}
			if r.images == "" || r.captions == "" {
				return &usageError{errors.New("--images and --captions are both needed (see descry eval --help)")}
			}
			if r.head != "" && r.remember != "" {
				return &usageError{errors.New("--remember is for the model as it is, without --head")}
			}
			if err := files.read(&r); err != nil {
				return &usageError{err}
			}
			return withEngine(cmd.Context(), func(e *engine) error {
				return runEval(cmd.Context(), e, r, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.Flags().StringVar(&r.images, "images", "", "`DIR` with the photos")
	cmd.Flags().StringVar(&r.captions, "captions", "", "`FILE` of image names and captions, tab-separated")
	cmd.Flags().StringVar(&files.absent, "absent", "", "`FILE` of descriptions of what is in none of the photos")
	cmd.Flags().StringVar(&files.nouns, "nouns", "", "`FILE` of nouns, one a line")
	cmd.Flags().StringVar(&files.others, "others", "", "`DIR` with photos that have nothing to do with the captions")
	cmd.Flags().StringVar(&r.model, "model", "", "the `ID` of an installed model, or a part of it")
	cmd.Flags().StringVar(&r.head, "head", "", "measure with the head in `FILE`, and without")
	cmd.Flags().StringVar(&r.remember, "remember", "", "list the result with the model as measured on `SET`")
	return cmd
}

// evalRequest says what is measured on what.
type evalRequest struct {
	images, captions string
	absent           []string // none measures no cut-off
	nouns            []string // none measures no levels
	others           []string // photos
	model            string   // "" for the one that searches
	head             string   // a file, "" for the model as it is
	remember         string   // the set's name, "" to remember nothing
}

// evalFiles name the files of what is measured besides the captions.
type evalFiles struct{ absent, nouns, others string }

// read reads what the files have.
func (f evalFiles) read(r *evalRequest) (err error) {
	if f.absent != "" {
		if r.absent, err = readLines(f.absent); err != nil {
			return err
		}
	}
	if f.nouns != "" {
		if r.nouns, err = readLines(f.nouns); err != nil {
			return err
		}
	}
	if f.others != "" {
		r.others, err = photosIn(f.others)
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
		err = fmt.Errorf("%s: no photos", dir)
	}
	return list, err
}

func runEval(ctx context.Context, e *engine, r evalRequest, out output) error {
	set, err := readCaptionsFile(r.captions)
	if err != nil {
		return &usageError{err}
	}
	m, err := e.modelNamed(r.model)
	if err != nil {
		return err
	}
	w := words{model: m}
	if r.head != "" {
		if w.head, err = readHeadFor(r.head, m.pack); err != nil {
			return &usageError{err}
		}
	}
	report, err := w.evaluate(ctx, set, r, out)
	if err == nil && r.remember != "" {
		err = e.rememberMeasurement(ctx, m.pack.ID, r.remember, report)
	}
	if err != nil {
		return err
	}
	return report.print(m.pack.ID, out)
}

// evaluate encodes a test set and compares every caption with every photo.
func (w words) evaluate(ctx context.Context, set captionSet, r evalRequest, out output) (evalReport, error) {
	images, err := w.encodeImages(ctx, r.images, set.images)
	if err != nil {
		return evalReport{}, err
	}
	texts, cut, err := w.encodeTexts(ctx, set.captions)
	if err != nil {
		return evalReport{}, err
	}
	if cut > 0 {
		fmt.Fprintf(out.stderr, "%s longer than the model reads; their ends were left out.\n", count(cut, "caption is", "captions are"))
	}
	report, err := measure(images, texts, set.owner)
	if err == nil && w.head != nil {
		report.WithoutHead, err = w.withoutHead(ctx, images, set)
	}
	if err == nil {
		err = w.evaluateSearch(ctx, encoded{set, images, texts}, r, &report)
	}
	return report, err
}

// encoded is a test set with its vectors.
type encoded struct {
	set           captionSet
	images, texts [][]float32
}

// withoutHead measures the untouched model on the same captions.
func (w words) withoutHead(ctx context.Context, images [][]float32, set captionSet) (*evalFigures, error) {
	texts, _, err := words{model: w.model}.encodeTexts(ctx, set.captions)
	if err != nil {
		return nil, err
	}
	report, err := measure(images, texts, set.owner)
	return &report.evalFigures, err
}

func (report evalReport) print(model string, out output) error {
	if out.json {
		return printJSON(out.stdout, report)
	}
	fmt.Fprintf(out.stdout, "%s, %s, model %s\n", count(report.Images, "photo", "photos"), count(report.Captions, "caption", "captions"), model)
	fmt.Fprintf(out.stdout, "                R@1    R@5   R@10    mAP\n")
	report.TextToImage.print(out.stdout, "text → image")
	report.ImageToText.print(out.stdout, "image → text")
	if plain := report.WithoutHead; plain != nil {
		fmt.Fprintln(out.stdout, "without the head")
		plain.TextToImage.print(out.stdout, "text → image")
		plain.ImageToText.print(out.stdout, "image → text")
	}
	printLengths(out.stdout, report.ByLength)
	if report.Cutoff != nil {
		report.Cutoff.print(out.stdout)
	}
	if report.Levels != nil {
		printLevels(out.stdout, report.Levels)
	}
	return nil
}

// evalReport is what "descry eval --json" prints; figures in percent.
type evalReport struct {
	Images   int `json:"images"`
	Captions int `json:"captions"`
	evalFigures
	// WithoutHead are the figures of the untouched model, where a head was named.
	WithoutHead *evalFigures `json:"without_head,omitempty"`

	ByLength []lengthFigure `json:"by_length"`
	Cutoff   *cutoffReport  `json:"cutoff,omitempty"`
	Levels   []levelFigure  `json:"levels,omitempty"`
}

// evalFigures are recall and mean average precision in both directions.
type evalFigures struct {
	TextToImage evalFigure `json:"text_to_image"`
	ImageToText evalFigure `json:"image_to_text"`
}

type evalFigure struct {
	eval.Recalls
	MAP float64 `json:"map"`
}

func (f evalFigure) print(w io.Writer, name string) {
	fmt.Fprintf(w, "%-12s %6.1f %6.1f %6.1f %6.1f\n", name, f.R1, f.R5, f.R10, f.MAP)
}

// measure compares every caption with every photo.
func measure(images, texts [][]float32, owner []int) (evalReport, error) {
	recall, err := eval.Recall(images, texts, owner)
	if err != nil {
		return evalReport{}, err
	}
	self := make([]int, len(images))
	for i := range self {
		self[i] = i
	}
	byText, err := eval.MeanAveragePrecision(texts, owner, images, self)
	if err != nil {
		return evalReport{}, err
	}
	byImage, err := eval.MeanAveragePrecision(images, self, texts, owner)
	return evalReport{
		Images: recall.Images, Captions: recall.Captions,
		evalFigures: evalFigures{evalFigure{recall.TextToImage, byText}, evalFigure{recall.ImageToText, byImage}},
	}, err
}

// encodeImages goes the way of the indexer: the same decoding, the same
// preprocessing, the same encoder.
func (m *model) encodeImages(ctx context.Context, dir string, names []string) ([][]float32, error) {
	files := make([]string, len(names))
	for i, name := range names {
		files[i] = filepath.Join(dir, name)
	}
	return m.encodeFiles(ctx, files)
}

// encodeFiles gives the vectors of photos outside the library.
func (m *model) encodeFiles(ctx context.Context, files []string) ([][]float32, error) {
	if len(files) == 0 {
		return nil, nil
	}
	enc, err := m.vision()
	if err != nil {
		return nil, err
	}
	vectors := make([][]float32, len(files))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(2, enc.Parallel()+1))
	for i, file := range files {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error {
			v, err := encodeFile(ctx, enc, file)
			vectors[i] = v
			return err
		})
	}
	return vectors, g.Wait()
}

// encodeFile gives the vector of a photo outside the library.
func (m *model) encodeFile(ctx context.Context, path string) ([]float32, error) {
	enc, err := m.vision()
	if err != nil {
		return nil, err
	}
	return encodeFile(ctx, enc, path)
}

func encodeFile(ctx context.Context, enc index.Encoder, path string) ([]float32, error) {
	input, err := prepareFile(ctx, enc, path)
	if err != nil {
		return nil, err
	}
	return encodeInput(ctx, enc, path, input)
}

// encodeInput encodes one photo; path is for the error.
func encodeInput(ctx context.Context, enc index.Encoder, path string, input []float32) ([]float32, error) {
	vectors, err := enc.Encode(ctx, [][]float32{input})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return vectors[0], nil
}
