package ml

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// ManifestName is the file in a pack's folder that describes the pack.
const ManifestName = "pack.json"

// SchemaVersion is the manifest schema this program reads.
const SchemaVersion = 1

// maxManifestBytes bounds pack.json. The built-in manifest has 2 KB, so a megabyte can only be
// a mistake or an attack.
const maxManifestBytes = 1 << 20

// ErrSchema reports a pack written for another version of the program.
var ErrSchema = errors.New("unknown pack schema")

// Manifest is the content of pack.json: the model, and how its towers are fed. Both towers map
// into one space of JointDim dimensions.
type Manifest struct {
	Schema      int                    `json:"schema"`
	ID          string                 `json:"id"` // key of stored vectors; equal ids mean equal vectors
	Name        string                 `json:"name"`
	Description string                 `json:"description,omitempty"`
	Licence     string                 `json:"licence"`
	Languages   []string               `json:"languages,omitempty"` // ISO 639-1 codes
	JointDim    int                    `json:"joint_dim"`
	Scale       float64                `json:"scale"` // factor on a cosine before a softmax
	Vision      Vision                 `json:"vision"`
	Text        Text                   `json:"text"`
	SHA256      map[string]string      `json:"sha256"` // file name → 64 hex digits
	Measured    map[string]Measurement `json:"measured,omitempty"`
}

// Vision describes the image tower: an ONNX file with one input
// [n, 3, Size, Size] float32 and L2-normalised outputs.
type Vision struct {
	File          string     `json:"file"`
	ExternalData  []string   `json:"external_data,omitempty"` // weights kept beside File
	Input         string     `json:"input"`
	Embedding     string     `json:"embedding"`         // output [n, JointDim]
	Patches       string     `json:"patches,omitempty"` // output [n, Grid[0]·Grid[1], JointDim], row by row
	Grid          [2]int     `json:"grid"`              // rows, columns
	Size          int        `json:"size"`              // side of the square input in pixels
	Resize        string     `json:"resize"`            // ResizeStretch or ResizeShortestEdge
	CropRounding  string     `json:"crop_rounding,omitempty"`
	Interpolation string     `json:"interpolation"` // "bicubic"
	Antialias     bool       `json:"antialias"`     // true is the only supported value
	Mean          [3]float64 `json:"mean"`          // of red, green, blue, on a scale of 0…1
	Std           [3]float64 `json:"std"`
}

// Text describes the text tower: an ONNX file with int64 inputs [n, tokens] and one
// L2-normalised output [n, JointDim]. Pooling is part of the graph.
type Text struct {
	File          string   `json:"file"`
	ExternalData  []string `json:"external_data,omitempty"`
	InputIDs      string   `json:"input_ids"`
	AttentionMask string   `json:"attention_mask"`
	PoolingMask   string   `json:"pooling_mask,omitempty"` // third input: 1 at the tokens whose mean is the text
	Embedding     string   `json:"embedding"`
	Tokenizer     string   `json:"tokenizer"`
	MaxTokens     int      `json:"max_tokens"`
	Prompt        string   `json:"prompt"` // template that holds PromptText once
}

// Measurement is a quality figure of the pack, in percent. Fields that a data set does not
// have are zero.
type Measurement struct {
	TextToImage          RecallFigures `json:"text_to_image,omitzero"`
	ImageToText          RecallFigures `json:"image_to_text,omitzero"`
	Images               int           `json:"images,omitempty"`
	Captions             int           `json:"captions,omitempty"`
	Top1                 float64       `json:"top1,omitempty"`
	MeanAveragePrecision float64       `json:"mean_average_precision,omitempty"`
	Prompt               string        `json:"prompt,omitempty"`
}

// RecallFigures are recall at 1, 5 and 10 in percent.
type RecallFigures struct {
	R1  float64 `json:"r1"`
	R5  float64 `json:"r5"`
	R10 float64 `json:"r10"`
}

// ReadManifest reads and validates a manifest. Unknown fields are refused, since a misspelt
// setting would silently ruin every vector.
func ReadManifest(r io.Reader) (Manifest, error) {
	var m Manifest
	data, err := io.ReadAll(io.LimitReader(r, maxManifestBytes+1))
	if err != nil {
		return m, fmt.Errorf("read %s: %w", ManifestName, err)
	}
	if len(data) > maxManifestBytes {
		return m, fmt.Errorf("read %s: larger than %d bytes", ManifestName, maxManifestBytes)
	}
	if err := checkSchema(data); err != nil {
		return m, err
	}
	if err := decodeStrict(data, &m); err != nil {
		return m, fmt.Errorf("parse %s: %w", ManifestName, err)
	}
	if err := m.validate(); err != nil {
		return m, fmt.Errorf("check %s: %w", ManifestName, err)
	}
	return m, nil
}

// checkSchema looks at the version first, so that the error of a newer pack names the version
// and not an unknown field.
func checkSchema(data []byte) error {
	var head struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return fmt.Errorf("parse %s: %w", ManifestName, err)
	}
	if head.Schema != SchemaVersion {
		return fmt.Errorf("%w %d in %s: this program reads schema %d",
			ErrSchema, head.Schema, ManifestName, SchemaVersion)
	}
	return nil
}
