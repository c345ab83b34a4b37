// Package assets holds the files that travel inside the program. Package assets offers
// accessors only. The packages that use the files know what the files mean.
package assets

import (
	"embed"
	"io/fs"
	"unsafe"
)

//go:embed pack
var packFiles embed.FS

// The large files a second time by name, since embed.FS can only copy files out. As strings
// they lie in the same read-only memory as the files of packFiles: the linker keeps one copy
// of equal data (TestStarterPackIsEmbeddedOnce).
var (
	//go:embed pack/vision.onnx
	visionModel string
	//go:embed pack/text.onnx
	textModel string
)

// StarterPack returns the built-in model pack with pack.json at its root. The method
// Bytes(name string) ([]byte, bool) gives the two model files without copying. Nobody may
// write to these bytes, whose memory is read-only.
func StarterPack() fs.FS {
	sub, err := fs.Sub(packFiles, "pack")
	if err != nil { // the compiler has checked the constant name
		panic(err)
	}
	return starterPack{sub}
}

type starterPack struct{ fs.FS }

func (starterPack) Bytes(name string) ([]byte, bool) {
	switch name {
	case "vision.onnx":
		return view(visionModel), true
	case "text.onnx":
		return view(textModel), true
	default:
		return nil, false
	}
}

// Drop tells that a file won't be read for a while: the memory that reading took is free for
// others. The file's bytes stay valid.
func (p starterPack) Drop(name string) {
	if data, ok := p.Bytes(name); ok {
		drop(data)
	}
}

// view is a string's bytes in place.
func view(s string) []byte {
	return unsafe.Slice(unsafe.StringData(s), len(s))
}
