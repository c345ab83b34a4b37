package ort

import (
	"debug/elf"
	"errors"
	"runtime"
)

// checkLibraryFile refuses a file that breaks off or is no library. The loader of Linux maps what
// the header promises, and the process dies of reading past the end. The section table lies at
// the end, so a file with a section table is complete.
func checkLibraryFile(path string) error {
	if runtime.GOOS != "linux" {
		return nil
	}
	f, err := elf.Open(path)
	var format *elf.FormatError
	switch {
	case err == nil:
		return f.Close()
	case errors.As(err, &format):
		return errors.New("the file is not a library")
	}
	return errors.New("the file is incomplete or can't be read; install it again")
}
