package app_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"descry/app/config"
	"descry/app/service/models"
)

// repositories is a server with the addresses of Hugging Face that hands out the
// fixtures as if they were the released files.
type repositories struct {
	folders map[string]string // user/name → folder
	bytes   atomic.Int64      // of files handed out

}

const commit = "0123456789abcdef0123456789abcdef01234567"

func (r *repositories) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	path := strings.TrimPrefix(req.URL.Path, "/")
	path, api := strings.CutPrefix(path, "api/models/")
	parts := strings.SplitN(path, "/", 5)
	folder, ok := "", false
	if len(parts) >= 4 {
		folder, ok = r.folders[parts[0]+"/"+parts[1]]
	}
	switch {
	case !ok:
		http.NotFound(w, req)
	case api && parts[2] == "revision":
		_ = json.NewEncoder(w).Encode(map[string]string{"sha": commit})
	case api && parts[2] == "tree" && parts[3] == commit:
		_ = json.NewEncoder(w).Encode(listing(folder))
	case parts[2] == "resolve" && parts[3] == commit:
		r.send(w, req, filepath.Join(folder, parts[4]))
	default:
		http.NotFound(w, req)
	}
}

func (r *repositories) send(w http.ResponseWriter, req *http.Request, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		http.NotFound(w, req)
		return
	}
	r.bytes.Add(int64(len(data)))
	http.ServeFile(w, req, path)
}

func listing(folder string) (list []map[string]any) {
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			continue // a directory
		}
		sum := sha256.Sum256(data)
		hash := hex.EncodeToString(sum[:])
		list = append(list, map[string]any{"type": "file", "path": e.Name(), "size": len(data), "oid": hash[:40],
			"lfs": map[string]any{"oid": hash, "size": len(data), "pointerSize": 130}})
	}
	return list
}

func serveRepositories(t *testing.T) *repositories {
	t.Helper()
	r := &repositories{folders: map[string]string{
		"microsoft/LLM2CLIP-Llama3.2-1B-EVA02-L-14-336":         filepath.Join(fixtures, "vision-eva02-l224"),
		"microsoft/LLM2CLIP-Llama-3.2-1B-Instruct-CC-Finetuned": filepath.Join(fixtures, "text-llama32-1b-like"),
	}}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	t.Setenv(models.HubVariable, server.URL)
	return r
}

const desktopPair = "llama3.2-1b-eva02-l-14-336"

func TestDownload(t *testing.T) {
	home := t.TempDir()
	t.Setenv(config.HomeVariable, home)
	r := serveRepositories(t)
	made := parse[struct{ ID, Name, Path string }](t, mustDescry(t, "model", "download", desktopPair, "--quantize", "int4", "--json", "--use"))
	m := modelsOf(t)
	if !m[made.ID].Active || !strings.Contains(made.Name, "EVA02") || !strings.Contains(made.Name, "int4") {
		t.Errorf("downloaded %+v, models %+v", made, m)
	}
	if left, err := os.ReadDir(filepath.Join(home, "checkpoints")); err != nil || len(left) > 0 {
		t.Errorf("checkpoints left: %v, %v", left, err)
	}
	if r.bytes.Load() == 0 {
		t.Error("nothing was fetched")
	}
	mustDescry(t, "embed", "--text", "a dog")
}

func TestDownloadGoesOnAndTellsWhatIsWrong(t *testing.T) {
	t.Setenv(config.HomeVariable, t.TempDir())
	if _, errs, code := descry(t, "model", "download", "no-such-pair"); code != 2 || !strings.Contains(errs, desktopPair) {
		t.Errorf("an unknown pair: exit %d, %s", code, errs)
	}
	if _, errs, code := descry(t, "model", "download", desktopPair, "--quantize", "int3"); code != 2 || !strings.Contains(errs, "int3") {
		t.Errorf("an unknown precision: exit %d, %s", code, errs)
	}
	t.Setenv(models.HubVariable, "http://127.0.0.1:1")
	if _, errs, code := descry(t, "model", "download", desktopPair); code != 1 || !strings.Contains(errs, "online") {
		t.Errorf("nobody there: exit %d, %s", code, errs)
	}
	list := parse[[]struct {
		ID    string
		Bytes int64
	}](t, mustDescry(t, "model", "download", "--json"))
	if len(list) < 5 || list[0].ID != desktopPair || list[0].Bytes < 5e9 {
		t.Errorf("the list: %+v", list)
	}
}
