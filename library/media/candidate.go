package media

import (
	"errors"
	"path/filepath"
	"strings"
)

// photoExtensions are the file name extensions worth looking into. The content decides what a
// file really is.
var photoExtensions = set(
	"jpg jpeg jpe jfif jif jfi pjpeg pjp jps insp mpo jpg_large jpg-large jpeg_large jpeg-large jpg_original jpeg_original jpg-original jpeg-original " +
		"png apng gif webp tif tiff bmp dib heic heif hif heics heifs avif avifs jxl jp2 j2k j2c jpc jpx jpf jpm psd psb " +
		"dng cr2 cr3 crw nef nrw arw sr2 srf srw raf rw2 orf ori pef ptx x3f mrw raw rwl erf kdc dcr k25 3fr fff iiq cap mef mos bay cs1 mdc rwz dcs drf obm gpr kc2")

// unreadExtensions are extensions of pictures that are not read. Such files are looked into
// all the same, so that they are counted and named.
var unreadExtensions = set("xcf kra ora exr hdr jxr wdp hdp ppm pgm pbm pnm pam pfm tga pcx qoi flif bpg afphoto")

// otherExtensions are extensions of files that are known to be no photos, and aren't opened:
// what lies beside photos, and in folders of documents and programs.
var otherExtensions = set(
	// sidecars and catalogues of other programs
	"xmp aae thm pp3 dop cos cof comask on1 onphoto vrd dr4 nksc nksx arp out rpp photo-edit lrcat lrdata lrprev lrtemplate xml json yaml yml " +
		"ini inf db db-wal db-shm db-journal sqlite sqlite3 cache dat data bak old orig tmp temp part partial crdownload download lock log md5 sha1 sha256 sfv " +
		// moving pictures and sound
		"mov mp4 m4v avi mkv webm mpg mpeg mpe m1v m2v m2t m2ts mts ts vob ogv ogm 3gp 3g2 3gpp wmv asf flv f4v divx dv rm rmvb mxf insv lrv glv braw r3d srt sub vtt " +
		"mp3 m4a m4b aac wav wave flac ogg oga opus wma aif aiff aifc amr mid midi ape wv cue m3u m3u8 pls " +
		// documents and drawings
		"txt text md markdown rst rtf doc docx dot dotx docm odt ott pages pdf ps eps ai indd idml pub xps oxps epub mobi azw azw3 djvu djv " +
		"xls xlsx xlsm xlsb ods csv tsv numbers ppt pptx pps ppsx odp key keynote odg vsd vsdx svg svgz cdr dxf dwg skp blend fbx obj stl ply gltf glb 3ds " +
		"pdn afdesign sketch fig clip mdp sai sai2 procreate cpt psp pspimage abr atn acv asl grd pat lut cube 3dl icc icm dcp lcp " +
		"ico icns cur ani wmf emf dds pic xbm xpm sgi rgb ras ktx ktx2 astc basis fit fits fts dcm dicom nii " +
		"htm html xhtml mht mhtml webarchive url webloc website lnk desktop eml msg mbox ics vcf tex bib " +
		// archives, disks and programs
		"zip 7z rar tar gz tgz bz2 tbz2 xz txz zst lz lz4 lzma br cab iso img dmg vhd vhdx vmdk qcow2 vdi torrent sparsebundle toast nrg mdf mds " +
		"exe dll sys msi bat cmd com scr ps1 apk aab ipa app deb rpm pkg snap flatpak appimage jar war class so dylib a o lib bin elf rom hex " +
		"go mod py pyc pyo pyd pyi js mjs cjs jsx tsx vue svelte c h cc cpp cxx hh hpp hxx m mm cs java kt kts rs rb php pl pm lua swift scala clj hs ml ex exs erl r jl " +
		"sh bash zsh fish vbs asm s css scss sass less map wasm sql toml cfg conf config properties plist env gradle cmake make mk pro sln vcxproj csproj pdb idl proto ipynb " +
		"ttf otf woff woff2 eot fon pfb npy npz pt pth ckpt onnx safetensors h5 hdf5 parquet pem crt cer p12 pfx asc gpg sig kdbx")

func set(extensions string) map[string]bool {
	m := map[string]bool{}
	for _, e := range strings.Fields(extensions) {
		m["."+e] = true
	}
	return m
}

// IsCandidate says whether a scanner should look into a file of this name. Candidates are
// names with an extension of photos in any case, names without an extension, and names with an
// unknown text behind the dot ("Mr. Smith", "harbour.evening"), as browsers and messengers
// save photos. Hidden files, copies of editors, sidecars, videos and all other known
// extensions are passed over.
func IsCandidate(name string) bool {
	name = filepath.Base(name)
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") {
		return false
	}
	return !otherExtensions[strings.ToLower(extension(name))]
}

// NamedPhoto says whether a file has the name of a photo. Other candidates that turn out to be
// no photo are no problem of the user's.
func NamedPhoto(name string) bool {
	e := strings.ToLower(extension(name))
	return photoExtensions[e] || unreadExtensions[e]
}

// unreadName names the kind of a picture that is not read, by the name of its file, "" for any
// other file.
func unreadName(path string) string {
	e := strings.ToLower(extension(path))
	if !unreadExtensions[e] {
		return ""
	}
	return strings.ToUpper(e[1:])
}

// Unread returns a better error for a file that turned out to be no photo but has the name of
// a picture of an unread kind. Other errors are returned unchanged.
func Unread(path string, err error) error {
	name := unreadName(path)
	if name == "" || !errors.Is(err, ErrNotPhoto) {
		return err
	}
	return fail(ErrUnsupported, name+" files are not supported")
}

// HeadBytes is how many bytes of a file tell whether the file may be a photo.
const HeadBytes = 4 << 10

// MayBePhoto tells from the first HeadBytes of a file, or from all of a shorter file, whether
// the file may be a photo. The error of a file that is none is an ErrNotPhoto.
func MayBePhoto(head []byte) error {
	_, err := sniff(head)
	return err
}

// extension is the extension of a path with its dot, as written, "" for none. Dots at the end
// of the name belong to no extension.
func extension(path string) string { return filepath.Ext(strings.TrimRight(path, ".")) }
