package io.github.cordonfs.monitor.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of the page, from the jar. They have no data, so everybody may have them. */
final class PageFiles {

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8");

  private static final String[] NAMES = {
    "index.html",
    "style.css",
    "app.js",
    "server.js",
    "palette.js",
    "tiles.js",
    "map.js",
    "charts.js",
    "panels.js",
    "steady.js",
    "play.js"
  };

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /** Reads them. */
  PageFiles() throws IOException {
    for (String name : NAMES) {
      try (InputStream in =
          PageFiles.class.getResourceAsStream("/io/github/cordonfs/monitor/page/" + name)) {
        if (in == null) {
          throw new IOException("the jar of the monitor has no " + name);
        }
        files.put("/" + name, in.readAllBytes());
      }
    }
  }

  boolean has(String path) {
    return path.equals("/") || files.containsKey(path);
  }

  /** Returns a file of the page. */
  Response answer(String path) throws Refusal {
    String name = path.equals("/") ? "/index.html" : path;
    byte[] file = files.get(name);
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (file == null || type == null) {
      throw new Refusal(404, "there is no " + path);
    }
    return Response.of(type, file);
  }
}
