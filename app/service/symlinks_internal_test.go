package service

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/message"
	"descry/internal/nofollow"
)

// TestNothingIsWrittenThroughALink puts links in the places of all files that a library
// begins with: each is replaced or refused, and what they lead to stays as it is.
func TestNothingIsWrittenThroughALink(t *testing.T) {
	for _, name := range []string{"settings.toml", "window.toml", "descry.log", "indexer.lock", "catalogue.db"} {
		for _, dangling := range []bool{false, true} {
			home, elsewhere := t.TempDir(), t.TempDir()
			target := filepath.Join(elsewhere, "theirs")
			if !dangling {
				if err := os.WriteFile(target, nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Symlink(target, filepath.Join(home, name)); err != nil {
				t.Skip(err)
			}
			paths := config.PathsIn(home, home, home, home)
			e, err := Open(t.Context(), paths)
			if name == "catalogue.db" {
				if !errors.Is(err, nofollow.ErrLink) || !strings.Contains(message.Explain(err), paths.Catalogue) {
					t.Errorf("%s: %v", name, err)
				}
			} else if err != nil {
				t.Fatal(err)
			}
			if e != nil {
				e.Log.Warn("a line")
				lock, err := TryLock(paths.Lock, WindowRole)
				if refused := errors.Is(err, nofollow.ErrLink); refused != (name == "indexer.lock") {
					t.Errorf("%s: the lock gives %v", name, err)
				}
				if lock != nil {
					err = errors.Join(lock.Release(), config.WriteTOML(paths.Settings, e.Models.CurrentSettings()), config.WriteTOML(paths.Window, config.Settings{}))
				} else {
					err = nil
				}
				if err := errors.Join(err, e.Close()); err != nil {
					t.Fatal(err)
				}
			}
			entries, err := os.ReadDir(elsewhere)
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range entries {
				if info, err := one.Info(); err != nil || info.Size() != 0 || dangling {
					t.Errorf("%s: written through the link: %v, %v", name, info, err)
				}
			}
			if info, err := os.Lstat(paths.Log); name == "descry.log" && (err != nil || !info.Mode().IsRegular() || info.Size() == 0) {
				t.Errorf("the log is %v, %v", info, err)
			}
		}
	}
}

// TestLogStartsInPlaceOfALink writes where a link was.
func TestLogStartsInPlaceOfALink(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "descry.log")
	if err := os.Symlink(filepath.Join(dir, "other"), path); err != nil {
		t.Skip(err)
	}
	log, file := OpenLog(path, slog.LevelInfo)
	log.Info("hello")
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || !strings.Contains(string(text), "hello") {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := os.Lstat(filepath.Join(dir, "other")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the link's target was made: %v", err)
	}
}
