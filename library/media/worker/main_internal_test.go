package worker

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"os"
	"testing"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// TestMain makes the test's own program the child, too.
func TestMain(m *testing.M) {
	Main(testDecoders, hostileDecoders)
	os.Exit(m.Run())
}

// Decoders that only tests know. Most send the first half of a picture, so that it is
// seen that they are at work.
const (
	pictures Kind = "pictures" // one of each shape
	hanging  Kind = "waits for a value"
	sleeping Kind = "sleeps"
	printing Kind = "prints"
	crashing Kind = "crashes"
	exiting  Kind = "exits"
	lacking  Kind = "lacks its library"
	broken   Kind = "can't be opened"
	echoing  Kind = "echoes"
	roomy    Kind = "fills its room"
)

var testDecoders = map[Kind]Decoder{
	pictures: {openTest, decodeTestPicture},
	hanging:  running(hangingModule),
	sleeping: begun(func() error { time.Sleep(time.Hour); return nil }),
	printing: {openTest, func(file, options []byte, a *Answer) error {
		fmt.Println("a stray line")
		return decodeTestPicture(file, options, a)
	}},
	crashing: begun(func() error { panic("out of luck") }),
	exiting:  begun(func() error { os.Exit(3); return nil }),
	lacking:  {func() (string, error) { return "", fmt.Errorf("%w: libfirst.so", ErrMissing) }, nil},
	broken:   {func() (string, error) { return "", errors.New("out of luck") }, nil},
	roomy: {openTest, func(file, _ []byte, a *Answer) error {
		side := int(file[0]) << 6
		m := &image.NRGBA{Pix: a.Room(), Stride: 4 * side, Rect: image.Rect(0, 0, side, side)}
		if len(m.Pix) != m.Stride*side {
			return fmt.Errorf("a room of %d bytes", len(m.Pix))
		}
		for i := range m.Pix {
			m.Pix[i] = byte(i>>16) + file[len(file)-1]
		}
		return a.Send(m)
	}},
	echoing: {openTest, func(file, options []byte, a *Answer) error {
		return a.Bytes(append(options, file...))
	}},
}

func openTest() (string, error) { return "test decoder 1.2", nil }

// begun sends half of a picture, and does something else then.
func begun(then func() error) Decoder {
	return Decoder{openTest, func(_, _ []byte, a *Answer) error {
		if err := a.Send(image.NewGray(image.Rect(0, 0, begunSize.X, begunSize.Y/2))); err != nil {
			return err
		}
		return then()
	}}
}

var begunSize = image.Pt(4, 4)

// hangingModule is a WebAssembly module whose function sets the word at 0 to 1 and loops
// until it is 0 again: for ever, and without a place where Go could interrupt it.
var hangingModule = []byte("\x00asm\x01\x00\x00\x00" +
	"\x01\x05\x01\x60\x00\x01\x7f" + // type: () i32
	"\x03\x02\x01\x00" + // the function
	"\x05\x03\x01\x00\x01" + // one page of memory
	"\x07\x08\x01\x04hang\x00\x00" +
	"\x0a\x17\x01\x15\x00\x41\x00\x41\x01\x36\x02\x00" + // store 1 at 0
	"\x03\x40\x41\x00\x28\x02\x00\x0d\x00\x0b" + // loop while it is not 0
	"\x41\x00\x0b")

// running calls the function of a module.
func running(code []byte) Decoder {
	var f api.Function
	decoder := begun(func() error {
		_, err := f.Call(context.Background())
		return err
	})
	decoder.Open = func() (string, error) {
		ctx := context.Background()
		m, err := wazero.NewRuntime(ctx).Instantiate(ctx, code)
		if err == nil {
			f = m.ExportedFunction("hang")
		}
		return "a module", err
	}
	return decoder
}

// testSize is odd, and its height is more than a band of 64-bit pixels.
var testSize = image.Pt(1501, 333)

// ofPicture requests the test picture of a shape.
func ofPicture(kind Kind, c colours) Request {
	return Request{Kind: kind, File: []byte{byte(c)}, Size: testSize, Limit: long}
}

// testPicture draws a picture whose every byte differs from its neighbours.
func testPicture(c colours) image.Image {
	size := c.layout().size(testSize.X, testSize.Y)
	data := make([]byte, size)
	for i := range data {
		data[i] = byte(i*7 + i>>9)
	}
	return message{Colours: c, Width: uint32(testSize.X), Bottom: uint32(testSize.Y)}.image(data)
}

// decodeTestPicture sends one, in two parts, of which the second lies amid a larger
// picture's memory.
func decodeTestPicture(file, _ []byte, a *Answer) error {
	if len(file) != 1 {
		return errors.New("a file of one byte is expected")
	}
	c := colours(file[0])
	if !c.known() {
		return fmt.Errorf("%w: of unknown colours", ErrDecode)
	}
	m := testPicture(c).(interface {
		image.Image
		SubImage(image.Rectangle) image.Image
	})
	const half = 120
	if err := a.Send(m.SubImage(image.Rect(0, 0, testSize.X, half))); err != nil {
		return err
	}
	return a.Send(m.SubImage(image.Rect(0, half, testSize.X, testSize.Y)))
}

// headOf is a message as it is sent.
func headOf(t testing.TB, m message) []byte {
	t.Helper()
	b, err := binary.Append(nil, binary.LittleEndian, m)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
