package kit

import "testing"

func TestCleanPath(t *testing.T) {
	t.Setenv("HOME", "/home/ann")
	for in, want := range map[string]string{
		"":                       "",
		"  '/a/b c' ":            "/a/b c",
		"~":                      "/home/ann",
		"~/Pictures":             "/home/ann/Pictures",
		"file:///a/b%20c":        "/a/b c",
		"/a/../b/":               "/b",
		"/odd/~name":             "/odd/~name",
		`"/home/ann/Фото 2024/"`: "/home/ann/Фото 2024",
	} {
		if got := CleanPath(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
