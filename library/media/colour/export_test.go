package colour

// TryProfile goes the ways of a profile with a few colours, without the grid that takes
// most of the time, and returns what came out.
func TryProfile(data []byte, samples []float64) (rgb []vector, name string) {
	p, ok := parseProfile(data)
	if !ok {
		return nil, ""
	}
	if t, ok := p.table(); ok {
		for i := range samples {
			device := make([]float64, t.inputs)
			for k := range device {
				device[k] = samples[(i+k)%len(samples)]
			}
			rgb = append(rgb, t.srgb(device))
		}
	} else if p.space != "CMYK" {
		c := p.conversion()
		if c != nil {
			px := []byte{0, 100, 200, 255}
			c.Pixels(px)
			rgb = append(rgb, vector{float64(px[0]) / 255, float64(px[1]) / 255, float64(px[2]) / 255})
		}
	}
	return rgb, p.description()
}
