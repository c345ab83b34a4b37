// Package checkpoint reads the weight files in which models are published, safetensors and
// PyTorch's zip archives, tensor by tensor. Nothing in the files is executed. Every number in
// a file is checked against the file itself before use, so that a hostile file costs an error
// and neither memory nor time.
package checkpoint

import (
	"errors"
	"fmt"
	"io"
)

// File is one checkpoint, kept in one file or in several shards. The methods may be called
// from several goroutines, Close excepted.
type File interface {
	// Tensors lists the tensors: of safetensors in the order of the bytes, shard after shard;
	// of PyTorch in the order of the state dict. Neither the list nor a Shape may be changed.
	Tensors() []Tensor
	// Lookup finds a tensor by its name.
	Lookup(name string) (Tensor, bool)
	// Read passes the values of an F32, F16 or BF16 tensor to fn, the next values in row-major
	// order at each call. The values are valid only during the call. Read ends at the first
	// error of fn. Other types are an error, and so are values that are not finite, though fn
	// has then seen the values before.
	Read(name string, fn func(values []float32) error) error
	// ReadAll returns all values of a tensor of at most 64 MB as float32. Larger tensors are
	// an error and are to be read with Read.
	ReadAll(name string) ([]float32, error)
	// Close closes the files. A second call does nothing.
	Close() error
}

// Tensor describes one array of numbers.
type Tensor struct {
	Name  string
	DType DType
	Shape []int64 // row-major; empty for a single number
}

// Elements is the number of values: the product of the shape.
func (t Tensor) Elements() int64 {
	n := int64(1)
	for _, d := range t.Shape {
		n *= d
	}
	return n
}

// maxAll bounds the result of ReadAll, in values: 64 MB of float32.
const maxAll = 64 << 20 / 4

// checkpoint implements File for both formats.
type checkpoint struct {
	tensors []Tensor
	spans   []span // where each tensor's values lie
	index   map[string]int
	closers []io.Closer
}

var _ File = (*checkpoint)(nil)

// add appends a tensor. Names must be unique, and printable in every format.
func (c *checkpoint) add(t Tensor, s span) error {
	if err := checkName(t.Name); err != nil {
		return err
	}
	if _, twice := c.index[t.Name]; twice {
		return fmt.Errorf("tensor %s stands there twice", quote(t.Name))
	}
	if len(c.tensors) == maxTensors {
		return fmt.Errorf("more than %d tensors", maxTensors)
	}
	if c.index == nil {
		c.index = map[string]int{}
	}
	c.index[t.Name] = len(c.tensors)
	c.tensors, c.spans = append(c.tensors, t), append(c.spans, s)
	return nil
}

// Tensors implements File.
func (c *checkpoint) Tensors() []Tensor { return c.tensors }

// Lookup implements File.
func (c *checkpoint) Lookup(name string) (Tensor, bool) {
	i, ok := c.index[name]
	if !ok {
		return Tensor{}, false
	}
	return c.tensors[i], true
}

// Read implements File.
func (c *checkpoint) Read(name string, fn func([]float32) error) error {
	i, ok := c.index[name]
	if !ok {
		return fmt.Errorf("read tensor %s: the checkpoint has none of this name", quote(name))
	}
	if err := c.spans[i].stream(c.tensors[i], fn); err != nil {
		return fmt.Errorf("read tensor %s: %w", quote(name), err)
	}
	return nil
}

// ReadAll implements File.
func (c *checkpoint) ReadAll(name string) ([]float32, error) {
	t, _ := c.Lookup(name)
	if n := t.Elements(); n > maxAll {
		return nil, fmt.Errorf("read tensor %s: %d values are too many to read at once (limit %d)", quote(name), n, maxAll)
	}
	all := make([]float32, 0, t.Elements())
	err := c.Read(name, func(values []float32) error {
		all = append(all, values...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Close implements File.
func (c *checkpoint) Close() error {
	var failed error
	for _, f := range c.closers {
		failed = errors.Join(failed, f.Close())
	}
	c.closers = nil
	return failed
}
