package media

import (
	"descry/library/media/heif"
	"descry/library/media/jp2"
	"descry/library/media/jxl"
	"descry/library/media/worker"
)

// init is where a process that was started as a decoder branches off (see [worker.Main]).
// Every decoder that children need is listed here.
func init() { worker.Main(heif.Decoders(), jxl.Decoders(), jp2.Decoders(), jpegDecoders()) }

// turboKind is libjpeg-turbo in a child process, where libjpeg-turbo is built in. The child
// decodes photos. The program's own process encodes, and decodes only thumbnails that it has
// written.
const turboKind worker.Kind = "libjpeg-turbo"
