package checkpoint

import (
	"bytes"
	"errors"
	"io"
)

// format is a kind of weights file.
type format int

const (
	safetensorsFile format = iota + 1
	torchArchive
)

// localMagic begins each entry of a zip archive, and so the file.
const localMagic = "PK\x03\x04"

// legacyMagic is the pickled number 0x1950a86a20f9469cfc6c, with which PyTorch's
// format before 1.6 begins.
const legacyMagic = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"

// strangers are other contents that people have under a weights file's name.
var strangers = []struct {
	at     int
	prefix string
	reason string
}{
	{0, legacyMagic, "it is in PyTorch's old format (before 1.6), which is not read: save it again with a current PyTorch"},
	{0, "\x80", "it is a bare pickle, not a PyTorch archive: such files are not read"},
	{0, "version https://git-lfs", "it is a pointer to a large file, not the file itself: download it with Git LFS or from the model's page"},
	{0, "<", "it is a web page, not weights: the download was answered with an error page"},
	{0, "\x1f\x8b", "it is compressed with gzip: unpack it first"},
	{0, "PK\x05\x06", "it is an empty zip archive"},
	{257, "ustar", "it is a tar archive, as very old versions of PyTorch wrote: not read"},
}

// detect tells the formats apart by content, whatever the file is called.
func detect(r io.ReaderAt, size int64) (format, error) {
	head := make([]byte, min(size, 512))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	switch {
	case len(head) == 0:
		return 0, errors.New("the file is empty")
	case len(head) > 8 && head[8] == '{': // after the header's length
		return safetensorsFile, nil
	case bytes.HasPrefix(head, []byte(localMagic)):
		return torchArchive, nil
	}
	for _, s := range strangers {
		if len(head) > s.at && bytes.HasPrefix(head[s.at:], []byte(s.prefix)) {
			return 0, errors.New(s.reason)
		}
	}
	return 0, errors.New("it is neither a safetensors file nor a PyTorch archive")
}
