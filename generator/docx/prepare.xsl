<?xml version="1.0" encoding="UTF-8"?>
<!--
  prepare: a document of ours as pandoc needs it to lose nothing in Word.

  pandoc reads no `label` and no `xrefstyle`: numbers go into the titles, and
  references become links with their text. With the parameter `part`, the id of
  a section, only that section is kept; what leads out of it becomes text.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:db="http://docbook.org/ns/docbook"
                xmlns:xlink="http://www.w3.org/1999/xlink"
                xmlns:l="http://docbook.sourceforge.net/xmlns/l10n/1.0"
                xmlns="http://docbook.org/ns/docbook"
                exclude-result-prefixes="db xlink l">

<xsl:output method="xml" encoding="UTF-8"/>

<xsl:param name="part"/>
<!-- The words of docbook-xsl-ns for a language. -->
<xsl:param name="words"
           select="'/usr/share/xml/docbook/stylesheet/docbook-xsl-ns/common/'"/>

<xsl:key name="id" match="*[@xml:id]" use="@xml:id"/>

<xsl:variable name="root" select="/*"/>
<xsl:variable name="gentext"
              select="document(concat($words, /*/@xml:lang, '.xml'))
                      /l:l10n/l:gentext"/>

<xsl:template match="@*|node()">
  <xsl:copy>
    <xsl:apply-templates select="@*|node()"/>
  </xsl:copy>
</xsl:template>

<xsl:template match="/*">
  <xsl:choose>
    <xsl:when test="$part = ''">
      <xsl:copy>
        <xsl:apply-templates select="@*|node()"/>
      </xsl:copy>
    </xsl:when>
    <xsl:when test="not(key('id', $part)[self::db:section or self::db:chapter
                    or self::db:appendix])">
      <xsl:message terminate="yes">
        <xsl:value-of select="concat('no section has the id ', $part)"/>
      </xsl:message>
    </xsl:when>
    <xsl:otherwise>
      <xsl:variable name="section" select="key('id', $part)"/>
      <article version="5.0" xml:lang="{@xml:lang}">
        <info>
          <xsl:apply-templates select="$section/db:title
                                       |$section/db:info/db:title"/>
        </info>
        <xsl:apply-templates select="$section/node()[not(self::db:title)
                                     and not(self::db:info)]"/>
      </article>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- pandoc would set names in other languages in italics. -->
<xsl:template match="db:foreignphrase">
  <phrase>
    <xsl:apply-templates select="@*|node()"/>
  </phrase>
</xsl:template>

<!-- Titles with their numbers. -->

<xsl:template match="*[self::db:chapter or self::db:section
                       or self::db:appendix][@label != '']/db:title
                     |*[self::db:chapter or self::db:section
                       or self::db:appendix][@label != '']/db:info/db:title">
  <xsl:copy>
    <xsl:apply-templates select="@*"/>
    <xsl:value-of select="ancestor::*[@label][1]/@label"/>
    <xsl:text> </xsl:text>
    <xsl:apply-templates select="node()"/>
  </xsl:copy>
</xsl:template>

<xsl:template match="db:table[@label != '']/db:title
                     |db:figure[@label != '']/db:title">
  <xsl:variable name="key">
    <xsl:choose>
      <xsl:when test="parent::db:table">Table</xsl:when>
      <xsl:otherwise>Figure</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:copy>
    <xsl:apply-templates select="@*"/>
    <!-- pandoc forgets the id of a table, but not an anchor's. -->
    <anchor>
      <xsl:attribute name="xml:id"><xsl:value-of select="../@xml:id"/></xsl:attribute>
    </anchor>
    <xsl:value-of select="concat($gentext[@key = $key]/@text, '&#160;',
                                 ../@label, '. ')"/>
    <xsl:apply-templates select="node()"/>
  </xsl:copy>
</xsl:template>

<xsl:template match="db:table/@xml:id|db:figure/@xml:id"/>

<!-- pandoc drops the columns that only spanning cells stand in. -->
<xsl:template match="db:entry[@namest]">
  <entry><xsl:apply-templates select="node()"/></entry>
  <xsl:call-template name="empty-entries">
    <xsl:with-param name="count" select="substring(@nameend, 2)
                    - substring(@namest, 2)"/>
  </xsl:call-template>
</xsl:template>

<xsl:template name="empty-entries">
  <xsl:param name="count"/>
  <xsl:if test="$count &gt; 0">
    <entry/>
    <xsl:call-template name="empty-entries">
      <xsl:with-param name="count" select="$count - 1"/>
    </xsl:call-template>
  </xsl:if>
</xsl:template>

<!-- References with their texts. -->

<xsl:template name="replace">
  <xsl:param name="text"/>
  <xsl:param name="mark"/>
  <xsl:param name="by"/>
  <xsl:choose>
    <xsl:when test="contains($text, $mark)">
      <xsl:value-of select="concat(substring-before($text, $mark), $by)"/>
      <xsl:call-template name="replace">
        <xsl:with-param name="text" select="substring-after($text, $mark)"/>
        <xsl:with-param name="mark" select="$mark"/>
        <xsl:with-param name="by" select="$by"/>
      </xsl:call-template>
    </xsl:when>
    <xsl:otherwise>
      <xsl:value-of select="$text"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Does the id lead to something that is kept? -->
<xsl:template name="is-kept">
  <xsl:param name="id"/>
  <!-- The document itself has no place in Word that could be led to. -->
  <xsl:if test="key('id', $id)/parent::* and ($part = '' or key('id',
                $id)/ancestor-or-self::*[@xml:id = $part])">yes</xsl:if>
</xsl:template>

<xsl:template match="db:xref">
  <xsl:variable name="target" select="key('id', @linkend)"/>
  <xsl:variable name="title"
                select="normalize-space($target/db:title
                        |$target/db:info/db:title)"/>
  <xsl:variable name="kept">
    <xsl:call-template name="is-kept">
      <xsl:with-param name="id" select="@linkend"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:variable name="numbered">
    <xsl:call-template name="replace">
      <xsl:with-param name="text"
                      select="substring-after(@xrefstyle, 'template:')"/>
      <xsl:with-param name="mark" select="'%n'"/>
      <xsl:with-param name="by" select="$target/@label"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:variable name="text">
    <xsl:call-template name="replace">
      <xsl:with-param name="text" select="$numbered"/>
      <xsl:with-param name="mark" select="'%t'"/>
      <xsl:with-param name="by" select="$title"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:choose>
    <xsl:when test="$kept = 'yes'">
      <link linkend="{@linkend}"><xsl:value-of select="$text"/></link>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="db:link[@linkend]">
  <xsl:variable name="kept">
    <xsl:call-template name="is-kept">
      <xsl:with-param name="id" select="@linkend"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:choose>
    <xsl:when test="$kept = 'yes'">
      <xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy>
    </xsl:when>
    <xsl:otherwise><xsl:apply-templates select="node()"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Another document of ours does not lie beside a Word file. -->
<xsl:template match="db:link[contains(@xlink:href, '.xml#')
                     and not(contains(@xlink:href, '://'))]">
  <xsl:apply-templates select="node()"/>
</xsl:template>

<!-- A second reference to a note, which pandoc drops, repeats its text. -->
<xsl:template match="db:footnoteref">
  <footnote>
    <xsl:apply-templates select="key('id', @linkend)/node()"/>
  </footnote>
</xsl:template>

</xsl:stylesheet>
