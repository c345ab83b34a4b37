package iptc

import "descry/library/container"

// FromPhotoshop returns the IIM stream in a run of Photoshop image resources
// (the content of JPEG APP13 behind its header, or TIFF tag 34377), nil when
// there is none.
func FromPhotoshop(b []byte) ([]byte, error) {
	for r, err := range container.Memory(b).Resources() {
		if err != nil {
			return nil, err
		}
		if r.ID == resourceIIM {
			return r.Body.All()
		}
	}
	return nil, nil
}
