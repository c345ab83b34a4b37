package learning

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"descry/app/notice"
	"descry/app/problem"
)

// labelSet is a file of labels: photos with tags, some to learn from and some to
// measure on.
type labelSet struct {
	images []string
	lines  []int    // where each photo is named first
	tags   []string // in the order of their first lines
	train  []label
	test   []label
}

// label is a photo and its tag, by their indexes.
type label struct{ image, tag int }

// readLabels parses lines of image name, tab, tag, tab, "train" or "test". A first line
// without either word is a header. Errors name the line.
func readLabels(r io.Reader) (labelSet, error) {
	b := labelBuilder{images: map[string]int{}, tags: map[string]int{}, splits: map[int]string{}, seen: map[label]bool{}}
	first := true
	err := eachLine(r, func(n int, line string) error {
		header := first
		first = false
		if err := b.add(n, strings.Split(line, "\t"), header); err != nil {
			return problem.Wrap("labels-line", notice.Params{"Line": strconv.Itoa(n)}, err)
		}
		return nil
	})
	if err == nil {
		err = b.check()
	}
	return b.set, err
}

// labelBuilder gathers the lines of a file of labels.
type labelBuilder struct {
	set          labelSet
	images, tags map[string]int
	splits       map[int]string // of each photo
	seen         map[label]bool
}

const splitTrain, splitTest = "train", "test"

func (b *labelBuilder) add(n int, fields []string, header bool) error {
	if len(fields) < 3 {
		return &problem.Error{Notice: notice.Counted("labels-columns", len(fields), nil)}
	}
	image, tag, split := fields[0], strings.TrimSpace(fields[1]), strings.TrimSpace(fields[2])
	if split != splitTrain && split != splitTest {
		if header {
			return nil
		}
		return problem.New("labels-split", notice.Params{"Split": problem.Quotable(split, 40)})
	}
	if image == "" || tag == "" {
		return problem.New("labels-empty", nil)
	}
	l := label{place(&b.set.images, b.images, image), place(&b.set.tags, b.tags, tag)}
	if known, ok := b.splits[l.image]; ok && known != split {
		return problem.New("labels-both-splits", notice.Params{"Image": problem.Quotable(image, 80)})
	}
	b.splits[l.image] = split
	if l.image == len(b.set.lines) {
		b.set.lines = append(b.set.lines, n)
	}
	if b.seen[l] {
		return nil
	}
	b.seen[l] = true
	if split == splitTrain {
		b.set.train = append(b.set.train, l)
	} else {
		b.set.test = append(b.set.test, l)
	}
	return nil
}

// place returns the index of a name in a list. A new name is added.
func place(list *[]string, index map[string]int, name string) int {
	i, ok := index[name]
	if !ok {
		i = len(*list)
		index[name] = i
		*list = append(*list, name)
	}
	return i
}

func (b *labelBuilder) check() error {
	switch {
	case len(b.set.train)+len(b.set.test) == 0:
		return problem.New("labels-none", nil)
	case len(b.set.train) == 0:
		return problem.New("labels-no-train", nil)
	}
	return nil
}

// ReadLabelsFile reads a file of labels with a photo, a tab and a tag on each line.
func ReadLabelsFile(path string) (labelSet, error) {
	f, err := os.Open(path)
	if err != nil {
		return labelSet{}, err
	}
	defer f.Close()
	set, err := readLabels(f)
	if err != nil {
		return set, fmt.Errorf("%s: %w", path, err)
	}
	return set, nil
}
