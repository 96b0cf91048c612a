package io.github.cordonfs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Snippets for build tools parse, and name artifacts and the version that this build makes. */
class DependencySnippetsTest {

  private static final String GROUP = "io.github.cordonfs";

  private static final Pattern COORDINATES =
      Pattern.compile("io\\.github\\.cordonfs:([a-z-]+):([\\w.-]+)");

  @Test
  void mavenSnippetsNameWhatThisBuildMakes() throws Exception {
    int dependencies = 0;
    for (Page page : Page.all()) {
      for (Fence fence : page.fences("xml")) {
        for (Element each : elements(parse("<all>" + fence.text() + "</all>"), "dependency")) {
          if (text(each, "groupId").equals(GROUP)) {
            assertThat(text(each, "version")).as("%s", fence).isEqualTo(version());
            assertThat(artifacts()).as("%s", fence).contains(text(each, "artifactId"));
            dependencies++;
          }
        }
      }
    }
    assertThat(dependencies).isPositive();
  }

  @Test
  void gradleSnippetsNameWhatThisBuildMakes() throws Exception {
    int dependencies = 0;
    for (Page page : Page.all()) {
      for (MatchResult each : COORDINATES.matcher(page.text()).results().toList()) {
        assertThat(each.group(2)).as("%s: %s", page, each.group()).isEqualTo(version());
        assertThat(artifacts()).as("%s", page).contains(each.group(1));
        dependencies++;
      }
    }
    assertThat(dependencies).isPositive();
  }

  private static String version() throws Exception {
    return text(pom("pom.xml").getDocumentElement(), "version");
  }

  private static List<String> artifacts() throws Exception {
    List<String> artifacts = new ArrayList<>();
    for (Element module : elements(pom("pom.xml"), "module")) {
      Element project = pom(module.getTextContent() + "/pom.xml").getDocumentElement();
      artifacts.add(text(project, "artifactId"));
    }
    return artifacts;
  }

  private static Document pom(String name) throws Exception {
    return parse(
        Files.readString(Path.of("..").resolve(name)).replaceFirst("<\\?xml[^>]*\\?>", ""));
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static List<Element> elements(Document document, String name) throws IOException {
    List<Element> found = new ArrayList<>();
    var nodes = document.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  /** Returns the text of a child; empty if there is none. */
  private static String text(Element parent, String child) {
    var nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element && element.getTagName().equals(child)) {
        return element.getTextContent();
      }
    }
    return "";
  }
}
