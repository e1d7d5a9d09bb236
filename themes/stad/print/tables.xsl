<?xml version="1.0" encoding="UTF-8"?>
<!--
  Tables. FOP gives columns no widths of their own, so they are worked out here
  from the lengths of what stands in them. Rows are not split; the head is
  repeated. A sum is a row of the body: FOP sets and reads a `tfoot` first.

  A numbered table that is too wide for the page, or has `orient="land"`, lies
  on a page of its own after its chapter, and in its place it is said where.
-->
<xsl:stylesheet version="1.0" exclude-result-prefixes="d str exsl"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format"
    xmlns:str="http://exslt.org/strings"
    xmlns:exsl="http://exslt.org/common"
    xmlns:d="http://docbook.org/ns/docbook">

<!-- A column is at least as wide as its longest word, up to this. -->
<xsl:variable name="word.max" select="14 + 10 * number($one.page)"/>
<!-- A line in a cell is long enough with this many characters. -->
<xsl:variable name="line.max" select="48"/>
<!-- How wide a character is on the average, as a part of its size, in mm; a
     sheet has no room to spare. -->
<xsl:variable name="character" select="0.195 - 0.014 * number($one.page)"/>
<!-- Beside what stands in a cell. -->
<xsl:variable name="gutter" select="3.4 - 0.6 * number($one.page)"/>

<!-- Words may not be narrower than this, in characters, together: what small
     print on an upright page has room for. -->
<xsl:key name="wide" match="d:book//d:table[@orient = 'land' or
    d:tgroup/@cols * 8 &gt; 90]" use="generate-id()"/>

<xsl:template match="d:table | d:informaltable">
  <xsl:call-template name="table"/>
</xsl:template>

<xsl:template match="d:table[key('wide', generate-id())]">
  <fo:block space-after="2.6mm">
    <xsl:call-template name="internal.link">
      <xsl:with-param name="to" select="@xml:id"/>
      <xsl:with-param name="says">
        <xsl:call-template name="formal.name"/>
      </xsl:with-param>
      <xsl:with-param name="content">
        <xsl:call-template name="formal.name"/>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:apply-templates select="." mode="page.citation"/>
  </fo:block>
</xsl:template>

<xsl:template name="table">
  <xsl:param name="room" select="$text.width
      + ($sheet.width - $text.width) * number($one.page)"/>
  <fo:block role="Div" space-before="5mm" space-after="5mm"
      start-indent="0pt">
    <xsl:if test="$one.page">
      <xsl:attribute name="space-before">2.8mm</xsl:attribute>
      <xsl:attribute name="space-after">0mm</xsl:attribute>
    </xsl:if>
    <xsl:if test="@xml:id">
      <xsl:call-template name="anchor.attribute"/>
    </xsl:if>
    <!-- A short one is not torn apart. -->
    <xsl:if test="count(d:tgroup/d:tbody/d:row) &lt;= 10">
      <xsl:attribute name="keep-together.within-column">5</xsl:attribute>
    </xsl:if>
    <xsl:call-template name="formal.title"/>
    <xsl:for-each select="d:tgroup">
      <xsl:call-template name="table.grid">
        <xsl:with-param name="room" select="$room"/>
      </xsl:call-template>
    </xsl:for-each>
  </fo:block>
</xsl:template>

<!-- The columns of a tgroup: `min`, the width of the longest word, and `full`,
     that of the longest line, in characters. -->
<xsl:template name="measure.columns">
  <xsl:variable name="rows" select="(d:thead | d:tbody | d:tfoot)/d:row
      [not(d:entry/@namest)][not(d:entry/@morerows)]"/>
  <xsl:for-each select="d:colspec">
    <xsl:variable name="at" select="position()"/>
    <xsl:variable name="cells" select="$rows/d:entry[$at]"/>
    <xsl:variable name="apart" select="number($one.page and @align = 'left'
        and preceding-sibling::d:colspec[1][@align = 'right'])
        * $sheet.apart div ($sheet.size * $character)"/>
    <!-- Text needs the room that is left more than figures do; on a sheet,
         what is short stands on one line. -->
    <column weight="{1 + 3 * number(@align != 'right' and not($one.page))}">
      <xsl:variable name="least">
        <xsl:for-each select="$cells/descendant-or-self::*/text()">
          <xsl:sort data-type="number" order="descending"
              select="string-length(.)"/>
          <!-- The longest texts have the longest words, as a rule. -->
          <xsl:if test="position() = 1">
            <xsl:variable name="words">
              <xsl:for-each select="$cells">
                <xsl:for-each select="str:tokenize(., ' &#10;')">
                  <!-- What cannot be hyphenated counts in full; a little is
                       added for bold and wide letters. A long range of numbers
                       may break after its dash. -->
                  <word>
                    <xsl:variable name="whole" select="
                        translate(., '0123456789&#xa0;–/.', '') != . and
                        not(contains(., '–') and string-length(.) &gt; 16)"/>
                    <xsl:call-template name="at.most">
                      <xsl:with-param name="number"
                          select="string-length(.) * 1.1 + 1"/>
                      <xsl:with-param name="limit"
                          select="$word.max + 16 * number($whole)"/>
                    </xsl:call-template>
                  </word>
                </xsl:for-each>
              </xsl:for-each>
            </xsl:variable>
            <xsl:for-each select="exsl:node-set($words)/*">
              <xsl:sort data-type="number" order="descending"/>
              <xsl:if test="position() = 1">
                <xsl:value-of select="."/>
              </xsl:if>
            </xsl:for-each>
          </xsl:if>
        </xsl:for-each>
      </xsl:variable>
      <xsl:variable name="most">
        <xsl:for-each select="$cells">
          <xsl:sort data-type="number" order="descending"
              select="string-length(normalize-space(.))"/>
          <xsl:if test="position() = 1">
            <xsl:call-template name="at.most">
              <xsl:with-param name="number"
                  select="string-length(normalize-space(.)) * 1.02 + 1"/>
              <xsl:with-param name="limit" select="$line.max"/>
            </xsl:call-template>
          </xsl:if>
        </xsl:for-each>
      </xsl:variable>
      <xsl:attribute name="min">
        <xsl:choose>
          <xsl:when test="$one.page and ../@cols &lt;= 6 and
              $most &lt;= 18 and $most &gt; $least">
            <xsl:value-of select="$most + $apart"/>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="$least + $apart
              "/></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:attribute name="full">
        <xsl:value-of select="$most + $apart"/>
      </xsl:attribute>
    </column>
  </xsl:for-each>
</xsl:template>

<xsl:template name="at.most">
  <xsl:param name="number"/>
  <xsl:param name="limit"/>
  <xsl:choose>
    <xsl:when test="$number &gt; $limit"><xsl:value-of
        select="$limit"/></xsl:when>
    <xsl:otherwise><xsl:value-of select="number($number)"/></xsl:otherwise>
  </xsl:choose>
</xsl:template>

<!-- The widths of columns in millimetres, as <column width>; `font` is the
     size of their text, `room` the width that they have together. -->
<xsl:template name="column.widths">
  <xsl:param name="columns"/>
  <xsl:param name="font"/>
  <xsl:param name="room"/>
  <xsl:variable name="unit" select="$font * $character"/>
  <xsl:variable name="count" select="count($columns)"/>
  <xsl:variable name="free" select="$room - $count * $gutter"/>
  <xsl:variable name="full" select="$unit * sum($columns/@full)"/>
  <xsl:variable name="least" select="$unit * sum($columns/@min)"/>
  <xsl:variable name="spreads">
    <xsl:for-each select="$columns">
      <n><xsl:value-of select="(@full - @min) * @weight"/></n>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="spread" select="exsl:node-set($spreads)"/>
  <xsl:for-each select="$columns">
    <column>
      <xsl:attribute name="width">
        <xsl:choose>
          <!-- As much as it needs, in steps, so that the small tables of
               forums look alike; the first takes what there is. -->
          <xsl:when test="$full &lt;= $free and position() = 1">
            <xsl:variable name="want"
                select="ceiling(($unit * @full + $gutter) div 10) * 10"/>
            <xsl:choose>
              <xsl:when test="$want &lt; 70 and $count &lt; 4">70</xsl:when>
              <xsl:otherwise><xsl:value-of select="$unit * @full + $gutter
                  "/></xsl:otherwise>
            </xsl:choose>
          </xsl:when>
          <xsl:when test="$full &lt;= $free">
            <xsl:variable name="want"
                select="ceiling(($unit * @full + $gutter) div 10) * 10"/>
            <xsl:choose>
              <xsl:when test="$count &lt; 4 and $want &lt; 30">30</xsl:when>
              <xsl:otherwise><xsl:value-of select="$unit * @full + $gutter
                  "/></xsl:otherwise>
            </xsl:choose>
          </xsl:when>
          <xsl:when test="$full &gt; $least">
            <xsl:value-of select="$gutter + $unit * @min + ($free - $least)
                * (@full - @min) * @weight div sum($spread/*)"/>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="$room div $count"
              /></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </column>
  </xsl:for-each>
</xsl:template>

<xsl:template name="table.grid">
  <xsl:param name="room"/>
  <xsl:variable name="measured">
    <xsl:call-template name="measure.columns"/>
  </xsl:variable>
  <xsl:variable name="columns" select="exsl:node-set($measured)/*"/>
  <xsl:variable name="least" select="sum($columns/@min) * $character"/>
  <xsl:variable name="gutters" select="count($columns) * $gutter"/>
  <xsl:variable name="font">
    <xsl:choose>
      <xsl:when test="$one.page"><xsl:value-of
          select="$sheet.size"/></xsl:when>
      <xsl:when test="$least * $size.table + $gutters &lt;= $room">
        <xsl:value-of select="$size.table"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$size.table.small"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <!-- Characters are reckoned wide; a little less room is still enough. -->
  <xsl:if test="$least * 0.92 * $font + $gutters &gt; $room">
    <xsl:message>
      <xsl:text>WARNING: table-wide: </xsl:text>
      <xsl:value-of select="(../@xml:id | ancestor::*/@xml:id)[last()]"/>
    </xsl:message>
  </xsl:if>
  <xsl:variable name="wanted">
    <xsl:call-template name="column.widths">
      <xsl:with-param name="columns" select="$columns"/>
      <xsl:with-param name="font" select="$font"/>
      <xsl:with-param name="room" select="$room"/>
    </xsl:call-template>
  </xsl:variable>
  <!-- On a sheet all tables end where the text does. -->
  <xsl:variable name="left" select="number($one.page)
      * ($room - sum(exsl:node-set($wanted)/*/@width))"/>
  <xsl:variable name="widths">
    <xsl:for-each select="exsl:node-set($wanted)/*">
      <column width="{@width + $left div count($columns)}"/>
    </xsl:for-each>
  </xsl:variable>
  <fo:table table-layout="fixed" font-size="{$font}pt" line-height="1.3"
      border-before-style="solid" border-before-width="0.8pt"
      border-after-style="solid" border-after-width="0.8pt"
      border-before-color="{$color.line.strong}"
      border-after-color="{$color.line.strong}"
      border-collapse="collapse"
      width="{format-number(sum(exsl:node-set($widths)/*/@width),
              '0.###')}mm">
    <xsl:for-each select="exsl:node-set($widths)/*">
      <fo:table-column
          column-width="{format-number(@width, '0.###')}mm"/>
    </xsl:for-each>
    <xsl:apply-templates select="d:thead"/>
    <fo:table-body>
      <xsl:apply-templates select="d:tbody/d:row | d:tfoot/d:row"/>
    </fo:table-body>
  </fo:table>
</xsl:template>

<xsl:template match="d:thead">
  <fo:table-header>
    <xsl:apply-templates select="d:row"/>
  </fo:table-header>
</xsl:template>

<!-- A row is whole; rows hold to each other strongly, but not "always": many
     of them may be taller than a page. -->
<xsl:template match="d:row">
  <xsl:variable name="head" select="boolean(parent::d:thead)"/>
  <fo:table-row keep-together.within-column="always">
    <xsl:choose>
      <xsl:when test="$head">
        <xsl:attribute name="font-weight">bold</xsl:attribute>
        <xsl:attribute name="background-color"><xsl:value-of
            select="$color.tint"/></xsl:attribute>
        <xsl:attribute name="keep-with-next.within-column"
            >7</xsl:attribute>
      </xsl:when>
      <xsl:when test="@role = 'group'">
        <xsl:attribute name="background-color"><xsl:value-of
            select="$color.tint"/></xsl:attribute>
        <xsl:attribute name="keep-with-next.within-column"
            >7</xsl:attribute>
      </xsl:when>
      <xsl:when test="@role = 'subtotal' or @role = 'total'
                      or parent::d:tfoot">
        <xsl:attribute name="font-weight">bold</xsl:attribute>
        <xsl:attribute name="keep-with-previous.within-column"
            >7</xsl:attribute>
      </xsl:when>
      <!-- Neither the first row nor the last stands alone. -->
      <xsl:when test="position() = 1 and last() &gt; 2">
        <xsl:attribute name="keep-with-next.within-column"
            >7</xsl:attribute>
      </xsl:when>
    </xsl:choose>
    <xsl:apply-templates select="d:entry"/>
  </fo:table-row>
</xsl:template>

<xsl:template match="d:entry">
  <xsl:variable name="group" select="ancestor::d:tgroup[1]"/>
  <xsl:variable name="head" select="boolean(ancestor::d:thead)"/>
  <xsl:variable name="first" select="@namest | @colname
      [not(current()/@namest)]"/>
  <xsl:variable name="column" select="$group/d:colspec[@colname = $first]
      | $group/d:colspec[not($first)]
        [count(current()/preceding-sibling::d:entry) + 1]"/>
  <xsl:variable name="span">
    <xsl:choose>
      <xsl:when test="@namest and @nameend">
        <xsl:value-of select="
            count($group/d:colspec[@colname = current()/@nameend]
                  /preceding-sibling::d:colspec)
            - count($group/d:colspec[@colname = current()/@namest]
                  /preceding-sibling::d:colspec) + 1"/>
      </xsl:when>
      <xsl:otherwise>1</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:variable name="heads" select="$head or ../@role = 'group' or (
      $group/../@rowheader = 'firstcol' and not(preceding-sibling::d:entry))"/>
  <fo:table-cell padding="0.9mm 1.5mm" start-indent="0pt" end-indent="0pt">
    <xsl:if test="$one.page">
      <xsl:attribute name="padding">0.35mm 1.3mm</xsl:attribute>
      <!-- A word too long for its column must still break. -->
      <xsl:if test="not(str:tokenize(., ' &#10;')
          [string-length(.) &gt; $word.max])">
        <xsl:attribute name="hyphenate">false</xsl:attribute>
      </xsl:if>
      <xsl:if test="$column[@align = 'left']
          /preceding-sibling::d:colspec[1][@align = 'right']">
        <xsl:attribute name="padding-left"><xsl:value-of
            select="concat(1.3 + $sheet.apart, 'mm')"/></xsl:attribute>
      </xsl:if>
    </xsl:if>
    <xsl:attribute name="border-after-style">solid</xsl:attribute>
    <xsl:attribute name="border-after-width">0.4pt</xsl:attribute>
    <xsl:attribute name="border-after-color">
      <xsl:choose>
        <xsl:when test="$head"><xsl:value-of
            select="$color.line.strong"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$color.line"/></xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
    <xsl:if test="../@role = 'total' or ../@role = 'subtotal'">
      <xsl:attribute name="border-before-style">solid</xsl:attribute>
      <xsl:attribute name="border-before-width">0.6pt</xsl:attribute>
      <xsl:attribute name="border-before-color"><xsl:value-of
          select="$color.line.strong"/></xsl:attribute>
    </xsl:if>
    <xsl:if test="$heads">
      <xsl:attribute name="role">TH</xsl:attribute>
    </xsl:if>
    <xsl:if test="$span &gt; 1">
      <xsl:attribute name="number-columns-spanned"><xsl:value-of
          select="$span"/></xsl:attribute>
    </xsl:if>
    <xsl:if test="@morerows &gt; 0">
      <xsl:attribute name="number-rows-spanned"><xsl:value-of
          select="@morerows + 1"/></xsl:attribute>
    </xsl:if>
    <xsl:if test="$head">
      <xsl:attribute name="display-align">after</xsl:attribute>
    </xsl:if>
    <xsl:attribute name="text-align">
      <xsl:choose>
        <xsl:when test="$span &gt; 1">start</xsl:when>
        <xsl:when test="@align"><xsl:value-of select="@align"/></xsl:when>
        <xsl:when test="$column/@align = 'right'">end</xsl:when>
        <xsl:when test="$column/@align = 'center'">center</xsl:when>
        <xsl:otherwise>start</xsl:otherwise>
      </xsl:choose>
    </xsl:attribute>
    <xsl:choose>
      <xsl:when test="d:para or d:itemizedlist or d:orderedlist or d:note
          or d:important or d:blockquote or d:programlisting">
        <xsl:call-template name="item.body"/>
      </xsl:when>
      <xsl:otherwise>
        <fo:block><xsl:apply-templates/></fo:block>
      </xsl:otherwise>
    </xsl:choose>
  </fo:table-cell>
</xsl:template>

</xsl:stylesheet>
