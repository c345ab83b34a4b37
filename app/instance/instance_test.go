package instance_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"descry/app/instance"
	"descry/app/problem"
)

// holdVariable names the folder that this test binary, started once more, holds.
const holdVariable = "DESCRY_TEST_HOLD"

func TestMain(m *testing.M) {
	dir := os.Getenv(holdVariable)
	if dir == "" {
		os.Exit(m.Run())
	}
	h, err := instance.Claim(context.Background(), dir, instance.Request{})
	if err == nil {
		err = h.Serve(func(context.Context, instance.Request) error { return nil })
	}
	if err != nil {
		panic(err)
	}
	fmt.Println("held")
	time.Sleep(time.Minute)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// holder is the first of a library; what it is handed comes out of the channel.
func holder(t *testing.T, dir string) (*instance.Holder, <-chan instance.Request) {
	t.Helper()
	h, err := instance.Claim(t.Context(), dir, instance.Request{})
	must(t, err)
	if h == nil {
		t.Fatal("somebody else holds the library")
	}
	got := make(chan instance.Request, 100)
	must(t, h.Serve(func(_ context.Context, r instance.Request) error {
		got <- r
		return nil
	}))
	t.Cleanup(func() { _ = h.Close() })
	return h, got
}

func TestALaterStartHandsOver(t *testing.T) {
	dir := t.TempDir()
	_, got := holder(t, dir)
	want := instance.Request{Folders: []string{filepath.Join(dir, "Ferien in Süditalien")}, Query: "a red bicycle\nagainst a wall"}
	h, err := instance.Claim(t.Context(), dir, want)
	if h != nil || err != nil {
		t.Fatalf("the second start: %v, %v", h, err)
	}
	if r := <-got; !reflect.DeepEqual(r, want) {
		t.Errorf("handed over %+v, want %+v", r, want)
	}
}

func TestTwoLibrariesAreTwoPrograms(t *testing.T) {
	holder(t, t.TempDir())
	holder(t, t.TempDir())
}

func TestOfManyStartsOneHolds(t *testing.T) {
	dir := t.TempDir()
	const starts = 20
	var holders []*instance.Holder
	var taken, handed int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range starts {
		all.Go(func() {
			h, err := instance.Claim(t.Context(), dir, instance.Request{Query: "x"})
			if err != nil {
				t.Error(err)
				return
			}
			if h == nil {
				mu.Lock()
				handed++
				mu.Unlock()
				return
			}
			mu.Lock()
			holders = append(holders, h)
			mu.Unlock()
			if err := h.Serve(func(context.Context, instance.Request) error {
				mu.Lock()
				defer mu.Unlock()
				taken++
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(holders) != 1 || handed != starts-1 || taken != starts-1 {
		t.Errorf("%d hold the library, %d have handed over, %d were taken", len(holders), handed, taken)
	}
	for _, h := range holders {
		must(t, h.Close())
	}
}

// TestAKilledProcessIsReplaced also finds that its socket is taken away.
func TestAKilledProcessIsReplaced(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), holdVariable+"="+dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "held\n" {
		t.Fatalf("%q, %v", line, err)
	}
	socket := socketOf(t, dir)
	must(t, cmd.Process.Kill())
	_ = cmd.Wait()
	_, got := holder(t, dir)
	if _, err := os.Stat(filepath.Dir(socket)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the killed process's socket is still there: %v", err)
	}
	if h, err := instance.Claim(t.Context(), dir, instance.Request{Query: "after"}); h != nil || err != nil {
		t.Fatalf("%v, %v", h, err)
	}
	if r := <-got; r.Query != "after" {
		t.Errorf("got %+v", r)
	}
}

// socketOf reads where the holder listens.
func socketOf(t *testing.T, dir string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "window.address"))
	must(t, err)
	_, rest, _ := strings.Cut(string(text), `"socket":"`)
	socket, _, _ := strings.Cut(rest, `"`)
	return socket
}

func TestAHungWindowIsSaidSo(t *testing.T) {
	dir := t.TempDir()
	h, err := instance.Claim(t.Context(), dir, instance.Request{})
	must(t, err)
	must(t, h.Serve(func(ctx context.Context, _ instance.Request) error {
		<-ctx.Done()
		return ctx.Err()
	}))
	defer h.Close()
	start := time.Now()
	_, err = instance.Claim(t.Context(), dir, instance.Request{})
	if !errors.Is(err, instance.ErrSilent) || problem.Of(err).Params["Process"] != strconv.Itoa(os.Getpid()) {
		t.Fatalf("%v", err)
	}
	if took := time.Since(start); took > instance.Patience+time.Second {
		t.Errorf("said after %v", took)
	}
}

func TestARefusalIsSaid(t *testing.T) {
	dir := t.TempDir()
	h, err := instance.Claim(t.Context(), dir, instance.Request{})
	must(t, err)
	must(t, h.Serve(func(context.Context, instance.Request) error { return errors.New("it is too late for that") }))
	defer h.Close()
	_, err = instance.Claim(t.Context(), dir, instance.Request{})
	if !errors.Is(err, instance.ErrRefused) || problem.Of(err).Params["Reason"] != "it is too late for that" {
		t.Errorf("%v", err)
	}
}

func TestOneThatClosesIsFollowed(t *testing.T) {
	dir := t.TempDir()
	h, err := instance.Claim(t.Context(), dir, instance.Request{})
	must(t, err)
	must(t, h.Serve(func(context.Context, instance.Request) error { return instance.ErrClosing }))
	time.AfterFunc(300*time.Millisecond, func() { _ = h.Close() })
	next, err := instance.Claim(t.Context(), dir, instance.Request{})
	if next == nil || err != nil {
		t.Fatalf("%v, %v", next, err)
	}
	must(t, next.Close())
}

func TestNothingIsLeft(t *testing.T) {
	dir := t.TempDir()
	h, _ := holder(t, dir)
	socket := socketOf(t, dir)
	must(t, h.Close())
	for _, path := range []string{filepath.Dir(socket), filepath.Join(dir, "window.address")} {
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is left: %v", path, err)
		}
	}
}

func TestStrangersAreKeptOut(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("permissions are Unix's")
	}
	dir := t.TempDir()
	holder(t, dir)
	socket := socketOf(t, dir)
	for path, want := range map[string]fs.FileMode{socket: 0o600, filepath.Dir(socket): 0o700, filepath.Join(dir, "window.lock"): 0o600} {
		info, err := os.Stat(path)
		must(t, err)
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has the mode %o, want %o", path, got, want)
		}
	}
}

func TestHostileMessagesAreRefused(t *testing.T) {
	dir := t.TempDir()
	_, got := holder(t, dir)
	for name, message := range map[string]string{
		"garbage":        "\x00\xff\x17 not a message",
		"unknown":        `{"command":"quit"}`,
		"relative":       `{"folders":["../etc"]}`,
		"unclean":        `{"folders":["/a/../etc"]}`,
		"zero":           `{"folders":["/a\u0000b"]}`,
		"two":            `{"query":"a"} {"query":"b"}`,
		"nested":         strings.Repeat("[", 100000),
		"many":           `{"folders":[` + strings.Repeat(`"/a",`, 1000) + `"/a"]}`,
		"too long":       `{"query":"` + strings.Repeat("a", 30000) + `"}`,
		"much too long":  strings.Repeat("a", 1<<20),
		"without an end": "",
	} {
		c, err := net.Dial("unix", socketOf(t, dir))
		must(t, err)
		go func() { _, _ = c.Write([]byte(message)); _ = c.(*net.UnixConn).CloseWrite() }()
		_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
		line, err := bufio.NewReader(c).ReadString('\n')
		if !strings.Contains(line, "refused") && err == nil {
			t.Errorf("%s: answered %q, %v", name, line, err)
		}
		_ = c.Close()
	}
	if h, err := instance.Claim(t.Context(), dir, instance.Request{Query: "still there"}); h != nil || err != nil {
		t.Fatalf("%v, %v", h, err)
	}
	if r := <-got; r.Query != "still there" {
		t.Errorf("a hostile message came through: %+v", r)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{}`, `{"folders":["/home/anna/Pictures"],"query":"a dog"}`, `{"query":1}`, `[]`, "\xff", `{"folders":["a"]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, message []byte) {
		r, err := instance.Parse(message)
		if err != nil {
			return
		}
		for _, path := range r.Folders {
			if !filepath.IsAbs(path) || strings.ContainsRune(path, 0) {
				t.Errorf("%q came through", path)
			}
		}
	})
}
