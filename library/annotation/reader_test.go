package annotation_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"descry/library/annotation"
)

var update = flag.Bool("update", false, "write the golden file anew")

// read reads a whole file.
func read(in io.Reader, salvage bool) (list []annotation.Record, r *annotation.Reader, err error) {
	r, err = annotation.NewReader(in, salvage)
	for err == nil {
		var one annotation.Record
		if one, err = r.Next(); err == nil {
			list = append(list, one)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return list, r, err
}

func withoutLines(list []annotation.Record) []annotation.Record {
	for i := range list {
		list[i].Line = 0
	}
	return list
}

// What this version writes is what it has always written.
func TestGoldenFile(t *testing.T) {
	golden := filepath.Join("testdata", "words.jsonl")
	got := file(t, everyKind()...)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the file is\n%s\nwant\n%s", got, want)
	}
	list, r, err := read(bytes.NewReader(want), false)
	if err != nil {
		t.Fatal(err)
	}
	for i, one := range list {
		if one.Line != i+2 {
			t.Errorf("record %d stands in line %d", i, one.Line)
		}
	}
	if list = withoutLines(list); !reflect.DeepEqual(list, everyKind()) {
		t.Errorf("read as %+v", list)
	}
	body := want[:bytes.LastIndex(want[:len(want)-1], []byte("\n"))+1]
	sum := sha256.Sum256(body)
	s := r.Summary()
	if s.Records != len(list) || s.SHA256 != hex.EncodeToString(sum[:]) || s.Header.By != "descry 1.2" || s.Header.Version != 1 ||
		!s.Header.Made.Equal(header.Made.Truncate(1e9)) {
		t.Errorf("it says %+v", s)
	}
}

func TestPackedFile(t *testing.T) {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if _, err := io.WriteString(zip, file(t, everyKind()...)); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	list, _, err := read(bytes.NewReader(packed.Bytes()), false)
	if err != nil || len(list) != len(everyKind()) {
		t.Errorf("%d records, %v", len(list), err)
	}
	for _, cut := range []int{4, packed.Len() / 2, packed.Len() - 9, packed.Len() - 1} {
		if _, _, err := read(bytes.NewReader(packed.Bytes()[:cut]), false); !errors.Is(err, annotation.ErrDamaged) && !errors.Is(err, annotation.ErrOtherFormat) {
			t.Errorf("cut short to %d bytes: %v", cut, err)
		}
	}
	half := packed.Bytes()[:packed.Len()/2]
	if list, r, err := read(bytes.NewReader(half), true); err != nil || len(list) == 0 {
		t.Errorf("%d records of half a packed file, %v, %v", len(list), err, r)
	}
}

// lines takes the lines of a file apart, their ends included.
func lines(s string) []string { return strings.SplitAfter(strings.TrimSuffix(s, "\n"), "\n") }

// Damage is told with its line, and all that is readable can be had nevertheless.
func TestDamage(t *testing.T) {
	whole := file(t, everyKind()[:9]...) // 1 + 9 + 1 lines
	change := func(fn func(l []string) []string) string { return strings.Join(fn(lines(whole)), "") }
	for name, c := range map[string]struct {
		file    string
		line    int
		reason  string
		salvage int // records
	}{
		"no last line":        {change(func(l []string) []string { return l[:10] }), 11, "cut short", 9},
		"cut within a record": {whole[:strings.Index(whole, `"Bella"`)], 8, "cut short", 6},
		"a record is missing": {change(func(l []string) []string { return append(l[:3:3], l[4:]...) }), 10, "8 records and should be 9", 8},
		"a record too many":   {change(func(l []string) []string { return append([]string{l[0], l[1]}, l[1:]...) }), 12, "10 records and should be 9", 10},
		"a byte is other":     {strings.Replace(whole, "Bella", "Belle", 1), 11, "checksum", 9},
		"no JSON":             {strings.Replace(whole, `{"kind":"named"`, `{"kind"-"named"`, 1), 8, "no JSON", 8},
		"not UTF-8":           {strings.Replace(whole, "dog", "d\xf8g", 1), 8, "UTF-8", 8},
		"a block of zeros":    {strings.Replace(whole, `"Bella","noun":"dog"`, strings.Repeat("\x00", 20), 1), 8, "no JSON", 8},
		"a line too long":     {strings.Replace(whole, "dog", strings.Repeat("dog", annotation.MaxLine/3), 1), 8, "longer", 8},
		"two files":           {whole + whole, 12, "follows", 18},
		"a record behind":     {whole + lines(whole)[1], 12, "follows", 10},
		"no first line":       {change(func(l []string) []string { return l[1:] }), 0, "", 9},
		"no version":          {strings.Replace(whole, `"version":1`, `"version":0`, 1), 1, "version", 9},
		"no date":             {strings.Replace(whole, `"made":"2026`, `"made":"MMXXVI`, 1), 1, "when it was made", 9},
		"last line wrong":     {strings.Replace(whole, `"end":true`, `"end":false`, 1), 11, "last line", 9},
	} {
		_, _, err := read(strings.NewReader(c.file), false)
		var damage *annotation.DamageError
		switch {
		case c.reason == "":
			if !errors.Is(err, annotation.ErrOtherFormat) {
				t.Errorf("%s: %v", name, err)
			}
		case !errors.As(err, &damage) || !errors.Is(err, annotation.ErrDamaged) || damage.Line != c.line || !strings.Contains(damage.Reason, c.reason):
			t.Errorf("%s: %v, want %s in line %d", name, err, c.reason, c.line)
		}
		list, r, err := read(strings.NewReader(c.file), true)
		if noted, n := r.Damage(); err != nil || len(list) != c.salvage || n == 0 || len(noted) == 0 {
			t.Errorf("%s: salvaged %d records, want %d; %v, %v", name, len(list), c.salvage, err, noted)
		}
	}
}

func TestMuchDamage(t *testing.T) {
	whole := file(t, everyKind()[0])
	broken := lines(whole)[0] + strings.Repeat("{\n", 500) + lines(whole)[1]
	list, r, err := read(strings.NewReader(broken), true)
	if noted, n := r.Damage(); err != nil || len(list) != 1 || n != 501 || len(noted) != 20 {
		t.Errorf("%d records, %d damages, %d of them in words, %v", len(list), n, len(noted), err)
	}
}

func TestOtherFiles(t *testing.T) {
	for name, in := range map[string]string{
		"empty": "", "text": "Dear diary,\n", "other JSON": "{\"a\":1}\n", "zeros": strings.Repeat("\x00", 1<<20),
		"no gzip after all": "\x1f\x8bxxxxxxxxxxxxx", "one long line": strings.Repeat("x", annotation.MaxLine+1),
	} {
		for _, salvage := range []bool{false, true} {
			if _, _, err := read(strings.NewReader(in), salvage); !errors.Is(err, annotation.ErrOtherFormat) && !errors.Is(err, annotation.ErrDamaged) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for _, salvage := range []bool{false, true} {
		newer := strings.Replace(file(t), `"version":1`, `"version":2`, 1)
		if _, _, err := read(strings.NewReader(newer), salvage); !errors.Is(err, annotation.ErrNewer) {
			t.Errorf("a later version: %v", err)
		}
	}
}

// The reader's own errors are no damage.
func TestReadError(t *testing.T) {
	broken := errors.New("the drive is gone")
	for _, salvage := range []bool{false, true} {
		in := io.MultiReader(strings.NewReader(lines(file(t, everyKind()...))[0]), errReader{broken})
		if _, _, err := read(in, salvage); !errors.Is(err, broken) || errors.Is(err, annotation.ErrDamaged) {
			t.Errorf("got %v", err)
		}
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

// Whatever a file holds, reading ends, and what is read can be written and read again.
func FuzzReader(f *testing.F) {
	whole := file(f, everyKind()...)
	f.Add([]byte(whole))
	f.Add([]byte(whole[:len(whole)/2]))
	f.Add([]byte(lines(whole)[0] + "{\"kind\":\"x\",\"\":{\"a\" : [1,2 ,{}]}  }\r\n\n" + `{"end":true,"records":1,"sha256":"0"}`))
	f.Add([]byte("\x1f\x8b"))
	for _, one := range everyKind() {
		f.Add(one.Append([]byte(lines(whole)[0])))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		strict, _, err := read(bytes.NewReader(data), false)
		list, r, salvageErr := read(bytes.NewReader(data), true)
		if err == nil && (salvageErr != nil || !reflect.DeepEqual(strict, list)) {
			t.Fatalf("a whole file is salvaged as %+v, %v; it is %+v", list, salvageErr, strict)
		}
		if salvageErr != nil {
			return
		}
		if _, n := r.Damage(); n == 0 && err != nil {
			t.Fatalf("%v, but no damage was noted", err)
		}
		written := file(t, list...)
		again, _, err := read(strings.NewReader(written), false)
		if err != nil {
			t.Fatalf("%v in\n%s", err, written)
		}
		if list = withoutLines(list); !reflect.DeepEqual(withoutLines(again), list) {
			t.Fatalf("%s\nis read as %+v, was %+v", written, again, list)
		}
		if third := file(t, again...); third != written {
			t.Fatalf("written again:\n%s\nwas\n%s", third, written)
		}
	})
}
