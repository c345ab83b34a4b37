package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func doctorCommand() *cobra.Command {
	var asJSON, dryRun bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check the installation and the library, and repair what can be repaired",
		Long: `Checks the ONNX Runtime library, the model and its checksums, lists the graphics
adapters, says what the model runs on and why, checks the catalogue's integrity, the journal of your edits and the copies of them, vectors without photos
and photos without vectors, the vector file and the thumbnails. Whatever can be made
anew (vector file, thumbnails, stray vectors) is repaired; with --dry-run it is only
reported. Photos are never touched, and what you said of photos that have no file any
more is kept.

A catalogue that is damaged, empty or missing is made anew: by new indexes if that is
all; otherwise of all that can be read, with what you said from the newest copy and the
journal since. What was saved from where is said, and the damaged file is kept.

Exit code 0 when all is well or was repaired, 1 when something is left.`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDoctor(cmd.Context(), dryRun, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "change nothing")
	return cmd
}

// finding is the result of one check. OK means nothing to do; Repaired that there
// was something and it is done.
type finding struct {
	Check    string `json:"check"`
	OK       bool   `json:"ok"`
	Repaired bool   `json:"repaired"`
	Detail   string `json:"detail"`
}

// doctor runs checks on an engine that may be half open.
type doctor struct {
	e      *engine
	dryRun bool
}

func runDoctor(ctx context.Context, dryRun bool, out output) error {
	findings := examine(ctx, dryRun)
	left := 0
	for _, f := range findings {
		if !f.OK && !f.Repaired {
			left++
		}
	}
	if out.json {
		if err := printJSON(out.stdout, map[string]any{"checks": findings, "ok": left == 0}); err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			mark := "ok      "
			switch {
			case f.Repaired:
				mark = "repaired"
			case !f.OK:
				mark = "PROBLEM "
			}
			fmt.Fprintf(out.stdout, "%s  %-18s %s\n", mark, f.Check, f.Detail)
		}
	}
	if left > 0 {
		return fmt.Errorf("%s found", count(left, "problem was", "problems were"))
	}
	return nil
}

// examine runs all checks it can: a catalogue that doesn't open still leaves the
// others.
func examine(ctx context.Context, dryRun bool) []finding {
	paths, err := DefaultPaths()
	if err != nil {
		return []finding{{Check: "folders", Detail: explain(err)}}
	}
	findings := append([]finding{checkSettings(paths), checkRuntime(), checkAdapters(ctx)}, checkDecoders(ctx)...)
	findings = append(findings, checkModelPacks(ctx, paths)...)
	catalogue, sound := checkCatalogue(ctx, paths, dryRun)
	if findings = append(findings, catalogue); !sound {
		return findings
	}
	e, err := openEngine(ctx, paths)
	if err != nil {
		return append(findings, unopened(err))
	}
	d := doctor{e: e, dryRun: dryRun}
	findings = append(findings, d.model(ctx), d.device(ctx))
	findings = append(findings, d.catalogue(ctx)...)
	if err := e.Close(); err != nil {
		findings = append(findings, finding{Check: "closing", Detail: explain(err)})
	}
	return findings
}

// unopened tells why the library can't be opened.
func unopened(err error) finding { return finding{Check: "library", Detail: explain(err)} }

// catalogue runs the checks that need the catalogue. Repairs wait until no other
// process indexes: it might be in the middle of what looks broken.
func (d *doctor) catalogue(ctx context.Context) []finding {
	findings := []finding{d.files(ctx), d.journal(ctx), d.copies(ctx), d.said(ctx)}
	lock, err := tryLock(d.e.paths.Lock, commandRole)
	if err != nil {
		return append(findings, finding{Check: "indexer lock", Detail: explain(err)})
	}
	if lock == nil {
		d.dryRun = true
		findings = append(findings, finding{Check: "indexer lock", OK: true,
			Detail: "another Descry is indexing (process " + lockHolder(d.e.paths.Lock).pid + "): nothing is repaired now"})
	} else {
		defer lock.release()
	}
	return append(findings, d.vectors(ctx), d.vectorFile(ctx), d.thumbnails(ctx))
}

func failed(check string, err error) finding {
	if errors.Is(err, context.Canceled) {
		return finding{Check: check, Detail: "interrupted"}
	}
	return finding{Check: check, Detail: explain(err)}
}
