package onnx

import (
	"errors"
	"fmt"
)

// Domains of operators.
const (
	// Standard is the domain of the ONNX specification.
	Standard = ""
	// Microsoft is the domain of ONNX Runtime's own operators.
	Microsoft = "com.microsoft"
)

// Dim is one axis of an input or output: a size, or a name if the size varies.
type Dim struct {
	Size int64
	Name string
}

// Fixed is an axis of a known size.
func Fixed(size int64) Dim { return Dim{Size: size} }

// Named is an axis that varies from run to run. Equal names mean equal sizes.
func Named(name string) Dim { return Dim{Name: name} }

// Node is one operation. An empty input name leaves an optional input out.
type Node struct {
	Op         string
	Domain     string
	Inputs     []string
	Outputs    []string
	Attributes []Attribute
}

type port struct {
	name string
	kind Type
	dims []Dim
}

// Graph collects inputs, constants and nodes. The first mistake is kept and returned by
// [Graph.Err] and [Graph.Write]. Calls after a mistake change nothing.
type Graph struct {
	name    string
	inputs  []port
	outputs []port
	nodes   []Node
	tensors []Tensor
	known   map[string]bool // names of values that exist by now
	err     error
}

// New starts a graph.
func New(name string) *Graph {
	g := &Graph{name: name, known: make(map[string]bool)}
	if name == "" {
		g.err = errors.New("an onnx graph needs a name")
	}
	return g
}

// Err returns the first mistake, with the name of the value concerned.
func (g *Graph) Err() error { return g.err }

func (g *Graph) fail(format string, args ...any) {
	if g.err == nil {
		g.err = fmt.Errorf("onnx graph %s: %w", g.name, fmt.Errorf(format, args...))
	}
}

// define makes a name known. Each value is made once.
func (g *Graph) define(name string) {
	switch {
	case name == "":
		g.fail("a value has no name")
	case g.known[name]:
		g.fail("%s is defined twice", name)
	}
	g.known[name] = true
}

// Input declares what a run is fed with.
func (g *Graph) Input(name string, t Type, dims ...Dim) {
	g.define(name)
	g.inputs = append(g.inputs, port{name, t, dims})
}

// Output declares a value as a result. The value must exist by now.
func (g *Graph) Output(name string, t Type, dims ...Dim) {
	g.use("the outputs", name)
	g.outputs = append(g.outputs, port{name, t, dims})
}

// Constant adds a tensor and returns its name.
func (g *Graph) Constant(t Tensor) string {
	g.define(t.Name)
	if _, err := t.bytes(); err != nil {
		g.fail("constant %s: %w", t.Name, err)
	}
	if t.Write == nil {
		g.fail("constant %s has no content", t.Name)
	}
	g.tensors = append(g.tensors, t)
	return t.Name
}

// Replaceable adds a tensor that a run could replace, as an input that has a value. ONNX
// Runtime therefore reads the tensor where it lies, in the mapped file, and keeps no
// rearranged copy. Replaceable suits weights of which each run uses little.
func (g *Graph) Replaceable(t Tensor) string {
	g.Constant(t)
	dims := make([]Dim, len(t.Shape))
	for i, size := range t.Shape {
		dims[i] = Fixed(size)
	}
	g.inputs = append(g.inputs, port{t.Name, t.Type, dims})
	return t.Name
}

// Add appends a node and returns its first output. The node's inputs must exist.
func (g *Graph) Add(n Node) string {
	if n.Op == "" || len(n.Outputs) == 0 {
		g.fail("node %q with outputs %q: want an operator and an output", n.Op, n.Outputs)
		return ""
	}
	for _, name := range n.Inputs {
		if name != "" {
			g.use(n.Op+" "+n.Outputs[0], name)
		}
	}
	for _, name := range n.Outputs {
		g.define(name)
	}
	g.nodes = append(g.nodes, n)
	return n.Outputs[0]
}

func (g *Graph) use(by, name string) {
	if !g.known[name] {
		g.fail("%s: %q is not defined", by, name)
	}
}

// Bytes returns how many bytes the constants have in all.
func (g *Graph) Bytes() int64 {
	var sum int64
	for _, t := range g.tensors {
		n, _ := t.bytes() // a wrong shape has failed the graph already
		sum += n
	}
	return sum
}
