package hub

import (
	"context"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
)

// progressBytes is how many bytes a connection has to bring to be worth another try.
const progressBytes = 1 << 20

// fetch brings one file. If the checksum is wrong, a second try starts from nothing, since the
// part of a former run may have been damaged.
func (d *download) fetch(ctx context.Context, file File) error {
	err := d.fetchOnce(ctx, file)
	if errors.Is(err, ErrChecksum) {
		err = d.fetchOnce(ctx, file)
	}
	return err
}

func (d *download) fetchOnce(ctx context.Context, file File) error {
	p, err := d.openPart(file)
	if err != nil {
		return err
	}
	d.meter.set(file, p.have)
	err = p.complete(ctx)
	if closing := p.disk.Close(); err == nil {
		err = closing
	}
	if errors.Is(err, ErrChecksum) {
		d.meter.set(file, 0)
		return errors.Join(err, d.folder.drop(file.Path))
	}
	if err != nil {
		return err
	}
	return d.folder.finish(file)
}

// part is a file in the making.
type part struct {
	*download
	file  File
	disk  *os.File
	sum   hash.Hash // of the bytes on disk
	have  int64     // bytes on disk
	whole bool      // the server can't send the rest only
}

// openPart notes the file's checksum before the first byte is written, so that the rest is
// never appended to the beginning of another file.
func (d *download) openPart(file File) (*part, error) {
	p := &part{download: d, file: file, sum: file.hash(), have: d.folder.begun(file)}
	if p.have == 0 {
		if err := d.folder.drop(file.Path); err != nil {
			return nil, err
		}
		d.folder.record.Parts[file.Path] = file.sum()
		if err := d.folder.record.write(d.folder.root); err != nil {
			return nil, err
		}
	}
	disk, err := d.folder.root.OpenFile(file.Path+partSuffix, os.O_RDWR|os.O_CREATE, 0o644)
	p.disk = disk
	return p, err
}

// complete reads the bytes on disk, brings the missing ones, and compares the checksum.
func (p *part) complete(ctx context.Context) error {
	if p.have > 0 {
		p.meter.checking(p.file, true)
		err := hashInto(ctx, p.sum, io.LimitReader(p.disk, p.have))
		p.meter.checking(p.file, false)
		if err != nil {
			return err
		}
	}
	patience := patience{client: p.client}
	for p.have < p.file.Size {
		before := p.have
		err := p.request(ctx)
		if p.have-before >= progressBytes {
			patience.failures = 0
		}
		if err == nil || p.have == p.file.Size && isTransient(err) {
			continue
		}
		if err := patience.next(ctx, err); err != nil {
			return err
		}
	}
	if !p.file.matches(p.sum) {
		return p.damaged("arrived damaged")
	}
	return p.disk.Sync()
}

func isTransient(err error) bool {
	var t transient
	return errors.As(err, &t)
}

func (p *part) damaged(how string) error {
	return &failure{kind: ErrChecksum, sentence: fmt.Sprintf(
		"%s of %s %s, twice, and was thrown away: try again later", p.file.Path, p.listing.Repository, how)}
}
