<?xml version="1.0" encoding="UTF-8"?>
<!--
  The decision sheet: a document that stands on one page (`role="one-page"`).
  All is set tighter, two narrow tables stand side by side, and the size of the
  text is the largest that the page has room for: generator/print/make tries.
-->
<xsl:stylesheet version="1.0" exclude-result-prefixes="d exsl"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format"
    xmlns:exsl="http://exslt.org/common"
    xmlns:d="http://docbook.org/ns/docbook">

<xsl:variable name="one.page"
    select="boolean(/d:article[@role = 'one-page'])"/>

<!-- Between two tables that stand side by side, in millimetres. -->
<xsl:variable name="sheet.gap" select="7"/>

<!-- Between figures and the text beside them, more than between others. -->
<xsl:variable name="sheet.apart" select="2.5"/>

<xsl:template name="sheet.master">
  <fo:simple-page-master master-name="sheet" page-width="{$page.width}"
      page-height="{$page.height}" margin-left="{$sheet.margin}mm"
      margin-right="{$sheet.margin}mm" margin-top="12mm"
      margin-bottom="8mm">
    <fo:region-body margin-bottom="7mm"/>
    <fo:region-after region-name="sheet-foot" extent="6mm"
        display-align="after"/>
  </fo:simple-page-master>
</xsl:template>

<!-- Whose it is, what it is called, its facts on one line. -->
<xsl:template name="sheet.head">
  <fo:block role="Sect">
    <xsl:call-template name="anchor.attribute"/>
    <fo:block font-size="9pt" font-weight="bold" color="{$color.accent}"
        padding-bottom="1.5mm" border-bottom="1.5pt solid {$color.accent}"
        text-align-last="justify" hyphenate="false">
      <xsl:value-of select="/*/d:info/d:publisher/d:publishername"/>
      <fo:leader leader-pattern="space"/>
      <xsl:call-template name="kind.word"/>
    </fo:block>
    <fo:block role="H1" font-weight="bold" line-height="1.2"
        space-before="3mm" hyphenate="false">
      <xsl:attribute name="font-size">
        <xsl:choose>
          <xsl:when test="string-length(d:info/d:title) &lt;= 60"
              >17pt</xsl:when>
          <xsl:otherwise>11pt</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:call-template name="anchor.here"/>
      <xsl:apply-templates select="d:info/d:title" mode="text"/>
    </fo:block>
    <xsl:if test="d:info/d:subtitle">
      <fo:block space-before="0.5mm">
        <xsl:apply-templates select="d:info/d:subtitle/node()"/>
      </fo:block>
    </xsl:if>
    <fo:block font-size="{$sheet.size}pt" space-before="0.8mm"
        space-after="2mm" color="{$color.muted}" hyphenate="false">
      <xsl:for-each select="$document.facts/d:varlistentry
          [not(@role = 'publisher')]">
        <xsl:if test="position() &gt; 1"> · </xsl:if>
        <xsl:value-of select="d:term"/>
        <xsl:text>&#xa0;</xsl:text>
        <xsl:for-each select="d:listitem/*">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <xsl:apply-templates/>
        </xsl:for-each>
      </xsl:for-each>
    </fo:block>
  </fo:block>
</xsl:template>

<!-- The first paragraph is what they must know who read no further. -->
<xsl:template name="sheet.content">
  <xsl:variable name="blocks" select="*[not(self::d:title or self::d:info
      or self::d:variablelist[@role = 'facts'])]
      | processing-instruction()"/>
  <xsl:variable name="lead" select="$blocks[1][self::d:para]"/>
  <xsl:for-each select="$lead">
    <fo:block font-size="{$sheet.size + 2}pt" line-height="1.35"
        padding="1.8mm 3mm" start-indent="3mm" end-indent="3mm"
        background-color="{$color.tint}" hyphenate="false">
      <xsl:apply-templates/>
    </fo:block>
  </xsl:for-each>
  <xsl:call-template name="sheet.blocks">
    <xsl:with-param name="blocks"
        select="$blocks[position() &gt; count($lead)]"/>
  </xsl:call-template>
</xsl:template>

<!-- One by one, or two narrow tables at a time, each with its legend. -->
<xsl:template name="sheet.blocks">
  <xsl:param name="blocks"/>
  <xsl:variable name="legend" select="$blocks[2]
      [self::d:itemizedlist[@role = 'legend']]"/>
  <xsl:variable name="next" select="$blocks[2 + count($legend)]"/>
  <xsl:variable name="narrow">
    <xsl:apply-templates select="$blocks[1] | $next" mode="narrow"/>
  </xsl:variable>
  <xsl:variable name="next.legend" select="$blocks[3 + count($legend)]
      [self::d:itemizedlist[@role = 'legend']]"/>
  <xsl:choose>
    <xsl:when test="not($blocks)"/>
    <xsl:when test="$narrow = '..'">
      <fo:table table-layout="fixed" width="100%" role="Div"
          space-before="2.8mm">
        <fo:table-column column-width="{$sheet.half}mm"/>
        <fo:table-column column-width="{$sheet.gap}mm"/>
        <fo:table-column column-width="{$sheet.half}mm"/>
        <fo:table-body role="Div">
          <fo:table-row role="Div">
            <fo:table-cell role="Div" start-indent="0pt">
              <xsl:call-template name="sheet.half">
                <xsl:with-param name="table" select="$blocks[1]"/>
                <xsl:with-param name="legend" select="$legend"/>
              </xsl:call-template>
            </fo:table-cell>
            <fo:table-cell role="Div" start-indent="0pt">
              <fo:block role="NonStruct"/>
            </fo:table-cell>
            <fo:table-cell role="Div" start-indent="0pt">
              <xsl:call-template name="sheet.half">
                <xsl:with-param name="table" select="$next"/>
                <xsl:with-param name="legend" select="$next.legend"/>
              </xsl:call-template>
            </fo:table-cell>
          </fo:table-row>
        </fo:table-body>
      </fo:table>
      <xsl:call-template name="sheet.blocks">
        <xsl:with-param name="blocks" select="$blocks[position() &gt;
            2 + count($legend) + count($next.legend)]"/>
      </xsl:call-template>
    </xsl:when>
    <xsl:otherwise>
      <xsl:apply-templates select="$blocks[1]"/>
      <xsl:call-template name="sheet.blocks">
        <xsl:with-param name="blocks" select="$blocks[position() &gt; 1]"/>
      </xsl:call-template>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:variable name="sheet.half"
    select="($sheet.width - $sheet.gap) div 2"/>

<xsl:template name="sheet.half">
  <xsl:param name="table"/>
  <xsl:param name="legend"/>
  <xsl:for-each select="$table">
    <xsl:call-template name="table">
      <xsl:with-param name="room" select="$sheet.half"/>
    </xsl:call-template>
  </xsl:for-each>
  <xsl:apply-templates select="$legend"/>
</xsl:template>

<!-- A stop for a table that half the page has room for. -->
<xsl:template match="node()" mode="narrow"/>
<xsl:template match="d:table | d:informaltable" mode="narrow">
  <xsl:variable name="measured">
    <xsl:for-each select="d:tgroup[@cols &lt;= 2]">
      <xsl:call-template name="measure.columns"/>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="columns" select="exsl:node-set($measured)/*"/>
  <xsl:if test="$columns and sum($columns/@min) * $character * $sheet.size
      + count($columns) * $gutter &lt;= $sheet.half">.</xsl:if>
</xsl:template>

</xsl:stylesheet>
