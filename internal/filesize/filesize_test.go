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

func TestFormatPart(t *testing.T) {
	for _, c := range []struct {
		done, all int64
		want      string
	}{
		{3_100_000_000, 5_700_000_000, "3.1 of 5.7 GB"},
		{0, 999_600, "0.0 of 1.0 MB"},
		{70_000_000, 641_000_000, "70 of 641 MB"},
		{999_499_999_999, 999_600_000_000, "1.0 of 1.0 TB"},
		{7_000, 5_000, "5.0 of 5.0 kB"},
		{3, 5, "3 of 5 bytes"},
		{9, 5, "5 of 5 bytes"},
		{1, 1, "1 of 1 byte"},
	} {
		if got := filesize.FormatPart(c.done, c.all); got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.done, c.all, got, c.want)
		}
	}
}
