package ml

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"descry/internal/safename"
)

// PromptText marks the place of the text in a prompt template.
const PromptText = "{text}"

// The bounds of a manifest's numbers are far above any published model, and low enough that no
// product of the numbers overflows or exhausts memory.
const (
	maxJointDim  = 8192
	maxInputSize = 1024
	maxGrid      = 128
	maxTokens    = 32768
	maxPrompt    = 4096
)

func decodeStrict(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("text after the JSON object")
	}
	return nil
}

func (m *Manifest) validate() error {
	switch {
	case !safename.ID(m.ID, "._-", 80):
		return fmt.Errorf("id %.80q: want letters, digits, dots, dashes", m.ID)
	case m.Name == "":
		return errors.New("name is empty")
	case m.JointDim < 1 || m.JointDim > maxJointDim:
		return fmt.Errorf("joint_dim %d: want 1 to %d", m.JointDim, maxJointDim)
	case !positive(m.Scale):
		return fmt.Errorf("scale %v: want a positive number", m.Scale)
	}
	if err := m.Vision.validate(); err != nil {
		return fmt.Errorf("vision: %w", err)
	}
	if err := m.Text.validate(); err != nil {
		return fmt.Errorf("text: %w", err)
	}
	return m.validateFiles()
}

func (v *Vision) validate() error {
	switch {
	case v.Input == "" || v.Embedding == "":
		return errors.New("input or embedding is not named")
	case v.Size < 8 || v.Size > maxInputSize:
		return fmt.Errorf("size %d: want 8 to %d", v.Size, maxInputSize)
	case v.Interpolation != "bicubic" || !v.Antialias:
		return fmt.Errorf("interpolation %.40q, antialias %t: only bicubic with antialias is known",
			v.Interpolation, v.Antialias)
	case v.Patches != "" && !gridValid(v.Grid):
		return fmt.Errorf("grid %v: want 1 to %d rows and columns", v.Grid, maxGrid)
	}
	if _, err := parseResize(v.Resize, v.CropRounding); err != nil {
		return err
	}
	for c := range 3 {
		if math.IsNaN(v.Mean[c]) || math.Abs(v.Mean[c]) > 1 || !positive(v.Std[c]) || v.Std[c] < 1e-3 {
			return fmt.Errorf("mean %v, std %v: want values of pixels in 0 to 1", v.Mean, v.Std)
		}
	}
	return nil
}

func gridValid(g [2]int) bool {
	return g[0] >= 1 && g[0] <= maxGrid && g[1] >= 1 && g[1] <= maxGrid
}

func (t *Text) validate() error {
	switch {
	case t.InputIDs == "" || t.AttentionMask == "" || t.Embedding == "":
		return errors.New("input_ids, attention_mask or embedding is not named")
	case t.InputIDs == t.AttentionMask || t.PoolingMask == t.InputIDs || t.PoolingMask == t.AttentionMask:
		return fmt.Errorf("inputs %.80q, %.80q, %.80q: two of them are one", t.InputIDs, t.AttentionMask, t.PoolingMask)
	case t.MaxTokens < 2 || t.MaxTokens > maxTokens:
		return fmt.Errorf("max_tokens %d: want 2 to %d", t.MaxTokens, maxTokens)
	case len(t.Prompt) > maxPrompt || strings.Count(t.Prompt, PromptText) != 1:
		return fmt.Errorf("prompt %.80q: want %s in it, once", t.Prompt, PromptText)
	}
	return nil
}

func positive(x float64) bool { return x > 0 && !math.IsInf(x, 0) }

// Files lists every file of the manifest, each once, in a fixed order.
func (m *Manifest) Files() []string {
	all := append([]string{m.Vision.File}, m.Vision.ExternalData...)
	all = append(all, m.Text.File)
	all = append(all, m.Text.ExternalData...)
	all = append(all, m.Text.Tokenizer)
	seen := make(map[string]bool, len(all))
	var files []string
	for _, name := range all {
		if !seen[name] {
			seen[name] = true
			files = append(files, name)
		}
	}
	return files
}

// validateFiles demands names that stay inside the pack's folder on every
// system, and a checksum for each.
func (m *Manifest) validateFiles() error {
	for _, name := range m.Files() {
		if len(name) > 255 || safename.Path(name) != nil {
			return fmt.Errorf("file name %.80q: want a plain name inside the pack", name)
		}
		sum, err := hex.DecodeString(m.SHA256[name])
		if err != nil || len(sum) != 32 {
			return fmt.Errorf("sha256 of %s: missing or not 64 hex digits", name)
		}
	}
	return nil
}
