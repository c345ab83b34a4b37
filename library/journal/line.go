package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strconv"
	"time"

	"descry/library"
)

// A line is {"n":7,"at":1767225600000000000,"change":{…},"sum":"89abcdef"}: at is in
// nanoseconds since 1970, sum the CRC-32C of the text before sum's comma.
const (
	lineStart = `{"n":`
	sumStart  = `,"sum":"`
	sumEnd    = `"}`
	sumLen    = len(sumStart) + 8 + len(sumEnd)
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// appendLine writes a change as a line, with the line feed. A change that is no JSON is kept
// as text, so that it doesn't keep later changes from being written.
func appendLine(buf []byte, c library.UserChange) []byte {
	start := len(buf)
	buf = append(buf, lineStart...)
	buf = strconv.AppendInt(buf, c.N, 10)
	buf = append(buf, `,"at":`...)
	buf = strconv.AppendInt(buf, c.At.UnixNano(), 10)
	buf = append(buf, `,"change":`...)
	record := new(bytes.Buffer)
	if json.Compact(record, c.Record) == nil { // without line feeds
		buf = append(buf, record.Bytes()...)
	} else {
		text, _ := json.Marshal(string(c.Record)) // a string can always be written
		buf = append(buf, text...)
	}
	return append(appendSum(buf, buf[start:]), '\n')
}

func appendSum(buf, body []byte) []byte {
	return fmt.Appendf(buf, "%s%08x%s", sumStart, crc32.Checksum(body, castagnoli), sumEnd)
}

// parseLine reads a line without its line feed.
func parseLine(line []byte) (c library.UserChange, ok bool) {
	n := len(line) - sumLen
	if n < 0 || !bytes.HasPrefix(line, []byte(lineStart)) {
		return c, false
	}
	body, end := line[:n], line[n:]
	if !bytes.Equal(end, appendSum(nil, body)) {
		return c, false
	}
	var l struct {
		N      int64           `json:"n"`
		At     int64           `json:"at"`
		Change json.RawMessage `json:"change"`
	}
	if err := json.Unmarshal(append(bytes.Clone(body), '}'), &l); err != nil || l.N <= 0 || l.Change == nil {
		return c, false
	}
	return library.UserChange{N: l.N, At: time.Unix(0, l.At), Record: l.Change}, true
}

// parseDamaged finds the whole lines in a damaged one: where the line feed between two lines
// was damaged, both are there.
func parseDamaged(line []byte) (found []library.UserChange) {
	for len(line) > 0 {
		next := bytes.Index(line[1:], []byte(lineStart)) + 1
		if next == 0 {
			next = len(line)
		}
		// What stands in place of the line feed is no part of the line.
		for cut := next; cut >= max(next-1, 0); cut-- {
			if c, ok := parseLine(line[:cut]); ok {
				found = append(found, c)
				break
			}
		}
		line = line[next:]
	}
	return found
}
