package container

import "io"

// cursor reads big-endian fields from the front of a slice; the first failure
// sticks and all later reads give zero.
type cursor struct {
	b   []byte
	err error
}

func (c *cursor) take(n int) []byte {
	if c.err != nil || n > len(c.b) {
		c.err = io.ErrUnexpectedEOF
		return nil
	}
	out := c.b[:n]
	c.b = c.b[n:]
	return out
}

func (c *cursor) skip(n int) { c.take(n) }

// uint reads a number of n bytes, 0 to 8; width 0 is the number 0.
func (c *cursor) uint(n int) uint64 {
	if n > 8 {
		c.err = io.ErrUnexpectedEOF
		return 0
	}
	var v uint64
	for _, x := range c.take(n) {
		v = v<<8 | uint64(x)
	}
	return v
}
