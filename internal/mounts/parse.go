package mounts

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxLine bounds a line. The options of one mount can be as long as a page of memory.
const maxLine = 1 << 20

// Parse reads a list in the form of Linux's /proc/self/mountinfo. A line that can't be
// understood is an error, since a mount would be missing without the line.
func Parse(r io.Reader) (Table, error) {
	var t Table
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 4096), maxLine)
	for lines.Scan() {
		m, err := parseLine(lines.Text())
		if err != nil {
			return nil, err
		}
		t = append(t, m)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the list of mounts: %w", err)
	}
	return t, nil
}

// parseLine reads "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw". Any number
// of fields may stand before the dash.
func parseLine(line string) (Mount, error) {
	bad := func(what string) (Mount, error) {
		return Mount{}, fmt.Errorf("list of mounts: no %s in %q", what, line)
	}
	before, after, ok := strings.Cut(line, " - ")
	if !ok {
		return bad("file system")
	}
	where, what := strings.Fields(before), strings.Split(after, " ")
	if len(where) < 6 || len(what) < 2 {
		return bad("mount point or source")
	}
	id, err := strconv.Atoi(where[0])
	parent, err2 := strconv.Atoi(where[1])
	if err != nil || err2 != nil {
		return bad("number of a mount")
	}
	major, minor, _ := strings.Cut(where[2], ":")
	maj, err := strconv.ParseUint(major, 10, 32)
	min, err2 := strconv.ParseUint(minor, 10, 32)
	if err != nil || err2 != nil {
		return bad("device number")
	}
	m := Mount{
		ID: id, Parent: parent, Device: device(uint32(maj), uint32(min)),
		Root: unescape(where[3]), Point: unescape(where[4]), Type: unescape(what[0]), Source: unescape(what[1]),
	}
	if !strings.HasPrefix(m.Point, "/") {
		return bad("absolute mount point")
	}
	if m.Source == "none" {
		m.Source = ""
	}
	return m, nil
}

// unescape turns \040 and other octal escapes, which keep a name in one field, back.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// device is stat's number for a pair of numbers on Linux.
func device(major, minor uint32) uint64 {
	return uint64(minor&0xff) | uint64(major&0xfff)<<8 | uint64(minor&^uint32(0xff))<<12 | uint64(major&^uint32(0xfff))<<32
}
