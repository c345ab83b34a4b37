package learning

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"descry/app/notice"
	"descry/app/problem"
)

// CaptionSet is a test set: captions[i] describes images[user[i]].
type CaptionSet struct {
	Images   []string
	lines    []int // where each photo is named first
	Captions []string
	Owner    []int
}

// byteOrderMark begins the text files of some Windows programs.
const byteOrderMark = "\ufeff"

// maxLine is the longest line of a captions file in bytes.
const maxLine = 1 << 20

// readCaptions parses lines of image name, tab, caption. Errors name the line.
func readCaptions(r io.Reader) (CaptionSet, error) {
	var set CaptionSet
	rows := map[string]int{}
	err := eachLine(r, func(n int, line string) error {
		fields := strings.Split(line, "\t")
		if len(fields) < 2 || fields[0] == "" || strings.TrimSpace(fields[1]) == "" {
			return problem.New("captions-line", notice.Params{"Line": strconv.Itoa(n)})
		}
		i, seen := rows[fields[0]]
		if !seen {
			i = len(set.Images)
			rows[fields[0]] = i
			set.Images = append(set.Images, fields[0])
			set.lines = append(set.lines, n)
		}
		set.Captions = append(set.Captions, fields[1])
		set.Owner = append(set.Owner, i)
		return nil
	})
	if err == nil && len(set.Captions) == 0 {
		err = problem.New("captions-none", nil)
	}
	return set, err
}

// eachLine calls fn with the number and text of every line that is not blank, until fn returns
// an error.
func eachLine(r io.Reader, fn func(n int, line string) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(strings.TrimPrefix(lines.Text(), byteOrderMark), "\r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := fn(n, line); err != nil {
			return err
		}
	}
	err := lines.Err()
	if errors.Is(err, bufio.ErrTooLong) {
		err = problem.New("labels-long-line", notice.Params{"Bytes": strconv.Itoa(maxLine)})
	}
	return err
}

// ReadLines reads a text file with one description on each line.
func ReadLines(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []string
	err = eachLine(f, func(_ int, line string) error {
		list = append(list, strings.TrimSpace(line))
		return nil
	})
	if err == nil && len(list) == 0 {
		err = problem.New("descriptions-none", nil)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return list, nil
}

// ReadCaptionsFile reads a file of captions with a photo, a tab and a caption on each line.
func ReadCaptionsFile(path string) (CaptionSet, error) {
	f, err := os.Open(path)
	if err != nil {
		return CaptionSet{}, err
	}
	defer f.Close()
	set, err := readCaptions(f)
	if err != nil {
		return set, fmt.Errorf("%s: %w", path, err)
	}
	return set, nil
}
