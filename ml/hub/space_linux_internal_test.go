package hub

import (
	"errors"
	"os"
	"testing"
)

func TestFreeSpace(t *testing.T) {
	if free, known := freeSpace(t.TempDir()); !known || free <= 0 {
		t.Errorf("%d, %v", free, known)
	}
	if _, known := freeSpace("/nowhere/at/all"); known {
		t.Error("a folder that isn't has space")
	}
}

// The device that is always full stands for a disk that fills up on the way.
func TestDiskFillsUp(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	file := File{Path: "a", Size: 5000, GitSHA1: "x"}
	m := startMeter([]File{file}, nil)
	defer m.stop()
	p := &part{file: file, disk: full, sum: file.hash(), have: 1000, download: &download{
		client: New(Options{Free: func(string) (int64, bool) { return 7, true }}), folder: &folder{}, meter: m}}
	var got *DiskFullError
	if err := p.write(make([]byte, 10)); !errors.As(err, &got) || got.Needed != 4000 || got.Free != 7 {
		t.Errorf("error %v", err)
	}
}
