<?xml version="1.0" encoding="UTF-8"?>
<!--
  Pages, what stands at their head and foot, and which parts begin a new one.

  Heads and feet are artifacts: a screen reader passes them by. They say the
  chapter outright: `fo:retrieve-marker` in an artifact makes FOP drop the
  chapter after it from the tags. Only layout here; no text of the document.
-->
<xsl:stylesheet version="1.0" exclude-result-prefixes="d"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format"
    xmlns:d="http://docbook.org/ns/docbook">

<!-- The last sequence of pages; its last page is the number of pages. -->
<xsl:variable name="last.id" select="'document.end'"/>

<!-- Page masters. -->

<xsl:template name="page.master">
  <xsl:param name="name"/>
  <xsl:param name="left" select="$page.margin.inner"/>
  <xsl:param name="right" select="$page.margin.outer"/>
  <xsl:param name="width" select="$page.width"/>
  <xsl:param name="height" select="$page.height"/>
  <xsl:param name="regions" select="$name"/>
  <xsl:param name="columns" select="1"/>
  <fo:simple-page-master master-name="{$name}" page-width="{$width}"
      page-height="{$height}" margin-left="{$left}" margin-right="{$right}"
      margin-top="12mm" margin-bottom="10mm">
    <fo:region-body margin-top="16mm" margin-bottom="16mm"
        column-count="{$columns}" column-gap="8mm"/>
    <fo:region-before region-name="{$regions}-head" extent="10mm"/>
    <fo:region-after region-name="{$regions}-foot" extent="10mm"
        display-align="after"/>
  </fo:simple-page-master>
</xsl:template>

<xsl:template name="setup.pagemasters">
  <fo:layout-master-set>
    <fo:simple-page-master master-name="cover" page-width="{$page.width}"
        page-height="{$page.height}" margin-left="{$page.margin.inner}"
        margin-right="{$page.margin.outer}" margin-top="22mm"
        margin-bottom="20mm">
      <fo:region-body/>
    </fo:simple-page-master>
    <xsl:call-template name="page.master">
      <xsl:with-param name="name">right</xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="page.master">
      <xsl:with-param name="name">left</xsl:with-param>
      <xsl:with-param name="left" select="$page.margin.outer"/>
      <xsl:with-param name="right" select="$page.margin.inner"/>
    </xsl:call-template>
    <xsl:call-template name="page.master">
      <xsl:with-param name="name">blank</xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="page.master">
      <xsl:with-param name="name">wide</xsl:with-param>
      <xsl:with-param name="width" select="$page.height"/>
      <xsl:with-param name="height" select="$page.width"/>
      <xsl:with-param name="left">26mm</xsl:with-param>
      <xsl:with-param name="right">26mm</xsl:with-param>
      <xsl:with-param name="regions">right</xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="page.master">
      <xsl:with-param name="name">memo</xsl:with-param>
    </xsl:call-template>
    <xsl:call-template name="page.master">
      <xsl:with-param name="name">index</xsl:with-param>
      <xsl:with-param name="regions">right</xsl:with-param>
      <xsl:with-param name="columns" select="2"/>
    </xsl:call-template>
    <xsl:call-template name="sheet.master"/>
    <fo:page-sequence-master master-name="body">
      <fo:repeatable-page-master-alternatives>
        <xsl:if test="$double.sided != 0">
          <fo:conditional-page-master-reference master-reference="blank"
              blank-or-not-blank="blank"/>
          <fo:conditional-page-master-reference master-reference="left"
              odd-or-even="even"/>
        </xsl:if>
        <fo:conditional-page-master-reference master-reference="right"/>
      </fo:repeatable-page-master-alternatives>
    </fo:page-sequence-master>
    <fo:page-sequence-master master-name="memo-pages">
      <fo:repeatable-page-master-alternatives>
        <fo:conditional-page-master-reference master-reference="memo"
            page-position="first"/>
        <xsl:if test="$double.sided != 0">
          <fo:conditional-page-master-reference master-reference="left"
              odd-or-even="even"/>
        </xsl:if>
        <fo:conditional-page-master-reference master-reference="right"/>
      </fo:repeatable-page-master-alternatives>
    </fo:page-sequence-master>
  </fo:layout-master-set>
</xsl:template>

<!-- Heads and feet. -->

<!-- A text that must stand on one line. -->
<xsl:template name="shorten">
  <xsl:param name="text"/>
  <xsl:param name="length" select="80"/>
  <xsl:variable name="tidy" select="normalize-space($text)"/>
  <xsl:choose>
    <xsl:when test="string-length($tidy) &lt;= $length">
      <xsl:value-of select="$tidy"/>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="normalize-space(
          substring($tidy, 1, $length - 1))"/>
      <xsl:text>…</xsl:text>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- What the document is called where there is little room. -->
<xsl:template name="document.name">
  <xsl:variable name="info" select="/*/d:info"/>
  <xsl:call-template name="shorten">
    <xsl:with-param name="text"
        select="($info/d:titleabbrev | $info/d:title[not(
                 $info/d:titleabbrev)] | /*/d:title)[1]"/>
  </xsl:call-template>
</xsl:template>

<!-- Two texts at the ends of a line; on the left page of two they change. -->
<xsl:template name="line.of.two">
  <xsl:param name="inner"/>
  <xsl:param name="outer"/>
  <xsl:param name="left-page" select="false()"/>
  <fo:block font-size="8pt" color="{$color.muted}" text-align-last="justify"
      hyphenate="false" wrap-option="no-wrap">
    <xsl:choose>
      <xsl:when test="$left-page">
        <xsl:copy-of select="$outer"/>
        <fo:leader leader-pattern="space"/>
        <xsl:copy-of select="$inner"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:copy-of select="$inner"/>
        <fo:leader leader-pattern="space"/>
        <xsl:copy-of select="$outer"/>
      </xsl:otherwise>
    </xsl:choose>
  </fo:block>
</xsl:template>

<!-- "3 (64)": which page of how many. -->
<xsl:template name="page.of.pages">
  <fo:inline>
    <fo:page-number/>
    <xsl:text> (</xsl:text>
    <fo:page-number-citation-last ref-id="{$last.id}" role="Span"/>
    <xsl:text>)</xsl:text>
  </fo:inline>
</xsl:template>

<xsl:template name="page.head">
  <xsl:param name="text"/>
  <xsl:param name="left-page" select="false()"/>
  <xsl:variable name="inner">
    <fo:inline><xsl:value-of select="$text"/></fo:inline>
  </xsl:variable>
  <xsl:variable name="outer">
    <fo:inline><xsl:value-of select="/*/d:info/d:biblioid"/></fo:inline>
  </xsl:variable>
  <fo:block border-bottom="0.5pt solid {$color.line}" padding-bottom="2mm">
    <xsl:call-template name="line.of.two">
      <xsl:with-param name="inner" select="$inner"/>
      <xsl:with-param name="outer" select="$outer"/>
      <xsl:with-param name="left-page" select="$left-page"/>
    </xsl:call-template>
  </fo:block>
</xsl:template>

<xsl:template name="page.foot">
  <xsl:param name="left-page" select="false()"/>
  <xsl:variable name="inner">
    <fo:inline>
      <xsl:call-template name="document.name"/>
    </fo:inline>
  </xsl:variable>
  <xsl:variable name="outer">
    <xsl:call-template name="page.of.pages"/>
  </xsl:variable>
  <xsl:call-template name="line.of.two">
    <xsl:with-param name="inner" select="$inner"/>
    <xsl:with-param name="outer" select="$outer"/>
    <xsl:with-param name="left-page" select="$left-page"/>
  </xsl:call-template>
</xsl:template>

<xsl:template name="heads.and.feet">
  <xsl:param name="head"/>
  <xsl:param name="master"/>
  <!-- FOP refuses those that the master of the sequence does not have. -->
  <xsl:if test="$master = 'sheet'">
    <fo:static-content flow-name="sheet-foot" role="artifact">
      <xsl:call-template name="page.foot"/>
    </fo:static-content>
  </xsl:if>
  <xsl:if test="$master != 'sheet'">
    <fo:static-content flow-name="right-head" role="artifact">
      <xsl:call-template name="page.head">
        <xsl:with-param name="text" select="$head"/>
      </xsl:call-template>
    </fo:static-content>
    <fo:static-content flow-name="right-foot" role="artifact">
      <xsl:call-template name="page.foot"/>
    </fo:static-content>
  </xsl:if>
  <xsl:if test="$master = 'memo-pages'">
    <fo:static-content flow-name="memo-foot" role="artifact">
      <xsl:call-template name="page.foot"/>
    </fo:static-content>
  </xsl:if>
  <xsl:if test="$double.sided != 0 and
      ($master = 'body' or $master = 'memo-pages')">
    <fo:static-content flow-name="left-head" role="artifact">
      <xsl:call-template name="page.head">
        <xsl:with-param name="text" select="$head"/>
        <xsl:with-param name="left-page" select="true()"/>
      </xsl:call-template>
    </fo:static-content>
    <fo:static-content flow-name="left-foot" role="artifact">
      <xsl:call-template name="page.foot">
        <xsl:with-param name="left-page" select="true()"/>
      </xsl:call-template>
    </fo:static-content>
  </xsl:if>
  <fo:static-content flow-name="xsl-footnote-separator" role="artifact">
    <fo:block space-before="3mm" space-after="1mm">
      <fo:leader leader-pattern="rule" leader-length="40mm"
          rule-thickness="0.5pt" color="{$color.line.strong}"/>
    </fo:block>
  </fo:static-content>
</xsl:template>

<!-- Sequences of pages. -->

<!-- One part of the document, beginning on a new page. -->
<xsl:template name="sequence">
  <xsl:param name="content"/>
  <xsl:param name="master" select="'body'"/>
  <xsl:param name="head"/>
  <xsl:param name="last" select="false()"/>
  <fo:page-sequence master-reference="{$master}" format="1"
      initial-page-number="auto" force-page-count="auto"
      hyphenate="{$hyphenate}" hyphenation-character="&#xad;"
      hyphenation-push-character-count="3"
      hyphenation-remain-character-count="3">
    <xsl:attribute name="language">
      <xsl:call-template name="l10n.language">
        <xsl:with-param name="target" select="/*"/>
      </xsl:call-template>
    </xsl:attribute>
    <xsl:if test="$double.sided != 0">
      <xsl:attribute name="initial-page-number">auto-odd</xsl:attribute>
    </xsl:if>
    <xsl:if test="$last">
      <xsl:attribute name="id"><xsl:value-of
          select="$last.id"/></xsl:attribute>
    </xsl:if>
    <xsl:call-template name="heads.and.feet">
      <xsl:with-param name="head" select="$head"/>
      <xsl:with-param name="master" select="$master"/>
    </xsl:call-template>
    <fo:flow flow-name="xsl-region-body">
      <xsl:copy-of select="$content"/>
    </fo:flow>
  </fo:page-sequence>
</xsl:template>

<!-- The title of a part, with its number, for the head of its pages. -->
<xsl:template name="head.text">
  <xsl:variable name="title">
    <xsl:apply-templates select="." mode="label.markup"/>
    <xsl:text> </xsl:text>
    <xsl:value-of select="(d:info/d:title | d:title)[1]"/>
  </xsl:variable>
  <xsl:call-template name="shorten">
    <xsl:with-param name="text" select="$title"/>
  </xsl:call-template>
</xsl:template>

<xsl:template match="d:preface | d:chapter | d:appendix | d:glossary | d:index
                     | d:colophon | d:bibliography | d:dedication">
  <xsl:variable name="wide" select=".//d:table[key('wide', generate-id())]"/>
  <xsl:variable name="ends" select="not(following-sibling::*)"/>
  <xsl:call-template name="sequence">
    <xsl:with-param name="last" select="$ends and not($wide)"/>
    <xsl:with-param name="master">
      <xsl:choose>
        <xsl:when test="self::d:index">index</xsl:when>
        <xsl:otherwise>body</xsl:otherwise>
      </xsl:choose>
    </xsl:with-param>
    <xsl:with-param name="head">
      <xsl:call-template name="head.text"/>
    </xsl:with-param>
    <xsl:with-param name="content">
      <fo:block role="Sect">
        <xsl:call-template name="anchor.attribute"/>
        <xsl:call-template name="heading"/>
        <xsl:apply-templates select="." mode="content"/>
      </fo:block>
    </xsl:with-param>
  </xsl:call-template>
  <xsl:if test="$wide">
    <xsl:call-template name="sequence">
      <xsl:with-param name="last" select="$ends"/>
      <xsl:with-param name="master">wide</xsl:with-param>
      <xsl:with-param name="head">
        <xsl:call-template name="head.text"/>
      </xsl:with-param>
      <xsl:with-param name="content">
        <fo:block role="Sect">
          <xsl:for-each select="$wide">
            <xsl:call-template name="table">
              <xsl:with-param name="room" select="$text.width.wide"/>
            </xsl:call-template>
          </xsl:for-each>
        </fo:block>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:if>
</xsl:template>

<!-- What a part holds beside its title. -->
<xsl:template match="*" mode="content">
  <xsl:apply-templates select="node()[not(self::d:title or self::d:info
      or self::d:subtitle or self::d:titleabbrev)]"/>
</xsl:template>

<xsl:template match="d:book">
  <xsl:call-template name="cover"/>
  <xsl:call-template name="contents"/>
  <xsl:apply-templates select="*[not(self::d:info or self::d:title
      or self::d:subtitle or self::d:titleabbrev)]"/>
</xsl:template>

<xsl:template match="d:article">
  <xsl:call-template name="sequence">
    <xsl:with-param name="master">memo-pages</xsl:with-param>
    <xsl:with-param name="last" select="true()"/>
    <xsl:with-param name="head">
      <xsl:value-of select="d:info/d:publisher/d:publishername"/>
      <xsl:if test="d:info/d:publisher and
          d:info/d:bibliomisc[@role = 'kind']"> · </xsl:if>
      <xsl:call-template name="kind.word"/>
    </xsl:with-param>
    <xsl:with-param name="content">
      <xsl:call-template name="memo.head"/>
      <xsl:apply-templates select="." mode="content"/>
      <xsl:call-template name="signatures"/>
    </xsl:with-param>
  </xsl:call-template>
</xsl:template>

<xsl:template match="d:article[@role = 'one-page']" priority="1">
  <xsl:call-template name="sequence">
    <xsl:with-param name="master">sheet</xsl:with-param>
    <xsl:with-param name="last" select="true()"/>
    <xsl:with-param name="content">
      <xsl:call-template name="sheet.head"/>
      <fo:block role="Div" font-size="{$sheet.size}pt" line-height="1.3">
        <xsl:call-template name="sheet.content"/>
      </fo:block>
      <xsl:call-template name="signatures"/>
    </xsl:with-param>
  </xsl:call-template>
</xsl:template>

</xsl:stylesheet>
