package heif

// simplify changes a HEIC so that libheif, as it is built here, decodes it
// without failing: it refuses files whose first brand is not "heic" or whose
// channel count is wrong, and it can neither crop odd sizes nor merge opacity.
// Cropping and turning are done in Go instead.
func simplify(file []byte) error {
	m, err := parseMeta(file)
	if err != nil {
		return err
	}
	copy(file[8:12], "heic")
	for _, p := range m.list {
		switch p.kind {
		case "clap", "irot", "imir", "pixi":
			copy(p.name, "free")
		}
	}
	// an unknown property that is essential would make the file unreadable
	m.associations(func(_ uint64, entry []byte) { entry[0] &^= 0x80 })
	for _, r := range m.references {
		if r.kind == "auxl" {
			copy(r.name, "free")
		}
	}
	return nil
}
