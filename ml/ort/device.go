package ort

// Device names the device of the model, as in "CUDA": the image tower's, or else the text
// tower's. Device is "" before either was loaded.
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

// ImageDevice names the device of the image tower, or of its last load, "" before the first
// load.
func (m *Model) ImageDevice() string { return m.image.device().String() }

// TextDevice is the same for the text tower.
func (m *Model) TextDevice() string { return m.text.device().String() }

// Skipped are the providers that were tried for Device's tower, and could not be had.
func (m *Model) Skipped() []Skip {
	if m.image.device() != "" {
		return m.image.passedOver()
	}
	return m.text.passedOver()
}

// Notice is one sentence for the user about an unexpected device, "" if there is nothing to
// say. Notice can change with each call that encodes.
func (m *Model) Notice() string {
	if notice := m.image.notice(); notice != "" {
		return notice
	}
	return m.text.notice()
}
