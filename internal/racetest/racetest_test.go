package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const events = `{"Action":"start","Package":"a"}
{"Action":"run","Package":"a","Test":"TestGood"}
{"Action":"output","Package":"a","Test":"TestGood","Output":"=== RUN   TestGood\n"}
{"Action":"output","Package":"a","Test":"TestGood","Output":"    good_test.go:3: a good one\n"}
{"Action":"pass","Package":"a","Test":"TestGood"}
{"Action":"output","Package":"a","Test":"TestLong/one","Output":"    --- SKIP: TestLong/one (0.00s)\n"}
{"Action":"skip","Package":"a","Test":"TestLong/one"}
{"Action":"skip","Package":"a","Test":"TestLong/two"}
{"Action":"attr","Package":"a","Test":"TestSome","Key":"shortened","Value":"true"}
{"Action":"attr","Package":"a","Test":"TestOther","Key":"other","Value":"true"}
{"Action":"pass","Package":"a","Test":"TestSome"}
{"Action":"output","Package":"a","Output":"PASS\n"}
{"Action":"output","Package":"a","Output":"ok  \ta\t0.1s\n"}
{"Action":"pass","Package":"a","Elapsed":0.1}
{"ImportPath":"b [b.test]","Action":"build-output","Output":"b_test.go:1: undefined: x\n"}
{"ImportPath":"b [b.test]","Action":"build-fail"}
{"Action":"output","Package":"b","Output":"FAIL\tb [build failed]\n"}
{"Action":"fail","Package":"b","FailedBuild":"b [b.test]"}
no event
{"Action":"output","Package":"c","Test":"TestBad","Output":"=== RUN   TestBad\n"}
{"Action":"output","Package":"c","Test":"TestGood","Output":"    good_test.go:3: a good one\n"}
{"Action":"output","Package":"c","Test":"TestBad","Output":"    bad_test.go:3: it went wrong\n"}
{"Action":"pass","Package":"c","Test":"TestGood"}
{"Action":"output","Package":"c","Test":"TestBad","Output":"--- FAIL: TestBad (0.00s)\n"}
{"Action":"fail","Package":"c","Test":"TestBad"}
{"Action":"skip","Package":"c","Test":"TestLong"}
{"Action":"output","Package":"c","Output":"FAIL\n"}
{"Action":"output","Package":"c","Output":"FAIL\tc\t0.1s\n"}
{"Action":"fail","Package":"c"}
{"Action":"output","Package":"d","Output":"?   \td\t[no test files]\n"}
{"Action":"skip","Package":"d"}
`

const printed = `ok  	a	0.1s
b_test.go:1: undefined: x
FAIL	b [build failed]
no event
    bad_test.go:3: it went wrong
--- FAIL: TestBad (0.00s)
FAIL
FAIL	c	0.1s
?   	d	[no test files]
`

func TestReport(t *testing.T) {
	var out strings.Builder
	left, err := report(strings.NewReader(events), &out)
	if err != nil || out.String() != printed {
		t.Errorf("it prints\n%s\n%v, want\n%s", out.String(), err, printed)
	}
	if got := left.packages(); !slices.Equal(got, []string{"a", "c"}) {
		t.Errorf("left out is something of %q", got)
	}
	if got := left.tests(); !slices.Equal(got, []string{"TestLong", "TestSome"}) {
		t.Errorf("left out are %q", got)
	}
}

// noting is a test file whose tests append to a file what they do.
const noting = `package m

import (
	"os"
	"testing"
)

func note(t *testing.T, what string) {
	f, err := os.OpenFile(os.Getenv("NOTES"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString(t.Name() + " " + what + "\n")
	}
	if err != nil {
		t.Fatal(err)
	}
}
`

const concurrentTests = noting + `
func TestAlways(t *testing.T) {
	done := make(chan bool)
	go close(done)
	<-done
	note(t, "whole")
}

func TestSkipped(t *testing.T) {
	if testing.Short() {
		t.Skip("too long")
	}
	note(t, "whole")
	t.Error("that is wrong")
}

func TestShortened(t *testing.T) {
	if testing.Short() {
		t.Attr("shortened", "true")
		note(t, "short")
		return
	}
	note(t, "whole")
}
`

const serialTests = noting + `
func TestSerial(t *testing.T) {
	if testing.Short() {
		t.Skip("too long")
	}
	note(t, "whole")
}
`

// A package whose test only uses one that starts goroutines.
const above = `package above

import "m/below"

func Above() { below.Below() }
`

const aboveTests = `package above

import "testing"

func TestAbove(t *testing.T) { Above() }
`

const below = `package below

import "sync"

func Below() {
	var w sync.WaitGroup
	w.Go(func() {})
	w.Wait()
}
`

// inModule makes a module of files, which becomes the working folder.
func inModule(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	files["go.mod"] = "module m\n\ngo 1.25\n"
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
}

func TestSplit(t *testing.T) {
	inModule(t, map[string]string{
		"a/a_test.go": concurrentTests, "b/b_test.go": serialTests,
		"above/above.go": above, "above/above_test.go": aboveTests, "below/below.go": below,
	})
	concurrent, serial, err := split(t.Context(), []string{"./..."})
	slices.Sort(serial)
	slices.Sort(concurrent)
	// Nothing tests below by itself.
	if err != nil || !slices.Equal(concurrent, []string{"m/a", "m/above"}) || !slices.Equal(serial, []string{"m/b", "m/below"}) {
		t.Errorf("concurrent %q, serial %q, %v", concurrent, serial, err)
	}
}

// Every test runs once in full, and what fails in any of the runs is reported.
func TestRunsOnceInFull(t *testing.T) {
	notes := filepath.Join(t.TempDir(), "notes")
	if err := os.WriteFile(notes, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	inModule(t, map[string]string{"a/a_test.go": concurrentTests, "b/b_test.go": serialTests})
	t.Setenv("NOTES", notes)
	var out strings.Builder
	err := run(t.Context(), []string{"-count=1", "-short"}, []string{"-count=1"}, []string{"./..."}, &out)
	if err == nil || !strings.Contains(out.String(), "that is wrong") || !strings.Contains(out.String(), "2 tests that were left out, of 1 packages") {
		t.Errorf("%v\n%s", err, out.String())
	}
	got, err := os.ReadFile(notes)
	const want = "TestSerial whole\nTestAlways whole\nTestShortened short\nTestSkipped whole\nTestShortened whole\n"
	if err != nil || string(got) != want {
		t.Errorf("the tests did\n%s%v, want\n%s", got, err, want)
	}
}
