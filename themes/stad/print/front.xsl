<?xml version="1.0" encoding="UTF-8"?>
<!--
  What comes before the text: the cover and the contents of a book, the head of
  a memo; and at its end who signs it. The facts of a document (`variablelist`
  with the role `facts`, outside all sections) stand there and not in the text.
-->
<xsl:stylesheet version="1.0" exclude-result-prefixes="d"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format"
    xmlns:d="http://docbook.org/ns/docbook">

<xsl:variable name="document.facts"
    select="(/d:book/d:preface | /d:article)
            /d:variablelist[@role = 'facts'][1]"/>

<xsl:template match="d:book/d:preface/d:variablelist[@role = 'facts']
                     | d:article/d:variablelist[@role = 'facts']"/>

<!-- A word, as it stands first on a line. -->
<xsl:template name="capital">
  <xsl:param name="text"/>
  <xsl:value-of select="translate(substring($text, 1, 1),
      'abcdefghijklmnopqrstuvwxyzåäöé', 'ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÉ')"/>
  <xsl:value-of select="substring($text, 2)"/>
</xsl:template>

<!-- What kind of document this is. -->
<xsl:template name="kind.word">
  <xsl:call-template name="capital">
    <xsl:with-param name="text"
        select="/*/d:info/d:bibliomisc[@role = 'kind']"/>
  </xsl:call-template>
</xsl:template>

<xsl:template name="publisher.line">
  <fo:block font-size="13pt" font-weight="bold" color="{$color.accent}"
      padding-bottom="3mm" border-bottom="2pt solid {$color.accent}">
    <xsl:value-of select="/*/d:info/d:publisher/d:publishername"/>
  </fo:block>
</xsl:template>

<!-- Facts side by side, in the order of the DocBook. -->
<xsl:template name="facts.block">
  <xsl:param name="entries"/>
  <xsl:param name="width" select="'38mm'"/>
  <xsl:if test="$entries">
    <fo:list-block provisional-distance-between-starts="{$width}"
        provisional-label-separation="4mm" line-height="1.35">
      <xsl:for-each select="$entries">
        <fo:list-item space-before="0.8mm">
          <fo:list-item-label end-indent="label-end()">
            <fo:block color="{$color.muted}" text-align="start">
              <xsl:apply-templates select="d:term/node()"/>
            </fo:block>
          </fo:list-item-label>
          <fo:list-item-body start-indent="body-start()">
            <xsl:for-each select="d:listitem">
              <xsl:call-template name="item.body"/>
            </xsl:for-each>
          </fo:list-item-body>
        </fo:list-item>
      </xsl:for-each>
    </fo:list-block>
  </xsl:if>
</xsl:template>

<!-- The cover of a book. -->

<xsl:template name="cover">
  <fo:page-sequence master-reference="cover" format="1" hyphenate="false"
      force-page-count="auto">
    <xsl:attribute name="language">
      <xsl:call-template name="l10n.language"/>
    </xsl:attribute>
    <fo:flow flow-name="xsl-region-body">
      <fo:block role="Sect">
        <xsl:call-template name="anchor.attribute"/>
        <xsl:call-template name="publisher.line"/>
        <fo:block space-before="52mm" space-before.conditionality="retain"
            font-size="12pt" color="{$color.muted}">
          <xsl:call-template name="kind.word"/>
        </fo:block>
        <fo:block role="H1" font-weight="bold" line-height="1.25"
            space-before="3mm">
          <xsl:attribute name="font-size">
            <xsl:call-template name="title.size"/>
          </xsl:attribute>
          <xsl:call-template name="anchor.here"/>
          <xsl:apply-templates select="d:info/d:title" mode="text"/>
        </fo:block>
        <xsl:if test="d:info/d:subtitle">
          <fo:block font-size="14pt" color="{$color.muted}" space-before="5mm">
            <xsl:apply-templates select="d:info/d:subtitle/node()"/>
          </fo:block>
        </xsl:if>
        <fo:block role="Div" space-before="24mm" padding-top="4mm"
            border-top="0.5pt solid {$color.line.strong}">
          <xsl:call-template name="facts.block">
            <xsl:with-param name="entries"
                select="$document.facts/d:varlistentry"/>
          </xsl:call-template>
        </fo:block>
      </fo:block>
    </fo:flow>
  </fo:page-sequence>
</xsl:template>

<!-- A long title must leave room for what stands below it. -->
<xsl:template name="title.size">
  <xsl:variable name="length" select="string-length(d:info/d:title)"/>
  <xsl:choose>
    <xsl:when test="$length &lt;= 60">30pt</xsl:when>
    <xsl:when test="$length &lt;= 160">23pt</xsl:when>
    <xsl:when test="$length &lt;= 400">16pt</xsl:when>
    <xsl:otherwise>11pt</xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Contents, tables and figures, with pages. -->

<xsl:template name="contents">
  <xsl:call-template name="list.sequence">
    <xsl:with-param name="id">contents.parts</xsl:with-param>
    <xsl:with-param name="key">TableofContents</xsl:with-param>
    <xsl:with-param name="lines" select="d:preface | d:chapter | d:appendix
        | d:glossary | d:bibliography | d:index"/>
  </xsl:call-template>
  <xsl:call-template name="list.sequence">
    <xsl:with-param name="id">contents.tables</xsl:with-param>
    <xsl:with-param name="key">ListofTables</xsl:with-param>
    <xsl:with-param name="lines" select=".//d:table"/>
  </xsl:call-template>
  <xsl:call-template name="list.sequence">
    <xsl:with-param name="id">contents.figures</xsl:with-param>
    <xsl:with-param name="key">ListofFigures</xsl:with-param>
    <xsl:with-param name="lines" select=".//d:figure"/>
  </xsl:call-template>
</xsl:template>

<xsl:template name="list.sequence">
  <xsl:param name="id"/>
  <xsl:param name="key"/>
  <xsl:param name="lines"/>
  <xsl:variable name="title">
    <xsl:call-template name="gentext">
      <xsl:with-param name="key" select="$key"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:if test="$lines">
    <xsl:call-template name="sequence">
      <xsl:with-param name="head" select="$title"/>
      <xsl:with-param name="content">
        <fo:block role="Sect" id="{$id}">
          <fo:block role="H2" xsl:use-attribute-sets="heading.1">
            <xsl:value-of select="$title"/>
          </fo:block>
          <fo:block role="TOC">
            <xsl:apply-templates select="$lines" mode="contents"/>
          </fo:block>
        </fo:block>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:if>
</xsl:template>

<!-- The number of `depth` stands in a column of its own. -->
<xsl:template match="*" mode="contents">
  <xsl:param name="depth" select="0"/>
  <xsl:variable name="label">
    <xsl:apply-templates select="." mode="label.markup"/>
  </xsl:variable>
  <xsl:variable name="title">
    <xsl:apply-templates select="." mode="title.text"/>
  </xsl:variable>
  <xsl:variable name="id">
    <xsl:call-template name="anchor.id"/>
  </xsl:variable>
  <xsl:variable name="indent">
    <xsl:choose>
      <xsl:when test="$depth = 0">10</xsl:when>
      <xsl:otherwise><xsl:value-of select="8 + 8 * $depth"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <fo:block role="TOCI" text-align-last="justify" text-align="start"
      hyphenate="false" end-indent="10mm"
      last-line-end-indent="-10mm" space-before="0.6mm"
      keep-together.within-column="always">
    <xsl:choose>
      <xsl:when test="$label = ''"/>
      <xsl:when test="self::d:table or self::d:figure">
        <xsl:attribute name="start-indent">10mm</xsl:attribute>
        <xsl:attribute name="text-indent">-10mm</xsl:attribute>
      </xsl:when>
      <xsl:otherwise>
        <xsl:attribute name="start-indent"><xsl:value-of
            select="concat($indent + $depth * 3, 'mm')"/></xsl:attribute>
        <xsl:attribute name="text-indent"><xsl:value-of
            select="concat('-', 10 + $depth * 3, 'mm')"/></xsl:attribute>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="$depth = 0 and not(self::d:table or self::d:figure)">
      <xsl:attribute name="font-weight">bold</xsl:attribute>
      <xsl:attribute name="space-before">3mm</xsl:attribute>
    </xsl:if>
    <xsl:if test="d:section and $depth &lt; $contents.depth - 1">
      <xsl:attribute name="keep-with-next.within-column">always</xsl:attribute>
    </xsl:if>
    <xsl:call-template name="internal.link">
      <xsl:with-param name="to" select="$id"/>
      <xsl:with-param name="says">
        <xsl:value-of select="concat($label, ' ', $title)"/>
      </xsl:with-param>
      <xsl:with-param name="plain" select="true()"/>
      <xsl:with-param name="content">
        <xsl:if test="$label != ''">
          <fo:inline>
            <xsl:value-of select="$label"/>
            <xsl:text>&#xa0;</xsl:text>
          </fo:inline>
          <fo:leader leader-pattern="space">
            <xsl:attribute name="leader-length">
              <xsl:call-template name="label.gap">
                <xsl:with-param name="label" select="$label"/>
                <xsl:with-param name="bold" select="$depth = 0 and
                    not(self::d:table or self::d:figure)"/>
                <xsl:with-param name="room">
                  <xsl:choose>
                    <xsl:when test="self::d:table or self::d:figure"
                        >10</xsl:when>
                    <xsl:otherwise><xsl:value-of
                        select="10 + $depth * 3"/></xsl:otherwise>
                  </xsl:choose>
                </xsl:with-param>
              </xsl:call-template>
            </xsl:attribute>
          </fo:leader>
        </xsl:if>
        <xsl:copy-of select="$title"/>
        <xsl:text>&#xa0;</xsl:text>
        <fo:leader leader-pattern="dots" leader-pattern-width="1.5mm"
            leader-length.minimum="4mm" font-weight="normal"
            color="{$color.line.strong}"/>
        <xsl:text>&#xa0;</xsl:text>
        <fo:page-number-citation ref-id="{$id}" role="Span"/>
      </xsl:with-param>
    </xsl:call-template>
  </fo:block>
  <xsl:if test="$depth &lt; $contents.depth - 1">
    <xsl:apply-templates select="d:section" mode="contents">
      <xsl:with-param name="depth" select="$depth + 1"/>
    </xsl:apply-templates>
  </xsl:if>
</xsl:template>

<!-- What is left of `room` millimetres after a number; a figure is 2 mm. -->
<xsl:template name="label.gap">
  <xsl:param name="label"/>
  <xsl:param name="room"/>
  <xsl:param name="bold" select="false()"/>
  <xsl:variable name="digits"
      select="string-length(translate($label, '.', ''))"/>
  <xsl:variable name="stops" select="string-length($label) - $digits"/>
  <xsl:variable name="gap" select="$room - 0.92
      - 2.018 * $digits - 0.94 * $stops"/>
  <xsl:choose>
    <xsl:when test="$gap &lt; 0.2">0.2mm</xsl:when>
    <xsl:otherwise><xsl:value-of
        select="concat(format-number($gap, '0.###'), 'mm')"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- The head of a memo: who, what, when and to whom. -->

<xsl:template name="memo.head">
  <fo:block role="Sect">
    <xsl:call-template name="anchor.attribute"/>
    <xsl:call-template name="publisher.line"/>
    <fo:block role="Div" space-before="4mm">
      <fo:block font-size="12pt" font-weight="bold">
        <xsl:call-template name="kind.word"/>
      </fo:block>
      <fo:block role="Div" font-size="9pt" space-before="1mm">
        <xsl:call-template name="facts.block">
          <xsl:with-param name="entries" select="$document.facts/d:varlistentry
              [not(@role = 'signed-by') and not(@role = 'publisher')]"/>
        </xsl:call-template>
      </fo:block>
    </fo:block>
    <fo:block role="H1" font-weight="bold" line-height="1.3"
        space-before="9mm" space-after="5mm" hyphenate="false"
        keep-with-next.within-column="always">
      <xsl:attribute name="font-size">
        <xsl:choose>
          <xsl:when test="string-length(d:info/d:title) &lt;= 200"
              >16pt</xsl:when>
          <xsl:otherwise>11pt</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:call-template name="anchor.here"/>
      <xsl:apply-templates select="d:info/d:title" mode="text"/>
    </fo:block>
    <xsl:if test="d:info/d:subtitle">
      <fo:block font-size="12pt" color="{$color.muted}" space-after="5mm">
        <xsl:apply-templates select="d:info/d:subtitle/node()"/>
      </fo:block>
    </xsl:if>
  </fo:block>
</xsl:template>

<!-- Who signs, with room to do so. -->
<xsl:template name="signatures">
  <xsl:variable name="who" select="$document.facts/d:varlistentry
      [@role = 'signed-by']/d:listitem/*"/>
  <xsl:if test="$who">
    <fo:table table-layout="fixed" width="100%" space-before="14mm"
        role="Div" keep-together.within-column="always"
        keep-with-previous.within-column="always">
      <xsl:for-each select="$who">
        <fo:table-column column-width="proportional-column-width(1)"/>
      </xsl:for-each>
      <fo:table-body role="Div">
        <fo:table-row role="Div">
          <xsl:for-each select="$who">
            <fo:table-cell role="Div" padding-right="6mm" start-indent="0">
              <fo:block padding-top="12mm" border-bottom="0.5pt solid
                  {$color.line.strong}" role="NonStruct"/>
              <fo:block space-before="1.5mm"><xsl:apply-templates/></fo:block>
            </fo:table-cell>
          </xsl:for-each>
        </fo:table-row>
      </fo:table-body>
    </fo:table>
  </xsl:if>
</xsl:template>

</xsl:stylesheet>
