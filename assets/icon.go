package assets

import _ "embed"

//go:embed icon.png
var icon []byte

// Icon returns the program's icon, a PNG of 256 px. Nobody may write to the bytes.
func Icon() []byte { return icon }
