package ort

// Device names what the model computes on, as in "CUDA": what its image tower does,
// or else its text tower. It is "" while that isn't known because neither was loaded.
func (m *Model) Device() string {
	for _, d := range []Provider{m.image.device(), m.text.device()} {
		if d != "" {
			return d.String()
		}
	}
	if m.likely == CPU { // no other is installed
		return CPU.String()
	}
	return ""
}

// ImageDevice names what the image tower computes on, or did when it was last loaded; ""
// while it wasn't.
func (m *Model) ImageDevice() string { return m.image.device().String() }

// TextDevice is the same for the text tower.
func (m *Model) TextDevice() string { return m.text.device().String() }

// Skipped are the providers that were tried for the tower that Device is about, and
// could not be had.
func (m *Model) Skipped() []Skip {
	if m.image.device() != "" {
		return m.image.passedOver()
	}
	return m.text.passedOver()
}

// Notice is one sentence for the user about the device that he may not expect, "" if
// there is nothing to say. It can change with each call that encodes.
func (m *Model) Notice() string {
	if notice := m.image.notice(); notice != "" {
		return notice
	}
	return m.text.notice()
}
