<?xml version="1.0" encoding="UTF-8"?>
<!--
  The text: headings, paragraphs, lists, notices, links, footnotes, pictures.

  A block of FOP's is tagged as a paragraph unless a role says otherwise, so
  what holds blocks is `Div` or `Sect`, and a heading H2 to H6 (H1 is the title
  of the document).
-->
<xsl:stylesheet version="1.0" exclude-result-prefixes="d xlink str svg"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format"
    xmlns:fox="http://xmlgraphics.apache.org/fop/extensions"
    xmlns:str="http://exslt.org/strings"
    xmlns:svg="http://www.w3.org/2000/svg"
    xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:d="http://docbook.org/ns/docbook">

<!-- Numbers, titles and ids. -->

<xsl:template match="d:preface | d:chapter | d:appendix | d:section | d:table
                     | d:figure | d:glossary | d:index | d:bibliography
                     | d:book | d:article" mode="label.markup">
  <xsl:value-of select="@label"/>
</xsl:template>

<xsl:template match="*" mode="title.text">
  <xsl:apply-templates select="(d:info/d:title | d:title)[1]" mode="text"/>
</xsl:template>

<!-- A title where it must not lead or be a note: contents, heads. -->
<xsl:template match="*" mode="text">
  <xsl:apply-templates mode="text"/>
</xsl:template>
<xsl:template match="d:footnote | d:footnoteref | d:indexterm" mode="text"/>
<xsl:template match="text()" mode="text">
  <xsl:apply-templates select="."/>
</xsl:template>

<xsl:template name="anchor.id">
  <xsl:choose>
    <xsl:when test="@xml:id"><xsl:value-of select="@xml:id"/></xsl:when>
    <!-- Writers' ids have no stop. -->
    <xsl:otherwise>
      <xsl:text>part.</xsl:text>
      <xsl:number level="any" count="*"/>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="anchor.attribute">
  <xsl:attribute name="id">
    <xsl:call-template name="anchor.id"/>
  </xsl:attribute>
</xsl:template>

<!-- Where on the line a link to this leads; see generator/print/links.xsl. -->
<xsl:template name="anchor.here">
  <xsl:variable name="id">
    <xsl:call-template name="anchor.id"/>
  </xsl:variable>
  <anchor to="{$id}"/>
</xsl:template>

<!-- For docbook-xsl's own templates, bookmarks among them. -->
<xsl:template name="object.id">
  <xsl:param name="object" select="."/>
  <xsl:for-each select="$object[1]">
    <xsl:call-template name="anchor.id"/>
  </xsl:for-each>
</xsl:template>

<!-- Long words may break after their dashes and strokes; what is still longer
     than a line, anywhere. -->
<xsl:template match="text()">
  <xsl:choose>
    <xsl:when test="string-length(.) &gt; 40 and
        str:tokenize(., ' &#10;&#9;')[string-length(.) &gt; 40]">
      <xsl:for-each select="str:split(translate(., '&#10;&#9;', '  '), ' ')">
        <xsl:if test="position() &gt; 1 or starts-with(current(), ' ')">
          <xsl:text> </xsl:text>
        </xsl:if>
        <xsl:call-template name="breakable">
          <xsl:with-param name="word" select="."/>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template name="breakable">
  <xsl:param name="word"/>
  <xsl:choose>
    <xsl:when test="string-length($word) &gt; 40">
      <xsl:variable name="long" select="boolean(
          str:tokenize($word, '–/-')[string-length(.) &gt; 40])"/>
      <xsl:for-each select="str:tokenize($word, '')">
        <xsl:value-of select="."/>
        <xsl:if test="contains('–/-', .) or ($long and position() mod 8 = 0)">
          <xsl:text>&#x200b;</xsl:text>
        </xsl:if>
      </xsl:for-each>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$word"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- Headings. -->

<xsl:attribute-set name="heading">
  <xsl:attribute name="font-weight">bold</xsl:attribute>
  <xsl:attribute name="line-height">1.25</xsl:attribute>
  <xsl:attribute name="hyphenate">false</xsl:attribute>
  <xsl:attribute name="start-indent">0pt</xsl:attribute>
  <xsl:attribute name="keep-with-next.within-column">always</xsl:attribute>
  <xsl:attribute name="keep-together.within-column">always</xsl:attribute>
</xsl:attribute-set>
<xsl:attribute-set name="heading.1" use-attribute-sets="heading">
  <xsl:attribute name="font-size">20pt</xsl:attribute>
  <xsl:attribute name="space-after">6mm</xsl:attribute>
</xsl:attribute-set>
<xsl:attribute-set name="heading.2" use-attribute-sets="heading">
  <xsl:attribute name="font-size">14pt</xsl:attribute>
  <xsl:attribute name="space-before">9mm</xsl:attribute>
  <xsl:attribute name="space-after">2.5mm</xsl:attribute>
</xsl:attribute-set>
<xsl:attribute-set name="heading.3" use-attribute-sets="heading">
  <xsl:attribute name="font-size">12pt</xsl:attribute>
  <xsl:attribute name="space-before">8mm</xsl:attribute>
  <xsl:attribute name="space-after">2mm</xsl:attribute>
</xsl:attribute-set>
<xsl:attribute-set name="heading.4" use-attribute-sets="heading">
  <xsl:attribute name="font-size">10.5pt</xsl:attribute>
  <xsl:attribute name="space-before">7mm</xsl:attribute>
  <xsl:attribute name="space-after">1.5mm</xsl:attribute>
</xsl:attribute-set>
<xsl:attribute-set name="heading.5" use-attribute-sets="heading">
  <xsl:attribute name="font-size">10pt</xsl:attribute>
  <xsl:attribute name="font-style">italic</xsl:attribute>
  <xsl:attribute name="space-before">5mm</xsl:attribute>
  <xsl:attribute name="space-after">1mm</xsl:attribute>
</xsl:attribute-set>

<xsl:attribute-set name="heading.sheet" use-attribute-sets="heading">
  <xsl:attribute name="font-size">9.5pt</xsl:attribute>
  <xsl:attribute name="space-before">3.2mm</xsl:attribute>
  <xsl:attribute name="space-after">0.8mm</xsl:attribute>
</xsl:attribute-set>

<!-- The heading of the part or section that this is. -->
<xsl:template name="heading">
  <xsl:variable name="part" select="boolean(parent::d:book)"/>
  <xsl:variable name="depth" select="count(ancestor::*[not(self::d:book
      or self::d:article)]) + 1"/>
  <xsl:variable name="content">
    <xsl:call-template name="anchor.here"/>
    <xsl:variable name="label">
      <xsl:apply-templates select="." mode="label.markup"/>
    </xsl:variable>
    <xsl:if test="$label != ''">
      <xsl:value-of select="$label"/>
      <xsl:text>&#x2002;</xsl:text>
    </xsl:if>
    <xsl:apply-templates select="(d:info/d:title | d:title)[1]/node()"/>
  </xsl:variable>
  <xsl:variable name="role">
    <xsl:choose>
      <xsl:when test="$depth &gt; 5">H6</xsl:when>
      <xsl:otherwise>H<xsl:value-of select="$depth + 1"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:choose>
    <xsl:when test="$one.page">
      <fo:block role="{$role}" xsl:use-attribute-sets="heading.sheet">
        <xsl:copy-of select="$content"/>
      </fo:block>
    </xsl:when>
    <xsl:when test="$part">
      <fo:block role="{$role}" xsl:use-attribute-sets="heading.1">
        <xsl:copy-of select="$content"/>
      </fo:block>
    </xsl:when>
    <xsl:when test="$depth + count(/d:article) = 2">
      <fo:block role="{$role}" xsl:use-attribute-sets="heading.2">
        <xsl:copy-of select="$content"/>
      </fo:block>
    </xsl:when>
    <xsl:when test="$depth + count(/d:article) = 3">
      <fo:block role="{$role}" xsl:use-attribute-sets="heading.3">
        <xsl:copy-of select="$content"/>
      </fo:block>
    </xsl:when>
    <xsl:when test="$depth + count(/d:article) = 4">
      <fo:block role="{$role}" xsl:use-attribute-sets="heading.4">
        <xsl:copy-of select="$content"/>
      </fo:block>
    </xsl:when>
    <xsl:otherwise>
      <fo:block role="{$role}" xsl:use-attribute-sets="heading.5">
        <xsl:copy-of select="$content"/>
      </fo:block>
    </xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="d:section | d:simplesect">
  <fo:block role="Sect">
    <xsl:call-template name="anchor.attribute"/>
    <xsl:call-template name="heading"/>
    <xsl:apply-templates select="." mode="content"/>
  </fo:block>
</xsl:template>

<!-- Paragraphs. -->

<xsl:template match="d:para | d:simpara">
  <!-- An empty one only stands there because the schema wants a block. -->
  <xsl:if test="node()">
    <fo:block space-after="2.6mm">
      <xsl:if test="@xml:id">
        <xsl:call-template name="anchor.attribute"/>
      </xsl:if>
      <!-- What a list says belongs to the line before it. -->
      <xsl:if test="following-sibling::*[1][self::d:itemizedlist
          or self::d:orderedlist][not(@role)]">
        <xsl:attribute name="keep-with-next.within-column"
            >always</xsl:attribute>
      </xsl:if>
      <xsl:apply-templates/>
    </fo:block>
  </xsl:if>
</xsl:template>

<xsl:template match="d:blockquote">
  <fo:block role="BlockQuote" start-indent="8mm" end-indent="8mm"
      space-before="1mm" space-after="2.6mm" color="{$color.muted}">
    <xsl:apply-templates/>
  </fo:block>
</xsl:template>

<!-- Notices; one that lies in something is a quotation with its role. -->
<xsl:template match="d:note | d:important | d:warning | d:caution | d:tip
                     | d:blockquote[@role = 'note' or @role = 'important']">
  <xsl:variable name="strong" select="self::d:important or self::d:warning
      or self::d:caution or @role = 'important'"/>
  <fo:block role="Div" space-before="3mm" space-after="5mm"
      start-indent="5mm" end-indent="4mm" padding="2.5mm 4mm 0.5mm 4mm"
      background-color="{$color.tint}">
    <xsl:attribute name="border-left">
      <xsl:choose>
        <xsl:when test="$strong">2.5pt solid <xsl:value-of
            select="$color.accent"/></xsl:when>
        <xsl:otherwise>2.5pt solid <xsl:value-of
            select="$color.line.strong"/></xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
    <fo:block font-weight="bold" space-after="1mm"
        keep-with-next.within-column="always">
      <xsl:apply-templates select="d:title/node() | d:info/d:title/node()"/>
    </fo:block>
    <xsl:apply-templates select="*[not(self::d:title or self::d:info)]"/>
  </fo:block>
</xsl:template>

<xsl:template match="d:programlisting | d:screen | d:literallayout">
  <fo:block role="Code" font-family="{$font.code}" font-size="8pt"
      line-height="1.35" white-space-collapse="false"
      white-space-treatment="preserve" linefeed-treatment="preserve"
      wrap-option="wrap" hyphenate="false" space-before="1mm"
      space-after="4mm" padding="2mm 3mm" start-indent="3mm" end-indent="3mm"
      background-color="{$color.tint}">
    <xsl:apply-templates/>
  </fo:block>
</xsl:template>

<xsl:template match="processing-instruction('rule')">
  <fo:block role="NonStruct" space-before="3mm" space-after="5mm"
      text-align="center">
    <fo:leader leader-pattern="rule" leader-length="40mm"
        rule-thickness="0.5pt" color="{$color.line.strong}"/>
  </fo:block>
</xsl:template>

<!-- An empty block ends a line; it may not be tagged as a paragraph in one. -->
<xsl:template match="processing-instruction('linebreak')">
  <fo:block role="Span"/>
</xsl:template>

<!-- Lists. -->

<xsl:template match="d:itemizedlist | d:orderedlist">
  <xsl:apply-templates select="d:title"/>
  <fo:list-block provisional-distance-between-starts="6mm"
      provisional-label-separation="1.5mm" space-after="3mm">
    <xsl:if test="self::d:orderedlist">
      <xsl:attribute name="provisional-distance-between-starts"
          >8mm</xsl:attribute>
    </xsl:if>
    <xsl:apply-templates select="d:listitem"/>
  </fo:list-block>
</xsl:template>

<xsl:template match="d:itemizedlist/d:title | d:orderedlist/d:title
                     | d:variablelist/d:title">
  <fo:block font-weight="bold" space-after="1.5mm"
      keep-with-next.within-column="always">
    <xsl:apply-templates/>
  </fo:block>
</xsl:template>

<xsl:template match="d:itemizedlist/d:listitem | d:orderedlist/d:listitem">
  <xsl:variable name="compact" select="../@spacing = 'compact'"/>
  <fo:list-item>
    <xsl:if test="position() &gt; 1">
      <xsl:attribute name="space-before">
        <xsl:choose>
          <xsl:when test="$compact">0.6mm</xsl:when>
          <xsl:otherwise>2mm</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </xsl:if>
    <!-- Neither the first nor the last stands alone. -->
    <xsl:if test="position() = 1 and last() &gt; 1">
      <xsl:attribute name="keep-with-next.within-column"
          >always</xsl:attribute>
    </xsl:if>
    <xsl:if test="position() = last() and last() &gt; 2">
      <xsl:attribute name="keep-with-previous.within-column"
          >always</xsl:attribute>
    </xsl:if>
    <fo:list-item-label end-indent="label-end()">
      <fo:block hyphenate="false">
        <xsl:choose>
          <xsl:when test="parent::d:orderedlist">
            <xsl:variable name="start">
              <xsl:choose>
                <xsl:when test="../@startingnumber"><xsl:value-of
                    select="../@startingnumber"/></xsl:when>
                <xsl:otherwise>1</xsl:otherwise>
              </xsl:choose>
            </xsl:variable>
            <xsl:value-of select="$start
                + count(preceding-sibling::d:listitem)"/>
            <xsl:text>.</xsl:text>
          </xsl:when>
          <xsl:when test="count(ancestor::d:itemizedlist) mod 2 = 0"
              >–</xsl:when>
          <xsl:otherwise>•</xsl:otherwise>
        </xsl:choose>
      </fo:block>
    </fo:list-item-label>
    <fo:list-item-body start-indent="body-start()">
      <xsl:call-template name="item.body">
        <xsl:with-param name="compact" select="$compact"/>
      </xsl:call-template>
    </fo:list-item-body>
  </fo:list-item>
</xsl:template>

<!-- Paragraphs of items are set tighter than those of the text. -->
<xsl:template name="item.body">
  <xsl:param name="compact" select="true()"/>
  <xsl:if test="not(*[not(self::d:para) or node()])">
    <fo:block/>
  </xsl:if>
  <xsl:for-each select="*">
    <xsl:choose>
      <xsl:when test="(self::d:para or self::d:simpara) and
          (node() or position() = 1)">
        <fo:block>
          <xsl:if test="position() != last()">
            <xsl:attribute name="space-after">
              <xsl:choose>
                <xsl:when test="$compact">0.8mm</xsl:when>
                <xsl:otherwise>2mm</xsl:otherwise>
              </xsl:choose>
            </xsl:attribute>
          </xsl:if>
          <xsl:apply-templates/>
        </fo:block>
      </xsl:when>
      <xsl:otherwise><xsl:apply-templates select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:for-each>
</xsl:template>

<!-- The words of a table's legend are small, below it. -->
<xsl:template match="d:itemizedlist[@role = 'legend']">
  <fo:list-block font-size="7.5pt" color="{$color.muted}" line-height="1.3"
      provisional-distance-between-starts="3mm"
      provisional-label-separation="1mm" space-before="1mm"
      space-after="4mm" keep-together.within-column="6"
      keep-with-previous.within-column="6">
    <xsl:for-each select="d:listitem">
      <fo:list-item>
        <fo:list-item-label end-indent="label-end()">
          <fo:block>•</fo:block>
        </fo:list-item-label>
        <fo:list-item-body start-indent="body-start()">
          <xsl:call-template name="item.body"/>
        </fo:list-item-body>
      </fo:list-item>
    </xsl:for-each>
  </fo:list-block>
</xsl:template>

<!-- Terms and what is said of them, side by side. -->
<xsl:template match="d:variablelist">
  <xsl:apply-templates select="d:title"/>
  <fo:list-block provisional-distance-between-starts="42mm"
      provisional-label-separation="4mm" space-before="2mm"
      space-after="4mm">
    <xsl:if test="@role = 'facts'">
      <xsl:attribute name="font-size"><xsl:value-of
          select="$size.small"/></xsl:attribute>
      <xsl:attribute name="line-height">1.35</xsl:attribute>
    </xsl:if>
    <xsl:apply-templates select="d:varlistentry"/>
  </fo:list-block>
</xsl:template>

<xsl:template match="d:varlistentry">
  <fo:list-item space-before="0.6mm" keep-together.within-column="5">
    <xsl:if test="@xml:id">
      <xsl:call-template name="anchor.attribute"/>
    </xsl:if>
    <xsl:if test="position() = 1 and last() &gt; 1">
      <xsl:attribute name="keep-with-next.within-column"
          >always</xsl:attribute>
    </xsl:if>
    <xsl:if test="position() = last() and last() &gt; 2">
      <xsl:attribute name="keep-with-previous.within-column"
          >always</xsl:attribute>
    </xsl:if>
    <fo:list-item-label end-indent="label-end()">
      <fo:block color="{$color.muted}">
        <xsl:for-each select="d:term">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <xsl:apply-templates/>
        </xsl:for-each>
      </fo:block>
    </fo:list-item-label>
    <fo:list-item-body start-indent="body-start()">
      <xsl:for-each select="d:listitem">
        <xsl:choose>
          <!-- Short ones stand on one line: a list of them would be long. -->
          <xsl:when test="../../@role = 'facts' and not(*[not(self::d:para)])
              and not(d:para[string-length(.) &gt; 80])">
            <fo:block>
              <xsl:for-each select="d:para">
                <xsl:if test="position() &gt; 1">; </xsl:if>
                <xsl:apply-templates/>
              </xsl:for-each>
            </fo:block>
          </xsl:when>
          <xsl:otherwise><xsl:call-template name="item.body"/></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </fo:list-item-body>
  </fo:list-item>
</xsl:template>

<!-- Inline. -->

<xsl:template match="d:emphasis">
  <fo:inline font-style="italic"><xsl:apply-templates/></fo:inline>
</xsl:template>
<xsl:template match="d:emphasis[@role = 'strong' or @role = 'bold']">
  <fo:inline font-weight="bold"><xsl:apply-templates/></fo:inline>
</xsl:template>
<!-- What has changed between two versions. -->
<xsl:template match="d:emphasis[@role = 'inserted']">
  <fo:inline text-decoration="underline"><xsl:apply-templates/></fo:inline>
</xsl:template>
<xsl:template match="d:emphasis[@role = 'deleted']">
  <fo:inline text-decoration="line-through"><xsl:apply-templates/></fo:inline>
</xsl:template>
<!--
  A name in another language looks like one in that of the document. FOP does
  nothing with the language of an inline.
-->
<xsl:template match="d:foreignphrase">
  <fo:inline><xsl:apply-templates/></fo:inline>
</xsl:template>
<xsl:template match="d:literal | d:code">
  <fo:inline font-family="{$font.code}" font-size="0.88em" hyphenate="false">
    <xsl:apply-templates/>
  </fo:inline>
</xsl:template>

<!-- Links. Each says in words where it leads, also without its colour. -->

<!-- `says`: for the link's description; finish-pdf copies it. -->
<xsl:template name="internal.link">
  <xsl:param name="to"/>
  <xsl:param name="says"/>
  <xsl:param name="content"/>
  <xsl:param name="plain" select="false()"/>
  <fo:basic-link internal-destination="{$to}"
      fox:alt-text="{normalize-space($says)}">
    <xsl:if test="not($plain)">
      <xsl:attribute name="color"><xsl:value-of
          select="$color.accent"/></xsl:attribute>
    </xsl:if>
    <xsl:copy-of select="$content"/>
  </fo:basic-link>
</xsl:template>

<!-- " (s. 45)" -->
<xsl:template match="*" mode="page.citation">
  <xsl:param name="id">
    <xsl:call-template name="anchor.id"/>
  </xsl:param>
  <xsl:variable name="template">
    <xsl:call-template name="gentext.template">
      <xsl:with-param name="context" select="'xref'"/>
      <xsl:with-param name="name" select="'page.citation'"/>
    </xsl:call-template>
  </xsl:variable>
  <fo:inline keep-together.within-line="always">
    <xsl:value-of select="substring-before($template, '%p')"/>
    <fo:page-number-citation ref-id="{$id}" role="Span"/>
    <xsl:value-of select="substring-after($template, '%p')"/>
  </fo:inline>
</xsl:template>

<!-- In tables there is no room for pages; they have numbers or titles. -->
<xsl:template name="cite.page">
  <xsl:param name="target"/>
  <xsl:if test="not(ancestor::d:entry or ancestor::d:title
      or ancestor::d:primaryie or ancestor::d:term)">
    <xsl:apply-templates select="$target" mode="page.citation"/>
  </xsl:if>
</xsl:template>

<!-- What the style of a reference makes of its target's number and title. -->
<xsl:template name="reference.text">
  <xsl:param name="target"/>
  <xsl:param name="style"/>
  <xsl:choose>
    <xsl:when test="contains($style, '%')">
      <xsl:value-of select="substring-before($style, '%')"/>
      <xsl:choose>
        <xsl:when test="starts-with(substring-after($style, '%'), 'n')">
          <xsl:apply-templates select="$target" mode="label.markup"/>
        </xsl:when>
        <xsl:when test="starts-with(substring-after($style, '%'), 't')">
          <xsl:apply-templates select="$target" mode="title.text"/>
        </xsl:when>
      </xsl:choose>
      <xsl:call-template name="reference.text">
        <xsl:with-param name="target" select="$target"/>
        <xsl:with-param name="style"
            select="substring(substring-after($style, '%'), 2)"/>
      </xsl:call-template>
    </xsl:when>
    <xsl:otherwise><xsl:value-of select="$style"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<xsl:template match="d:xref">
  <xsl:variable name="target" select="key('id', @linkend)[1]"/>
  <xsl:variable name="style">
    <xsl:choose>
      <xsl:when test="starts-with(@xrefstyle, 'template:')"><xsl:value-of
          select="substring-after(@xrefstyle, 'template:')"/></xsl:when>
      <xsl:otherwise>%t</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:variable name="text">
    <xsl:call-template name="reference.text">
      <xsl:with-param name="target" select="$target"/>
      <xsl:with-param name="style" select="$style"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:call-template name="internal.link">
    <xsl:with-param name="to" select="@linkend"/>
    <xsl:with-param name="says" select="$text"/>
    <xsl:with-param name="content" select="$text"/>
  </xsl:call-template>
  <xsl:call-template name="cite.page">
    <xsl:with-param name="target" select="$target"/>
  </xsl:call-template>
</xsl:template>

<xsl:template match="d:link[@linkend]">
  <xsl:call-template name="internal.link">
    <xsl:with-param name="to" select="@linkend"/>
    <xsl:with-param name="says" select="."/>
    <xsl:with-param name="content"><xsl:apply-templates/></xsl:with-param>
  </xsl:call-template>
  <xsl:call-template name="cite.page">
    <xsl:with-param name="target" select="key('id', @linkend)[1]"/>
  </xsl:call-template>
</xsl:template>

<!-- To the web; or to another of our documents, which lies beside this one. -->
<xsl:template match="d:link[@xlink:href]">
  <xsl:variable name="url">
    <xsl:choose>
      <xsl:when test="contains(@xlink:href, '.xml#') and
          not(contains(@xlink:href, ':'))">
        <xsl:value-of select="concat(
            substring-before(@xlink:href, '.xml#'), '.pdf#dest=',
            substring-after(@xlink:href, '.xml#'))"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="@xlink:href"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:variable name="shown">
    <xsl:value-of select="."/>
    <xsl:if test="not(node())"><xsl:value-of select="@xlink:href"/></xsl:if>
  </xsl:variable>
  <fo:basic-link external-destination="url('{$url}')"
      fox:alt-text="{normalize-space($shown)}" color="{$color.accent}">
    <xsl:apply-templates/>
    <xsl:if test="not(node())">
      <xsl:call-template name="url.text">
        <xsl:with-param name="url" select="@xlink:href"/>
      </xsl:call-template>
    </xsl:if>
  </fo:basic-link>
  <!-- On paper a link leads nowhere: its address stands beside it. -->
  <xsl:if test="starts-with(@xlink:href, 'http') and
      normalize-space($shown) != @xlink:href and not(ancestor::d:entry)">
    <fo:inline font-size="0.85em" color="{$color.muted}">
      <xsl:text> (</xsl:text>
      <xsl:call-template name="url.text">
        <xsl:with-param name="url" select="@xlink:href"/>
      </xsl:call-template>
      <xsl:text>)</xsl:text>
    </fo:inline>
  </xsl:if>
</xsl:template>

<!-- A file beside the website does not go with the PDF: its name is said. -->
<xsl:template match="d:link[starts-with(@xlink:href, '../html/')]"
    priority="1">
  <xsl:apply-templates/>
</xsl:template>

<!-- An address may break after its marks. -->
<xsl:template name="url.text">
  <xsl:param name="url"/>
  <fo:inline hyphenate="false">
    <xsl:for-each select="str:tokenize($url, '')">
      <xsl:value-of select="."/>
      <xsl:if test="contains('/.-_?=&amp;', .) or position() mod 30 = 0">
        <xsl:text>&#x200b;</xsl:text>
      </xsl:if>
    </xsl:for-each>
  </fo:inline>
</xsl:template>

<!-- Footnotes. -->

<xsl:template name="note.mark">
  <xsl:param name="number"/>
  <fo:inline font-size="0.7em" baseline-shift="super" hyphenate="false">
    <xsl:value-of select="$number"/>
  </fo:inline>
</xsl:template>

<xsl:template match="d:footnote">
  <fo:footnote role="Span">
    <fo:inline role="Reference">
      <xsl:call-template name="note.mark">
        <xsl:with-param name="number" select="@label"/>
      </xsl:call-template>
    </fo:inline>
    <fo:footnote-body role="Note">
      <xsl:call-template name="note.body"/>
    </fo:footnote-body>
  </fo:footnote>
</xsl:template>

<xsl:template name="note.body">
  <fo:list-block font-size="8pt" font-weight="normal" font-style="normal"
      line-height="1.35" text-align="start" start-indent="0pt"
      end-indent="0pt" text-indent="0pt" color="{$color.ink}"
      provisional-distance-between-starts="5mm"
      provisional-label-separation="1mm" role="Div" space-before="0.5mm">
    <fo:list-item role="Div">
      <fo:list-item-label end-indent="label-end()" role="Lbl">
        <fo:block hyphenate="false"><xsl:value-of
            select="@label"/></fo:block>
      </fo:list-item-label>
      <fo:list-item-body start-indent="body-start()" role="Div">
        <xsl:call-template name="item.body"/>
      </fo:list-item-body>
    </fo:list-item>
  </fo:list-block>
</xsl:template>

<xsl:template match="d:footnoteref">
  <xsl:call-template name="note.mark">
    <xsl:with-param name="number" select="key('id', @linkend)/@label"/>
  </xsl:call-template>
</xsl:template>

<!-- Pictures and charts, with the words that stand for them. -->

<xsl:template match="d:mediaobject">
  <fo:block space-before="2mm" space-after="4mm" text-align="center"
      line-height="1">
    <xsl:call-template name="picture"/>
  </fo:block>
</xsl:template>

<xsl:template match="d:inlinemediaobject">
  <xsl:call-template name="picture"/>
</xsl:template>

<!-- As large as it is, but never larger than the page. -->
<xsl:template name="picture">
  <xsl:variable name="data" select="d:imageobject[1]/d:imagedata"/>
  <xsl:variable name="words" select="normalize-space(
      (d:textobject | d:alt)[1])"/>
  <xsl:if test="$words = ''">
    <xsl:message>
      <xsl:text>WARNING: picture-without-words: </xsl:text>
      <xsl:value-of select="$data/@fileref"/>
    </xsl:message>
  </xsl:if>
  <fo:external-graphic src="url('docbook/{$data/@fileref}')"
      scaling="uniform" content-width="scale-down-to-fit"
      inline-progression-dimension.maximum="100%">
    <xsl:if test="$data/@width">
      <xsl:attribute name="width"><xsl:value-of
          select="$data/@width"/></xsl:attribute>
      <xsl:attribute name="content-width">scale-to-fit</xsl:attribute>
    </xsl:if>
    <xsl:if test="$data/@depth">
      <xsl:attribute name="height"><xsl:value-of
          select="$data/@depth"/></xsl:attribute>
      <xsl:attribute name="content-height">scale-to-fit</xsl:attribute>
    </xsl:if>
    <!-- FOP holds no height back, so a tall chart is told its own. -->
    <xsl:variable name="drawing" select="document($data/@fileref[
        contains(., '.svg')], $data)/svg:svg"/>
    <xsl:variable name="box" select="str:tokenize($drawing/@viewBox, ' ,')"/>
    <xsl:if test="not($data/@width or $data/@depth) and $box[4] and
        $box[4] div $box[3] * $text.width &gt; $picture.height">
      <xsl:attribute name="height"><xsl:value-of
          select="concat($picture.height, 'mm')"/></xsl:attribute>
      <xsl:attribute name="content-height">scale-down-to-fit</xsl:attribute>
    </xsl:if>
    <xsl:attribute name="fox:alt-text">
      <xsl:value-of select="$words"/>
    </xsl:attribute>
  </fo:external-graphic>
</xsl:template>

<xsl:template match="d:figure | d:informalfigure">
  <fo:block role="Div" space-before="4mm" space-after="5mm"
      keep-together.within-column="always">
    <xsl:call-template name="anchor.attribute"/>
    <xsl:call-template name="formal.title"/>
    <xsl:apply-templates select="*[not(self::d:title or self::d:info)]"/>
  </fo:block>
</xsl:template>

<!-- "Tabell 3. Avgifter": above tables and figures. -->
<xsl:template name="formal.title">
  <xsl:if test="d:title | d:info/d:title">
    <fo:block font-weight="bold" font-size="9pt" line-height="1.3"
        hyphenate="false" space-after="1.5mm" start-indent="0pt"
        keep-with-next.within-column="always">
      <xsl:call-template name="anchor.here"/>
      <xsl:call-template name="formal.name"/>
    </fo:block>
  </xsl:if>
</xsl:template>

<xsl:template name="formal.name">
  <xsl:variable name="template">
    <xsl:call-template name="gentext.template">
      <xsl:with-param name="context" select="'title'"/>
      <xsl:with-param name="name" select="local-name()"/>
    </xsl:call-template>
  </xsl:variable>
  <xsl:if test="@label">
    <xsl:value-of select="substring-before($template, '%n')"/>
    <xsl:value-of select="@label"/>
    <xsl:value-of select="substring-before(substring-after(
        $template, '%n'), '%t')"/>
  </xsl:if>
  <xsl:apply-templates select="(d:info/d:title | d:title)[1]/node()"/>
</xsl:template>

<!-- Bookmarks: all sections, with their numbers. -->

<xsl:template name="generate.bookmarks">
  <fo:bookmark-tree>
    <xsl:apply-templates select="/*" mode="bookmark"/>
  </fo:bookmark-tree>
</xsl:template>

<xsl:template match="*" mode="bookmark"/>

<xsl:template match="d:book | d:article | d:preface | d:chapter | d:appendix
                     | d:section | d:simplesect | d:glossary | d:index
                     | d:bibliography" mode="bookmark">
  <xsl:variable name="id">
    <xsl:call-template name="anchor.id"/>
  </xsl:variable>
  <fo:bookmark internal-destination="{$id}">
    <xsl:attribute name="starting-state">
      <xsl:choose>
        <xsl:when test="self::d:book or self::d:article">show</xsl:when>
        <xsl:otherwise>hide</xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
    <fo:bookmark-title>
      <xsl:variable name="label">
        <xsl:apply-templates select="." mode="label.markup"/>
      </xsl:variable>
      <xsl:if test="$label != ''">
        <xsl:value-of select="concat($label, ' ')"/>
      </xsl:if>
      <xsl:value-of select="normalize-space(
          (d:info/d:title | d:title)[1])"/>
    </fo:bookmark-title>
    <xsl:if test="self::d:book">
      <xsl:call-template name="list.bookmark">
        <xsl:with-param name="id">contents.parts</xsl:with-param>
        <xsl:with-param name="key">TableofContents</xsl:with-param>
      </xsl:call-template>
      <xsl:if test=".//d:table">
        <xsl:call-template name="list.bookmark">
          <xsl:with-param name="id">contents.tables</xsl:with-param>
          <xsl:with-param name="key">ListofTables</xsl:with-param>
        </xsl:call-template>
      </xsl:if>
      <xsl:if test=".//d:figure">
        <xsl:call-template name="list.bookmark">
          <xsl:with-param name="id">contents.figures</xsl:with-param>
          <xsl:with-param name="key">ListofFigures</xsl:with-param>
        </xsl:call-template>
      </xsl:if>
    </xsl:if>
    <xsl:apply-templates select="*" mode="bookmark"/>
  </fo:bookmark>
</xsl:template>

<xsl:template name="list.bookmark">
  <xsl:param name="id"/>
  <xsl:param name="key"/>
  <fo:bookmark internal-destination="{$id}">
    <fo:bookmark-title>
      <xsl:call-template name="gentext">
        <xsl:with-param name="key" select="$key"/>
      </xsl:call-template>
    </fo:bookmark-title>
  </fo:bookmark>
</xsl:template>

<!-- What other documents can lead to. -->
<xsl:template match="*" mode="fop1.foxdest">
  <xsl:for-each select="descendant-or-self::*[@xml:id][not(self::d:footnote
      or self::d:glossentry)]">
    <fox:destination internal-destination="{@xml:id}"/>
  </xsl:for-each>
</xsl:template>

<!-- Title and author, which finish-pdf writes as PDF/A wants them. -->
<xsl:template name="fop1-document-information">
  <fo:declarations>
    <x:xmpmeta xmlns:x="adobe:ns:meta/">
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about=""
            xmlns:dc="http://purl.org/dc/elements/1.1/">
          <dc:title><xsl:value-of select="normalize-space(
              (/*/d:info/d:title | /*/d:title)[1])"/></dc:title>
          <xsl:if test="/*/d:info/d:publisher">
            <dc:creator><xsl:value-of select="normalize-space(
                /*/d:info/d:publisher/d:publishername)"/></dc:creator>
          </xsl:if>
          <xsl:if test="/*/d:info/d:biblioid">
            <dc:description><xsl:value-of select="normalize-space(
                /*/d:info/d:biblioid)"/></dc:description>
          </xsl:if>
        </rdf:Description>
      </rdf:RDF>
    </x:xmpmeta>
  </fo:declarations>
</xsl:template>

<xsl:template name="root.messages"/>

</xsl:stylesheet>
