package heif

import (
	"context"

	"descry/library/media/webassembly"
	"descry/library/media/worker"
)

// module is a decoder in WebAssembly. instance is one decoder at work.
type (
	module   struct{ webassembly.Module }
	instance struct{ *webassembly.Instance }
)

// decoder decodes files by their coded parts.
func (m *module) decoder(decode func(*instance, *picture) (*frame, error)) func(file, options []byte, a *worker.Answer) error {
	return func(file, _ []byte, a *worker.Answer) error {
		return webassembly.WithoutCollecting(func() error {
			s := &session{module: m}
			defer s.close()
			return decodeParts(file, func(p *picture) (*frame, error) {
				i, err := s.take(p.pixels())
				if err != nil {
					return nil, err
				}
				return s.counted(decode(i, p))
			}, a)
		})
	}
}

// session decodes the parts of one file. The C function that decodes HEIC keeps some of its
// memory, so now and then another instance takes over.
type session struct {
	*module
	at     *instance
	pixels int64 // decoded by the instance
	frames int   // in use
}

// maxPixels is how many pixels an instance decodes before another one takes over.
const maxPixels = 12 << 20

// take returns an instance for a picture of some pixels.
func (s *session) take(pixels int64) (*instance, error) {
	if s.at != nil && s.frames == 0 && s.pixels+pixels > maxPixels {
		s.close()
	}
	if s.at == nil {
		i, err := s.Instantiate()
		if err != nil {
			return nil, err
		}
		s.at, s.pixels = &instance{i}, 0
	}
	s.pixels += pixels
	return s.at, nil
}

// counted keeps count of a frame.
func (s *session) counted(f *frame, err error) (*frame, error) {
	if err != nil {
		return nil, err
	}
	s.frames++
	release := f.release
	f.release = func() {
		s.frames--
		release()
	}
	return f, nil
}

func (s *session) close() {
	if s.at != nil {
		_ = s.at.Close(context.Background())
		s.at = nil
	}
}
