package service

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"descry/internal/nofollow"
)

// logLimit is the size at which the log file starts anew, with one old file kept.
const logLimit = 4 << 20

// OpenLog appends to the log file. The program works without a log, so a failure only means
// that nothing is written. A link in the place of the file is replaced by a file.
func OpenLog(path string, level slog.Level) (*slog.Logger, io.WriteCloser) {
	if info, err := os.Stat(path); err == nil && info.Size() > logLimit {
		_ = os.Rename(path, path+".1")
	}
	f, err := nofollow.Replace(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return slog.New(slog.DiscardHandler), nowhere{}
	}
	log := slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: level}))
	return log.With("pid", fmt.Sprint(os.Getpid())), f
}

// nowhere stands for a log that can't be written.
type nowhere struct{}

func (nowhere) Write(p []byte) (int, error) { return len(p), nil }
func (nowhere) Close() error                { return nil }
