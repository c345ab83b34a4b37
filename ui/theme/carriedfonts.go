package theme

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/go-text/typesetting/fontscan"

	"descry/assets"
	"descry/internal/atomicfile"
)

// dataDirs is the variable by which the toolkit's search for fonts is led to a further folder,
// on systems that have one. macOS and Windows have none, and fonts for all scripts.
const dataDirs = "XDG_DATA_DIRS"

// FontsFolder is the name that the folder of UseCarriedFonts has to have.
const FontsFolder = "fonts"

// UseCarriedFonts lets the toolkit draw letters that no font of the system has with those that
// the program carries. They are unpacked into a folder, and are among the fonts that the toolkit
// finds: so one is read only when a letter of its script is first drawn, and only where each
// font of the system lacks the letter. Those of other versions of the program are removed.
//
// UseCarriedFonts has to be called before the first text is measured, since the toolkit searches
// once, and before other threads are there that read the environment, which the first call
// changes for as long as the search takes. After an error the toolkit has the fonts of the
// system, or none.
func UseCarriedFonts(folder string) error {
	if filepath.Base(folder) != FontsFolder {
		return fmt.Errorf("use the fonts in %s: the folder has to be named %s", folder, FontsFolder)
	}
	unpacked := unpackFonts(folder)
	if unpacked != nil {
		unpacked = fmt.Errorf("unpack the fonts: %w", unpacked)
	}
	var searched error
	search.Do(func() { searched = searchFonts(filepath.Dir(folder)) })
	if searched != nil {
		searched = fmt.Errorf("search for fonts: %w", searched)
	}
	return errors.Join(unpacked, searched)
}

// search is done once, as the toolkit's own is, whose outcome it is.
var search sync.Once

// searchFonts has the toolkit search for fonts below a folder of data, after those of the system.
func searchFonts(data string) error {
	before, set := os.LookupEnv(dataDirs)
	if before != "" {
		data = before + string(filepath.ListSeparator) + data
	}
	if err := os.Setenv(dataDirs, data); err != nil {
		return err
	}
	_, err := fontscan.SystemFonts(silent{}, "")
	if set {
		return errors.Join(err, os.Setenv(dataDirs, before))
	}
	return errors.Join(err, os.Unsetenv(dataDirs))
}

// silent drops what the search for fonts tells of files that are none.
type silent struct{}

func (silent) Printf(string, ...any) {}

// A carriedFont is a line of the list of fonts that the program carries.
type carriedFont struct {
	name   string
	length int64
	sum    string // SHA-256, in hexadecimal
}

// file names the unpacked font. A font that has changed gets another name.
func (f carriedFont) file() string { return f.name + "-" + f.sum[:12] + ".ttf" }

// carriedFonts reads the list of fonts that the program carries.
func carriedFonts() ([]carriedFont, error) {
	list, err := assets.Fonts().Open("list.tsv")
	if err != nil {
		return nil, err
	}
	defer list.Close()
	var fonts []carriedFont
	rows := bufio.NewScanner(list)
	for rows.Scan() {
		if strings.HasPrefix(rows.Text(), "#") {
			continue
		}
		cells := strings.Split(rows.Text(), "\t")
		if len(cells) != 3 || len(cells[2]) != sha256.Size*2 {
			return nil, fmt.Errorf("list.tsv: %q is no line of it", rows.Text())
		}
		length, err := strconv.ParseInt(cells[1], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("list.tsv: %w", err)
		}
		fonts = append(fonts, carriedFont{cells[0], length, cells[2]})
	}
	return fonts, rows.Err()
}

// unpack returns the font as it was before it was compressed.
func (f carriedFont) unpack() ([]byte, error) {
	packed, err := fs.ReadFile(assets.Fonts(), f.name+".ttf.br")
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(brotli.NewReader(bytes.NewReader(packed)), f.length+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.sum {
		return nil, fmt.Errorf("%s: it is another font than list.tsv says", f.name)
	}
	return data, nil
}

// carriedName matches what carriedFont.file returns.
var carriedName = regexp.MustCompile(`^[a-z-]+-[0-9a-f]{12}\.ttf$`)

// unpackFonts makes a folder hold the fonts that the program carries, and none that another
// version carried.
func unpackFonts(folder string) error {
	fonts, err := carriedFonts()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, f := range fonts {
		wanted[f.file()] = true
		path := filepath.Join(folder, f.file())
		if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && info.Size() == f.length {
			continue
		}
		data, err := f.unpack()
		if err != nil {
			return err
		}
		// A font that a loss of power cuts short has another length, and is unpacked again.
		if err := atomicfile.WriteUnsynced(path, data); err != nil {
			return err
		}
	}
	found, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range found {
		if !wanted[entry.Name()] && carriedName.MatchString(entry.Name()) {
			err = errors.Join(err, os.Remove(filepath.Join(folder, entry.Name())))
		}
	}
	atomicfile.RemoveAbandoned(folder)
	return err
}
