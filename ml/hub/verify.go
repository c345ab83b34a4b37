package hub

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
)

// sum is the checksum of the list, in hex.
func (f File) sum() string {
	if f.SHA256 != "" {
		return f.SHA256
	}
	return f.GitSHA1
}

// hash starts the checksum of the list. Git's SHA-1 begins with the size. The SHA-1 guards
// against damage, the encrypted connection against forgery.
func (f File) hash() hash.Hash {
	if f.SHA256 != "" {
		return sha256.New()
	}
	h := sha1.New()
	fmt.Fprintf(h, "blob %d\x00", f.Size)
	return h
}

func (f File) matches(h hash.Hash) bool { return hex.EncodeToString(h.Sum(nil)) == f.sum() }

// hashInto reads to the end, as far as the context lets it.
func hashInto(ctx context.Context, h hash.Hash, r io.Reader) error {
	buffer := make([]byte, bufferBytes)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := r.Read(buffer)
		h.Write(buffer[:n]) // never fails
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
