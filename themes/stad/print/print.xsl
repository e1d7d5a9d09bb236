<?xml version="1.0" encoding="UTF-8"?>
<!--
  print: how does a DocBook document look on paper?

  A layer over docbook-xsl-ns. It says for each element of our DocBook what it
  becomes and which role it has in the tags of the PDF; what it does not say is
  docbook-xsl's. All numbers are in the DocBook (`label`); none is made here.
  No words either: those that the DocBook lacks are in the file that
  `local.l10n.xml` names, for each language.
-->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

<xsl:import href="http://docbook.sourceforge.net/release/xsl-ns/current/fo/docbook.xsl"/>
<xsl:include href="parameters.xsl"/>
<xsl:include href="pages.xsl"/>
<xsl:include href="front.xsl"/>
<xsl:include href="text.xsl"/>
<xsl:include href="tables.xsl"/>
<xsl:include href="sheet.xsl"/>
<xsl:include href="back.xsl"/>

</xsl:stylesheet>
