package cli

import (
	"path/filepath"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/service"
)

func TestUnitText(t *testing.T) {
	text := unitText(`/opt/my "photos" 100%/descry`, "/data/a $b")
	for _, want := range []string{
		`ExecStart="/opt/my \"photos\" 100%%/descry" watch`, `Environment="DESCRY_HOME=/data/a $b"`,
		"KillSignal=SIGTERM", "WantedBy=default.target",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the unit lacks %s:\n%s", want, text)
		}
	}
	if strings.Contains(unitText("/usr/bin/descry", ""), "Environment") {
		t.Error("a unit without DESCRY_HOME sets it")
	}
}

func TestOnlyOneHoldsTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	first, err := service.TryLock(path, service.ServiceRole)
	if err != nil || first == nil {
		t.Fatal("the first can't lock:", err)
	}
	if second, err := service.TryLock(path, service.ServiceRole); err != nil || second != nil {
		t.Error("two hold the lock:", err)
	}
	if h := service.LockHolder(path); h.Pid == "" || h.Role != service.ServiceRole {
		t.Error("nobody knows who holds the lock")
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	if again, err := service.TryLock(path, service.ServiceRole); err != nil || again == nil {
		t.Error("the lock is not free again:", err)
	}
}

func TestFileNameKeepsToItsFolder(t *testing.T) {
	for id, want := range map[string]string{
		"descry-starter-2": "descry-starter-2", "../../etc": "_._.._etc", "a/b\\c:d": "a_b_c_d", "Ü": "_",
	} {
		if got := config.FileName(id); got != want {
			t.Errorf("fileName(%q) = %q, want %q", id, got, want)
		}
	}
}
