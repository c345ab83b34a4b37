// Command racetest runs the tests of packages once, under the race detector where there can be
// races. Packages whose tests start no goroutine run without the detector. The others run in
// short form under the detector, and tests that were skipped or shortened there run in full
// without it. Command racetest prints the output of "go test".
//
//	racetest [-timeout D] PATTERN...
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
)

func main() {
	timeout := flag.Duration("timeout", 0, "how long the tests of a package may take in one run")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	full := []string{"-timeout", timeout.String()}
	if err := run(ctx, slices.Concat(full, []string{"-race", "-short"}), full, flag.Args(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run tests packages with the flags of short runs or of full ones. All packages are tested,
// whatever fails.
func run(ctx context.Context, short, full, patterns []string, out io.Writer) error {
	concurrent, serial, err := split(ctx, patterns)
	if err != nil {
		return err
	}
	var errs []error
	if len(serial) > 0 {
		fmt.Fprintf(out, "%d packages without goroutines:\n", len(serial))
		_, err := test(ctx, slices.Concat(full, serial), out)
		errs = append(errs, err)
	}
	var left leftOut
	if len(concurrent) > 0 && ctx.Err() == nil {
		fmt.Fprintf(out, "%d packages with goroutines, in short:\n", len(concurrent))
		left, err = test(ctx, slices.Concat(short, concurrent), out)
		errs = append(errs, err)
	}
	if len(left) > 0 && ctx.Err() == nil {
		tests, packages := left.tests(), left.packages()
		fmt.Fprintf(out, "%d tests that were left out, of %d packages:\n", len(tests), len(packages))
		_, err := test(ctx, slices.Concat(full, []string{"-run", "^(" + strings.Join(tests, "|") + ")$"}, packages), out)
		errs = append(errs, err)
	}
	return errors.Join(append(errs, ctx.Err())...)
}

// test runs "go test" and returns the tests that were left out.
func test(ctx context.Context, args []string, out io.Writer) (leftOut, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json"}, args...)...)
	cmd.Stderr = out
	events, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("read from go test: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start go test: %w", err)
	}
	left, err := report(events, out)
	if err != nil {
		return left, errors.Join(err, cmd.Process.Kill(), cmd.Wait())
	}
	if err := cmd.Wait(); err != nil {
		return left, fmt.Errorf("go test: %w", err)
	}
	return left, nil
}
