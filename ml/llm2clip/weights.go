package llm2clip

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// weights is checked access to a checkpoint. weights remembers the tensors that a graph uses,
// so that everything that does not fit is named in one error.
type weights struct {
	source Checkpoint
	asked  map[string]bool
	wrong  []string // in the order of the graph
}

func newWeights(c Checkpoint) *weights {
	return &weights{source: c, asked: make(map[string]bool)}
}

func (w *weights) has(name string) bool {
	_, ok := w.source.Lookup(name)
	return ok
}

// check demands a tensor of a shape.
func (w *weights) check(name string, shape ...int64) {
	w.asked[name] = true
	t, ok := w.source.Lookup(name)
	switch {
	case !ok:
		w.wrong = append(w.wrong, name+" is missing")
	case !slices.Equal(t.Shape, shape):
		w.wrong = append(w.wrong, fmt.Sprintf("%s has shape %v, want %v", name, t.Shape, shape))
	}
}

// sizes returns the shape of a tensor from which other sizes are derived.
func (w *weights) sizes(name string, rank int) ([]int64, error) {
	t, ok := w.source.Lookup(name)
	if !ok {
		return nil, fmt.Errorf("%s is missing", name)
	}
	if len(t.Shape) != rank || slices.Min(t.Shape) < 1 {
		return nil, fmt.Errorf("%s has shape %v, want %d positive sizes", name, t.Shape, rank)
	}
	return t.Shape, nil
}

// layers counts the different numbers N among names "prefix" N "."…. A gap makes the layer in
// the gap missing and the last one superfluous.
func (w *weights) layers(prefix string) int {
	numbers := make(map[int]bool)
	for _, t := range w.source.Tensors() {
		rest, ok := strings.CutPrefix(t.Name, prefix)
		digits, _, dot := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(digits); ok && dot && err == nil && n >= 0 {
			numbers[n] = true
		}
	}
	return len(numbers)
}

// unused names the tensors that no part of a graph uses, in the order of the file.
func (w *weights) unused() []string {
	var names []string
	for _, t := range w.source.Tensors() {
		if !w.asked[t.Name] {
			names = append(names, t.Name)
		}
	}
	return names
}

// err names the tensors that are missing or misshaped, and the tensors below the prefixes that
// no part of the graph uses, except for those that ignore reports.
func (w *weights) err(ignore func(string) bool, prefixes ...string) error {
	wrong := slices.Clone(w.wrong)
	for _, name := range w.unused() {
		own := slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
		if own && !ignore(name) {
			wrong = append(wrong, name+" is not part of this architecture")
		}
	}
	return problems(wrong)
}

// listed is how many problems an error spells out.
const listed = 8

func problems(wrong []string) error {
	if len(wrong) == 0 {
		return nil
	}
	more := ""
	if n := len(wrong) - listed; n > 0 {
		wrong, more = wrong[:listed], fmt.Sprintf("; and %d more", n)
	}
	for i, text := range wrong { // names come from a file
		wrong[i] = strings.ToValidUTF8(fmt.Sprintf("%.200s", text), "?")
	}
	return fmt.Errorf("tensors: %s%s", strings.Join(wrong, "; "), more)
}
