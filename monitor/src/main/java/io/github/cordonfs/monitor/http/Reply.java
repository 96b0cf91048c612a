package io.github.cordonfs.monitor.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Sends answers. */
final class Reply {

  /** The page loads what is on this server and nothing else, and is in no other page. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** From here on it is worth the time to compress. */
  private static final int LARGE = 1024;

  private Reply() {}

  static void send(HttpExchange exchange, int status, Response response) throws IOException {
    byte[] body = response.body();
    response.headers().forEach(exchange.getResponseHeaders()::set);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", response.type());
    byte[] sent = body;
    if (body.length >= LARGE && acceptsGzip(exchange)) {
      headers.set("Content-Encoding", "gzip");
      sent = zipped(body);
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || sent.length == 0 ? -1 : sent.length);
    if (!head && sent.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(sent);
      }
    }
  }

  /** What every answer has. */
  static void prepare(HttpExchange exchange) {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  private static boolean acceptsGzip(HttpExchange exchange) {
    List<String> accepted = exchange.getRequestHeaders().get("Accept-Encoding");
    return accepted != null && accepted.stream().anyMatch(each -> each.contains("gzip"));
  }

  private static byte[] zipped(byte[] body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 8);
    try (Fast gzip = new Fast(out)) {
      gzip.write(body);
    }
    return out.toByteArray();
  }

  /** Most of a map is the same: the least effort gets nearly all of it. */
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
