package ml

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"descry/ml/tokenizer"
)

// maxModelBytes bounds a pack's files except for the tokenizer's. The largest published text
// tower has 32 GB in float32.
const maxModelBytes = 64 << 30

// ErrChecksum reports a file whose content is not what the manifest promises.
var ErrChecksum = errors.New("checksum does not match")

// Pack is an opened model pack. A Pack holds no open files and may be used from several
// goroutines.
type Pack struct {
	Manifest

	fsys fs.FS
	dir  string // the folder on disk, empty for an embedded pack
}

// InMemory is the optional ability of a file system to hand out a file without
// copying it. The bytes must not be changed.
type InMemory interface {
	// Bytes returns the whole content of a file. The bool is false for a file that is not in
	// memory.
	Bytes(name string) ([]byte, bool)
}

// Droppable is the optional ability of a file system to give back the memory that
// reading a file took.
type Droppable interface {
	// Drop tells that a file won't be read for a while. Bytes handed out stay valid.
	Drop(name string)
}

// OpenPack reads and checks the manifest at the root of fsys and checks that every file of the
// manifest is there. OpenPack does not read the files: see [Pack.Verify].
func OpenPack(fsys fs.FS) (*Pack, error) {
	f, err := fsys.Open(ManifestName)
	if err != nil {
		return nil, fmt.Errorf("open model pack: %w", err)
	}
	defer f.Close()
	m, err := ReadManifest(f)
	if err != nil {
		return nil, fmt.Errorf("open model pack: %w", err)
	}
	p := &Pack{Manifest: m, fsys: fsys}
	if err := p.checkSizes(); err != nil {
		return nil, fmt.Errorf("open model pack %s: %w", m.ID, err)
	}
	return p, nil
}

// OpenPackDir opens the pack in a folder on disk.
func OpenPackDir(dir string) (*Pack, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open model pack: %w", err)
	}
	p, err := OpenPack(os.DirFS(abs))
	if err != nil {
		return nil, err
	}
	p.dir = abs
	return p, nil
}

func (p *Pack) checkSizes() error {
	for _, name := range p.Files() {
		info, err := fs.Stat(p.fsys, name)
		if err != nil {
			return err
		}
		limit := int64(maxModelBytes)
		if name == p.Text.Tokenizer {
			limit = tokenizer.MaxFileBytes
		}
		switch {
		case !info.Mode().IsRegular():
			return fmt.Errorf("%s is not a regular file", name)
		case info.Size() == 0:
			return fmt.Errorf("%s is empty", name)
		case info.Size() > limit:
			return fmt.Errorf("%s has %d bytes, more than %d", name, info.Size(), limit)
		}
	}
	return nil
}

// Path returns where a file of the pack lies on disk, and false for an embedded
// pack.
func (p *Pack) Path(name string) (string, bool) {
	if p.dir == "" {
		return "", false
	}
	return filepath.Join(p.dir, filepath.FromSlash(name)), true
}

// Size returns the bytes of a file of the pack.
func (p *Pack) Size(name string) (int64, error) {
	info, err := fs.Stat(p.fsys, name)
	if err != nil {
		return 0, fmt.Errorf("model pack %s: %w", p.ID, err)
	}
	return info.Size(), nil
}

// Bytes returns the size of all files of the manifest, in bytes.
func (p *Pack) Bytes() (total int64, err error) {
	for _, name := range p.Files() {
		size, err := p.Size(name)
		if err != nil {
			return 0, err
		}
		total += size
	}
	return total, nil
}

// ReadFile returns the verified content of a file of the manifest. The error wraps
// [ErrChecksum] if the file was changed or cut. The bytes may be shared and must not be
// written to.
func (p *Pack) ReadFile(name string) ([]byte, error) {
	data, err := p.bytes(name)
	if err != nil {
		return nil, fmt.Errorf("model pack %s: %w", p.ID, err)
	}
	sum := sha256.Sum256(data)
	if err := p.compare(name, sum[:]); err != nil {
		return nil, err
	}
	return data, nil
}

func (p *Pack) bytes(name string) ([]byte, error) {
	if m, ok := p.fsys.(InMemory); ok {
		if data, ok := m.Bytes(name); ok {
			return data, nil
		}
	}
	return fs.ReadFile(p.fsys, name)
}

// Drop tells that a file that was read won't be read for a while.
func (p *Pack) Drop(name string) {
	if d, ok := p.fsys.(Droppable); ok {
		d.Drop(name)
	}
}

// Verify reads every file and compares its SHA-256 with the manifest.
func (p *Pack) Verify(ctx context.Context) error {
	return p.VerifyProgress(ctx, func(done, total int64) {})
}

// VerifyProgress is Verify for large packs. progress is called after each megabyte or so with
// the bytes compared so far and in all.
func (p *Pack) VerifyProgress(ctx context.Context, progress func(done, total int64)) error {
	var done int64
	total, err := p.Bytes()
	if err != nil {
		return err
	}
	for _, name := range p.Files() {
		err := p.verifyFile(ctx, name, func(n int) {
			done += int64(n)
			progress(min(done, total), total)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *Pack) verifyFile(ctx context.Context, name string, read func(n int)) error {
	f, err := p.fsys.Open(name)
	if err != nil {
		return fmt.Errorf("model pack %s: %w", p.ID, err)
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.CopyBuffer(hash, contextReader{ctx, f, read}, make([]byte, 1<<20)); err != nil {
		return fmt.Errorf("model pack %s: read %s: %w", p.ID, name, err)
	}
	return p.compare(name, hash.Sum(nil))
}

func (p *Pack) compare(name string, sum []byte) error {
	if got := hex.EncodeToString(sum); !strings.EqualFold(got, p.SHA256[name]) {
		return fmt.Errorf("model pack %s: %s: %w: got %s, the manifest says %.64s",
			p.ID, name, ErrChecksum, got, p.SHA256[name])
	}
	return nil
}

// contextReader stops a long copy when its context ends, and reports the progress.
type contextReader struct {
	ctx  context.Context
	r    io.Reader
	read func(n int)
}

func (c contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(b)
	c.read(n)
	return n, err
}

// Prompted puts a text into the pack's prompt template.
func (p *Pack) Prompted(text string) string {
	before, after, _ := strings.Cut(p.Text.Prompt, PromptText)
	return before + text + after
}
