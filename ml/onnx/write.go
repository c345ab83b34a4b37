package onnx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Files says where a model's weights go.
type Files struct {
	// Location is the name of the data file in the model file, relative to the model's folder.
	Location string
	// InlineBelow keeps tensors of fewer bytes in the model file itself, 64 KiB if zero.
	// Shapes must be in the model file to be inferred, and a thousand tiny pieces are slow to
	// map.
	InlineBelow int64
	// Producer names the program that wrote the model.
	Producer string
}

const defaultInlineBelow = 64 << 10

// Alignment of large pieces of the data file: systems map files at multiples of a page or, on
// Windows, of 64 KiB.
const (
	alignment      = 64 << 10
	smallAlignment = 4 << 10
	alignFrom      = 1 << 20 // smaller pieces start at a page
)

// maxModelMessage is where protocol buffers end.
const maxModelMessage = 2 << 30

// Write streams the weights to data and then the graph to model. A tensor's
// Write error is returned with its name.
func (g *Graph) Write(model, data io.Writer, f Files) error {
	if g.err != nil {
		return g.err
	}
	if len(g.outputs) == 0 {
		return fmt.Errorf("onnx graph %s: no outputs", g.name)
	}
	if f.InlineBelow == 0 {
		f.InlineBelow = defaultInlineBelow
	}
	tensors, err := g.writeTensors(data, f)
	if err != nil {
		return fmt.Errorf("write onnx graph %s: %w", g.name, err)
	}
	m := g.model(tensors, f.Producer)
	if len(m) >= maxModelMessage {
		return fmt.Errorf("write onnx graph %s: %d bytes, a model file ends at 2 GB", g.name, len(m))
	}
	if _, err := model.Write(m); err != nil {
		return fmt.Errorf("write onnx graph %s: %w", g.name, err)
	}
	return nil
}

// writeTensors returns the encoded TensorProto of every constant.
func (g *Graph) writeTensors(data io.Writer, f Files) ([]message, error) {
	out := &countingWriter{w: data}
	var tensors []message
	for _, t := range g.tensors {
		m, err := writeTensor(t, out, f)
		if err != nil {
			return nil, fmt.Errorf("tensor %s: %w", t.Name, err)
		}
		tensors = append(tensors, m)
	}
	return tensors, nil
}

func writeTensor(t Tensor, data *countingWriter, f Files) (message, error) {
	size, err := t.bytes()
	if err != nil {
		return nil, err
	}
	var m message
	m.integers(1, t.Shape)
	m.varint(2, int64(t.Type))
	m.string(8, t.Name)
	if size < f.InlineBelow {
		var raw bytes.Buffer
		if err := exactly(&raw, size, t.Write); err != nil {
			return nil, err
		}
		m.bytes(9, raw.Bytes())
		return m, nil
	}
	err = writeExternal(&m, t, size, data, f.Location)
	return m, err
}

func writeExternal(m *message, t Tensor, size int64, data *countingWriter, location string) error {
	if location == "" {
		return errors.New("no data file is named")
	}
	if err := data.align(size); err != nil {
		return err
	}
	for _, entry := range [][2]string{
		{"location", location},
		{"offset", strconv.FormatInt(data.n, 10)},
		{"length", strconv.FormatInt(size, 10)},
	} {
		m.nested(13, func(e *message) {
			e.string(1, entry[0])
			e.string(2, entry[1])
		})
	}
	m.varint(14, 1) // data_location: EXTERNAL
	return exactly(data, size, t.Write)
}

// exactly runs write and demands exactly size bytes.
func exactly(w io.Writer, size int64, write func(io.Writer) error) error {
	c := &countingWriter{w: w, limit: size}
	if err := write(c); err != nil {
		return err
	}
	if c.n != size {
		return fmt.Errorf("%d bytes written, its shape has %d", c.n, size)
	}
	return nil
}

// countingWriter counts bytes and refuses bytes beyond a limit other than zero.
type countingWriter struct {
	w        io.Writer
	n, limit int64
}

func (c *countingWriter) Write(b []byte) (int, error) {
	if c.limit > 0 && int64(len(b)) > c.limit-c.n {
		return 0, fmt.Errorf("more than the %d bytes of its shape", c.limit)
	}
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// align pads with zeros to where a piece of size bytes may start.
func (c *countingWriter) align(size int64) error {
	to := int64(smallAlignment)
	if size >= alignFrom {
		to = alignment
	}
	if gap := (to - c.n%to) % to; gap > 0 {
		_, err := c.Write(make([]byte, gap))
		return err
	}
	return nil
}
