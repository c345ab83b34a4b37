package hub

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// fileAddress pins a file to the commit of the list.
func (c *Client) fileAddress(l Listing, f File) string {
	elements := append([]string{l.Owner, l.Name, "resolve", l.Commit}, strings.Split(f.Path, "/")...)
	return c.address(elements...)
}

// judge checks that an answer can be the requested file, and returns at which byte of the file
// the body starts. After an answer that does not go with a range, no range is requested again.
// A whole file in answer to a range is fine, since the beginning is skipped then.
func (p *part) judge(resp *http.Response, from int64) (start int64, err error) {
	if e := resp.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return 0, fmt.Errorf("it compressed a file as %.20q", e)
	}
	if !p.sameFile(resp) {
		return 0, errors.New("it offers another file than it lists")
	}
	switch resp.StatusCode {
	case http.StatusOK:
		return 0, p.judgeLength(resp, p.file.Size)
	case http.StatusPartialContent:
		if start, err = p.judgeRange(resp, from); err == nil {
			return start, p.judgeLength(resp, p.file.Size-start)
		}
	default:
		err = fmt.Errorf("it has no bytes from %d on", from)
	}
	p.whole = true
	return 0, err
}

// judgeLength refuses another file, such as a login page of a network, before any byte is
// written.
func (p *part) judgeLength(resp *http.Response, most int64) error {
	if n := resp.ContentLength; n > most || n >= 0 && n < most && resp.StatusCode == http.StatusOK {
		return fmt.Errorf("%d bytes where %d were promised", n, most)
	}
	return nil
}

func (p *part) judgeRange(resp *http.Response, from int64) (int64, error) {
	var start, end, total int64
	text := resp.Header.Get("Content-Range")
	if _, err := fmt.Sscanf(text, "bytes %d-%d/%d", &start, &end, &total); err != nil {
		total = p.file.Size // a server may leave the length out
		if _, err := fmt.Sscanf(text, "bytes %d-%d/*", &start, &end); err != nil {
			return 0, fmt.Errorf("a part of a file without its place: %.50q", text)
		}
	}
	if start != from || end < start || end >= total || total != p.file.Size {
		return 0, fmt.Errorf("another part of the file than asked for: %.50q", text)
	}
	return start, nil
}

// sameFile compares the checksum that the server names before the bytes, where the server
// names one, so that gigabytes of another file need not be fetched.
func (p *part) sameFile(resp *http.Response) bool {
	for r := resp; r != nil; r = r.Request.Response {
		if sum := linkedSum(r.Header); sum != "" && p.file.SHA256 != "" {
			return sum == p.file.SHA256
		}
	}
	return true
}

// linkedSum is the SHA-256 of a large file, which the header names as its ETag, or "".
func linkedSum(h http.Header) string {
	sum := strings.Trim(strings.TrimPrefix(h.Get("X-Linked-Etag"), "W/"), `"`)
	if !sha256Hex.MatchString(sum) {
		return ""
	}
	return sum
}
