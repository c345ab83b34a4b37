package filesize_test

import (
	"math"
	"testing"

	"descry/internal/filesize"
)

func TestFormat(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1000: "1.00 kB", 9_994: "9.99 kB", 9_996: "10.0 kB", 99_960: "100 kB",
		412_300: "412 kB", 999_499: "999 kB", 999_600: "1.00 MB", 3_400_000: "3.40 MB", 47_000_000: "47.0 MB",
		5_699_100_000: "5.70 GB", 2_000_000_000_000: "2.00 TB", 2_000_000_000_000_000: "2000 TB", math.MaxInt64: "9223372 TB",
	} {
		if got := filesize.Format(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestPart(t *testing.T) {
	for _, c := range []struct {
		done, all   int64
		part, whole filesize.Size
	}{
		{3_100_000_000, 5_700_000_000, filesize.Size{Value: 3.1, Decimals: 1, Unit: filesize.Gigabytes}, filesize.Size{Value: 5.7, Decimals: 1, Unit: filesize.Gigabytes}},
		{0, 999_600, filesize.Size{Decimals: 1, Unit: filesize.Megabytes}, filesize.Size{Value: 0.9996, Decimals: 1, Unit: filesize.Megabytes}},
		{70_000_000, 641_000_000, filesize.Size{Value: 70, Unit: filesize.Megabytes}, filesize.Size{Value: 641, Unit: filesize.Megabytes}},
		{7_000, 5_000, filesize.Size{Value: 5, Decimals: 1, Unit: filesize.Kilobytes}, filesize.Size{Value: 5, Decimals: 1, Unit: filesize.Kilobytes}},
		{3, 5, filesize.Size{Value: 3}, filesize.Size{Value: 5}},
		{9, 5, filesize.Size{Value: 5}, filesize.Size{Value: 5}},
	} {
		part, whole := filesize.Part(c.done, c.all)
		if math.Abs(part.Value-c.part.Value) > 1e-9 || whole.Value != c.whole.Value || part.Decimals != c.part.Decimals ||
			whole.Decimals != c.whole.Decimals || part.Unit != c.part.Unit || whole.Unit != c.whole.Unit {
			t.Errorf("%d of %d: %v of %v, want %v of %v", c.done, c.all, part, whole, c.part, c.whole)
		}
	}
}
