package io.github.cordonfs.monitor.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer that is ready to be sent.
 *
 * @param type of the body
 * @param body the bytes
 * @param headers more of them
 */
@SuppressWarnings("ArrayRecordComponent") // it is sent, and never compared
record Response(String type, byte[] body, Map<String, String> headers) {

  static final String JSON = "application/json; charset=utf-8";

  static Response of(String type, byte[] body) {
    return new Response(type, body, Map.of());
  }

  static Response json(Object value) {
    return of(JSON, Json.text(value).getBytes(StandardCharsets.UTF_8));
  }
}
