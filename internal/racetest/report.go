package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"descry/internal/testlength"
)

// leftOut is what short runs skipped or shortened: the names of tests by package.
type leftOut map[string][]string

// packages are the packages of which tests were left out, sorted.
func (l leftOut) packages() []string { return slices.Sorted(maps.Keys(l)) }

// tests are the names of the tests, each once, sorted.
func (l leftOut) tests() []string {
	var names []string
	for _, tests := range l {
		names = append(names, tests...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (l leftOut) add(pkg, test string) {
	test, _, _ = strings.Cut(test, "/")
	if !slices.Contains(l[pkg], test) {
		l[pkg] = append(l[pkg], test)
	}
}

// event is a line of "go test -json" (go doc test2json).
type event struct {
	Action, Package, Test, Output, Key string
}

// report reads the events of "go test -json" and prints the output of "go test": a line for
// each package, and for a failed package the output of its failed tests and of the package
// itself. report returns the tests that were left out. Lines that are no events are printed
// unchanged.
func report(events io.Reader, out io.Writer) (leftOut, error) {
	left := leftOut{}
	output := map[string][]event{} // output by package, which may have to be printed
	in := bufio.NewReader(events)
	for {
		line, err := in.ReadBytes('\n')
		var e event
		switch {
		case len(line) == 0:
		case json.Unmarshal(line, &e) != nil:
			if _, err := out.Write(line); err != nil {
				return left, fmt.Errorf("print: %w", err)
			}
		default:
			if err := e.take(left, output, out); err != nil {
				return left, fmt.Errorf("print: %w", err)
			}
		}
		if errors.Is(err, io.EOF) {
			return left, nil
		}
		if err != nil {
			return left, fmt.Errorf("read the events of go test: %w", err)
		}
	}
}

// take notes an event, and prints a package once the package has ended.
func (e event) take(left leftOut, output map[string][]event, out io.Writer) error {
	switch e.Action {
	case "build-output":
		_, err := io.WriteString(out, e.Output)
		return err
	case "output":
		output[e.Package] = append(output[e.Package], e)
	case "attr":
		if e.Key == testlength.Attribute {
			left.add(e.Package, e.Test)
		}
	case "pass", "skip", "fail":
		if e.Test == "" {
			return e.end(output, out)
		}
		if e.Action == "skip" {
			left.add(e.Package, e.Test)
		}
		if e.Action != "fail" {
			output[e.Package] = slices.DeleteFunc(output[e.Package], func(o event) bool { return o.Test == e.Test })
		}
	}
	return nil
}

// end prints the output of a package, of a package without failures only the last line.
func (e event) end(output map[string][]event, out io.Writer) error {
	lines := output[e.Package]
	delete(output, e.Package)
	if e.Action != "fail" {
		lines = lines[max(0, len(lines)-1):]
	}
	for _, o := range lines {
		if strings.HasPrefix(o.Output, "=== ") {
			continue
		}
		if _, err := io.WriteString(out, o.Output); err != nil {
			return err
		}
	}
	return nil
}
