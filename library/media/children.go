package media

import (
	"descry/library/media/heif"
	"descry/library/media/jp2"
	"descry/library/media/jxl"
	"descry/library/media/worker"
)

// init is where a process that was started as a decoder branches off (see [worker.Main]).
// Every decoder that children need stands here.
func init() { worker.Main(heif.Decoders(), jxl.Decoders(), jp2.Decoders(), jpegDecoders()) }
