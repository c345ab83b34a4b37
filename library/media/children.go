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

// turboKind is libjpeg-turbo, where it is built in, in a child process: there it decodes.
// It encodes, and reads the thumbnails that it has written, in the program's own.
const turboKind worker.Kind = "libjpeg-turbo"
