package llm2clip

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"descry/ml"
)

// Prompt is the Llama 3 chat format that the text encoders were tuned with. The tokenizer puts
// the begin-of-text token in front.
const Prompt = "<|start_header_id|>user<|end_header_id|>\n\n" + ml.PromptText + "<|eot_id|>"

// Means and deviations of the colours in the training of the image towers.
var (
	clipMean   = [3]float64{0.48145466, 0.4578275, 0.40821073}
	clipStd    = [3]float64{0.26862954, 0.26130258, 0.27577711}
	siglipHalf = [3]float64{0.5, 0.5, 0.5}
)

// manifest describes the pack with the files' checksums. identify makes the pack's id.
func manifest(v *Vision, t *Text, o Options, sums map[string]string) ml.Manifest {
	m := ml.Manifest{
		Schema:    ml.SchemaVersion,
		Name:      o.Name,
		Licence:   o.Licence,
		Languages: o.Languages,
		JointDim:  v.JointDim,
		Scale:     v.Scale,
		Vision:    v.manifest(o),
		Text: ml.Text{File: textFile, InputIDs: inputIDs, AttentionMask: attentionMask, PoolingMask: poolingMask,
			Embedding: textOutput, Tokenizer: tokenizerFile, MaxTokens: MaxTokens, Prompt: Prompt},
		SHA256: sums,
	}
	if m.Name == "" {
		m.Name = fmt.Sprintf("LLM2CLIP %s/%d, %d px, with a Llama of %d layers",
			v.Family.title(), v.Size/v.Grid, v.Size, t.Layers)
		if o.Image != Float32 || o.Text != Float32 {
			m.Name += fmt.Sprintf(" (%s, %s)", o.Image.name(), o.Text.name())
		}
	}
	return m
}

func (v *Vision) manifest(o Options) ml.Vision {
	m := ml.Vision{File: visionFile, Input: imageInput, Embedding: imageOutput, Patches: patchOutput,
		Grid: [2]int{v.Grid, v.Grid}, Size: v.Size,
		Resize: ml.ResizeShortestEdge, CropRounding: ml.RoundHalfEven, Interpolation: "bicubic", Antialias: true,
		Mean: clipMean, Std: clipStd}
	if v.Family == OpenAI {
		m.CropRounding = ml.RoundFloor
	}
	if v.Family == SigLIP2 && !o.CLIPColours {
		m.Mean, m.Std = siglipHalf, siglipHalf
	}
	return m
}

// identify makes equal ids mean equal files fed in the same way, and thereby
// equal vectors.
func identify(m *ml.Manifest, family Family) error {
	data, err := json.Marshal([]any{m.Vision, m.Text, m.SHA256})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	m.ID = fmt.Sprintf("llm2clip-%s-%s", family, hex.EncodeToString(sum[:6]))
	return nil
}
