"""Edits that a writer makes and that must give no finding at all.

TABLE has one row for each: its name, what the writer does in words, a function that
changes a copy of the content, and whether it is the real content (else base/).
"""

import dataclasses
import re
import struct
import typing
import zlib

KUST = "inventering/20-redovisning/10-kust-och-hav"
FORUM = f"{KUST}/30-kustradet.md"
SECTION = "inventering/30-prov/index.md"

HEAD = """---
titel: Prov
form: nätverk
medlemskap: utan avgift
nivå: lokal
drivs-av: kustforbundet
år:
  2025:
    läge: pågår
    deltagare:
      KK: 1
      KS: 0
    avgift: ej aktuellt
    övrigt: 3 tkr
---
"""


@dataclasses.dataclass
class Row:
    name: str
    words: str
    edit: typing.Callable
    real: bool = False


TABLE = []


def add(name, words, edit, real=False):
    TABLE.append(Row(name, words, edit, real))


# --- What an edit does -------------------------------------------------------


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def file(path, text):
    return lambda content: write(content / path, text)


def change(path, old, new):
    """Replace the first `old` in a file."""
    def edit(content):
        text = (content / path).read_text()
        assert old in text, f"{path} has no {old!r}"
        write(content / path, text.replace(old, new, 1))
    return edit


def all_of(*edits):
    def edit(content):
        for one in edits:
            one(content)
    return edit


def move(old, new):
    def edit(content):
        target = content / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (content / old).rename(target)
    return edit


def text(name, words, body):
    """A new section with this text."""
    add(name, words, file(SECTION, "---\ntitel: Prov\n---\n" + body))


def forum(name, words, *changes, body="Forumet är ett prov.\n"):
    """A new forum whose head differs so from HEAD."""
    head = HEAD
    for old, new in changes:
        assert old in head, f"{name}: {old!r}"
        head = head.replace(old, new, 1)
    add(name, words, file(f"{KUST}/50-prov.md", head + body))


def other(name, value):
    forum(f"quantity-{name}", f"anger övrig kostnad som {value}",
          ("övrigt: 3 tkr", f"övrigt: {value}"))


def count(name, value):
    forum(f"count-{name}", f"anger antalet deltagare som {value}",
          ("KK: 1", f"KK: {value}"))


def png(width, height):
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"\0" * (width + 1) * height))
            + chunk(b"IEND", b""))


# --- The real content ----------------------------------------------------------


def real_forums(content):
    """The forums of the real content, in order."""
    return [path for path in sorted(content.glob("*/**/*.md"))
            if re.search(r"^form: ", path.read_text(), re.M)]


def real(name, words):
    """An edit of the real content: gets the folder and one of its forums."""
    def decorate(edit):
        add(name, words, lambda content: edit(
            content, real_forums(content)[len(name) % 40]), True)
        return edit
    return decorate


def append(path, more):
    write(path, path.read_text() + more)


@real("real-nothing", "ändrar ingenting")
def _(content, path):
    pass


@real("real-sentence", "lägger till en mening sist i ett forum")
def _(content, path):
    append(path, "Forumet har också en hemsida.\n")


@real("real-new-forum", "lägger till ett nytt forum för nästa år")
def _(content, path):
    # In the year that is shown it would make the texts' figures wrong.
    head = re.sub(r"^  2023:", "  2024:", path.read_text(), flags=re.M)
    head = re.sub(r"^(id|alias|ingår-i|redovisas-i): .*\n", "", head, flags=re.M)
    head = re.sub(r"^titel: .*", "titel: Nätverket för prov", head, flags=re.M)
    write(path.with_name("995-natverket-for-prov.md"),
          head.split("---\n")[0] + "---\n" + head.split("---\n")[1]
          + "---\nDet nya nätverket samlar kommuner.\n")


@real("real-new-section", "lägger till ett nytt avsnitt i redovisningen")
def _(content, path):
    write(content / "inventering/20-redovisning/995-prov/index.md",
          "---\ntitel: Ett nytt område\n---\nHär finns inga forum än.\n")


@real("real-title", "ändrar titeln på ett forum")
def _(content, path):
    write(path, re.sub(r"^titel: .*", "titel: Ett helt annat namn",
                       path.read_text(), flags=re.M))


@real("real-move", "ger ett forum ett annat nummer")
def _(content, path):
    path.rename(path.with_name(re.sub(r"^\d+", "996", path.name)))


@real("real-rename-alias", "byter id på ett forum och behåller det gamla som alias")
def _(content, path):
    old = re.sub(r"^\d+-|\.md$", "", path.name)
    write(path, path.read_text().replace("---\n", f"---\nalias: {old}\n", 1))
    path.rename(path.with_name("997-ett-nytt-id.md"))


@real("real-rename-section", "byter titel på ett avsnitt")
def _(content, path):
    index = path.parent / "index.md"
    write(index, re.sub(r"^titel: .*", "titel: Nytt namn på området",
                        index.read_text(), flags=re.M))


@real("real-table", "lägger till en tabell i ett forum")
def _(content, path):
    append(path, "\n| Möte | Plats |\n| --- | --- |\n| Vår | Borås |\n| Höst | |\n")


@real("real-link", "länkar till ett annat forum")
def _(content, path):
    to = real_forums(content)[0]
    name = re.sub(r"^\d+-|\.md$", "", to.name)
    said = re.search(r"^id: (.*)", to.read_text(), re.M)
    append(path, f"\nSe också {{ref}}`{said[1] if said else name}`.\n")


@real("real-footnote", "lägger till en fotnot")
def _(content, path):
    append(path, "\nDet gäller sedan 2019.[^sedan-nar]\n\n[^sedan-nar]: Enligt beslutet.\n")


@real("real-year", "lägger till uppgifter för året före")
def _(content, path):
    found = re.search(r"^  (\d{4}):\n(?:    .*\n)+", path.read_text(), re.M)
    before = found[0].replace(found[1], str(int(found[1]) - 1), 1)
    write(path, path.read_text().replace(found[0], before + found[0], 1))


@real("real-crlf", "sparar alla filer med Windows radslut")
def _(content, path):
    for one in [*content.glob("**/*.md"), *content.glob("**/*.yaml")]:
        write(one, one.read_bytes().replace(b"\n", b"\r\n"))


@real("real-marks", "sparar alla filer med byteordningsmärke")
def _(content, path):
    for one in [*content.glob("**/*.md"), *content.glob("**/*.yaml")]:
        write(one, b"\xef\xbb\xbf" + one.read_bytes())


@real("real-leftovers", "lämnar efter sig filer som editorer gör")
def _(content, path):
    for name in ("~$prov.docx", "Thumbs.db", "desktop.ini", ".DS_Store",
                 ".50-prov.md.swp", path.name + "~", "._" + path.name,
                 "anteckningar.txt", "prov.docx"):
        write(path.parent / name, b"\0\xff")


# --- Files and folders ---------------------------------------------------------

add("forum", "lägger till ett forum",
    file(f"{KUST}/50-prov.md", HEAD + "Ett nytt forum.\n"))
add("forum-between", "lägger till ett forum mellan två andra",
    file(f"{KUST}/15-prov.md", HEAD + "Ett nytt forum.\n"))
add("forum-without-text", "lägger till ett forum utan beskrivning",
    file(f"{KUST}/50-prov.md", HEAD))
add("forum-leading-zero", "skriver numret som 05",
    file(f"{KUST}/05-prov.md", HEAD))
add("forum-large-number", "skriver numret som 999999",
    file(f"{KUST}/999999-prov.md", HEAD))
add("forum-yaml", "skriver ett forum som ren YAML",
    file(f"{KUST}/50-prov.yaml", HEAD.split("---\n")[1]
         + "text: |\n  Första stycket.\n\n  - En punkt\n  - En till\n\n"
         + "  | A | B |\n  | --- | --- |\n  | 1 | 2 |\n\n  Se {ref}`kustradet`.\n"))
add("forum-id", "ger ett forum ett eget id",
    all_of(file(f"{KUST}/50-Rådet för Prov.md",
                HEAD.replace("titel: Prov", "titel: Prov\nid: provradet")),
           file(SECTION, "---\ntitel: Prov\n---\nSe {ref}`provradet`.\n")))
add("forum-removed", "tar bort ett forum som inget hänvisar till",
    lambda content: (content / KUST / "40-hamnnatverket.yaml").unlink())
add("forum-moved", "flyttar ett forum till ett annat avsnitt",
    all_of(file("inventering/20-redovisning/20-hamnar/index.md",
                "---\ntitel: Hamnar\n---\n"),
           move(f"{KUST}/40-hamnnatverket.yaml",
                "inventering/20-redovisning/20-hamnar/10-hamnnatverket.yaml")))
add("section", "lägger till ett avsnitt utan text",
    file(SECTION, "---\ntitel: Prov\n---\n"))
add("section-deep", "lägger avsnitt i avsnitt",
    all_of(*(file("inventering/30-prov/" + "".join(
        f"10-niva-{n}/" for n in range(2, depth)) + "index.md",
                  f"---\ntitel: Nivå {depth}\n---\nText.\n")
             for depth in range(2, 8))))
add("section-alias", "byter namn på ett avsnitt och behåller det gamla id:t",
    all_of(move("inventering/10-inledning", "inventering/10-bakgrund"),
           change("inventering/10-bakgrund/index.md", "titel: Inledning",
                  "titel: Bakgrund\nalias: inledning"),
           file(SECTION, "---\ntitel: Prov\n---\nSe {ref}`inledning`.\n")))
add("readme", "skriver en README.md i ett avsnitt",
    file(f"{KUST}/README.md", "# Att göra\n\n<b>Ring</b> [hamnen]()\n"))
add("leftovers", "lämnar efter sig filer som editorer gör",
    all_of(*(file(f"{KUST}/{name}", b"\xff\xfe\0")
             for name in (".DS_Store", "50-prov.md~", "~$prov.docx", "x.bak",
                          ".~lock.30-kustradet.md#", "Thumbs.db"))))
add("document", "lägger till ett dokument till",
    all_of(change("publication.yaml", "[inventering]", "[rapport, inventering]"),
           file("rapport/index.md", "---\ntitel: Rapport\nsort: rapport\n"
                "datum: 2026-03-01\nundertitel: Om kusten\n---\n"
                "## Sammanfattning\n\nSe {ref}`kustradet`.\n")))
add("picture", "visar en bild",
    all_of(file("inventering/30-prov/karta.png", png(4, 3)),
           file(SECTION, "---\ntitel: Prov\n---\n![Karta över kusten](karta.png)\n")))
add("picture-elsewhere", "visar en bild som ligger i en annan mapp",
    all_of(file("bilder/stora kartan.png", png(4, 3)),
           file(SECTION, "---\ntitel: Prov\n---\n"
                "![Karta, *ny*](../../bilder/stora%20kartan.png \"Kusten\") och "
                "![Karta](<../../bilder/stora kartan.png>)\n")))
add("crlf", "sparar ett forum med Windows radslut",
    file(f"{KUST}/50-prov.md",
         (HEAD + "Första.\n\nAndra.[^n]\n\n[^n]: Noten.\n").replace("\n", "\r\n")))
add("byte-order-mark", "sparar ett forum med byteordningsmärke",
    file(f"{KUST}/50-prov.md", "\ufeff" + HEAD + "Text.\n"))
add("spaces-at-ends", "lämnar mellanslag i slutet på rader",
    file(f"{KUST}/50-prov.md", (HEAD + "Text\nmer text\n").replace("\n", "  \n")))
add("no-line-end", "avslutar filen utan radslut",
    file(f"{KUST}/50-prov.md", HEAD + "Text"))
add("blank-lines", "lämnar tomma rader i huvudet och efter det",
    file(f"{KUST}/50-prov.md", HEAD.replace("år:", "\n\når:") + "\n\n\nText.\n\n\n"))
add("labels", "byter ut ord på sidorna",
    file("labels.yaml", "page:\n  fee: Serviceavgift\n  contents: Det här finns\n"))
add("registers", "lägger till en part, en form, en enhet och ett mål",
    all_of(change("registers/organisations.yaml", "lindvik: ",
                  "hamnverket: {namn: \"Hamn & sjö: verket\", sort: myndighet, "
                  "nivå: nationell}\nlindvik: "),
           change("registers/forms.yaml", "råd: ",
                  "idéburet partnerskap: {slag: samarbete}\nråd: "),
           change("registers/units.yaml", "kommunkansliet: ",
                  "hamnen: {namn: Hamnen}\nkommunkansliet: "),
           change("registers/goals.yaml", "rent-hav: ",
                  "mal-1: {namn: Mål 1}\nrent-hav: "),
           file(f"{KUST}/50-prov.md", HEAD.replace(
               "form: nätverk", "form: idéburet partnerskap").replace(
               "drivs-av: kustforbundet", "drivs-av: [hamnverket, lindvik]\n"
               "ansvarig: hamnen\nmål: [mal-1]"))))
add("rates", "anger ett antagande om kostnader",
    file("registers/rates.yaml", "2024:\n  snittlön: {värde: 45 000 kr, källa: "
         "\"Lönestatistik, tabell 3\", datum: 2025-02}\n2025:\n  snittlön:\n"
         "    värde: okänd\n    källa: Kansliet\n    datum: 2026\n"))
add("groups-paid", "säger hur grupperna betalas och vad som får skilja",
    all_of(change("publication.yaml", "  KS: Kommunstyrelsen",
                  "  KS: {namn: Kommunstyrelsen, räknas-som: förtroendevalda}"),
           change("publication.yaml", "dokument:",
                  "godtagen-avvikelse: 7,5 %\ndokument:")))
text("rates", "visar årets antaganden",
     "```{rates} Antaganden\n:name: tab-antaganden\n```\n")
add("publication", "ändrar publikationens titel, datum och länk för redigering",
    all_of(change("publication.yaml", "titel: Nätverk",
                  "titel: \"Nätverk: vilka & varför?\"\n# Nätverk"),
           change("publication.yaml", "datum: 2026-02-10", "datum: 2026-02"),
           change("publication.yaml", "dokument:",
                  "redigera-url: https://forge.example/redigera/content/\ndokument:")))

# --- Heads ---------------------------------------------------------------------

forum("title-long", "skriver en titel på 300 tecken",
      ("titel: Prov", "titel: " + ("Nätverket för samverkan om allt som rör "
                                   "kusten, havet och hamnarna i väst " * 5)[:300]))
forum("title-colon", "skriver en titel med kolon inom citattecken",
      ("titel: Prov", 'titel: "Prov: havet, kusten och \\"hamnen\\""'))
forum("title-colon-time", "skriver en titel med kolon utan mellanslag",
      ("titel: Prov", "titel: Kl. 13:00-nätverket"))
forum("title-single", "skriver en titel inom enkla citattecken",
      ("titel: Prov", "titel: 'Xi''an – # 1: prov'"))
forum("title-signs", "skriver en titel med & < > % och /",
      ("titel: Prov", "titel: Hav & hamn < 5 % > 3 / år"))
forum("title-emoji", "skriver en titel med emoji",
      ("titel: Prov", "titel: 🌊 Havet 👩‍🔬 🇸🇪"))
forum("title-number", "skriver en titel som bara är ett tal",
      ("titel: Prov", "titel: 2030"))
forum("title-yes", "skriver en titel som YAML kunde ta för ett ja",
      ("titel: Prov", "titel: ja"))
forum("title-hash", "skriver en kommentar efter titeln",
      ("titel: Prov", "titel: Prov # tillfälligt namn"))
forum("name-in-full", "skriver ut namnet och ett kortnamn",
      ("titel: Prov", "titel: PROV\nnamn: Provnätverket – hav, kust & hamn\n"
                      "kortnamn: Prov"))
forum("judged", "anger vad som är bedömt",
      ("nivå: lokal", "nivå: lokal\nbedömt: [form, nivå, drivs-av]"))
forum("stands-for", "räknar ett forum som flera, med skäl",
      ("nivå: lokal", "nivå: lokal\nräknas-som: 6\nskäl: Gäller sex städer."))
forum("stands-for-lines", "skriver skälet på två rader",
      ("nivå: lokal", "nivå: lokal\nräknas-som: 2\nskäl: Gäller två\n"
                      "  städer vid havet."))
forum("meetings", "anger möten för flera organ",
      ("nivå: lokal", "nivå: lokal\nmöten:\n  - organ: politiskt forum\n"
       "    per-år: ca 2–3\n    hålls: fysiskt\n  - organ: styrgrupp\n"
       "    per-år: högst 4\n  - per-år: okänd\n    hålls: digitalt"))
forum("agreement", "anger ett avtal",
      ("nivå: lokal", "nivå: lokal\navtal:\n  sort: samverkansavtal\n"
       "  beslut: 2020-11-25 § 985\n  gäller-från: 2019-02\n"
       "  gäller-till: tills vidare\n  uppsägning: 6 månader\n"
       "  uppföljning: vart tredje år\nkan-avslutas: efter avtal"))
forum("agreement-dates", "anger hur ett avtal förlängs och följs upp",
      ("nivå: lokal", "nivå: lokal\navtal:\n  gäller-från: 2020\n"
       "  gäller-till: 2025-12-31\n  förlängs: 1 år\n"
       "  uppsägning: 30 dagar\n  uppsagt: 2025-03\n  uppföljning:\n"
       "    - vart femte år\n    - när det behövs\n"
       "    - {vad: en rapport, hur-ofta: varje år, senast: 2025-06-30}\n"
       "    - {vad: ett möte, nästa: 2027}\n"
       "kan-avslutas: ja\nbeslutas-av: kommunkansliet"))
forum("extra", "sparar egna uppgifter under extra",
      ("nivå: lokal", "nivå: lokal\nextra:\n  kontakt: registrator@lindvik.example\n"
       "  dnr: [KK 2024/12, \"KK: 7\"]\n  \"att göra\":\n    - ring: hamnen\n"
       "      när: i maj\n  tomt:"))
forum("comments", "skriver kommentarer i huvudet",
      ("form: nätverk", "# Formen är bedömd.\nform: nätverk   # eller råd?"))
forum("recipient", "anger vem som får avgiften",
      ("medlemskap: utan avgift", "medlemskap: mot avgift"),
      ("drivs-av: kustforbundet", "drivs-av: [lindvik, kustforbundet]"),
      ("avgift: ej aktuellt", "avgift: 4 tkr\n    betalas-till: kustforbundet"))
forum("family", "gör forumet till en del av ett annat som har kostnaderna",
      ("nivå: lokal", "nivå: lokal\ningår-i: havsstader\nredovisas-i: havsstader"),
      ("    avgift: ej aktuellt\n    övrigt: 3 tkr\n", ""))
forum("year-more", "anger två år till",
      ("  2025:", "  2019:\n    läge: startar\n    deltagare: {KK: okänd, KS: 1}\n"
       "    avgift: okänd\n    övrigt: ej aktuellt\n  2026:\n    läge: avslutas\n"
       "    deltagare: {KK: 0, KS: 0}\n    avgift: 0 kr\n    övrigt: 0 tkr\n  2025:"))
forum("year-details", "anger arbetstid, resor, resultat och anmärkning",
      ("övrigt: 3 tkr", "övrigt: 3 tkr\n    övrigt-avser: [arbetstid KK, resor]\n"
       "    arbetstid:\n      KK: ca 60 h\n      KS: okänd\n    resor:\n"
       "      - till: Nordhamn\n        personer: 2\n        gånger: 4\n"
       "        nätter: 0\n    resultat:\n      - En gemensam plan\n"
       "      - \"Beslut: nya regler\"\n    anmärkning: Resorna är preliminära."))

RATES = """2025:
  snittlön: {värde: 400 kr per timme, källa: Påhittad, datum: 2026}
  omkostnadspålägg: {värde: "42,5 %", källa: Påhittad, datum: 2026-01}
  arvode: {värde: okänd, källa: Ingen har räknat., datum: 2026-01-15}
  arbetsgivaravgift: {värde: ej aktuellt, källa: Påhittad, datum: 2026-01-15}
  tågbiljett:
    värde: 1 200–1 400 kr
    källa: Påhittad
    datum: 2026-01-15
    Nordhamn: {värde: ca 300 kr, källa: Påhittad, datum: 2026-01-15}
  hotellnatt: {värde: minst 900 kr, källa: Påhittad, datum: 2026-01-15}
  traktamente: {värde: 0 kr, källa: Påhittad, datum: 2026-01-15}
  invånare: {värde: 12 345, källa: Påhittad, datum: 2026-01-15}
  sats: {värde: "1,25 kr per invånare", källa: Påhittad, datum: 2026-01-15}
  mötestid: {värde: 3 h, källa: Påhittad, datum: 2026-01-15}
"""


def computed(name, words, *edits):
    path = f"{KUST}/50-prov.md"
    # Who gives hours takes part, and who pays a fee is a member for it.
    head = HEAD.replace("KS: 0", "KS: 1")
    if name.startswith("fee"):
        head = head.replace("utan avgift", "mot avgift")
    add(f"cost-{name}", words, all_of(
        file("registers/rates.yaml", RATES), file(path, head + "Ett prov.\n"),
        *(change(path, old, new) for old, new in edits)))


computed("other", "låter programmet beräkna den övriga kostnaden",
         ("övrigt: 3 tkr", "övrigt: beräknas\n    arbetstid: {KK: 10 h, KS: 2–4 h}\n"
          "    resor:\n      - {till: nordhamn, personer: 1, gånger: ca 2, nätter: 1}\n"
          "      - {till: Fjärran, personer: 1, gånger: 2}"))
computed("agrees", "anger en kostnad som stämmer med timmarna",
         ("övrigt: 3 tkr", "övrigt: 3 tkr\n    arbetstid: {KK: 5 h}"))
computed("unknown", "anger okänd kostnad och timmar",
         ("övrigt: 3 tkr", "övrigt: okänd\n    arbetstid: {KK: okänd, KS: 3 h}"))
computed("fee", "anger avgiften som sats och bas",
         ("avgift: ej aktuellt", "avgift: {sats: sats, bas: invånare}\n"
          "    betalas-till: kustforbundet"))
computed("fee-share", "anger avgiften som en andel",
         ("avgift: ej aktuellt", "avgift: {sats: 5 %, bas: snittlön}\n"
          "    betalas-till: kustforbundet"))

forum("remark-folded", "skriver en lång anmärkning på flera rader",
      ("övrigt: 3 tkr", "övrigt: 3 tkr\n    anmärkning: >\n      Resorna är\n"
       "      preliminära."))

for one in (("whole", "12 tkr"), ("decimals", "1,25 tkr"), ("point", "1.5 mnkr"),
            ("range", "2–4 tkr"), ("hyphen", "2-4 tkr"), ("about", "ca 12 tkr"),
            ("about-range", "ca 10–12 tkr"), ("least", "minst 144 tkr"),
            ("most", "högst 4 tkr"), ("spaces", "65 000 kr"),
            ("no-break", "65\u00a0000\u00a0kr"), ("thin", "65\u202f000 kr"),
            ("millions", "1,5 mnkr"), ("zero", "0"), ("unknown", "okänd"),
            ("capital", "Ca 12 tkr"),
            ("foreign", "1 500 EUR (17 250 kr)"), ("foreign-alone", "1 500 EUR"),
            ("quoted", '"12 tkr"'), ("least-about", "minst ca 12 tkr")):
    other(*one)
forum("quantity-not-applicable", "anger att ingen deltar och inget kostar",
      ("KK: 1", "KK: ej aktuellt"), ("övrigt: 3 tkr", "övrigt: ej aktuellt"))
forum("rests", "har deltagare i ett forum som vilar och inte kostar något",
      ("läge: pågår", "läge: vilar"), ("övrigt: 3 tkr", "övrigt: ej aktuellt"))
forum("change-small", "ändrar uppgifter lagom mycket från ett år till nästa",
      ("  2025:", "  2024:\n    läge: startar\n    deltagare: {KK: 3, KS: 0}\n"
       "    avgift: ej aktuellt\n    övrigt: 20 tkr\n  2025:"))
forum("confirmed", "bekräftar en uppgift som avviker",
      ("övrigt: 3 tkr", "övrigt: ej aktuellt\n    bekräftat:\n"
       "      övrigt: Värden betalar."))
for one in (("range", "2–4"), ("about", "ca 10–12"), ("per", "2 per forum"),
            ("unknown", "okänd"), ("half", "0,5")):
    count(*one)

# --- Texts -----------------------------------------------------------------------

text("emoji", "skriver emoji i texten", "Havet 🌊 är 💙, och vi 👩‍👩‍👧 bor där.\n")
text("quotes", "använder alla sorters citattecken",
     "Han sa ”hej”, »hopp«, «hej», „hej“, ‘hej’, ’hej’, \"hej\" och 'hej'.\n"
     "Så sa 'Kalle' 's-kalle'.\n")
text("law", "hänvisar till en lag",
     "Enligt 5 kap. 2 § kommunallagen (2017:725) och 3 §§ 1–2 får kommunen göra så.\n")
text("statute", "hänvisar till SFS", "Lagen (SFS 2003:1210) om finansiell samordning.\n")
text("percent", "skriver procent och promille", "Det är 5 %, 7,5 % och 3 ‰ av 100%.\n")
text("less-than", "skriver mindre än och större än",
     "Antalet är < 5 och > 3, alltså 3 < x < 5. Även <5 och a<3 går, liksom ->.\n")
text("ampersand", "skriver et-tecken", "Göteborg & Co, R&D, AT&T; &amp; &åäö;\n")
text("backslash", "skriver bakstreck", "Sökvägen G:\\gemensam\\hav\\ är \\ ny.\n")
text("e-mail", "skriver e-postadresser",
     "Skriv till registrator@lindvik.example eller <kansli@lindvik.example>.\n")
text("address", "skriver adresser i texten",
     "Se https://lindvik.example/hav?a=1&b=2#c, www.lindvik.example och "
     "<https://lindvik.example/>.\n")
text("links-out", "länkar ut",
     "Se [SKR](https://skr.example), [lagen](http://lag.example/a_(b)?c=1&d=2 \"Lagen\")"
     " och [kansliet](mailto:kansli@lindvik.example).\n")
text("links-in", "länkar på alla sätt inom publikationen",
     "Se [](#kustradet), {ref}`kustradet`, [rådet](#kustradet),\n"
     "[rådet](../20-redovisning/10-kust-och-hav/30-kustradet.md), [avsnittet][a] och\n"
     "[hur](../10-inledning/index.md#insamling).\n\n[a]: #kust-och-hav\n")
text("link-brackets", "har hakparenteser och betoning i en länks text",
     "Se [rådet [KV] och *kusten*](#kustradet) och [`kod`](#havsstader).\n")
text("times", "skriver klockslag och datum",
     "Mötet var kl. 13.00–14.30 den 8 februari 2024, alltså 2024-02-08, vecka 6.\n")
text("amounts", "skriver belopp",
     "Det kostade 1 500 EUR (17 250 kr), 2\u00a0000 kr, 5:-, $5 och 7,9 mnkr.\n")
text("tables", "har tabell med tomma celler, listtecken och lodstreck",
     "| Part | Roll | Antal |\n| :--- | --- | ---: |\n| VGR |  | - 5 |\n"
     "| | 1. ordförande | 1. |\n| a \\| b | `x \\| y` | # 3 |\n| + | * | > 3 |\n"
     "| **fet** | [](#kustradet) | {ref}`kustradet` |\n")
text("table-narrow", "har tabell utan yttre lodstreck",
     "Part | Roll\n--- | ---\nVGR | sammankallande\n")
text("table-caption", "har tabeller med rubrik och id",
     "Se {ref}`tab-a`.\n\n```{table} Parter & *roller*\n:name: tab-a\n"
     "| A | B |\n| --- | --- |\n| 1 | 2 |\n```\n\n"
     "```{csv-table} Platser\nOrt, \"Antal, ca\"\nLindvik, 2\n\"A \"\"B\"\"\", \n```\n\n"
     "```{list-table} Lista\n:header-rows: 1\n:stub-columns: 1\n* - A\n  - B\n"
     "* - 1\n  - Två\n    rader\n```\n")
text("forums", "gör tabeller av forum",
     "```{forums} Avgifter\n:name: tab-avgifter\n:where: avgift > 0 tkr och "
     "(form = nätverk eller inte nivå = lokal)\n:columns: nummer, titel, avgift, "
     "deltagare.KK\n:group-by: betalas-till\n:sort: avgift fallande\n:most: 10\n"
     ":total: ja\n```\n\n```{forums} Alla\n```\n")
text("values", "frågar efter tal",
     "{value}`antal()`, {value}`antal(rader) där drivs-av finns`, "
     "{value}`summa(avgift + övrigt) i mnkr`,\n{value}`medel(avgift)`, "
     "{value}`störst(avgift) där avsnitt = kust-och-hav`, {value}`olika(form)` och\n"
     "{value}`summa(avgift) år 2024 i kr`.\n")
text("claims", "påstår tal som stämmer, och en känd avvikelse",
     "{claim}`4 = antal()`, {claim}`106,5 tkr = summa(avgift)`, "
     "{claim}`0,1 mnkr = summa(avgift)` och\n"
     "{claim}`120 tkr = summa(avgift); känt: en avgift är höjd`.\n")
text("lists", "har listor i listor och talar om tal",
     "- Ett\n  - Två\n    1. Tre\n    2. Fyra\n\n       Stycke i punkten.\n- Fem\n\n"
     "* Sex\n+ Sju\n\n2019. var ett bra år\n\n1) Åtta\n2) Nio\n")
text("block-quote", "citerar", "> Vi ska *värna* havet.\n>\n> — Rådet, > 2020\n\nSlut.\n")
text("headings", "har rubriker med kolon, samma namn och anker",
     "## Mål: rent hav\n\n### Möten\n\nText.\n\n## Kusten & havet\n\n### Möten\n\n"
     "(eget-anker)=\n### Kostnader\n\nSe {ref}`eget-anker`.\n\nRubrik två\n----------\n"
     "\nText.\n")
text("footnotes", "har fotnoter på många sätt",
     "Ett.[^a] Två.[^a] Tre[^2], och fyra[^lång-not].\n\n[^a]: Noten.\n"
     "[^2]: Två stycken.\n\n    Andra stycket, med {ref}`kustradet`.\n\n"
     "[^lång-not]: Rad ett\nrad två.\n\nText efter.\n")
text("code", "visar kod med klamrar",
     "Skriv `` {ref}`x` ``, `{a: b}`, `<b>` och `[^1]`.\n\n```\n<script>\n{ref}`x`\n"
     "[^1]: y\n# z\n```\n\n    <div>\n\n~~~yaml\na: {b\n~~~\n")
text("labels", "skriver anker före rubriker",
     "(platser)=\n## Platser\n\n(tider)=\n### Tider\n\nText (se ovan).\n(Inte ett anker)\n")
text("notices", "har notiser",
     "```{note}\nObservera *detta*, se {ref}`kustradet`.\n\n- En punkt\n```\n\n"
     "````{important} Viktigt: läs\n```{note}\nInre.\n```\n````\n")
text("blanks", "har tabbar, mjuka bindestreck och fasta mellanslag",
     "\tText\u00a0med\u202ffasta mellan\u00adslag,\ten tabb och tank‑streck.\u200b\n"
     .lstrip("\t"))
text("scripts", "skriver andra skriftsystem",
     "Arabiska العربية, hebreiska עברית, kinesiska 西安, grekiska Ωμέγα och kyrilliska Ёж.\n")
text("combining", "skriver bokstäver som flera tecken",
     "Ra\u030adet, o\u0308ar och ve\u0301 – samt e\u0301e\u0300.\n")
text("emphasis", "betonar på alla sätt",
     "*a* **b** ***c*** _d_ __e__ snake_case_namn 2*3*4 a*b * c, * d ** e.\n")
text("rules", "har linjer och hårda radbrytningar",
     "Rad ett  \nrad två\\\nrad tre\n\n---\n\n***\n\nText.\n")
text("brackets", "har hakparenteser och klamrar i texten",
     "Punkt [1] och [se bilaga], (a) [ ] {b} {{c}} [x](y z) $d$ a^2^ ~~e~~ :::\n"
     "och ::: samt |streck| och a | b.\n")
text("escapes", "skriver tecken med bakstreck före",
     "\\*inte fet\\* \\_inte\\_ \\# inte \\[länk\\](x) \\<b\\> \\`kod\\` 1\\. a\n")
text("numbers", "har tal först på rader",
     "1 500 kr kostade det.\n2024 blev det mer.\n- 5 grader\n\n10–12 deltog.\n")
text("long-line", "skriver allt på en rad", "Ord " * 3000 + "\n")
text("long-word", "skriver ett mycket långt ord", "Sam" + "verkans" * 200 + "råd\n")
text("dashes", "använder alla streck", "A - b – c — d − e ‐ f, 5–6, -7, --- och --.\n")
text("entities", "skriver tecken som koder", "5 &lt; 6 &amp; 7 &gt; 3&nbsp;&#8211;&#xe5;&hellip;\n")
text("alone", "har ensamma tecken",
     "*\n\n+\n\n[\n\n]\n\n|\n\n`\n\n{\n\n}\n\n§\n\n&\n")
