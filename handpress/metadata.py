"""What a file says of itself, twice: in its information dictionary and as XMP; and that it keeps PDF/A-2a and PDF/UA-1.

ISO 19005-2 asks that the two agree (6.6.2.3), that a property outside its list be described by an extension schema
(6.6.2.3.2), and that device colours be defined by an output intent (6.2.3); ISO 14289-1, 5, names the PDF/UA property.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from pathlib import Path

from handpress.pdffile import text_string

COLOUR_PROFILE = Path(__file__).parent / "srgb.icc"
"""The profile of the sRGB colours (IEC 61966-2-1) that pages are painted in."""

PRODUCER = "handpress, with ReportLab"

_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def moment(issued: date) -> datetime:
    """When a file is said to be made: when SOURCE_DATE_EPOCH says, else on the day on which its text was issued."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.combine(issued, time(), UTC)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title, author, what it is about, its language, the program that made it, and when, in UTC."""

    title: str
    author: str
    subject: str
    language: str
    creator: str
    date: datetime

    def information(self) -> bytes:
        """The information dictionary."""
        date = f"(D:{self.date:%Y%m%d%H%M%S}Z)"
        entries = {
            "Title": text_string(self.title),
            "Author": text_string(self.author),
            "Subject": text_string(self.subject),
            "Creator": text_string(self.creator),
            "Producer": text_string(PRODUCER),
            "CreationDate": date,
            "ModDate": date,
        }
        return ("<<" + "".join(f"/{key}{value}" for key, value in entries.items()) + ">>").encode("ascii")

    def packet(self) -> bytes:
        """The XMP packet."""
        names = ("title", "author", "subject", "language", "creator")
        values = {name: escape(getattr(self, name), quote=False) for name in names}
        return _PACKET.format(**values, producer=PRODUCER, date=f"{self.date:%Y-%m-%dT%H:%M:%SZ}").encode("utf-8")


def output_intent(profile: int) -> str:
    """The output intent dictionary of PDF/A; `profile` is the number of the colour profile's object."""
    name = text_string("sRGB IEC61966-2.1")
    return (
        f"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier{name}/Info{name}/DestOutputProfile {profile} 0 R>>"
    )
