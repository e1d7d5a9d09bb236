<?xml version="1.0" encoding="UTF-8"?>
<!-- Sizes, typefaces and colours: what a theme of its own changes first. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<!-- 1: for paper with text on both sides; chapters begin on a right page. -->
<xsl:param name="double.sided" select="0"/>

<!-- The file with our words, from the program that makes the PDF. -->
<xsl:param name="words.file"/>
<xsl:param name="local.l10n.xml" select="document($words.file)"/>

<xsl:param name="page.width">210mm</xsl:param>
<xsl:param name="page.height">297mm</xsl:param>
<xsl:param name="page.margin.inner">32mm</xsl:param>
<xsl:param name="page.margin.outer">28mm</xsl:param>

<!-- The width between the margins, in millimetres, upright and lying. -->
<xsl:param name="text.width" select="149.8"/>
<xsl:param name="text.width.wide" select="245"/>

<!-- A document that stands on one page: beside it, in millimetres, and the size
     of its text and tables in points. -->
<xsl:param name="sheet.margin" select="15"/>
<xsl:param name="sheet.width" select="180"/>
<xsl:param name="sheet.size" select="8.5"/>

<!-- No chart is higher, in millimetres: its title stands above it. -->
<xsl:param name="picture.height" select="205"/>

<!-- A character that the first typeface lacks is taken from the second. -->
<xsl:param name="font.text">Open Sans, DejaVu Sans</xsl:param>
<xsl:param name="font.code">DejaVu Sans Mono, DejaVu Sans</xsl:param>

<xsl:param name="size.text">10pt</xsl:param>
<xsl:param name="size.small">8.5pt</xsl:param>
<xsl:param name="size.table" select="8.5"/>
<xsl:param name="size.table.small" select="7"/>

<xsl:param name="color.ink">#1b2129</xsl:param>
<xsl:param name="color.muted">#515c69</xsl:param>
<xsl:param name="color.line">#cdd5de</xsl:param>
<xsl:param name="color.line.strong">#6a7684</xsl:param>
<xsl:param name="color.tint">#f2f5f9</xsl:param>
<xsl:param name="color.accent">#0b57a4</xsl:param>

<!-- How many levels of sections the contents have. -->
<xsl:param name="contents.depth" select="3"/>

<!-- What docbook-xsl is told. -->
<xsl:param name="fop1.extensions" select="1"/>
<xsl:param name="hyphenate">true</xsl:param>
<xsl:param name="draft.mode">no</xsl:param>
<xsl:param name="body.font.family" select="$font.text"/>
<xsl:param name="title.font.family" select="$font.text"/>
<xsl:param name="sans.font.family" select="$font.text"/>
<xsl:param name="monospace.font.family" select="$font.code"/>
<xsl:param name="dingbat.font.family" select="$font.text"/>
<!-- Symbol and ZapfDingbats cannot be embedded. -->
<xsl:param name="symbol.font.family"/>
<xsl:param name="body.font.master">10</xsl:param>
<xsl:param name="line-height">1.45</xsl:param>
<xsl:param name="body.start.indent">0pt</xsl:param>
<xsl:param name="graphic.default.extension"/>
<xsl:param name="bookmarks.collapse" select="1"/>

<xsl:attribute-set name="root.properties">
  <xsl:attribute name="font-family"><xsl:value-of
      select="$font.text"/></xsl:attribute>
  <xsl:attribute name="font-size"><xsl:value-of
      select="$size.text"/></xsl:attribute>
  <xsl:attribute name="color"><xsl:value-of
      select="$color.ink"/></xsl:attribute>
  <xsl:attribute name="text-align">start</xsl:attribute>
  <xsl:attribute name="line-height">1.45</xsl:attribute>
  <xsl:attribute name="line-height-shift-adjustment"
      >disregard-shifts</xsl:attribute>
  <xsl:attribute name="font-selection-strategy"
      >character-by-character</xsl:attribute>
  <xsl:attribute name="widows">2</xsl:attribute>
  <xsl:attribute name="orphans">2</xsl:attribute>
</xsl:attribute-set>

</xsl:stylesheet>
