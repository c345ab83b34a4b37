package models

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"descry/app/notice"
	"descry/app/problem"
	"descry/ml/checkpoint"
	"descry/ml/llm2clip"
	"descry/ml/prompt"
	"descry/ml/tokenizer"
)

// source is a checkpoint with the files beside it.
type source struct {
	folder  string
	weights checkpoint.File
	config  []byte // nil if there is no config.json
	licence string // "" if the publisher's README names none
}

func (p *pair) open(path string) (s source, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return s, problem.WrapUsage("import-not-opened", notice.Params{"Path": problem.Printable(path)}, err)
	}
	if s.folder = path; !info.IsDir() {
		s.folder = filepath.Dir(path)
	}
	if s.weights, err = checkpoint.Open(path); err != nil {
		return s, err
	}
	p.files = append(p.files, s.weights)
	if s.config, err = readSmall(filepath.Join(s.folder, "config.json"), maxConfig); errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	s.licence = readLicence(filepath.Join(s.folder, "README.md"))
	return s, err
}

// maxConfig bounds config.json and README.md, in bytes. Released files have 2 KB.
const maxConfig = 1 << 20

// readSmall reads a regular file of bounded size.
func readSmall(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > most {
		return nil, problem.New("import-no-small-file", notice.Params{"Path": problem.Printable(path), "Bytes": strconv.FormatInt(most, 10)})
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}

// readTokenizer reads and tries the tokenizer beside a text encoder, since a pack that can't
// read texts should not be written.
func readTokenizer(folder string, vocabulary int) ([]byte, error) {
	path := filepath.Join(folder, "tokenizer.json")
	data, err := readSmall(path, tokenizer.MaxFileBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, problem.New("import-no-tokenizer", notice.Params{"Path": problem.Printable(path)})
	}
	if err != nil {
		return nil, err
	}
	bpe, err := tokenizer.LoadBPE(data, llm2clip.MaxTokens)
	if err == nil {
		_, err = prompt.NewLLM2CLIP(bpe, llm2clip.Prompt, llm2clip.MaxTokens)
	}
	if err == nil && bpe.MaxID() >= int64(vocabulary) {
		err = problem.New("import-token-ids", notice.Params{"Most": strconv.FormatInt(bpe.MaxID(), 10), "Known": strconv.Itoa(vocabulary)})
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", problem.Printable(path), err)
	}
	return data, nil
}

// readLicence finds the line "license: …" at the head of a repository's README,
// between two lines of dashes.
func readLicence(path string) string {
	data, err := readSmall(path, maxConfig)
	if err != nil {
		return ""
	}
	lines := bufio.NewScanner(strings.NewReader(string(data)))
	for n := 0; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if value, ok := strings.CutPrefix(line, "license:"); ok && n > 0 {
			return problem.Printable(fmt.Sprintf("%.60s", strings.Trim(strings.TrimSpace(value), `"'`)))
		}
		if (n == 0) != (line == "---") {
			return "" // no such header, or the end of it
		}
	}
	return ""
}

// licences joins what the publishers of both towers say.
func licences(vision, text string) string {
	switch {
	case vision == text:
		return vision
	case vision == "":
		return "text encoder: " + text
	case text == "":
		return "image tower: " + vision
	}
	return "image tower: " + vision + "; text encoder: " + text
}
