package llm2clip_test

import (
	"context"
	"os"
	"testing"
	"time"

	"descry/internal/childprocess"
	"descry/ml/adapter"
	"descry/ml/ort"
)

// TestMain makes the test's own program the process that computes on a graphics card, as
// the released program is its own.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == encoderCommand {
		os.Exit(ort.ServeEncoder(map[string]ort.Question{"adapters": listAdapters, "memory": listMemory}))
	}
	os.Exit(m.Run())
}

const encoderCommand = "encoder-process"

func listAdapters(ctx context.Context) (any, error) { return adapter.List(ctx) }

// listMemory tells the memory of every adapter that tells, by its name.
func listMemory(ctx context.Context) (any, error) {
	all, err := adapter.List(ctx)
	if err != nil {
		return nil, err
	}
	budgets := make(map[string]adapter.Budget)
	for _, a := range all {
		if b, err := a.Budget(ctx); err == nil {
			budgets[a.Name] = b
		}
	}
	return budgets, nil
}

// encoderChild starts the test's own program.
func encoderChild(t testing.TB) ort.Child {
	t.Helper()
	own, err := childprocess.OwnProgram()
	if err != nil {
		t.Fatal(err)
	}
	return ort.Child{Path: own, Args: []string{encoderCommand}}
}

// ask asks a process that has an environment. The answer is of the type that the question has.
// A driver that doesn't tell of itself soon tells nothing.
func ask[T any](t testing.TB, question string, environment []string) (answer T, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	err = encoderChild(t).Ask(ctx, question, environment, &answer)
	return answer, err
}

// startForCards is start with a process for graphics cards.
func startForCards(t testing.TB) *ort.Runtime {
	t.Helper()
	rt := start(t)
	rt.UseChild(encoderChild(t))
	return rt
}
