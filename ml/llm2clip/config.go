package llm2clip

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// maxConfigBytes bounds config.json. The released ones have 2 KB.
const maxConfigBytes = 1 << 20

// Names of activations in config.json.
const (
	quickGELU = "quick_gelu"
	exactGELU = "gelu"
)

// visionConfig is the part of vision_config in an OpenAI tower's config.json that is needed.
// Absent sizes are 0 and come from the weights.
type visionConfig struct {
	HiddenSize        size    `json:"hidden_size"`
	IntermediateSize  size    `json:"intermediate_size"`
	NumHiddenLayers   size    `json:"num_hidden_layers"`
	NumAttentionHeads size    `json:"num_attention_heads"`
	NumChannels       size    `json:"num_channels"`
	PatchSize         size    `json:"patch_size"`
	ImageSize         size    `json:"image_size"`
	HiddenAct         string  `json:"hidden_act"`
	LayerNormEps      float64 `json:"layer_norm_eps"`
}

// size is a positive whole number. 0 stands for an absent size.
type size int64

// UnmarshalJSON refuses what is there and is no size.
func (s *size) UnmarshalJSON(data []byte) error {
	n, err := strconv.ParseInt(string(data), 10, 64)
	if err != nil || n < 1 {
		return fmt.Errorf("%.40q is no size: want a positive whole number", data)
	}
	*s = size(n)
	return nil
}

// parseVisionConfig reads config.json, which may be absent (nil), with the
// defaults of Hugging Face's CLIPVisionConfig.
func parseVisionConfig(data []byte) (visionConfig, error) {
	c := visionConfig{HiddenAct: quickGELU, LayerNormEps: 1e-5}
	if data == nil {
		return c, nil
	}
	var file struct {
		ModelType string          `json:"model_type"`
		Vision    json.RawMessage `json:"vision_config"`
	}
	if err := parse(data, &file); err != nil {
		return c, err
	}
	if file.ModelType != "" && file.ModelType != "clip" {
		return c, fmt.Errorf("config.json: model_type %.40q: want clip", file.ModelType)
	}
	if file.Vision == nil {
		return c, errors.New("config.json: vision_config is missing")
	}
	c.NumChannels, c.ImageSize = 3, 224
	if err := parse(file.Vision, &c); err != nil {
		return c, err
	}
	return c, c.check()
}

func (c visionConfig) check() error {
	switch {
	case c.HiddenAct != quickGELU && c.HiddenAct != exactGELU:
		return fmt.Errorf("config.json: hidden_act %.40q: want %s or %s", c.HiddenAct, quickGELU, exactGELU)
	case !epsilon(c.LayerNormEps):
		return fmt.Errorf("config.json: layer_norm_eps %v: want a small positive number", c.LayerNormEps)
	case c.NumChannels != 3:
		return fmt.Errorf("config.json: num_channels %d: want 3", c.NumChannels)
	}
	return nil
}

func parse(data []byte, v any) error {
	if len(data) > maxConfigBytes {
		return fmt.Errorf("config.json has %d bytes, more than %d", len(data), maxConfigBytes)
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("config.json: %w", err)
	}
	return nil
}

// epsilon reports whether x can be what is added to a variance.
func epsilon(x float64) bool { return x > 0 && x < 0.1 }

// textConfig is what matters of a Llama's config.json.
type textConfig struct {
	ModelType         string       `json:"model_type"`
	AttentionBias     bool         `json:"attention_bias"`
	MLPBias           bool         `json:"mlp_bias"`
	HiddenSize        size         `json:"hidden_size"`
	IntermediateSize  size         `json:"intermediate_size"`
	NumHiddenLayers   size         `json:"num_hidden_layers"`
	NumAttentionHeads size         `json:"num_attention_heads"`
	NumKeyValueHeads  size         `json:"num_key_value_heads"`
	HeadDim           size         `json:"head_dim"`
	VocabSize         size         `json:"vocab_size"`
	HiddenAct         string       `json:"hidden_act"`
	RMSNormEps        float64      `json:"rms_norm_eps"`
	RopeTheta         float64      `json:"rope_theta"`
	RopeScaling       *ropeScaling `json:"rope_scaling"`
}

// ropeScaling stretches the rotary embedding to longer texts. See [rotaryFrequencies].
type ropeScaling struct {
	Type         string  `json:"rope_type"`
	OldType      string  `json:"type"` // of files from before 2024
	Factor       float64 `json:"factor"`
	Low          float64 `json:"low_freq_factor"`
	High         float64 `json:"high_freq_factor"`
	OriginalSize float64 `json:"original_max_position_embeddings"`
}

// parseTextConfig reads a Llama's config.json, with the defaults of Hugging Face's LlamaConfig
// except for sizes.
func parseTextConfig(data []byte) (textConfig, error) {
	c := textConfig{HiddenAct: "silu", RMSNormEps: 1e-6, RopeTheta: 10000}
	if len(data) == 0 {
		return c, errors.New("config.json is missing: the number of attention heads stands only there")
	}
	if err := parse(data, &c); err != nil {
		return c, err
	}
	if c.NumKeyValueHeads == 0 {
		c.NumKeyValueHeads = c.NumAttentionHeads
	}
	switch {
	case c.ModelType != "" && c.ModelType != "llama":
		return c, fmt.Errorf("config.json: model_type %.40q: want llama", c.ModelType)
	case c.AttentionBias || c.MLPBias:
		return c, errors.New("config.json: a Llama whose layers have biases is not known")
	case c.NumAttentionHeads < 1 || c.NumKeyValueHeads < 1 || c.NumAttentionHeads%c.NumKeyValueHeads != 0:
		return c, fmt.Errorf("config.json: %d attention heads with %d for keys and values",
			c.NumAttentionHeads, c.NumKeyValueHeads)
	case c.HiddenAct != "silu":
		return c, fmt.Errorf("config.json: hidden_act %.40q: want silu", c.HiddenAct)
	case !epsilon(c.RMSNormEps):
		return c, fmt.Errorf("config.json: rms_norm_eps %v: want a small positive number", c.RMSNormEps)
	case !(c.RopeTheta > 1) || math.IsInf(c.RopeTheta, 0):
		return c, fmt.Errorf("config.json: rope_theta %v: want a number above 1", c.RopeTheta)
	}
	return c, c.RopeScaling.check()
}

// check refuses kinds of scaling that are not implemented.
func (r *ropeScaling) check() error {
	if r == nil {
		return nil
	}
	if r.Type == "" {
		r.Type = r.OldType
	}
	switch {
	case r.Type == "default":
		return nil
	case r.Type != "llama3":
		return fmt.Errorf("config.json: rope_scaling %.40q: want llama3", r.Type)
	case !(r.Factor >= 1 && r.Low > 0 && r.High > r.Low && r.OriginalSize >= 1):
		return fmt.Errorf("config.json: rope_scaling with factor %v, frequencies %v to %v and length %v",
			r.Factor, r.Low, r.High, r.OriginalSize)
	}
	return nil
}
