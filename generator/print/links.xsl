<?xml version="1.0" encoding="UTF-8"?>
<!--
  Gives each link to a place a name of its own for that place.

  FOP keeps one action for each id, and with it the tag of the link that came
  first: the areas of all further links to the same id would be tagged as that
  one's, and the further links would lead nowhere for a screen reader. Names of
  places are not written to the PDF.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format">

<xsl:key name="links" match="fo:basic-link[@internal-destination]"
    use="@internal-destination"/>

<xsl:key name="anchors" match="anchor" use="@to"/>

<xsl:template match="@* | node()">
  <xsl:copy><xsl:apply-templates select="@* | node()"/></xsl:copy>
</xsl:template>

<xsl:template name="name">
  <xsl:param name="id"/>
  <xsl:value-of select="concat($id, '..', generate-id())"/>
</xsl:template>

<!-- A place without an anchor keeps its one name. -->
<xsl:template match="fo:basic-link/@internal-destination
                     [key('anchors', .)]">
  <xsl:variable name="id" select="string(.)"/>
  <xsl:attribute name="internal-destination">
    <xsl:for-each select="..">
      <xsl:call-template name="name">
        <xsl:with-param name="id" select="$id"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:attribute>
</xsl:template>

<!-- The theme says with <anchor to="ID"/> where on the line a place begins. A
     hair apart, so that FOP does not hold the places for the same. -->
<xsl:template match="anchor">
  <xsl:variable name="id" select="string(@to)"/>
  <xsl:for-each select="key('links', $id)">
    <fo:inline>
      <xsl:attribute name="id">
        <xsl:call-template name="name">
          <xsl:with-param name="id" select="$id"/>
        </xsl:call-template>
      </xsl:attribute>
      <fo:leader leader-pattern="space" leader-length="0.002pt"/>
    </fo:inline>
  </xsl:for-each>
</xsl:template>

</xsl:stylesheet>
