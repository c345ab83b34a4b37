// Package assets holds the files that travel inside the program. It offers
// accessors only; what the files mean is known to the packages that use them.
package assets

import (
	"embed"
	"io/fs"
	"unsafe"
)

//go:embed pack
var packFiles embed.FS

// The large files a second time by name, since embed.FS can only copy them out.
// As strings they lie in the same read-only memory as the files of packFiles:
// the linker keeps one copy of equal data (TestStarterPackIsEmbeddedOnce).
var (
	//go:embed pack/vision.onnx
	visionModel string
	//go:embed pack/text.onnx
	textModel string
)

// StarterPack returns the built-in model pack with pack.json at its root. Its
// two model files can be had without copying through the method
// Bytes(name string) ([]byte, bool); nobody may write to them: the memory is read-only.
func StarterPack() fs.FS {
	sub, err := fs.Sub(packFiles, "pack")
	if err != nil { // the name is a constant that the compiler has checked
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

// Drop says that nobody will read a file for a while: the memory that reading took
// is free for others. Its bytes stay what they were.
func (p starterPack) Drop(name string) {
	if data, ok := p.Bytes(name); ok {
		drop(data)
	}
}

// view shows a string's bytes where they are.
func view(s string) []byte {
	return unsafe.Slice(unsafe.StringData(s), len(s))
}
