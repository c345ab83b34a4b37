package checkpoint_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"

	"descry/ml/checkpoint"
)

// memoryLimit is far below the 256 MB that a hostile file may cost: the largest of
// these files is 256 KB.
const memoryLimit = 32 << 20

// timeLimit only catches what hangs.
const timeLimit = 20 * time.Second

type hostileCase struct{ Path, Expect, What string }

func hostileCases(t *testing.T) (cases []hostileCase) {
	t.Helper()
	text, err := os.ReadFile("testdata/hostile/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

// readEverything opens a checkpoint and reads every tensor.
func readEverything(path string) error {
	f, err := checkpoint.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, tensor := range f.Tensors() {
		if err := f.Read(tensor.Name, func([]float32) error { return nil }); err != nil {
			return err
		}
	}
	return nil
}

// measured runs fn with a guard against hanging and returns what it allocated in
// all, which is never less than what it held at any time.
func measured(t *testing.T, fn func() error) (uint64, error) {
	t.Helper()
	var before, after runtime.MemStats
	done := make(chan error, 1)
	runtime.ReadMemStats(&before)
	go func() { done <- fn() }()
	select {
	case err := <-done:
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc, err
	case <-time.After(timeLimit):
		t.Fatal("it does not end")
		return 0, nil
	}
}

func TestHostileFiles(t *testing.T) {
	for _, c := range hostileCases(t) {
		t.Run(c.Path, func(t *testing.T) {
			path := filepath.Join("testdata", "hostile", filepath.FromSlash(c.Path))
			allocated, err := measured(t, func() error { return readEverything(path) })
			if allocated > memoryLimit {
				t.Errorf("allocated %d bytes (%s)", allocated, c.What)
			}
			switch {
			case c.Expect == "accept" && err != nil:
				t.Errorf("refused a good file (%s): %v", c.What, err)
			case (c.Expect == "refuse" || c.Expect == "flag") && err == nil:
				t.Errorf("accepted: %s", c.What)
			}
			if err != nil {
				checkMessage(t, err)
			}
		})
	}
}

// checkMessage makes sure that a message can be shown as it is.
func checkMessage(t *testing.T, err error) {
	t.Helper()
	message := err.Error()
	if len(message) > 1000 {
		t.Errorf("a message of %d bytes", len(message))
	}
	if i := strings.IndexFunc(message, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 {
		t.Errorf("the message is not printable at %d: %q", i, message)
	}
}

// TestHostileReasons pins why some files are refused: for what they try, not for
// another fault.
func TestHostileReasons(t *testing.T) {
	for path, want := range map[string]string{
		"pt/exec_os_system.pt":                    `wants "os.system"`,
		"pt/exec_builtins_eval.pt":                `wants "builtins.eval"`,
		"pt/exec_near_miss_space.pt":              `wants "collections .OrderedDict"`,
		"pt/exec_dotted_name.pt":                  `wants "torch._utils._rebuild_tensor_v2.__globals__`,
		"pt/exec_stack_global.pt":                 `wants "os.system"`,
		"pt/exec_inst_opcode.pt":                  "opcode INST",
		"pt/exec_newobj_opcode.pt":                `wants "subprocess.Popen"`,
		"pt/exec_ext4_opcode.pt":                  "opcode EXT4",
		"pt/exec_reduce_storage_class.pt":         `call of the name "torch.FloatStorage"`,
		"pt/exec_rebuild_from_type.pt":            `wants "torch._tensor._rebuild_from_type_v2"`,
		"pt/protocol0_os_system.pt":               `wants "os.system"`,
		"pt/stream_billion_laughs.pt":             "opcode DUP",
		"pt/tensor_expand_bomb.pt":                "too many elements",
		"pt/tensor_storage_key_traversal.pt":      "is not a number",
		"pt/tensor_value_nan.pt":                  "value 2 is NaN",
		"pt/tensor_value_half_inf.pt":             "value 1 is +Inf",
		"pt/zip_crc_wrong.pt":                     "check sum",
		"pt/zip_symlink.pt":                       "symbolic link",
		"pt/zip_encrypted_flag.pt":                "encrypted",
		"pt/zip_bomb_pickle.pt":                   "compressed",
		"pt/zip_traversal_name.pt":                "not a plain path",
		"pt/zip_local_name_differs.pt":            "local header",
		"pt/zip_declared_2_63.pt":                 "do not fit the file",
		"pt/torchscript_code.pt":                  "TorchScript",
		"pt/byteorder_big.pt":                     "byte order",
		"pt/legacy_good.pt":                       "old format",
		"pt/plain_pickle.pt":                      "bare pickle",
		"pt/pointer_file.pt":                      "pointer to a large file",
		"pt/html_page.pt":                         "web page",
		"safetensors/offsets_overlap.safetensors": "should begin at 16",
		"safetensors/shape_wraps.safetensors":     "impossible size",
		"safetensors/name_control.safetensors":    `"a\x1b[31m\n\x00"`,
		"safetensors/value_bf16_nan.safetensors":  "value 1 is NaN",
		"sharded/traversal":                       "not the plain name",
		"sharded/traversal_sibling":               "not the plain name",
		"sharded/device":                          "not the plain name",
		"sharded/tensor_twice":                    "index does not expect",
		"sharded/tensor_not_in_shard":             `"c" is not in shard`,
	} {
		err := readEverything(filepath.Join("testdata", "hostile", filepath.FromSlash(path)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
		if err != nil && !strings.Contains(err.Error(), strings.SplitN(filepath.Base(path), ".", 2)[0]) && !strings.Contains(err.Error(), "read tensor") {
			t.Errorf("%s: the message does not name the file: %v", path, err)
		}
	}
}
