package finetune_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"descry/finetune"
)

func sample() *finetune.Head {
	return &finetune.Head{
		Pack: "pack-1", Dimension: 2, Created: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), Note: "3 photos of Bella",
		Strength: 0.5, Adapter: 0.25, Sharpness: 20,
		Keys: []finetune.Key{{Tag: "Bella", Vector: []float32{0.6, 0.8}, Closed: 0.4, Open: 0.9, Residual: []float32{1, -2},
			Calibration: &finetune.Calibration{Slope: 12, Offset: -3}}},
		Down: [][]float32{{1, 2}}, Up: [][]float32{{3, 4}},
		Report: &finetune.Report{
			Before: finetune.Figures{Map: 20, Recalls: finetune.Recalls{R1: 10, R5: 20, R10: 30}, Captions: &finetune.Recalls{R1: 50}},
			After:  finetune.Figures{Map: 40}, Measured: "held-out photos", Photos: 12, Seconds: 1.5,
			Tags:        []finetune.TagReport{{Tag: "Bella", Examples: 12, Photos: 3, Uncalibrated: "too few"}},
			Reliability: []finetune.Bin{{Confidence: 0.75, Right: 0.5, Photos: 8}}, CalibrationError: 0.25,
		},
	}
}

func encode(t testing.TB, h *finetune.Head) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := h.Encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFileRoundTrip(t *testing.T) {
	for name, h := range map[string]*finetune.Head{"trained": sample(), "identity": finetune.Identity("p", 512)} {
		got, err := finetune.Decode(bytes.NewReader(encode(t, h)))
		if err != nil || !reflect.DeepEqual(got, h) {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, h)
		}
	}
}

func TestEveryDamageIsSeen(t *testing.T) {
	file := encode(t, sample())
	for i := range file {
		hurt := bytes.Clone(file)
		hurt[i] ^= 1
		if _, err := finetune.Decode(bytes.NewReader(hurt)); !errors.Is(err, finetune.ErrHeadFile) {
			t.Errorf("byte %d: %v", i, err)
		}
		if _, err := finetune.Decode(bytes.NewReader(file[:i])); !errors.Is(err, finetune.ErrHeadFile) {
			t.Errorf("cut at %d: %v", i, err)
		}
	}
	if _, err := finetune.Decode(bytes.NewReader(append(file, 0))); err == nil {
		t.Error("a byte too many: no error")
	}
}

// sealed makes a file with a right checksum of whatever it is told.
func sealed(version, size uint32, header, numbers string) []byte {
	b := []byte("DSCRHEAD")
	b = binary.LittleEndian.AppendUint32(b, version)
	b = binary.LittleEndian.AppendUint32(b, size)
	b = append(b, header+numbers...)
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

func calibrated(key, calibration string) string {
	return strings.Replace(key, `"open":0.5`, `"open":0.5,"calibration":`+calibration, 1)
}

func TestHostileFiles(t *testing.T) {
	const good = `{"pack":"p","dimension":1,"strength":1,"sharpness":1,"keys":[],"rank":0}`
	head := func(change ...string) string { return strings.NewReplacer(change...).Replace(good) }
	key := `"keys":[{"tag":"a","closed":0.1,"open":0.5}]`
	one, zero := "\x00\x00\x80\x3f", "\x00\x00\x00\x00"
	cases := map[string]struct{ header, numbers, says string }{
		"huge dimension": {head(`"dimension":1`, `"dimension":2000000000`), "", "out of range"},
		"huge rank":      {head(`"rank":0`, `"rank":4000`), "", "bytes of numbers"},
		"negative rank":  {head(`"rank":0`, `"rank":-1`), "", "out of range"},
		"no pack":        {head(`"pack":"p"`, `"pack":""`), "", "no pack"},
		"strength":       {head(`"strength":1`, `"strength":7`), "", "strength"},
		"sharpness":      {head(`"sharpness":1`, `"sharpness":0`), "", "sharpness"},
		"unknown field":  {head(`"rank":0`, `"rank":0,"more":1`), "", "header"},
		"two values":     {good + good, "", "follows"},
		"no JSON":        {"hello", "", "header"},
		"numbers missed": {head(`"keys":[]`, key), one, "bytes of numbers"},
		"numbers left":   {good, one, "bytes of numbers"},
		"key of no unit": {head(`"keys":[]`, key), zero + one, "length"},
		"not finite":     {head(`"keys":[]`, key), one + "\x00\x00\xc0\x7f", "finite"},
		"gate reversed":  {head(`"keys":[]`, strings.Replace(key, "0.1", "0.6", 1)), one + one, "opens"},
		"falling":        {head(`"keys":[]`, calibrated(key, `{"slope":-1,"offset":0}`)), one + one, "slope"},
		"endless":        {head(`"keys":[]`, calibrated(key, `{"slope":1e999,"offset":0}`)), one + one, "header"},
		"report's field": {head(`"rank":0`, `"rank":0,"report":{"more":1}`), "", "header"},
		"report's bins":  {head(`"rank":0`, `"rank":0,"report":{"reliability":[{"said":2}]}`), "", "report"},
		"many bins":      {head(`"rank":0`, `"rank":0,"report":{"reliability":[{}`+strings.Repeat(",{}", 1000)+`]}`), "", "report"},
		"empty tag":      {head(`"keys":[]`, strings.Replace(key, `"a"`, `""`, 1)), one + one, "empty"},
	}
	for name, c := range cases {
		_, err := finetune.Decode(bytes.NewReader(sealed(1, uint32(len(c.header)), c.header, c.numbers)))
		if !errors.Is(err, finetune.ErrHeadFile) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, file := range map[string][]byte{
		"newer version": sealed(2, uint32(len(good)), good, ""), "long header": sealed(1, math.MaxUint32, good, ""),
		"header beyond the end": sealed(1, uint32(len(good)+1), good, ""),
	} {
		if _, err := finetune.Decode(bytes.NewReader(file)); !errors.Is(err, finetune.ErrHeadFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := finetune.Decode(bytes.NewReader(sealed(1, uint32(len(good)), good, ""))); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

func TestEncodeRefusesWhatDecodeWould(t *testing.T) {
	for name, spoil := range map[string]func(*finetune.Head){
		"residual":    func(h *finetune.Head) { h.Keys[0].Residual[0] = float32(math.Inf(1)) },
		"calibration": func(h *finetune.Head) { h.Keys[0].Calibration.Slope = 0 },
		"report":      func(h *finetune.Head) { h.Report.Seconds = math.NaN() },
		"bins":        func(h *finetune.Head) { h.Report.Reliability[0].Photos = -1 },
		"long report": func(h *finetune.Head) { h.Report.Measured = strings.Repeat("x", 16<<20) },
	} {
		h := sample()
		spoil(h)
		var b bytes.Buffer
		if err := h.Encode(&b); err == nil || b.Len() > 0 {
			t.Errorf("%s: %d bytes, %v", name, b.Len(), err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(encode(f, sample()))
	f.Add(encode(f, finetune.Identity("p", 3)))
	f.Add([]byte("DSCRHEAD"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if len(file) > sha256.Size { // a right checksum, so that the fuzzer gets past it
			sum := sha256.Sum256(file[:len(file)-sha256.Size])
			copy(file[len(file)-sha256.Size:], sum[:])
		}
		h, err := finetune.Decode(bytes.NewReader(file))
		if err != nil {
			if !errors.Is(err, finetune.ErrHeadFile) {
				t.Errorf("another error: %v", err)
			}
			return
		}
		v := make([]float32, h.Dimension)
		v[0] = 1
		if _, err := h.Apply(v); err != nil {
			t.Errorf("a head that was read does not apply: %v", err)
		}
		again, err := finetune.Decode(bytes.NewReader(encode(t, h)))
		if err != nil || !reflect.DeepEqual(again, h) {
			t.Errorf("%+v became %+v, %v", h, again, err)
		}
	})
}

// endless counts how much of it is read.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	e.read += int64(len(p))
	return len(p), nil
}

// A large file that is none, or has more than its header says, is not read to its end.
func TestDecodeReadsNoMoreThanAHead(t *testing.T) {
	for name, begin := range map[string][]byte{"no head": nil, "a head and more": encode(t, sample())} {
		var more endless
		_, err := finetune.Decode(io.MultiReader(bytes.NewReader(begin), &more))
		if !errors.Is(err, finetune.ErrHeadFile) || more.read > 64<<10 {
			t.Errorf("%s: %v after %d bytes", name, err, more.read)
		}
	}
}
