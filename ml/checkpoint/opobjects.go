package checkpoint

import (
	"errors"
	"fmt"
	"strings"
)

func opGlobal(m *machine) error {
	module, err := m.line()
	if err != nil {
		return err
	}
	name, err := m.line()
	if err != nil {
		return err
	}
	g, err := known(module, name)
	if err != nil {
		return err
	}
	return m.push(g)
}

// line reads up to a newline, without the newline.
func (m *machine) line() (string, error) {
	n := strings.IndexByte(m.code[m.at:], '\n')
	if n < 0 {
		return "", errors.New("a name without an end")
	}
	text := m.code[m.at : m.at+n]
	m.at += n + 1
	return text, nil
}

func opStackGlobal(m *machine) error {
	values, err := m.popN(2)
	if err != nil {
		return err
	}
	module, isText := values[0].(string)
	name, isName := values[1].(string)
	if !isText || !isName {
		return errors.New("a name that is not text")
	}
	g, err := known(module, name)
	if err != nil {
		return err
	}
	return m.push(g)
}

// opReduce makes an empty OrderedDict or a tensor. Nothing else can be called.
func opReduce(m *machine) error {
	values, err := m.popN(2)
	if err != nil {
		return err
	}
	args, isTuple := values[1].(tuple)
	g, isGlobal := values[0].(global)
	switch {
	case !isTuple || !isGlobal:
	case g == orderedDict && len(args) == 0:
		return m.push(&dict{ordered: true})
	case g == rebuildTensor:
		t, err := newTensor(args)
		if err != nil {
			return err
		}
		return m.push(t)
	}
	return fmt.Errorf("a call of %s with %s is refused", describe(values[0]), describe(values[1]))
}

// opBuild drops the attributes of an object. State dicts have one attribute, the modules'
// versions, which is not needed.
func opBuild(m *machine) error {
	values, err := m.popN(1)
	if err != nil {
		return err
	}
	target, err := m.top()
	if err != nil {
		return err
	}
	d, isDict := target.(*dict)
	state, isState := values[0].(*dict)
	if !isDict || !d.ordered || !isState || len(state.keys) != 1 {
		return fmt.Errorf("attributes of %s are refused", describe(target))
	}
	if _, ok := state.find("_metadata").(*dict); !ok {
		return fmt.Errorf("attribute %s of a dict is refused", describe(state.keys[0]))
	}
	return nil
}

func opPersistent(m *machine) error {
	id, err := m.pop()
	if err != nil {
		return err
	}
	s, err := newStorage(id)
	if err != nil {
		return err
	}
	return m.push(s)
}
