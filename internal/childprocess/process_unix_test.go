//go:build unix

package childprocess_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"descry/internal/childprocess"
)

// TestMain makes the test's own program the child, too, and one that has a child.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "child" {
		childMain(os.Args[2])
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func childMain(what string) {
	switch what {
	case "echo":
		_, _ = io.Copy(os.Stdout, os.Stdin)
	case "limits":
		err := childprocess.Limit()
		var core unix.Rlimit
		_ = unix.Getrlimit(unix.RLIMIT_CORE, &core)
		score, _ := os.ReadFile("/proc/self/oom_score_adj")
		nice, _ := unix.Getpriority(unix.PRIO_PROCESS, 0)
		fmt.Println(core.Max, nice, unix.Getpgrp() == os.Getpid(), strings.TrimSpace(string(score)), err)
	case "claims":
		out, err := childprocess.ClaimOutput()
		if err != nil {
			panic(err)
		}
		fmt.Print("printed")
		_, _ = syscall.Write(1, []byte(" by a library"))
		fmt.Fprint(out, "the answer")
	case "computes": // until it has its answer, then it waits
		for began := time.Now(); time.Since(began) < 200*time.Millisecond; {
		}
		fmt.Println("done")
		select {}
	case "sleeps":
		fmt.Println(os.Getpid())
		select {}
	case "starts": // a child of its own, and waits to be killed
		p, err := start("sleeps", io.Discard)
		if err != nil {
			panic(err)
		}
		line, _ := bufio.NewReader(p.Out).ReadString('\n')
		fmt.Print(line)
		select {}
	}
}

func start(what string, stderr io.Writer) (*childprocess.Process, error) {
	program, err := childprocess.OwnProgram()
	if err != nil {
		return nil, err
	}
	return childprocess.Start(childprocess.Command{Path: program, Args: []string{"test", "child", what}, Stderr: stderr})
}

// said is all that a child prints until the child ends by itself.
func said(t *testing.T, what, input string) (out, stderr string) {
	t.Helper()
	var errors bytes.Buffer
	p, err := start(what, &errors)
	if err != nil {
		t.Fatal(err)
	}
	defer p.End()
	if _, err := io.WriteString(p.In, input); err != nil {
		t.Fatal(err)
	}
	_ = p.In.Close()
	all, err := io.ReadAll(p.Out)
	if err != nil {
		t.Fatal(err)
	}
	<-p.Gone
	if !p.State().Success() {
		t.Errorf("%s: %v, %s", what, p.State(), &errors)
	}
	return string(all), errors.String()
}

func TestStart(t *testing.T) {
	if out, _ := said(t, "echo", "hello"); out != "hello" {
		t.Errorf("the child echoes %q", out)
	}
	if _, err := childprocess.Start(childprocess.Command{Path: t.TempDir() + "/missing"}); err == nil {
		t.Error("a missing program was started")
	}
}

func TestClaimOutput(t *testing.T) {
	if out, stderr := said(t, "claims", ""); out != "the answer" || stderr != "printed by a library" {
		t.Errorf("on the output %q, on standard error %q", out, stderr)
	}
}

func TestLimit(t *testing.T) {
	own, err := unix.Getpriority(unix.PRIO_PROCESS, 0)
	if err != nil || runtime.GOOS != "linux" {
		t.Skip("written for Linux", err)
	}
	// The system call counts from 20 down.
	want := fmt.Sprintln(1, max(own-5, 1), true, 500, "<nil>")
	if out, _ := said(t, "limits", ""); out != want {
		t.Errorf("core dump, priority, own group, OOM score: %q, want %q", out, want)
	}
}

func TestEnd(t *testing.T) {
	p, err := start("sleeps", nil)
	if err != nil {
		t.Fatal(err)
	}
	p.End()
	p.End()
	p.EndWithin(0)
	if syscall.Kill(p.ID(), 0) == nil || p.State().Success() {
		t.Errorf("the child still runs: %v", p.State())
	}
}

// TestProcessorTime is about a process that computes, then waits, then is gone.
func TestProcessorTime(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("it is known on Linux only")
	}
	p, err := start("computes", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.End()
	if line, err := bufio.NewReader(p.Out).ReadString('\n'); line != "done\n" {
		t.Fatal(line, err)
	}
	before, known := p.ProcessorTime()
	if !known || before < 20*time.Millisecond || before > time.Minute { // others may want the processors, too
		t.Errorf("%v, %t", before, known)
	}
	p.End()
	if spent, known := p.ProcessorTime(); known {
		t.Errorf("a process that is gone: %v", spent)
	}
}

// TestDiesWithItsParent kills a process that has a child.
func TestDiesWithItsParent(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere a child ends when its input does")
	}
	parent := exec.Command("/proc/self/exe", "child", "starts")
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || syscall.Kill(child, 0) != nil {
		t.Fatalf("child %q does not run: %v", line, err)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()
	for range 1000 { // it may be left as one that nobody has waited for
		state, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", child))
		if err != nil || bytes.Contains(state, []byte(") Z ")) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("child %d still runs", child)
}

func TestOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "\n \n": "", "\n\t a\x00b \nc": "a b", "\xff": "?", strings.Repeat("é", 300): strings.Repeat("é", 250),
	} {
		if got := childprocess.OneLine(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
