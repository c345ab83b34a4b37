"""subset.py SOURCES OUT: makes the fonts that the program carries.

SOURCES is the folder that setup/fonts.sh fills. OUT gets one file a script, compressed with
brotli, and list.tsv with the name, length and SHA-256 of each as it is when unpacked. A carried font serves where the system has no font for a letter, so it has no letters
that the toolkit's own fonts have, except for the space: the toolkit takes that from the font of
the letter before it.
"""

import glob
import hashlib
import os
import sys

import brotli
from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

# The height and depth of a line in the toolkit's own font, by units per em. A carried font that
# said more would push down the line that it stands in.
ASCENT, DESCENT = 1.069, -0.293

# The width of a space in the toolkit's own font, likewise.
SPACE = 0.26

# Fonts are chosen by weight before all else, and what is asked for is 400. A carried font says a
# little less, so that each font of the system that has a letter goes before it.
WEIGHT = 390


def span(*pairs):
    """span is the code points of ranges, both ends included."""
    return {c for first, last in pairs for c in range(first, last + 1)}


JOINERS = {0x200C, 0x200D, 0x25CC}
DANDAS = {0x0964, 0x0965}

# The scripts that need a font's own rules for joining and placing letters: the font in Noto, and
# the code points.
SHAPED = {
    "arabic": ("NotoSansArabic", span((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)) | JOINERS),
    "hebrew": ("NotoSansHebrew", span((0x591, 0x5F4), (0xFB1D, 0xFB4F)) | JOINERS),
    "devanagari": ("NotoSansDevanagari", span((0x900, 0x97F), (0xA8E0, 0xA8FF), (0x1CD0, 0x1CFF)) | JOINERS),
    "bengali": ("NotoSansBengali", span((0x980, 0x9FF)) | JOINERS | DANDAS),
    "gurmukhi": ("NotoSansGurmukhi", span((0xA00, 0xA7F)) | JOINERS | DANDAS),
    "gujarati": ("NotoSansGujarati", span((0xA80, 0xAFF)) | JOINERS | DANDAS),
    "oriya": ("NotoSansOriya", span((0xB00, 0xB7F)) | JOINERS | DANDAS),
    "tamil": ("NotoSansTamil", span((0xB80, 0xBFF)) | JOINERS | DANDAS),
    "telugu": ("NotoSansTelugu", span((0xC00, 0xC7F)) | JOINERS | DANDAS),
    "kannada": ("NotoSansKannada", span((0xC80, 0xCFF)) | JOINERS | DANDAS),
    "malayalam": ("NotoSansMalayalam", span((0xD00, 0xD7F)) | JOINERS | DANDAS),
    "sinhala": ("NotoSansSinhala", span((0xD80, 0xDFF)) | JOINERS),
    "thai": ("NotoSansThai", span((0xE00, 0xE7F)) | JOINERS),
    "lao": ("NotoSansLao", span((0xE80, 0xEFF)) | JOINERS),
    "myanmar": ("NotoSansMyanmar", span((0x1000, 0x109F), (0xAA60, 0xAA7F)) | JOINERS),
    "khmer": ("NotoSansKhmer", span((0x1780, 0x17FF)) | JOINERS),
    "georgian": ("NotoSansGeorgian", span((0x10A0, 0x10FF), (0x1C90, 0x1CBF))),
    "armenian": ("NotoSansArmenian", span((0x531, 0x58F), (0xFB13, 0xFB17))),
    "ethiopic": ("NotoSansEthiopic", span((0x1200, 0x139F))),
}

CHINESE_JAPANESE_KOREAN = span(
    (0x1100, 0x11FF), (0x2E80, 0x2FDF), (0x3000, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF01, 0xFFEE), (0x20000, 0x2A6DF))

SIGNS = span((0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x209C), (0x20A0, 0x20C0), (0x2100, 0x23FF), (0x2460, 0x27BF),
             (0x2900, 0x297F), (0x2A00, 0x2AFF), (0x2B00, 0x2BFF), (0x1F000, 0x1FAFF))


SPACES = {0x20, 0xA0}


def call(font, name):
    """call names a font, tells its line's height and its weight, and keeps who made it."""
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (3, 16, 17, 18, 21, 22, 25):
            names.removeNames(nameID=record.nameID)
    for number, text in ((1, name), (2, "Regular"), (4, name), (6, name.replace(" ", ""))):
        names.setName(text, number, 3, 1, 0x409)
    em = font["head"].unitsPerEm
    ascent, descent = int(ASCENT * em), -int(-DESCENT * em)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ascent, descent, 0
    os2 = font["OS/2"]
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ascent, descent, 0
    os2.usWinAscent, os2.usWinDescent = ascent, -descent
    os2.usWeightClass = WEIGHT
    # The same sources give the same bytes.
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = 0


def shaped(path, points):
    """shaped is a font cut down to code points, with the rules for joining and placing them."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.glyph_names = False
    options.legacy_kern = False
    options.drop_tables += ["STAT", "MATH", "meta", "VDMX", "hdmx", "gasp"]
    font = subset.load_font(path, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points | SPACES)
    cutter.subset(font)
    return font


def terms(path):
    """terms is who made a font that doesn't say so itself, and its licence, by the numbers that
    such texts have in a font. setup/fonts.sh puts a file LICENSE beside it."""
    try:
        with open(os.path.join(os.path.dirname(path), "LICENSE"), encoding="utf-8") as f:
            rows = [row.strip() for row in f if row.strip()]
    except FileNotFoundError:
        return {}
    licence = next(row for row in rows if row.startswith("This Font Software is licensed under"))
    return {0: rows[0], 13: licence, 14: "https://openfontlicense.org"}


def outlines(em, sources):
    """outlines is a font of bare outlines, taken from (path, code points): the first font that
    has a letter gives it."""
    glyphs, widths, cmap = {}, {}, {}
    pen = TTGlyphPen(None)  # .notdef, which is never asked for, is a square
    pen.moveTo((0, 0))
    pen.lineTo((0, em // 2))
    pen.lineTo((em // 2, em // 2))
    pen.lineTo((em // 2, 0))
    pen.closePath()
    glyphs[".notdef"], widths[".notdef"] = pen.glyph(), (em // 2, 0)
    notes = {}
    for path, points in sources:
        font = TTFont(path, lazy=True)
        location = {"wght": 400} if "fvar" in font else None
        drawn, best = font.getGlyphSet(location=location), font.getBestCmap()
        scale = em / font["head"].unitsPerEm
        for point in sorted(points & set(best)):
            if point in cmap:
                continue
            name = f"u{point:X}"
            pen = TTGlyphPen(None)
            whole = DecomposingRecordingPen(drawn)
            drawn[best[point]].draw(whole)
            whole.replay(TransformPen(pen, (scale, 0, 0, scale, 0, 0)) if scale != 1 else pen)
            glyph = pen.glyph()
            glyph.recalcBounds(None)
            glyphs[name] = glyph
            widths[name] = (round(drawn[best[point]].width * scale), getattr(glyph, "xMin", 0) or 0)
            cmap[point] = name
        for number in (0, 7, 13, 14):  # who made it, trademark, licence and its page
            text = font["name"].getDebugName(number) or terms(path).get(number)
            if text and text not in notes.setdefault(number, []):
                notes[number].append(text)
    for point in SPACES:
        name = f"u{point:X}"
        glyphs[name], widths[name], cmap[point] = TTGlyphPen(None).glyph(), (round(SPACE * em), 0), name
    made = FontBuilder(em, isTTF=True)
    made.setupGlyphOrder(list(glyphs))
    made.setupCharacterMap(cmap)
    made.setupGlyf(glyphs, calcGlyphBounds=True)
    made.setupHorizontalMetrics(widths)
    made.setupHorizontalHeader()
    made.setupNameTable({"version": "1.0"})
    made.setupOS2()
    made.setupPost(keepGlyphNames=False)
    for number, texts in notes.items():
        made.font["name"].setName("\n".join(texts), number, 3, 1, 0x409)
    return made.font


def main(sources, out):
    toolkit = set()
    for path in glob.glob(os.path.join(sources, "toolkit", "*")):
        toolkit |= set(TTFont(path, lazy=True).getBestCmap())
    noto = os.path.join(sources, "noto")
    droid = os.path.join(sources, "droid")
    packed = lambda *folders: sorted(path for folder in folders for path in glob.glob(os.path.join(sources, folder, "*.woff2")))

    fonts = {name: shaped(os.path.join(noto, file + "-Regular.ttf"), points - toolkit)
             for name, (file, points) in SHAPED.items()}
    han = CHINESE_JAPANESE_KOREAN - toolkit
    fonts["han"] = shaped(os.path.join(droid, "DroidSansFallbackFull.ttf"), han)
    rest = han - set(fonts["han"].getBestCmap())
    fonts["hangul"] = shaped(os.path.join(droid, "DroidSansFallback.ttf"), rest)
    rest -= set(fonts["hangul"].getBestCmap())
    fonts["han-more"] = outlines(1000, [(path, rest) for path in packed("noto-jp", "noto-sc", "noto-kr")])
    emoji = packed("noto-emoji")
    every = set().union(*(TTFont(path, lazy=True).getBestCmap() for path in emoji))
    # Letters and digits that are part of an emoji stay with the toolkit.
    fonts["emoji"] = outlines(1000, [(path, {c for c in every - toolkit if c > 0x2000 and not 0xFE00 <= c <= 0xFE0F and c < 0xE0000}) for path in emoji])
    signs = SIGNS - toolkit - set(fonts["emoji"].getBestCmap())
    fonts["signs"] = outlines(1000, [(os.path.join(noto, name + "-Regular.ttf"), signs)
                                     for name in ("NotoSansSymbols2", "NotoSansSymbols", "NotoSansMath")])
    total, rows = 0, []
    for name, font in sorted(fonts.items()):
        call(font, "Descry " + name)
        path = os.path.join(out, name + ".ttf")
        font.save(path)
        with open(path, "rb") as f:
            data = f.read()
        os.remove(path)
        small = brotli.compress(data, mode=brotli.MODE_FONT, quality=11, lgwin=24)
        total += len(small)
        rows.append(f"{name}\t{len(data)}\t{hashlib.sha256(data).hexdigest()}\n")
        with open(path + ".br", "wb") as f:
            f.write(small)
        print(f"{name:12} {len(font.getBestCmap()):6} letters {len(data):9} bytes {len(small):9} packed")
    with open(os.path.join(out, "list.tsv"), "w", encoding="utf-8") as f:
        f.write("# Made by setup/fonts.sh: name, length and SHA-256 of each font unpacked.\n" + "".join(rows))
    print(f"{total} bytes in all")


main(*sys.argv[1:])
