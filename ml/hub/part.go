package hub

import (
	"context"
	"errors"
	"io"

	"descry/internal/atomicfile"
)

// bufferBytes is what is read, hashed and written at a time.
const bufferBytes = 256 << 10

// request fetches the rest of the file, or the whole file, and adds the bytes.
func (p *part) request(ctx context.Context) error {
	from := p.have
	if p.whole {
		from = 0
	}
	r := p.listing.Repository
	resp, err := p.client.get(ctx, r, p.client.fileAddress(p.listing, p.file), from)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	start, err := p.judge(resp, from)
	if err != nil {
		return transient{error: p.client.failure(ErrUnavailable, err, "%v", err)}
	}
	return p.add(resp.Body, p.have-start)
}

// add appends the body after its first skip bytes, which are on disk already. Only bytes on
// disk are in the checksum.
func (p *part) add(body io.Reader, skip int64) error {
	if skip > 0 {
		if n, err := io.CopyN(io.Discard, body, skip); err != nil {
			return p.truncated(err, p.have-skip+n)
		}
	}
	buffer := make([]byte, bufferBytes)
	for {
		n, err := body.Read(buffer)
		if int64(n) > p.file.Size-p.have {
			return p.damaged("is longer than promised")
		}
		if err := p.write(buffer[:n]); err != nil {
			return err
		}
		if err == io.EOF && p.have == p.file.Size {
			return nil
		}
		if err != nil {
			return p.truncated(err, p.have)
		}
	}
}

func (p *part) truncated(err error, at int64) error {
	if !errors.Is(err, io.EOF) {
		return err
	}
	return transient{error: p.client.failure(ErrUnavailable, io.ErrUnexpectedEOF, "it sent %d of %d bytes", at, p.file.Size)}
}

func (p *part) write(chunk []byte) error {
	n, err := p.disk.WriteAt(chunk, p.have)
	p.sum.Write(chunk[:n]) // never fails
	p.have += int64(n)
	p.meter.add(p.file, p.have, n)
	if errors.Is(atomicfile.Explain(err), atomicfile.ErrFull) {
		full := &DiskFullError{Needed: p.file.Size - p.have, Free: -1}
		if free, known := p.client.free(p.folder.dir); known {
			full.Free = free
		}
		return full
	}
	return err
}
