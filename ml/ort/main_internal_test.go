package ort

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestMain makes the test's own program the child, too.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "encoder-process":
			os.Exit(ServeEncoder(testQuestions))
		case "unlimited-encoder":
			os.Exit(serveProcess(loadRequested, testQuestions))
		case "poor-encoder":
			os.Exit(serveProcess(loadPoor, testQuestions))
		case "fake-encoder":
			os.Exit(serveProcess(loadFake, testQuestions))
		case "another program":
			fmt.Println("What do you want of me? I am not what you think.")
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

var testQuestions = map[string]Question{
	"environment": func(context.Context) (any, error) { return os.Environ(), nil },
	"complain": func(context.Context) (any, error) {
		fmt.Fprintln(os.Stderr, "a driver complains")
		fmt.Println("and a library prints") // which is not to get between the answers
		return []string{}, nil
	},
	"too much": func(context.Context) (any, error) { return strings.Repeat("x", maxHead), nil },
	"nothing":  func(context.Context) (any, error) { return nil, errors.New("there is no answer") },
}

// conduct is how a fake graph in a child behaves, as the options of a provider.
type conduct struct {
	log    string // a file that gets a line for each child: its process
	after  int    // runs until what comes now
	once   bool   // only in the first child
	does   string // "hang", "exit", "panic", "lose", "memory", "wait": until cancelled
	onLoad bool   // already at loading
	limit  int    // pictures that "memory" and "wait" leave alone
}

func (c conduct) options() map[string]string {
	return map[string]string{"log": c.log, "after": strconv.Itoa(c.after), "once": strconv.FormatBool(c.once),
		"does": c.does, "onLoad": strconv.FormatBool(c.onLoad), "limit": strconv.Itoa(c.limit)}
}

func conductOf(o map[string]string) (c conduct) {
	c.log, c.does = o["log"], o["does"]
	c.after, _ = strconv.Atoi(o["after"])
	c.limit, _ = strconv.Atoi(o["limit"])
	c.once, _ = strconv.ParseBool(o["once"])
	c.onLoad, _ = strconv.ParseBool(o["onLoad"])
	return c
}

// children are the processes that wrote into a log, in their order.
func children(t testing.TB, log string) (ids []int) {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		id, err := strconv.Atoi(strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// misbehavingGraph computes as fakeGraph does until it has run often enough.
type misbehavingGraph struct {
	fakeGraph
	conduct
	runs atomic.Int32
}

// loadFake makes a fake graph in a child.
func loadFake(r *loadRequest, read func() (modelFile, error)) (graph, error) {
	g := &misbehavingGraph{fakeGraph: fakeGraph{on: CPU, device: &fakeDevice{}}, conduct: conductOf(r.Options.ProviderOptions)}
	model, err := read()
	if err != nil || len(model.data) != 1 { // as smallPack has them
		return nil, fmt.Errorf("a model of %d bytes, %w", len(model.data), err)
	}
	f, err := os.OpenFile(g.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() > 0 && g.once {
		g.does = ""
	}
	fmt.Fprintln(f, os.Getpid())
	if g.onLoad {
		return g, g.misbehave(context.Background(), 0)
	}
	return g, nil
}

func (g *misbehavingGraph) run(ctx context.Context, inputs, outputs []tensor) error {
	if int(g.runs.Add(1)) > g.after && !g.onLoad {
		if err := g.misbehave(ctx, int(inputs[0].shape[0])); err != nil {
			return err
		}
	}
	return g.fakeGraph.run(ctx, inputs, outputs)
}

func (g *misbehavingGraph) misbehave(ctx context.Context, pictures int) error {
	switch g.does {
	case "hang":
		time.Sleep(time.Hour)
	case "exit":
		os.Exit(3)
	case "panic":
		go panic("out of luck")
		time.Sleep(time.Hour)
	case "lose":
		return errors.New("WebGPU device lost (1): the device was lost, by the test")
	case "memory":
		if pictures > g.limit {
			return errors.New(arenaMemory)
		}
	case "wait":
		if pictures > g.limit {
			<-ctx.Done()
			return errors.New("terminated")
		}
	}
	return nil
}
