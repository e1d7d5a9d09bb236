<?xml version="1.0" encoding="UTF-8"?>
<!-- What comes after the text: abbreviations, and the index with its pages. -->
<xsl:stylesheet version="1.0" exclude-result-prefixes="d"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format"
    xmlns:str="http://exslt.org/strings"
    xmlns:d="http://docbook.org/ns/docbook">

<!-- Terms and what they mean. -->

<xsl:template match="d:glossary | d:glossdiv" mode="content">
  <xsl:apply-templates select="*[not(self::d:title or self::d:info
      or self::d:glossentry)]"/>
  <fo:list-block provisional-distance-between-starts="32mm"
      provisional-label-separation="4mm">
    <xsl:apply-templates select="d:glossentry"/>
  </fo:list-block>
</xsl:template>

<xsl:template match="d:glossentry">
  <fo:list-item space-before="1mm" keep-together.within-column="always">
    <fo:list-item-label end-indent="label-end()">
      <fo:block font-weight="bold" hyphenate="false">
        <xsl:apply-templates select="d:glossterm/node()"/>
      </fo:block>
    </fo:list-item-label>
    <fo:list-item-body start-indent="body-start()">
      <xsl:for-each select="d:glossdef">
        <xsl:call-template name="item.body"/>
      </xsl:for-each>
    </fo:list-item-body>
  </fo:list-item>
</xsl:template>

<!-- The entries of an index stand in the DocBook, in their order, each with
     the places that it leads to. -->

<xsl:template match="d:index" mode="content">
  <xsl:apply-templates select="*[not(self::d:title or self::d:info
      or self::d:indexentry)]"/>
  <fo:block role="Index">
    <xsl:apply-templates select="d:indexentry"/>
  </fo:block>
</xsl:template>

<xsl:template match="d:indexdiv">
  <xsl:apply-templates select="*[not(self::d:title or self::d:info
      or self::d:indexentry)]"/>
  <fo:block font-weight="bold" space-before="3mm"
      keep-with-next.within-column="always">
    <xsl:apply-templates select="d:title/node()"/>
  </fo:block>
  <fo:block role="Index">
    <xsl:apply-templates select="d:indexentry"/>
  </fo:block>
</xsl:template>

<xsl:template match="d:indexentry">
  <fo:block start-indent="6mm" text-indent="-6mm" hyphenate="false"
      font-size="9pt" space-before="0.6mm">
    <xsl:variable name="entry" select="d:primaryie"/>
    <xsl:apply-templates select="$entry/node()"/>
    <xsl:for-each select="str:tokenize($entry/@linkends)">
      <xsl:text>, </xsl:text>
      <xsl:variable name="id" select="string(.)"/>
      <xsl:variable name="target" select="$entry/ancestor::d:index/../
          descendant::*[@xml:id = $id][1]"/>
      <xsl:call-template name="internal.link">
        <xsl:with-param name="to" select="$id"/>
        <xsl:with-param name="says">
          <xsl:apply-templates select="$target" mode="title.text"/>
        </xsl:with-param>
        <xsl:with-param name="content">
          <fo:page-number-citation ref-id="{$id}" role="Span"/>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:for-each>
  </fo:block>
</xsl:template>

</xsl:stylesheet>
