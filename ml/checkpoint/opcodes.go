package checkpoint

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"
)

const opStop = '.'

// opcodes are the opcodes that torch.save writes, of pickle's protocols 2 to 5. pickletools.py
// of CPython explains each. Other opcodes are refused.
var opcodes = [256]func(*machine) error{
	0x80: opProtocol,
	0x95: opFrame,
	'(':  func(m *machine) error { m.marks = append(m.marks, len(m.stack)); return nil },
	'N':  func(m *machine) error { return m.push(nil) },
	0x88: func(m *machine) error { return m.push(true) },
	0x89: func(m *machine) error { return m.push(false) },
	'K':  func(m *machine) error { return opUnsigned(m, 1) },
	'M':  func(m *machine) error { return opUnsigned(m, 2) },
	'J':  func(m *machine) error { return opSigned(m, 4) },
	0x8a: opLong,
	'G':  opFloat,
	'X':  func(m *machine) error { return opText(m, 4) },
	0x8c: func(m *machine) error { return opText(m, 1) },
	0x8d: func(m *machine) error { return opText(m, 8) },
	')':  func(m *machine) error { return m.push(tuple{}) },
	0x85: func(m *machine) error { return opTuple(m, 1) },
	0x86: func(m *machine) error { return opTuple(m, 2) },
	0x87: func(m *machine) error { return opTuple(m, 3) },
	't':  opMarkedTuple,
	']':  func(m *machine) error { return m.push(&list{}) },
	'a':  func(m *machine) error { return opAppend(m, (*machine).popOne) },
	'e':  func(m *machine) error { return opAppend(m, (*machine).popMark) },
	'}':  func(m *machine) error { return m.push(&dict{}) },
	's':  func(m *machine) error { return opSet(m, (*machine).popTwo) },
	'u':  func(m *machine) error { return opSet(m, (*machine).popMark) },
	'q':  func(m *machine) error { return opMemo(m, 1, (*machine).put) },
	'r':  func(m *machine) error { return opMemo(m, 4, (*machine).put) },
	'h':  func(m *machine) error { return opMemo(m, 1, (*machine).get) },
	'j':  func(m *machine) error { return opMemo(m, 4, (*machine).get) },
	0x94: func(m *machine) error { return m.put(uint32(len(m.memo))) },
	'c':  opGlobal,
	0x93: opStackGlobal,
	'R':  opReduce,
	'b':  opBuild,
	'Q':  opPersistent,
}

func (m *machine) popOne() ([]any, error) { return m.popN(1) }
func (m *machine) popTwo() ([]any, error) { return m.popN(2) }

func opProtocol(m *machine) error {
	version, err := m.byte()
	if err == nil && (version < 2 || version > 5) {
		err = fmt.Errorf("pickle protocol %d is not known", version)
	}
	return err
}

// opFrame skips the length of a frame, which is not needed.
func opFrame(m *machine) error {
	n, err := m.number(8)
	if err == nil && n > uint64(len(m.code)-m.at) {
		err = fmt.Errorf("a frame of %d bytes", n)
	}
	return err
}

func opUnsigned(m *machine, length uint64) error {
	n, err := m.number(length)
	if err != nil {
		return err
	}
	return m.push(int64(n))
}

// opSigned reads a number in two's complement.
func opSigned(m *machine, length uint64) error {
	n, err := m.number(length)
	if err != nil {
		return err
	}
	unused := 64 - 8*length
	return m.push(int64(n<<unused) >> unused)
}

func opLong(m *machine) error {
	length, err := m.byte()
	if err != nil {
		return err
	}
	if length > 8 {
		return fmt.Errorf("a number of %d bytes", length)
	}
	return opSigned(m, uint64(length))
}

// opFloat reads pickle's only number with the high byte first.
func opFloat(m *machine) error {
	n, err := m.number(8)
	if err != nil {
		return err
	}
	return m.push(math.Float64frombits(bits.ReverseBytes64(n)))
}

func opText(m *machine, width uint64) error {
	length, err := m.number(width)
	if err != nil {
		return err
	}
	text, err := m.take(length)
	if err != nil {
		return err
	}
	if !utf8.ValidString(text) {
		return errors.New("text that is not UTF-8")
	}
	return m.push(text)
}

func opTuple(m *machine, n int) error {
	values, err := m.popN(n)
	if err != nil {
		return err
	}
	return m.push(tuple(slices.Clone(values)))
}

func opMarkedTuple(m *machine) error {
	values, err := m.popMark()
	if err != nil {
		return err
	}
	return m.push(tuple(slices.Clone(values)))
}

func opAppend(m *machine, pop func(*machine) ([]any, error)) error {
	values, err := pop(m)
	if err != nil {
		return err
	}
	target, err := m.top()
	if err != nil {
		return err
	}
	l, ok := target.(*list)
	if !ok {
		return fmt.Errorf("a value appended to %s", describe(target))
	}
	l.items = append(l.items, values...)
	return nil
}

func opSet(m *machine, pop func(*machine) ([]any, error)) error {
	values, err := pop(m)
	if err != nil {
		return err
	}
	target, err := m.top()
	if err != nil {
		return err
	}
	d, ok := target.(*dict)
	if !ok || len(values)%2 != 0 {
		return fmt.Errorf("%d keys and values set in %s", len(values), describe(target))
	}
	for i := 0; i < len(values); i += 2 {
		if err := d.set(values[i], values[i+1]); err != nil {
			return err
		}
	}
	return nil
}

func opMemo(m *machine, length uint64, access func(*machine, uint32) error) error {
	key, err := m.number(length)
	if err != nil {
		return err
	}
	return access(m, uint32(key))
}
