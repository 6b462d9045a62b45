"""Documents for tests of the formats: texts of our own, packed and laid out in many ways."""

import html
import zipfile
import zlib

SENTENCE = "Il porto lavora di nuovo a pieno ritmo, ma i sindacati temono altri tagli in estate."
PARAGRAPHS = (
    "Il consiglio comunale ha approvato ieri sera il nuovo piano dei trasporti, dopo una seduta di "
    "quasi nove ore nella quale la maggioranza ha respinto tutti gli emendamenti presentati dai "
    "gruppi di minoranza e dal comitato dei commercianti del centro.",
    "Secondo l'assessora, il piano ridurrà il traffico nel centro della città del 20% in tre anni. "
    "I commercianti non sono convinti: temono che i clienti preferiscano i grandi magazzini della "
    "periferia, dove il parcheggio è gratuito e non mancano i collegamenti con le autostrade.",
    "La giunta presenterà il bilancio entro la fine dell'anno. Le risorse arriveranno in parte dal "
    "fondo nazionale per la mobilità, in parte da un prestito della banca europea degli "
    "investimenti che il ministero delle infrastrutture si è impegnato a garantire.",
    "Restano aperte due questioni. La prima riguarda i residenti delle colline, che chiedono da "
    "tempo una linea di autobus serale; la seconda i lavoratori dell'azienda dei trasporti, il cui "
    "contratto integrativo scade in primavera e che hanno già annunciato una giornata di protesta.",
    "Gli urbanisti dell'università ricordano che piani simili, altrove, hanno dato risultati solo "
    "dopo parecchi anni, quando le abitudini degli abitanti sono cambiate davvero.",
)
"""An article of our own, long enough to fill columns."""

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = {
    "office": f"{_OFFICE}:office:1.0",
    "style": f"{_OFFICE}:style:1.0",
    "text": f"{_OFFICE}:text:1.0",
    "table": f"{_OFFICE}:table:1.0",
    "draw": f"{_OFFICE}:drawing:1.0",
    "fo": f"{_OFFICE}:xsl-fo-compatible:1.0",
    "svg": f"{_OFFICE}:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
_ROOT = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())
STYLES = """
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Body" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties {paragraph}/>
<style:text-properties fo:font-size="{size}pt"/></style:style>
<style:style style:name="Heading" style:family="paragraph"/>
<style:style style:name="Heading_20_1" style:family="paragraph" style:parent-style-name="Heading">
<style:paragraph-properties fo:margin-top="0.5cm" fo:margin-bottom="0.2cm"
 fo:keep-with-next="always"/>
<style:text-properties fo:font-size="15pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Heading"/>
<style:style style:name="Caption" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Illustration" style:family="paragraph" style:parent-style-name="Caption"/>
<style:style style:name="Hidden" style:family="paragraph"><style:text-properties
 text:display="none"/></style:style>
<style:style style:name="hidden" style:family="text"><style:text-properties
 text:display="none"/></style:style>
"""


def flat_odt(
    body,
    *,
    page='fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"',
    columns=1,
    paragraph='fo:margin-bottom="0.3cm"',
    size=11,
    header="",
    footer="",
):
    """A flat OpenDocument text around the XML of its body.

    Args:
        body: XML with the prefixes text, table, draw, office and the styles of `STYLES`.
        page, paragraph: attributes of the page and of the style Body.
        columns: of the page.
        size: of the style Body, in points.
        header, footer: XML of a paragraph's content, on every page.
    """
    styles = STYLES.format(paragraph=paragraph, size=size)
    room = (
        '<style:{0}-style><style:header-footer-properties fo:min-height="1cm"/></style:{0}-style>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_ROOT} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:styles>{styles}</office:styles><office:automatic-styles>"
        f'<style:page-layout style:name="L"><style:page-layout-properties {page}>'
        f'<style:columns fo:column-count="{columns}" fo:column-gap="0.7cm"/>'
        f"</style:page-layout-properties>{room.format('header')}{room.format('footer')}"
        "</style:page-layout></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="L">'
        + (f"<style:header><text:p>{header}</text:p></style:header>" if header else "")
        + (f"<style:footer><text:p>{footer}</text:p></style:footer>" if footer else "")
        + "</style:master-page></office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def heading(text):
    return f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{escaped(text)}</text:h>'


def body(*texts):
    return "".join(f'<text:p text:style-name="Body">{escaped(text)}</text:p>' for text in texts)


def note(number, text, kind="footnote"):
    return (
        f'<text:note text:id="n{number}" text:note-class="{kind}"><text:note-citation>{number}'
        f"</text:note-citation><text:note-body><text:p>{escaped(text)}</text:p></text:note-body>"
        "</text:note>"
    )


def escaped(text):
    return html.escape(text, quote=False)


def odt(path, body_xml, *, members=(), **layout):
    """An OpenDocument text, packed; ``members`` are more or other ones as (name, content)."""
    flat = flat_odt(body_xml, **layout)
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": flat,
        "META-INF/manifest.xml": '<m:manifest xmlns:m="' + f'{_OFFICE}:manifest:1.0"/>',
        **dict(members),
    }
    return packed(path, parts)


def epub(path, chapters, *, spine=None, manifest="", guide="", members=()):
    """A book of pages of XHTML.

    Args:
        path: where to.
        chapters: the body of each page; they are named c0.xhtml and so on.
        spine: the spine's XML, else the chapters in order.
        manifest, guide: more XML of the package.
        members: more or other members as (name, content).
    """
    items = "".join(
        f'<item id="c{n}" href="text/c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(chapters))
    )
    spine = spine or "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    page = (
        '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/><script src="x.js"/></head>'
        "<body>{}</body></html>"
    )
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/>'
            "</rootfiles></container>"
        ),
        "OPS/book.opf": (
            f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}{manifest}</manifest>'
            f"<spine>{spine}</spine>{guide}</package>"
        ),
        **{f"OPS/text/c{n}.xhtml": page.format(text) for n, text in enumerate(chapters)},
        **dict(members),
    }
    return packed(path, parts)


def packed(path, parts):
    """A ZIP archive; a member whose content is None is left out."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                how = zipfile.ZIP_STORED if name == "mimetype" else None
                archive.writestr(name, content, compress_type=how)
    return path


FONTS = {"F": "Helvetica", "B": "Helvetica-Bold", "T": "Times-Italic", "M": "Courier"}
"""Fonts that every reader of PDFs knows, whatever is installed, by the names for `line`."""


def drawn(path, *pages, catalog="", encrypt=""):
    """A PDF of pages that are drawn by these operators, in `FONTS`, with a picture at hand."""
    pixel = zlib.compress(b"\xff\xff\xff")
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    fonts = "".join(
        f"/{name}<</Type/Font/Subtype/Type1/BaseFont/{font}/Encoding/WinAnsiEncoding>>"
        for name, font in FONTS.items()
    )
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        f"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8"
        f"/Filter/FlateDecode/Length {len(pixel)}>>stream\n".encode()
        + pixel
        + b"\nendstream",
    ]
    for number, operators in enumerate(pages):
        content = operators.encode("cp1252")
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<<{fonts}>>/XObject"
            f"<</P 3 0 R>>>>/Contents {5 + 2 * number} 0 R>>",
            f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream",
        ]
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        data = content.encode() if isinstance(content, str) else content
        out += b"%d 0 obj\n" % number + data + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{encrypt}>>\n".encode()
    out += b"startxref\n%d\n%%%%EOF" % start
    path.write_bytes(out)
    return path


def line(x, y, text, size=11, font="F"):
    """One line of text."""
    shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({shown}) Tj ET\n"


PICTURE = "q 600 0 0 800 0 0 cm /P Do Q\n"
WRITTEN = "".join(
    line(50, 700 - 14 * number, text)
    for number, text in enumerate(
        (
            "Il consiglio comunale ha approvato ieri sera il nuovo piano dei trasporti, dopo una",
            "seduta di quasi nove ore, con i voti della sola maggioranza.",
        )
    )
)
READ = (
    "Il consiglio comunale ha approvato ieri sera il nuovo piano dei trasporti, dopo una seduta di "
    "quasi nove ore, con i voti della sola maggioranza."
)
