package hub

import (
	"sync"
	"time"
)

// Progress is how far a download is.
type Progress struct {
	// File is the file at work.
	File string
	// Done and Total are bytes of all files together. Done goes back when a file arrived
	// damaged.
	Done, Total int64
	// Rate is bytes per second from the network over the last seconds.
	Rate float64
	// Checking says that bytes on disk are being verified, and none are downloaded.
	Checking bool
}

const (
	reportEvery = 100 * time.Millisecond
	rateWindow  = 5 * time.Second
)

// meter counts, and reports from its own goroutine until stop.
type meter struct {
	progress func(Progress)
	quit     chan struct{}
	ended    chan struct{}

	mu       sync.Mutex
	now      Progress
	have     map[string]int64 // bytes of each file
	received int64            // bytes from the network
}

// startMeter starts at zero bytes of all files.
func startMeter(files []File, progress func(Progress)) *meter {
	m := &meter{progress: progress, quit: make(chan struct{}), ended: make(chan struct{}), have: map[string]int64{}}
	for _, f := range files {
		m.now.Total += f.Size
	}
	if progress == nil {
		close(m.ended)
		return m
	}
	go m.report()
	return m
}

// stop makes the last report and waits for its end.
func (m *meter) stop() {
	close(m.quit)
	<-m.ended
}

func (m *meter) report() {
	defer close(m.ended)
	ticker := time.NewTicker(reportEvery)
	defer ticker.Stop()
	var (
		rate speed
		last Progress
	)
	for {
		select {
		case <-m.quit:
			m.progress(m.snapshot(&rate))
			return
		case <-ticker.C:
			if p := m.snapshot(&rate); p != last {
				m.progress(p)
				last = p
			}
		}
	}
}

func (m *meter) snapshot(rate *speed) Progress {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := m.now
	p.Rate = rate.at(time.Now(), m.received)
	return p
}

// set notes how much of a file is there, from the disk or the network.
func (m *meter) set(f File, have int64) { m.add(f, have, 0) }

// add notes that the network brought more of a file.
func (m *meter) add(f File, have int64, received int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now.File = f.Path
	m.now.Done += have - m.have[f.Path]
	m.have[f.Path] = have
	m.received += int64(received)
}

func (m *meter) checking(f File, now bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now.File, m.now.Checking = f.Path, now
}

// speed is the mean over a moving window.
type speed struct{ samples []sample }

type sample struct {
	at    time.Time
	bytes int64
}

// at takes the number of bytes so far and returns bytes per second.
func (s *speed) at(now time.Time, bytes int64) float64 {
	s.samples = append(s.samples, sample{now, bytes})
	for now.Sub(s.samples[0].at) > rateWindow {
		s.samples = s.samples[1:]
	}
	first := s.samples[0]
	if seconds := now.Sub(first.at).Seconds(); seconds > 0 {
		return float64(bytes-first.bytes) / seconds
	}
	return 0
}
