package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"descry/app"
	"descry/app/config"
	"descry/app/internal/apptest"
)

func TestFolderThroughALinkIsTheSameFolder(t *testing.T) {
	dir := photoFolder(t)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip(err)
	}
	mustDescry(t, "index", dir)
	mustDescry(t, "index", link)
	if s := mustDescry(t, "status"); strings.Contains(s, link) || strings.Count(s, dir) != 1 {
		t.Errorf("status after adding a folder twice:\n%s", s)
	}
	found := parse[[]result](t, mustDescry(t, "search", "stars", "--in", link, "--json"))
	if len(found) != 4 {
		t.Errorf("search in the link gives %+v", found)
	}
	mustDescry(t, "similar", filepath.Join(link, "stars.jpg"))
	mustDescry(t, "folders", "remove", link)
}

func TestSearchInAFolderShowsTheCopyThere(t *testing.T) {
	dir := photoFolder(t)
	data, err := os.ReadFile(filepath.Join(dir, "stars.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	sub := filepath.Join(dir, "zz")
	if err := os.Mkdir(sub, 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(sub, "copy.jpg"), data)
	mustDescry(t, "index", dir)
	found := parse[[]result](t, mustDescry(t, "search", "stars", "--in", sub, "--json"))
	if len(found) != 1 || found[0].Path != filepath.Join(sub, "copy.jpg") {
		t.Errorf("search in zz gives %+v", found)
	}
}

func TestFileNamesStayOnTheirLine(t *testing.T) {
	dir := photoFolder(t)
	for _, name := range []string{"new\nline.jpg", "esc\x1b[31m.jpg", "rtl\u202egpj.jpg"} {
		write(t, filepath.Join(dir, name), []byte("no photo"))
	}
	out := mustDescry(t, "index", dir)
	if strings.Contains(out, "\x1b") || strings.Contains(out, "\u202e") || !strings.Contains(out, `new\nline.jpg`) {
		t.Errorf("names are printed raw: %q", out)
	}
}

func TestOddCallsAreExplained(t *testing.T) {
	dir := photoFolder(t)
	mustDescry(t, "index", dir)
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"index", ""}, 2, "empty"},
		{[]string{"search", "\x01\u200b"}, 2, "empty"},
		{[]string{"serach"}, 2, "descry search"},
		{[]string{"/no/such/folder"}, 2, "does not exist"},
		{[]string{"similar", dir}, 1, "not a regular file"},
		{[]string{"similar", os.DevNull}, 1, "not a regular file"},
		{[]string{"search", "stars", "--in", filepath.Join(dir, "absent")}, 0, "No photos are known in"},
	} {
		_, errs, code := descry(t, c.args...)
		if code != c.code || !strings.Contains(errs, c.want) {
			t.Errorf("descry %q: exit %d, want %d with %q: %s", c.args, code, c.code, c.want, errs)
		}
	}
	if found := parse[[]result](t, mustDescry(t, "search", "stars", "--json", "--limit", "9223372036854775807")); len(found) != 4 {
		t.Errorf("without a limit: %+v", found)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAnAnswerThatCantBeWrittenIsAFailure(t *testing.T) {
	t.Setenv(config.HomeVariable, t.TempDir())
	var errs strings.Builder
	code := app.Main([]string{"status"}, strings.NewReader(""), full{}, &errs)
	if code != 1 || !strings.Contains(errs.String(), "no space left") {
		t.Errorf("exit %d: %s", code, errs.String())
	}
}

func TestNoHomeIsNotGuessed(t *testing.T) {
	for _, name := range []string{config.HomeVariable, "HOME", "USERPROFILE", "home", "XDG_DATA_HOME"} {
		t.Setenv(name, "")
	}
	if _, errs, code := descry(t, "status"); code != 1 || !strings.Contains(errs, "HOME") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

func TestDoctorDoesNotSendToTheDoctor(t *testing.T) {
	home := t.TempDir()
	t.Setenv(config.HomeVariable, home)
	write(t, filepath.Join(home, "catalogue.db"), []byte("too short to be one"))
	out, _, code := descry(t, "doctor", "--dry-run")
	if code != 1 || strings.Contains(out, "; run descry doctor") || !strings.Contains(out, "without --dry-run") {
		t.Errorf("exit %d: %s", code, out)
	}
}

// TestCommandsGoOnWithoutAMisspeltSetting has it said once each.
func TestCommandsGoOnWithoutAMisspeltSetting(t *testing.T) {
	home := t.TempDir()
	t.Setenv(config.HomeVariable, home)
	write(t, filepath.Join(home, "settings.toml"), []byte("threads = 1\n\ngpu_memory_mb = \"lots\"\n"))
	const want = "settings.toml, line 3: gpu_memory_mb must be a whole number of megabytes, like 2048"
	if out, errs, code := descry(t, "status"); code != 0 || strings.Count(errs, want) != 1 || strings.Contains(out, want) {
		t.Errorf("status: exit %d: %s\n%s", code, out, errs)
	}
	if out, errs, code := descry(t, "doctor"); code != 1 || strings.Count(out, want) != 1 || strings.Contains(errs, want) || !strings.Contains(out, "ok        catalogue") {
		t.Errorf("doctor: exit %d: %s\n%s", code, out, errs)
	}
}

func TestThreadsAreBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.toml")
	write(t, path, []byte("threads = 100000\nthumbnails_mb = 9223372036854775807\n"))
	s, err := config.LoadSettings(path)
	if err != nil || s.Threads > 4096 {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestHomeInsideAFolder indexes the folder that holds the library itself.
func TestHomeInsideAFolder(t *testing.T) {
	dir := photoFolder(t)
	t.Setenv(config.HomeVariable, filepath.Join(dir, "descry home"))
	for range 2 {
		mustDescry(t, "index", dir)
	}
	if s := mustDescry(t, "status"); !strings.HasPrefix(s, "4 photos") {
		t.Errorf("thumbnails became photos: %s", s)
	}
}

func TestEvalReadsWindowsFiles(t *testing.T) {
	apptest.WholeRunsOnly(t)
	dir := photoFolder(t)
	captions := filepath.Join(t.TempDir(), "captions.tsv")
	write(t, captions, []byte("\ufeffsunset.jpg\ta sunset over the sea\r\nstars.jpg\tstars at night\r\n"))
	if out := mustDescry(t, "eval", "--images", dir, "--captions", captions); !strings.HasPrefix(out, "2 photos") {
		t.Errorf("eval says %s", out)
	}
	write(t, captions, []byte("sunset.jpg\t"+strings.Repeat("a", 2<<20)))
	if _, errs, code := descry(t, "eval", "--images", dir, "--captions", captions); code != 2 || !strings.Contains(errs, "longer than") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// TestADeadDisplayIsSaid has a display that nobody serves, as after a lost ssh
// connection; the toolkit would panic.
func TestADeadDisplayIsSaid(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("displays are named on Linux alone")
	}
	t.Setenv(config.HomeVariable, t.TempDir())
	t.Setenv("WAYLAND_DISPLAY", "")
	for _, display := range []string{":32000", "localhost:32000.0", ""} {
		t.Setenv("DISPLAY", display)
		if _, errs, code := descry(t); code != 1 || !strings.Contains(errs, "display") {
			t.Errorf("%q: exit %d: %s", display, code, errs)
		}
	}
}
