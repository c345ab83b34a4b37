package heif

import (
	_ "unsafe" // for go:linkname

	_ "github.com/gen2brain/avif" // embeds libavif
	_ "github.com/gen2brain/heic" // embeds libheif

	"descry/library/media/webassembly"
)

// The modules of gen2brain/heic and gen2brain/avif embed the WebAssembly binaries but run the
// binaries without a context and with up to 4 GB of memory each. Here the binaries run with
// bounds. If a later version renames the variables, they are nil, which compile reports and a
// test finds.

//go:linkname heicWasm github.com/gen2brain/heic.heifWasm
var heicWasm []byte

//go:linkname avifWasm github.com/gen2brain/avif.decodeWasm
var avifWasm []byte

var (
	heicModule = module{webassembly.Module{Name: "libheif in WebAssembly", Binary: &heicWasm}}
	avifModule = module{webassembly.Module{Name: "libavif in WebAssembly", Binary: &avifWasm}}
)
