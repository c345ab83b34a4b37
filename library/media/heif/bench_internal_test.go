package heif

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"descry/internal/childprocess"
	"descry/internal/cputime"
	"descry/library/media/worker"
)

// realPhotos are HEIC and AVIF photos of cameras that lie beside the project.
var realPhotos = []string{"heic/iphone-11-exif-at-eof.heic", "avif/canon-70d.avif"}

func realPhoto(b *testing.B, name string) ([]byte, Config) {
	b.Helper()
	file, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "photos", "formats", name))
	if err != nil {
		b.Skipf("the shared test files are not here: %v", err)
	}
	c, err := DecodeConfig(file)
	if err != nil {
		b.Fatal(err)
	}
	return file, c
}

// BenchmarkDecode decodes all pixels of a photo, in a child as the program does, and in this
// process tile by tile and, as the peer, as the library does by itself: the whole file.
// cpu-ms/op is the CPU time of this process. BenchmarkDecodeHEIF of package media reports the
// CPU time of the whole way.
func BenchmarkDecode(b *testing.B) {
	for _, name := range realPhotos {
		file, c := realPhoto(b, name)
		ways := map[string]func() error{
			"child": inChild(file, c, worker.NativeOnly), "child, WebAssembly": inChild(file, c, worker.WebAssemblyOnly),
		}
		if whole := wholeFile(file); whole != nil {
			ways["library"] = whole
			ways["tiles"] = func() error {
				_, err := worker.Here(Decoders()[nativeKind], file, nil, func(image.Image) error { return nil })
				return err
			}
		}
		for way, decode := range ways {
			b.Run(fmt.Sprintf("%s/%dMP/%s", filepath.Ext(name)[1:], c.CodedWidth*c.CodedHeight/1e6, way), func(b *testing.B) {
				if err := decode(); errors.Is(err, worker.ErrMissing) {
					b.Skip(err)
				} else if err != nil {
					b.Fatal(err)
				}
				before := cputime.Used()
				for b.Loop() {
					if err := decode(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64((cputime.Used()-before).Microseconds())/1e3/float64(b.N), "cpu-ms/op")
			})
		}
	}
}

func inChild(file []byte, c Config, ways worker.Ways) func() error {
	return func() error {
		_, err := Decode(worker.Using(context.Background(), ways), file, c, time.Minute, func(image.Image) error { return nil })
		return err
	}
}

// BenchmarkStall measures the longest pause of a goroutine that only waits for the
// next millisecond, while a photo is decoded and garbage is collected all the time.
func BenchmarkStall(b *testing.B) {
	for _, name := range realPhotos {
		file, c := realPhoto(b, name)
		decode := inChild(file, c, worker.WebAssemblyOnly)
		b.Run(filepath.Ext(name)[1:], func(b *testing.B) {
			if err := decode(); err != nil {
				b.Fatal(err)
			}
			var longest time.Duration
			for b.Loop() {
				stop := make(chan struct{})
				paused := make(chan time.Duration)
				go func() { paused <- longestPause(stop) }()
				go collect(stop)
				err := decode()
				close(stop)
				longest = max(longest, <-paused)
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(longest.Microseconds())/1e3, "longest-ms")
		})
	}
}

func longestPause(stop <-chan struct{}) (longest time.Duration) {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for last := time.Now(); ; {
		select {
		case <-stop:
			return max(longest, time.Since(last))
		case <-tick.C:
			now := time.Now()
			longest, last = max(longest, now.Sub(last)), now
		}
	}
}

func collect(stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(10 * time.Millisecond):
			runtime.GC()
		}
	}
}

// BenchmarkStart starts a child until it is ready for its first file, for which its
// decoder is compiled.
func BenchmarkStart(b *testing.B) {
	program, err := childprocess.OwnProgram()
	if err != nil {
		b.Fatal(err)
	}
	for _, kind := range []worker.Kind{nativeKind, heicWasmKind, avifWasmKind} {
		b.Run(string(kind), func(b *testing.B) {
			var idle map[string]float64
			for b.Loop() {
				p, err := childprocess.Start(childprocess.Command{Path: program, Args: []string{"descry", "decoder-process", string(kind)}})
				if err != nil {
					b.Fatal(err)
				}
				if _, err := p.Out.Read(make([]byte, 1)); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				time.Sleep(100 * time.Millisecond) // it gives memory back
				idle = resident(p.ID())
				p.End()
				b.StartTimer()
			}
			b.ReportMetric(idle["VmRSS"], "idle-MB")
			b.ReportMetric(idle["RssAnon"], "idle-own-MB")
			b.ReportMetric(idle["VmHWM"], "peak-MB")
		})
	}
}

// resident is the memory of a process on Linux, in MB: all of it, the part of its own that is
// not mapped from files, and the most so far.
func resident(pid int) map[string]float64 {
	sizes := map[string]float64{}
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // elsewhere there is none
	for line := range strings.Lines(string(status)) {
		name, rest, _ := strings.Cut(line, ":")
		if fields := strings.Fields(rest); len(fields) == 2 && fields[1] == "kB" {
			kilobytes, _ := strconv.ParseFloat(fields[0], 64)
			sizes[name] = kilobytes / 1024
		}
	}
	return sizes
}
