package checkpoint

import (
	"errors"
	"fmt"
	"io"
)

// machine runs the opcodes of a pickle that describe data. Nothing of the pickle's own
// choosing is ever called: the only calls are those of opReduce.
type machine struct {
	code  string
	at    int
	stack []any
	marks []int // heights of the stack
	memo  map[uint32]any
}

// unpickle reads one pickled object. Bytes behind the object are an error.
func unpickle(code string) (any, error) {
	m := &machine{code: code, memo: map[uint32]any{}}
	for range maxOpcodes {
		at := m.at
		op, err := m.byte()
		if err != nil {
			return nil, fmt.Errorf("it is cut at byte %d", at)
		}
		if op == opStop {
			return m.result()
		}
		run := opcodes[op]
		if run == nil {
			return nil, fmt.Errorf("opcode %s at byte %d is refused: weights need no such thing", opcodeName(op), at)
		}
		if err := run(m); err != nil {
			return nil, fmt.Errorf("at byte %d: %w", at, err)
		}
	}
	return nil, fmt.Errorf("more than %d opcodes", maxOpcodes)
}

func (m *machine) result() (any, error) {
	value, err := m.pop()
	switch {
	case err != nil:
		return nil, err
	case len(m.stack) > 0 || len(m.marks) > 0:
		return nil, errors.New("it ends with values left over")
	case m.at != len(m.code):
		return nil, errors.New("more bytes follow its end")
	}
	return value, nil
}

// take returns the next n bytes of the code.
func (m *machine) take(n uint64) (string, error) {
	if n > uint64(len(m.code)-m.at) {
		return "", io.ErrUnexpectedEOF
	}
	text := m.code[m.at : m.at+int(n)]
	m.at += int(n)
	return text, nil
}

func (m *machine) byte() (byte, error) {
	b, err := m.take(1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

// number reads a little-endian number of n bytes, at most eight.
func (m *machine) number(n uint64) (uint64, error) {
	raw, err := m.take(n)
	if err != nil {
		return 0, err
	}
	v := uint64(0)
	for i := range len(raw) {
		v |= uint64(raw[i]) << (8 * i)
	}
	return v, nil
}

func (m *machine) push(v any) error {
	m.stack = append(m.stack, v)
	return nil
}

// floor is the height below which values belong to the time before the last mark.
func (m *machine) floor() int {
	if len(m.marks) == 0 {
		return 0
	}
	return m.marks[len(m.marks)-1]
}

func (m *machine) pop() (any, error) {
	values, err := m.popN(1)
	if err != nil {
		return nil, err
	}
	return values[0], nil
}

// popN removes the n topmost values, which stay valid until the next push.
func (m *machine) popN(n int) ([]any, error) {
	height := len(m.stack) - n
	if height < m.floor() {
		return nil, errors.New("the stack is empty")
	}
	values := m.stack[height:]
	m.stack = m.stack[:height]
	return values, nil
}

// popMark removes what was pushed since the last mark, and the mark.
func (m *machine) popMark() ([]any, error) {
	if len(m.marks) == 0 {
		return nil, errors.New("there is no mark")
	}
	height := m.floor()
	m.marks = m.marks[:len(m.marks)-1]
	values := m.stack[height:]
	m.stack = m.stack[:height]
	return values, nil
}

// top returns the topmost value without removing it.
func (m *machine) top() (any, error) {
	if len(m.stack) <= m.floor() {
		return nil, errors.New("the stack is empty")
	}
	return m.stack[len(m.stack)-1], nil
}

func (m *machine) put(key uint32) error {
	v, err := m.top()
	if err == nil {
		m.memo[key] = v
	}
	return err
}

func (m *machine) get(key uint32) error {
	v, ok := m.memo[key]
	if !ok {
		return fmt.Errorf("value %d of the memo is missing", key)
	}
	return m.push(v)
}
