package hub

// Released is a pair of towers that were trained together.
type Released struct {
	// ID names the pair in commands and folders.
	ID string
	// Name is for people.
	Name         string
	Vision, Text Repository
	// VisionBytes and TextBytes are about the size of the download, 0 where only the
	// repository knows.
	VisionBytes, TextBytes int64
	// Headline says in plain words what the pair is good for. Headline is "" for a pair that
	// only combines other parts.
	Headline string
	// Note says whom the pair is for and what the pair needs, or why the pair can't be
	// downloaded.
	Note string
}

// Bytes is about what the whole pair brings, 0 if not known.
func (r Released) Bytes() int64 {
	if r.VisionBytes == 0 || r.TextBytes == 0 {
		return 0
	}
	return r.VisionBytes + r.TextBytes
}

// Downloadable reports that both towers are published.
func (r Released) Downloadable() bool { return r.Text.Name != "" }

// The sizes of the text towers, in bytes. The small one's size is published. The large one's
// follows from the architecture: 7.50 billion weights without the language model's head, two
// bytes each, and the tokenizer.
const (
	text1BBytes = 4_940_000_000 + 9_100_000
	text8BBytes = 15_010_000_000 + 9_100_000
)

// Texts that several pairs share. A large pair's download, up to 17.4 GB, and the int8 pack
// made of the download, up to 7.9 GB, lie on the disk side by side, with room for the photos'
// vectors. The int4 text tower takes 5.5 GB of memory at the rate that was measured for the
// small one (docs/benchmarks.md).
const (
	note1B = "recommended for desktops"
	note8B = "best with long descriptions; needs 26 GB of disk to set up, and 8 GB of free memory or a graphics card to search"
)

// Catalogue lists the released pairs, the recommended one first.
func Catalogue() []Released {
	vision := func(name string) Repository { return Repository{Owner: "microsoft", Name: name, Tower: Vision} }
	text := func(name string) Repository { return Repository{Owner: "microsoft", Name: name, Tower: Text} }
	text1B := text("LLM2CLIP-Llama-3.2-1B-Instruct-CC-Finetuned")
	text8B := text("LLM2CLIP-Llama-3-8B-Instruct-CC-Finetuned")
	return []Released{
		{ID: "llama3.2-1b-eva02-l-14-336", Name: "EVA02 L/14 at 336 px with Llama 3.2 1B",
			Vision: vision("LLM2CLIP-Llama3.2-1B-EVA02-L-14-336"), VisionBytes: 750_000_000,
			Text: text1B, TextBytes: text1BBytes, Note: note1B, Headline: "recommended: finds more, understands many languages"},
		{ID: "llama3-8b-eva02-l-14-336", Name: "EVA02 L/14 at 336 px with Llama 3 8B",
			Vision: vision("LLM2CLIP-EVA02-L-14-336"),
			Text:   text8B, TextBytes: text8BBytes, Note: note8B, Headline: "finds the most in long descriptions"},
		{ID: "llama3-8b-eva02-b-16", Name: "EVA02 B/16 at 224 px with Llama 3 8B",
			Vision: vision("LLM2CLIP-EVA02-B-16"), VisionBytes: 721_000_000,
			Text: text8B, TextBytes: text8BBytes, Note: note8B},
		{ID: "llama3-8b-openai-l-14-336", Name: "OpenAI ViT L/14 at 336 px with Llama 3 8B",
			Vision: vision("LLM2CLIP-Openai-L-14-336"), VisionBytes: 2_310_000_000,
			Text: text8B, TextBytes: text8BBytes, Note: note8B},
		{ID: "llama3-8b-openai-l-14-224", Name: "OpenAI ViT L/14 at 224 px with Llama 3 8B",
			Vision: vision("LLM2CLIP-Openai-L-14-224"),
			Text:   text8B, TextBytes: text8BBytes, Note: note8B},
		{ID: "llama3-8b-openai-b-16", Name: "OpenAI ViT B/16 at 224 px with Llama 3 8B",
			Vision: vision("LLM2CLIP-Openai-B-16"),
			Text:   text8B, TextBytes: text8BBytes, Note: note8B},
		// The text tower, Llama 3.1 8B, has no repository of its own.
		{ID: "llama3.1-8b-siglip2-so400m-14-224", Name: "SigLIP2 so400m/14 at 224 px with Llama 3.1 8B",
			Vision: vision("LLM2CLIP-Llama3.1-8B-siglip2-so400m-patch14-224"),
			Note:   "its text encoder, Llama 3.1 8B, is not published on its own"},
	}
}
