package assets

import (
	"embed"
	"io/fs"
)

//go:embed fonts
var fontFiles embed.FS

// Fonts returns the fonts for scripts that a system may lack. Each lies in a file NAME.ttf.br,
// compressed with brotli, and list.tsv has the name, the length and the SHA-256 of each as it is
// unpacked. setup/fonts.sh makes them, and says of what.
func Fonts() fs.FS {
	sub, err := fs.Sub(fontFiles, "fonts")
	if err != nil { // the compiler has checked the constant name
		panic(err)
	}
	return sub
}
